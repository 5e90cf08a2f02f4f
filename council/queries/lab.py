"""What the rule lab works on: the seats of today, and votes that are closed. Never one that is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from council.models import Ballot, Body, Mandate, Seat, Voting
from council.queries.bodies import seat_names
from council.rules import roll_call
from council.rules.decision import Outcome, Roll
from council.rules.reading import read_roll
from council.rules.replay import Past
from council.rules.seats import BallotCast, Choice

# The latest decisions of a body, at most: what is counted again while somebody waits.
MOST_PAST = 1000


@dataclass(frozen=True, slots=True)
class Today:
    """A council's seats as a vote opened now would find them."""

    roll: Roll
    # Seats by chamber with their names: (body, [(code, name)]).
    chambers: tuple[tuple[Body, tuple[tuple[str, str], ...]], ...]

    @property
    def names(self) -> dict[str, str]:
        return {code: name for _body, seats in self.chambers for code, name in seats}


def seats_today(council: Body, at: datetime) -> Today | None:
    """None while the council has no seat at all."""
    seats = list(
        Seat.objects.standing()
        .of_council(council.pk)
        .select_related("body__organisation")
        .order_by("body__position", "position", "code")
    )
    if not seats:
        return None
    hands: dict[int, list[int]] = {}
    for mandate in Mandate.objects.in_force(at).filter(seat__in=seats).order_by("hand"):
        hands.setdefault(mandate.seat_id, []).append(mandate.hand)
    roll = read_roll({"seats": [_row(seat, hands.get(seat.pk, [])) for seat in seats]})
    names = seat_names(seats)
    chambers: dict[Body, list[tuple[str, str]]] = {}
    for seat in seats:
        chambers.setdefault(seat.body, []).append((seat.code, names[seat.code]))
    return Today(roll, tuple((body, tuple(rows)) for body, rows in chambers.items()))


def _row(seat: Seat, hands: list[int]) -> dict[str, Any]:
    return {
        "seat": seat.code,
        "body": seat.body.code,
        "group": seat.group,
        "votes": seat.votes,
        "joint": seat.joint_rule,
        "hands": hands,
        "represents": seat.represents,
        "veto": seat.may_object or not seat.represents,
        "weights": seat.weights or {},
    }


def closed_votes(council: Body) -> list[Past]:
    """The body's closed votes with the ballots that were counted, the newest first; no override, nothing void."""
    votings = (
        Voting.objects.filter(
            motion__body=council, purpose=Voting.VOTE, decision__isnull=False, recounted_by__isnull=True
        )
        .exclude(decision__outcome=Outcome.VOID.value)
        .select_related("motion", "decision")
        .order_by("-decision__closed_at", "-pk")[:MOST_PAST]
    )
    listed = list(votings)
    ties = _ties(listed)
    cast = _ballots(listed)
    return [
        Past(
            motion=voting.motion.code,
            round_=voting.number,
            roll=voting.frozen_roll(),
            ballots=tuple(cast.get(voting.pk, ())),
            outcome=Outcome(voting.decision.outcome),
            ties_before=sum(n < voting.number for n in ties.get(voting.motion_id, ())),
        )
        for voting in listed
    ]


def _ties(votings: list[Voting]) -> dict[int, list[int]]:
    """Which rounds of each motion came to a tie."""
    tied = Voting.objects.filter(
        motion__in={voting.motion_id for voting in votings},
        decision__outcome=Outcome.TIED.value,
        recounted_by__isnull=True,
    )
    found: dict[int, list[int]] = {}
    for motion, number in tied.values_list("motion", "number"):
        found.setdefault(motion, []).append(number)
    return found


def _ballots(votings: list[Voting]) -> dict[int, list[BallotCast]]:
    aside = {(voting.pk, row["seat"], row["hand"]) for voting in votings for row in voting.decision.set_aside}
    live = Ballot.objects.live().filter(voting__in=[voting.pk for voting in votings]).order_by("n")
    called = {v.pk: roll_call.ballots(v.decision.words) for v in votings if v.in_room}
    found: dict[int, list[BallotCast]] = called
    for voting, seat, hand, choice, n in live.values_list("voting", "seat__code", "hand", "choice", "n"):
        if (voting, seat, hand) not in aside:
            found.setdefault(voting, []).append(BallotCast(seat=seat, hand=hand, choice=Choice(choice), n=n))
    return found
