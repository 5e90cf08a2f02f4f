"""The books of petitions: whether what is stored is what the rows say."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from biomes import queries as biomes
from petitions.models import Audit, Petition, Signature
from petitions.rules import books
from petitions.rules.books import Books

BY_CELL = """
SELECT zone_id, date_trunc('hour', confirmed_at, 'UTC'), count(*) FILTER (WHERE invalidation_id IS NULL),
       count(*) FILTER (WHERE invalidation_id IS NULL AND sheet_id IS NOT NULL), count(*)
FROM petitions_signature WHERE petition_id = %s AND batch_id IS NOT NULL GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A petition whose books do not balance: the names of what disagrees, and both sides."""

    slug: str
    wrong: frozenset[str]
    stored: Books
    rows: Books


def unbalanced() -> list[Unbalanced]:
    """Petitions for which `total = rows = zones = hours`, or the basins or batches, do not hold; none, one hopes."""
    opened = Petition.objects.filter(opened_at__isnull=False)
    return [found for petition in opened if (found := imbalance(petition))]


def imbalance(petition: Petition) -> Unbalanced | None:
    """What is wrong with one petition's books, if anything is. Exact only under the petition's lock."""
    stored, rows = stored_books(petition), books_of_rows(petition)
    wrong = books.disagreements(stored, rows)
    return Unbalanced(petition.slug, wrong, stored, rows) if wrong else None


def stored_books(petition: Petition) -> Books:
    hours = petition.hour_counts
    return Books(
        total=petition.signature_count,
        paper=petition.paper_count,
        paper_hours=dict(hours.filter(paper__gt=0).values_list("hour", "paper")),
        zones=dict(petition.zone_counts.filter(count__gt=0).values_list("zone_id", "count")),
        basins=dict(petition.basin_counts.filter(count__gt=0).values_list("biome_id", "count")),
        hours=dict(hours.filter(count__gt=0).values_list("hour", "count")),
        batched=petition.batches.aggregate(n=Sum("count"))["n"] or 0,
    )


def books_of_rows(petition: Petition) -> Books:
    """Counted from the signatures themselves. Where signers are being forgotten their zones cannot be told."""
    zones: dict[int | None, int] = {}
    hours: dict[object, int] = {}
    paper_hours: dict[object, int] = {}
    total = batched = 0
    with connection.cursor() as cursor:
        cursor.execute(BY_CELL, [petition.pk])
        for zone, hour, standing, paper, counted in cursor.fetchall():
            total, batched = total + standing, batched + counted
            if standing:
                zones[zone] = zones.get(zone, 0) + standing
                hours[hour] = hours.get(hour, 0) + standing
            if paper:
                paper_hours[hour] = paper_hours.get(hour, 0) + paper
    knows = not has_forgotten(petition)
    known_zones = (
        zones if knows else dict(petition.zone_counts.filter(count__gt=0).values_list("zone_id", "count"))
    )
    basins = books.basins_of(known_zones, biomes.biomes_by_zone())
    return Books(total=total, zones=zones if knows else None, basins=basins, hours=hours, batched=batched,
                 paper=sum(paper_hours.values()), paper_hours=paper_hours)  # fmt: skip


def has_forgotten(petition: Petition) -> bool:
    """Whether the places of its signers are gone, or going: then the hour is all that is left of the moment."""
    gone = Signature.objects.filter(
        petition=petition, batch__isnull=False, canonical=None, email="", zone=None,
        confirmed_at__minute=0, confirmed_at__second=0,
    )  # fmt: skip
    return petition.anonymised_at is not None or (petition.ended_at is not None and gone.exists())


def audits() -> QuerySet[Audit]:
    return Audit.objects.prefetch_related("faults__petition")
