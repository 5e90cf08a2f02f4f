"""A seat in full: who spoke for it under what, its interests, substitutes; a motion's recusals and challenges."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from council.models import Call, Challenge, Interest, Mandate, Motion, Proxy, Recusal, Seat, Substitute
from council.queries.bodies import Hand, bodies_of, public_seats, seats_held
from council.queries.roll import recused_seats, roll_now
from council.rules import lifecycle
from council.rules.reading import read_roll
from council.rules.recusals import Shortfall, fallen_back, lost_to_recusals, shortfalls


def interests() -> QuerySet[Interest]:
    """The public register, the withdrawn ones too."""
    return Interest.objects.select_related("seat__body__organisation", "mandate__person")


def interests_of(seat: Seat) -> QuerySet[Interest]:
    return interests().filter(seat=seat)


def interests_now(council_pk: int, at: datetime) -> QuerySet[Interest]:
    """Those that hold: not withdrawn, declared by somebody whose mandate runs."""
    running = Mandate.objects.in_force(at).filter(seat__in=Seat.objects.of_council(council_pk))
    return interests().filter(withdrawn_at__isnull=True, mandate__in=running)


def interests_that_recuse(motion: Motion, at: datetime) -> QuerySet[Interest]:
    """Those of seats that still take part."""
    return interests_now(motion.body_id, at).exclude(seat__in=motion.recusals.values("seat"))


def interest_holds(interest: Interest, at: datetime) -> bool:
    return (
        interest.withdrawn_at is None and Mandate.objects.in_force(at).filter(pk=interest.mandate_id).exists()
    )


def recusals() -> QuerySet[Recusal]:
    return Recusal.objects.filter(motion__number__isnull=False).select_related(
        "motion", "seat__body__organisation", "interest"
    )


def recusals_of(motion: Motion) -> QuerySet[Recusal]:
    return recusals().filter(motion=motion).order_by("at", "pk")


def challenges() -> QuerySet[Challenge]:
    return Challenge.objects.filter(motion__number__isnull=False).select_related(
        "motion__body", "seat__body__organisation", "by_seat__body__organisation"
    )


def challenges_of(motion: Motion) -> QuerySet[Challenge]:
    return challenges().filter(motion=motion)


def seats_of_council(motion: Motion) -> QuerySet[Seat]:
    return public_seats().filter(body__in=bodies_of(motion.body))


def seats_held_in(motion: Motion, user: Any, at: datetime) -> QuerySet[Seat]:
    return seats_held(user, at).filter(body__in=bodies_of(motion.body))


def quorum_shortfalls(motion: Motion, at: datetime) -> tuple[Shortfall, ...]:
    """The chambers that could not be quorate if voting opened now, whoever comes; nothing after the vote."""
    if motion.rule is None or motion.status not in lifecycle.AHEAD:
        return ()
    rows = roll_now(motion, 1, at)["seats"]
    return shortfalls(motion.rule.rule, read_roll({"seats": rows})) if rows else ()


def falls_back(motion: Motion, at: datetime) -> bool:
    """Would other chambers decide without one that recusals keep from its quorum, if voting opened now?"""
    if motion.rule is None or motion.status not in lifecycle.AHEAD:
        return False
    rows = roll_now(motion, 1, at)["seats"]
    return bool(rows and fallen_back(motion.rule.rule, read_roll({"seats": rows}))[1])


def recusals_to_cover(motion: Motion, at: datetime) -> list[Recusal]:
    """Recused seats whose substitutes the secretary may call: of chambers that recusals alone keep from their quorum."""
    if motion.rule is None or motion.status not in lifecycle.AHEAD:
        return []
    rows = roll_now(motion, 1, at)["seats"]
    lost = lost_to_recusals(motion.rule.rule, read_roll({"seats": rows})) if rows else ()
    out = recused_seats(motion, at)
    return [row for row in recusals_of(motion) if row.seat.body.code in lost and row.seat_id in out]


def history_of(seat: Seat) -> QuerySet[Mandate]:
    """Everybody who ever spoke for the seat, the newest first."""
    return seat.mandates.select_related("person", "seat").order_by("-since", "hand")


def substitutes_of(seat: Seat, at: datetime) -> QuerySet[Substitute]:
    return seat.substitutes.named(at).select_related("person", "seat").order_by("hand", "place", "id")


def substitutes(at: datetime) -> QuerySet[Substitute]:
    return (
        Substitute.objects.named(at)
        .select_related("person", "seat__body__parent")
        .order_by("seat__code", "hand", "place")
    )


def every_substitute() -> QuerySet[Substitute]:
    return Substitute.objects.select_related("person", "seat__body__parent")


def calls() -> QuerySet[Call]:
    return Call.objects.select_related("substitute__person", "seat__body", "motion")


def calls_of(seat: Seat, at: datetime) -> QuerySet[Call]:
    """Who stands in now: for a period that runs, or for a motion that is not decided."""
    open_states = [state.value for state in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS]
    running = Q(motion__isnull=True, until__gt=at) | Q(motion__state__in=open_states)
    return calls().filter(running, seat=seat, ended_at__isnull=True).order_by("hand", "called_at")


def every_seat() -> QuerySet[Seat]:
    """Those that were abolished too: their history stays public."""
    return Seat.objects.select_related("body__organisation", "body__parent__organisation")


def hands_of(seat: Seat, at: datetime) -> list[Hand]:
    """Each hand with the mandate in force, or vacant."""
    held = {m.hand: m for m in seat.mandates.in_force(at).select_related("person")}
    return [Hand(number, held.get(number)) for number in ((1, 2) if seat.is_joint else (1,))]


def motions_to_come(seat: Seat) -> list[Motion]:
    """What this seat will vote on, or may vote on now."""
    states = [state.value for state in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS]
    return list(Motion.objects.public().filter(body=seat.body.council, state__in=states).order_by("number"))


def proxies() -> QuerySet[Proxy]:
    return Proxy.objects.select_related("motion", "giver__body", "holder__body")
