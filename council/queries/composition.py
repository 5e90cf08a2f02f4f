"""Who sits in a body together, as its composition rules ask it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts import queries as people
from council.models import Body, Mandate, Seat
from council.rules.composition import Clause, Member, Standing, attestable, standings


def speaks_for(person: Any, at: datetime) -> frozenset[str]:
    """Organisations this person speaks for, and those they stand under."""
    found: set[str] = set()
    for office in people.offices_of(person, at):
        organisation: Any = office.organisation
        while organisation is not None and organisation.slug not in found:
            found.add(organisation.slug)
            organisation = organisation.parent
    return frozenset(found)


def member_of(
    seat: Seat, person: Any = None, attests: Iterable[str] = (), at: datetime | None = None
) -> Member:
    """A hand of the seat as the composition sees it; nobody on it without a person."""
    speaks = speaks_for(person, at) if person is not None and at is not None else frozenset()
    return Member(appointer=seat.appointer, group=seat.group, attests=frozenset(attests), speaks_for=speaks)


def sitting_together(
    body: Body, at: datetime, *, without: tuple[int, int] | None = None
) -> tuple[list[Member], list[Member]]:
    """The hands of a body that are held and those that are vacant; ``without`` one (seat, hand)."""
    held: list[Member] = []
    vacant: list[Member] = []
    mandates = {
        (mandate.seat_id, mandate.hand): mandate
        for mandate in Mandate.objects.in_force(at).filter(seat__body=body)
    }
    for seat in Seat.objects.standing().filter(body=body):
        for hand in (1, 2) if seat.is_joint else (1,):
            if (seat.pk, hand) == without:
                continue
            mandate = mandates.get((seat.pk, hand))
            (held if mandate else vacant).append(member_of(seat, attests=mandate.attests if mandate else ()))
    return held, vacant


def composition(body: Body, at: datetime) -> tuple[tuple[Clause, ...], list[Standing]]:
    """Its clauses, and how each quota stands."""
    clauses = body.clauses
    return clauses, standings(clauses, *sitting_together(body, at))


def attestable_clauses() -> tuple[Clause, ...]:
    """Whatever the composition of any body lets officers attest."""
    rows = Body.objects.exclude(composition=[])
    return attestable(clause for body in rows for clause in body.clauses)
