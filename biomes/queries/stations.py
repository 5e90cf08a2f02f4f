"""A station as its operator and its neighbours see it: what it measures, when it was silent, what it delivered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from biomes.models import Batch, Indicator, Reading, Refusals, Station
from biomes.rules.gaps import Gap, gaps
from biomes.rules.intake import TOLD

# A strand's last month; a stream's newest readings are looked at, and no more than so many.
MONTH = timedelta(days=30)
NEWEST = 1_500
SHOWN = 100

# One index scan for each indicator, in the months it may lie in. A time without a zone (it is UTC) is read quicker.
_RANKED = """
    SELECT x.indicator, r.depth_m, r.replicate, r.phenomenon_at AT TIME ZONE 'UTC', r.id
      FROM unnest(%(indicators)s::bigint[], %(most)s::int[]) AS x (indicator, most)
     CROSS JOIN LATERAL (
           SELECT depth_m, replicate, phenomenon_at, id FROM biomes_reading
            WHERE station_id = %(station)s AND indicator_id = x.indicator AND is_current
              AND quality <> 'rejected' AND phenomenon_at {side} %(since)s
            ORDER BY phenomenon_at DESC, id DESC
            LIMIT x.most
           ) r
     ORDER BY x.indicator, r.phenomenon_at DESC, r.id DESC
"""
_LATELY, _BEFORE = _RANKED.format(side=">="), _RANKED.format(side="<")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One indicator at one depth and replicate: its newest value and its silences of the last month."""

    indicator: Indicator
    depth_m: Decimal | None
    replicate: int | None
    last: Reading
    is_fresh: bool
    count: int
    gaps: list[Gap]


def strands_of(station: Station, at: datetime) -> list[Strand]:
    """Everything the station measures, in the order of pages, from the surface down."""
    indicators = {one.pk: one for one in Indicator.objects.all()}
    found = _newest(station, indicators, at)
    # The times say which months to look into; the numbers alone name the readings.
    heads = [newest[0] for newest in found.values()]
    named = Reading.objects.filter(
        id__in=[number for _when, number in heads], phenomenon_at__in={when for when, _number in heads}
    )
    lasts = {one.id: one for one in named}
    rows = [
        _strand(indicators[key], depth, replicate, newest, lasts[newest[0][1]], at)
        for (key, depth, replicate), newest in found.items()
    ]
    return sorted(
        rows, key=lambda one: (one.indicator.rank, one.indicator.code, one.depth_m or 0, one.replicate or 0)
    )


def _newest(
    station: Station, indicators: Iterable[int], at: datetime
) -> dict[tuple[int, Decimal | None, int | None], list[tuple[datetime, int]]]:
    """Times and numbers of the newest readings, by indicator, depth and replicate, newest first."""
    wanted = dict.fromkeys(indicators, NEWEST)
    rows = _ranked(station, wanted, _LATELY, at - MONTH)
    for indicator, *_rest in rows:
        wanted[indicator] -= 1
    # Only what came seldom is looked for in all the months before.
    rows += _ranked(station, {key: most for key, most in wanted.items() if most}, _BEFORE, at - MONTH)
    found: dict[tuple[int, Decimal | None, int | None], list[tuple[datetime, int]]] = {}
    for indicator, depth, replicate, when, number in rows:
        found.setdefault((indicator, depth, replicate), []).append((when.replace(tzinfo=UTC), number))
    return found


def _ranked(station: Station, wanted: dict[int, int], query: str, since: datetime) -> list[tuple[Any, ...]]:
    """So many of each indicator, newest first."""
    if not wanted:
        return []
    asked: dict[str, Any] = {
        "station": station.pk, "since": since, "indicators": list(wanted), "most": list(wanted.values()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())


def _strand(
    indicator: Indicator,
    depth: Decimal | None,
    replicate: int | None,
    newest: list[tuple[datetime, int]],
    last: Reading,
    at: datetime,
) -> Strand:
    recent = [when for when, _number in newest if at - MONTH <= when <= at]
    return Strand(
        indicator=indicator,
        depth_m=depth,
        replicate=replicate,
        last=last,
        is_fresh=last.phenomenon_at + indicator.validity > at,
        count=len(recent),
        gaps=gaps(recent, until=at, longest=indicator.validity),
    )


def batch_of(station: Station, number: int) -> Batch | None:
    return station.batches.filter(pk=number).first()


def public_batches() -> QuerySet[Batch]:
    """Deliveries of stations of published living systems, newest first."""
    public = Station.objects.public().values("pk")
    return Batch.objects.filter(station__in=public).select_related("station")


def refusals_of(batch: Batch) -> list[tuple[int, str, str, str]]:
    """Row, reason, field and what stood there, for every row that was not stored."""
    found = Refusals.objects.filter(batch=batch).first()
    return [tuple(one) for one in found.rows] if found else []


def flagged_of(batch: Batch) -> QuerySet[Reading]:
    """What a batch stored and flagged; found by the moment it came, which has an index."""
    found = Reading.objects.filter(received_at=batch.received_at, batch=batch)
    return (
        found.filter(flags__overlap=[flag.value for flag in TOLD])
        .select_related("indicator", "station")
        .order_by("id")
    )
