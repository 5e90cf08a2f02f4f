"""A seat's own ballot box: the only place where a choice is read before the close, and only by its hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from council.models import Ballot, Mandate, Motion, Seat, Voting
from council.queries.bodies import seat_names
from council.rules import eligibility
from council.rules.eligibility import Why, Window


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

    @property
    def shape(self) -> str:
        return "round" if self.seat.represents else "square"

    @property
    def open(self) -> bool:
        return self.why_not is None

    @property
    def complete(self) -> bool:
        """Both hands are in, or one is enough."""
        if self.seat.joint_rule != "unanimous":
            return self.mine is not None or self.other is not None
        return self.mine is not None and self.other is not None

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
    names = seat_names(mandate.seat for mandate in latest.values())
    window = Window(state=motion.status, opens_at=voting.opened_at, closes_at=voting.closes_at)
    found = []
    for mandate in latest.values():
        why = eligibility.refusal(window, roll[mandate.seat.code], [mandate.term], user.code, at)
        found.append(_box(motion, voting, mandate, names[mandate.seat.code], why))
    listed = {code for row in voting.roll["seats"] for code in row["mandates"]}
    return [one for one in found if one.open or one.mine or _is_told_why(one, listed)]


def _is_told_why(box: Box, listed: set[str]) -> bool:
    """She could have cast: too late or recused, she is told so instead of finding nothing."""
    return box.why_not in (Why.NOT_OPEN, Why.CLOSED, Why.RECUSED) and str(box.mandate.code) in listed


def box(motion: Motion, voting: Voting | None, user: Any, seat_code: str, at: datetime) -> Box | None:
    return next((one for one in boxes(motion, voting, user, at) if one.seat.code == seat_code), None)


def _box(motion: Motion, voting: Voting, mandate: Mandate, name: str, why: Why | None) -> Box:
    live = {ballot.hand: ballot for ballot in voting.ballots.live().filter(seat=mandate.seat)}
    other = (
        live.get(3 - mandate.hand) if mandate.seat.is_joint and _sees_other(voting, mandate, why) else None
    )
    return Box(
        motion=motion,
        voting=voting,
        seat=mandate.seat,
        name=name,
        mandate=mandate,
        mine=live.get(mandate.hand),
        other=other,
        changes=voting.ballots.filter(seat=mandate.seat, hand=mandate.hand).count(),
        why_not=why,
    )


def _sees_other(voting: Voting, mandate: Mandate, why: Why | None) -> bool:
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
