"""What one seat said: from the ballots of its hands to one word.

A joint seat has two hands. Alike: that choice. Different: split (present, neither yes nor no).
One silent: incomplete (not present), unless its hand is vacant and the rule lets the sole holder act.
Where the seat's joint rule is ``any``, the later ballot of either hand stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from council.rules.decision import Roll, RollSeat, Rule


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class SeatVote(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    SPLIT = "split"
    INCOMPLETE = "incomplete"
    AWAY = "away"
    RECUSED = "recused"


COMPLETE = frozenset({SeatVote.YES, SeatVote.NO, SeatVote.ABSTAIN, SeatVote.SPLIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast:
    """A live ballot at the close. ``n`` is its place among the ballots cast, which alone orders them."""

    seat: str
    choice: Choice
    hand: int = 1
    n: int = 0
    proxy: bool = False


@dataclass(frozen=True, slots=True)
class BallotFault:
    """A ballot that may not be in the urn; one of them voids the vote, never silently drops."""

    seat: str
    hand: int
    code: str


def faults(roll: Roll, ballots: Iterable[BallotCast]) -> tuple[BallotFault, ...]:
    seats = {seat.code: seat for seat in roll.seats}
    seen: set[tuple[str, int]] = set()
    found = []
    for ballot in ballots:
        if code := _fault(seats.get(ballot.seat), ballot, seen):
            found.append(BallotFault(ballot.seat, ballot.hand, code))
        seen.add((ballot.seat, ballot.hand))
    return tuple(sorted(found, key=lambda fault: (fault.seat, fault.hand, fault.code)))


def _fault(seat: RollSeat | None, ballot: BallotCast, seen: set[tuple[str, int]]) -> str:
    if seat is None:
        return "not_on_the_roll"
    if seat.recused:
        return "recused"
    if not seat.votes:
        return "has_no_vote"
    if ballot.hand not in seat.hands:
        return "hand_without_mandate"
    if (ballot.seat, ballot.hand) in seen:
        return "two_live_ballots"
    return ""


def vote_of(seat: RollSeat, ballots: Iterable[BallotCast], rule: Rule) -> SeatVote:
    """The seat's one word, from the live ballots of its hands."""
    if seat.recused:
        return SeatVote.RECUSED
    cast = sorted(ballots, key=lambda ballot: (ballot.n, ballot.hand))
    if not cast:
        return SeatVote.AWAY
    if seat.joint != "unanimous":
        return SeatVote(cast[-1].choice.value)
    if len(cast) < 2 and not (rule.sole_holder_acts and len(seat.hands) == 1):
        return SeatVote.INCOMPLETE
    choices = {ballot.choice for ballot in cast}
    return SeatVote(choices.pop().value) if len(choices) == 1 else SeatVote.SPLIT
