"""Who is called to a sitting, what each answered, and who would be called next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from council.models import Call, Convening, Mandate, Motion, Seat, Sitting, Substitute
from council.queries.bodies import public_seats, seat_names
from council.queries.motions import public_motions
from council.rules import lifecycle


def convenings() -> QuerySet[Convening]:
    return Convening.objects.select_related(
        "sitting__body__organisation", "seat__body", "person", "substitute"
    )


def convening(code: UUID) -> Convening | None:
    return convenings().filter(code=code).first()


def convenings_of(person: Any) -> QuerySet[Convening]:
    """Her own, to sittings that are not over, the soonest first."""
    own = convenings().filter(
        person=person.pk or 0, released_at__isnull=True, sitting__closed_at__isnull=True
    )
    return own.order_by("sitting__starts_at", "pk")


def answers(of: Sitting) -> list[Any]:
    """Everybody who was called, seat by seat; each row with its seat's name as ``name``."""
    rows: list[Any] = list(convenings().filter(sitting=of))
    names = seat_names([row.seat for row in rows])
    for row in rows:
        row.name = names[row.seat.code]
    return rows


def stands_in(of: Sitting, seat: Seat, person: Any) -> bool:
    """Whether this person was called to the sitting as the seat's substitute, and has not said no."""
    rows = Convening.objects.expected().filter(sitting=of, seat=seat, person=person.pk)
    return rows.filter(substitute__isnull=False).exists()


def hour_of(of: Sitting) -> datetime:
    """When it meets next."""
    return of.resumes_at or of.starts_at


def mandates_to_convene(of: Sitting) -> QuerySet[Mandate]:
    """Each hand of the body and its chambers, as it will be held when the sitting meets."""
    seats = public_seats().filter(Q(body=of.body) | Q(body__parent=of.body))
    held = Mandate.objects.in_force(hour_of(of)).filter(seat__in=seats)
    return held.select_related("seat__body", "person").order_by("seat__body__position", "seat", "hand")


def call_over(of: Sitting, seat: Seat, hand: int) -> Call | None:
    """The substitute who holds this hand for a period when the sitting meets."""
    hour = hour_of(of)
    calls = Call.objects.filter(seat=seat, hand=hand, motion__isnull=True, ended_at__isnull=True)
    return calls.filter(since__lte=hour, until__gt=hour).select_related("substitute__person").first()


def motions_to_vote_in(of: Sitting) -> list[Motion]:
    """Those on its agenda whose vote is not over."""
    states = [state.value for state in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS]
    return list(public_motions().filter(points__sitting=of, state__in=states).order_by("number"))


def substitutes_left(of: Sitting, seat: Seat, hand: int, at: datetime) -> QuerySet[Substitute]:
    """Named for the hand, and not one of those who cannot come to this sitting; in order."""
    out = Convening.objects.filter(
        sitting=of, seat=seat, hand=hand, apologised_at__isnull=False, substitute__isnull=False
    )
    named = seat.substitutes.named(at).filter(hand=hand).exclude(pk__in=out.values("substitute"))
    return named.select_related("person")
