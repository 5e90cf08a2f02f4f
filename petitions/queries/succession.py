"""Bodies that closed and who follows them; petitions that moved, and those that wait for a body."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from accounts import queries as accounts
from petitions.models import Moved, Petition, Succession


def successions() -> QuerySet[Succession]:
    return Succession.objects.select_related("body", "successor")


def follows() -> dict[str, str]:
    """Body -> the one that follows it, as slugs: what was decided here, and what stood in the register before."""
    known = {
        row.slug: row.successor.slug for row in accounts.organisations().filter(successor__isnull=False)
        if row.successor
    }  # fmt: skip
    decided = successions().filter(successor__isnull=False)
    return known | {row.body.slug: row.successor.slug for row in decided if row.successor}


def closed_bodies() -> frozenset[str]:
    """Slugs of bodies that closed and that nobody follows."""
    gone = successions().filter(successor__isnull=True).exclude(body__slug__in=follows())
    return frozenset(gone.values_list("body__slug", flat=True))


def moves_of(petition: Petition) -> QuerySet[Moved]:
    """From which body to which, oldest first."""
    return Moved.objects.filter(petition=petition).select_related("from_body", "to_body")


def body_at_opening(petition: Petition) -> int | None:
    """Whose thresholds count: the body it was opened to, whoever followed it since."""
    first = Moved.objects.filter(petition=petition).order_by("at", "id").values_list("from_body", flat=True)
    return first.first() or petition.body_id


def closing_of(petition: Petition) -> Succession | None:
    """The record that its body closed and nobody follows; None while it has a body."""
    if petition.body is None or petition.body.slug not in closed_bodies():
        return None
    return successions().filter(body=petition.body_id, successor__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Stranded:
    """A closed body without successor, and how many petitions wait there."""

    closing: Succession
    petitions: int


def stranded() -> list[Stranded]:
    """For admins: what nobody answers for."""
    rows = successions().filter(successor__isnull=True, body__slug__in=closed_bodies())
    counts = dict(
        Petition.objects.filter(body__in=rows.values("body"))
        .order_by()
        .values_list("body")
        .annotate(Count("pk"))
    )
    return [Stranded(row, counts.get(row.body_id, 0)) for row in rows]


def bodies_addressed() -> QuerySet[Any]:
    """Bodies that may close: those to which petitions are addressed or that owe something, and all others."""
    return accounts.organisations().exclude(slug__in=[*follows(), *closed_bodies()])


def bodies_that_may_follow() -> QuerySet[Any]:
    return accounts.organisations().exclude(slug__in=closed_bodies())
