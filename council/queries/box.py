"""A seat's own ballot box: the only place where a choice is read before the close, and only by its hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from council.models import Ballot, Mandate, Motion, Seat, Voting
from council.queries.bodies import seat_names
from council.queries.hands import Claim, lent_claims
from council.queries.hands import why_not as claim_refusal
from council.queries.motions import public_motions, voting_of
from council.rules import eligibility
from council.rules.eligibility import Why, Window


@dataclass(frozen=True, slots=True)
class HandIn:
    """Whether and since when a hand's ballot is in; never what it says."""

    hand: int
    own: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Box:
    """What a holder sees of her seat in one vote."""

    motion: Motion
    voting: Voting
    seat: Seat
    name: str
    mandate: Mandate
    mine: Ballot | None
    other: Ballot | None
    changes: int
    why_not: Why | None
    # Whose hand this is, where it is lent: a proxy's giver, or a holder whose substitute was called.
    claim: Claim
    # A ballot of this hand is in that another cast: the proxy, the substitute. What it says is theirs.
    by_another: bool = False
    hands: tuple[HandIn, ...] = ()

    @property
    def shape(self) -> str:
        return "round" if self.seat.represents else "square"

    @property
    def open(self) -> bool:
        return self.why_not is None

    @property
    def complete(self) -> bool:
        """Both hands are in, or one is enough."""
        enough = all if self.seat.joint_rule == "unanimous" else any
        return enough(hand.at is not None for hand in self.hands)

    @property
    def in_since(self) -> datetime | None:
        """When the first of its hands came in."""
        return min((hand.at for hand in self.hands if hand.at), default=None)

    @property
    def either(self) -> str:
        """Where the later ballot of either hand stands: ``mine``, ``other``, or nothing while only one is in."""
        if self.seat.joint_rule != "any" or any(hand.at is None for hand in self.hands):
            return ""
        last = max(self.hands, key=lambda hand: hand.at or self.voting.opened_at)
        return "mine" if last.own else "other"

    @property
    def differ(self) -> bool:
        return bool(self.mine and self.other and self.mine.choice != self.other.choice)


def boxes(motion: Motion, voting: Voting | None, user: Any, at: datetime) -> list[Box]:
    """One box for each seat this person holds in the vote, or held when she cast in it."""
    if voting is None or not getattr(user, "is_authenticated", False):
        return []
    roll = {seat.code: seat for seat in voting.frozen_roll().seats}
    mandates = (
        Mandate.objects.filter(person=user.pk, seat__code__in=list(roll))
        .select_related("seat__body", "person")
        .order_by("seat__position", "-since")
    )
    latest: dict[int, Mandate] = {}
    for mandate in mandates:
        held = latest.get(mandate.seat_id)
        if held is None or (mandate.term.covers(at) and not held.term.covers(at)):
            latest[mandate.seat_id] = mandate
    claims = [Claim(mandate.seat, mandate.hand, mandate) for mandate in latest.values()]
    own = {claim.seat.code for claim in claims if claim.mandate.term.covers(at)}
    claims += [c for c in lent_claims(motion, user, at) if c.seat.code in roll and c.seat.code not in own]
    names = seat_names(claim.seat for claim in claims)
    window = Window(
        state=motion.status, opens_at=voting.opened_at, closes_at=voting.closes_at, in_room=voting.in_room
    )
    found = []
    for claim in claims:
        term = claim.term(user.code)
        why = eligibility.refusal(window, roll[claim.seat.code], [term], user.code, at)
        why = why or claim_refusal(claim, voting, at)
        found.append(_box(voting, claim, names[claim.seat.code], why, user))
    listed = {code for row in voting.roll["seats"] for code in row["mandates"]}
    return [one for one in found if one.open or one.mine or _is_told_why(one, listed)]


def _is_told_why(box: Box, listed: set[str]) -> bool:
    """She could have cast: too late or recused, she is told so instead of finding nothing."""
    return (
        box.why_not
        in (
            Why.NOT_OPEN,
            Why.CLOSED,
            Why.RECUSED,
            Why.SUBSTITUTE_CALLED,
            Why.IN_ROOM,
        )
        and str(box.mandate.code) in listed
    )


def seats_in_open_votes(user: Any, at: datetime) -> list[Box]:
    """Each seat this person may cast for now, in every vote that is open: what is in, and what is still missing."""
    if not getattr(user, "is_authenticated", False):
        return []
    found = []
    for motion in (
        public_motions().open_to_ballots().filter(body__in=_councils_of(user)).order_by("closes_at", "pk")
    ):
        found += [one for one in boxes(motion, voting_of(motion), user, at) if one.open or one.in_since]
    return found


def _councils_of(user: Any) -> set[int]:
    """Where this person holds or held a seat, or is a substitute: nowhere else is anything hers to cast."""
    own = Q(mandates__person=user.pk) | Q(substitutes__person=user.pk)
    rows = Seat.objects.filter(own).values_list("body_id", "body__parent_id")
    return {parent or body for body, parent in rows}


def box(motion: Motion, voting: Voting | None, user: Any, seat_code: str, at: datetime) -> Box | None:
    own = [one for one in boxes(motion, voting, user, at) if one.seat.code == seat_code]
    return next((one for one in own if one.open), own[0] if own else None)


def _box(voting: Voting, claim: Claim, name: str, why: Why | None, user: Any) -> Box:
    seat, live = claim.seat, {b.hand: b for b in voting.ballots.live().filter(seat=claim.seat)}
    cast = live.get(claim.hand)
    # Sealed from the giver and from the holder too: a lent hand's choice is its caster's until the close.
    hidden = cast is not None and cast.cast_by_id != user.pk and (_lent(cast) or _is_lent(claim))
    return Box(
        motion=voting.motion,
        voting=voting,
        seat=seat,
        name=name,
        mandate=claim.mandate,
        mine=None if hidden else cast,
        other=live.get(3 - claim.hand) if seat.is_joint and _sees_other(voting, why) else None,
        changes=voting.ballots.filter(seat=seat, hand=claim.hand, cast_by=user.pk).count(),
        why_not=why,
        claim=claim,
        by_another=hidden,
        hands=tuple(
            HandIn(hand, hand == claim.hand, live[hand].cast_at if hand in live else None)
            for hand in _hands(voting, seat)
        ),
    )


def _hands(voting: Voting, seat: Seat) -> tuple[int, ...]:
    """Those that a whole ballot of the seat takes."""
    if not seat.is_joint:
        return (1,)
    listed = next((row.hands for row in voting.frozen_roll().seats if row.code == seat.code), ())
    return listed if voting.rule.rule.sole_holder_acts and listed else (1, 2)


def _lent(ballot: Ballot) -> bool:
    return ballot.proxy_id is not None or ballot.call_id is not None


def _is_lent(claim: Claim) -> bool:
    return claim.proxy is not None or claim.call is not None


def _sees_other(voting: Voting, why: Why | None) -> bool:
    """The hands of one seat see each other's choice while both mandates run; sealing them would make splits."""
    return voting.rule.rule.hands_see_each_other and why in (None, Why.NOT_OPEN, Why.CLOSED)


def receipt(commitment: str, user: Any) -> Ballot | None:
    """One's own ballot by its commitment; another person's does not exist."""
    if not getattr(user, "is_authenticated", False):
        return None
    return (
        Ballot.objects.select_related("voting__motion__body", "voting__rule", "seat__body", "mandate")
        .filter(commitment=commitment, cast_by=user.pk)
        .first()
    )


def own_ballots(motion: Motion, user: Any) -> QuerySet[Ballot]:
    """What this person cast in a motion's votes, the superseded ones too."""
    own = Ballot.objects.filter(voting__motion=motion, cast_by=user.pk)
    return own.select_related("voting__motion", "seat").order_by("voting__number", "n")
