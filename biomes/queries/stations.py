"""A station as its operator and its neighbours see it: what it measures, when it was silent, what it delivered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from biomes.models import Batch, Indicator, Reading, Refusals, Station
from biomes.rules.gaps import Gap
from biomes.rules.intake import TOLD

# A strand's last month; and of what came seldom, so many of the newest readings of all time.
MONTH = timedelta(days=30)
NEWEST = 1_500
SHOWN = 100

# Every strand of the last month in numbers, however dense it is: how many readings, the newest, and the silences as
# `rules.gaps` finds them. A time without a zone (it is UTC) is read quicker.
_LATELY = """
    WITH measured AS (
         SELECT x.indicator, x.longest, r.depth_m, r.replicate, r.phenomenon_at AS since, r.id,
                lead(r.phenomenon_at) OVER (
                    PARTITION BY x.indicator, r.depth_m, r.replicate ORDER BY r.phenomenon_at, r.id) AS next
           FROM unnest(%(indicators)s::bigint[], %(longest)s::interval[]) AS x (indicator, longest)
           JOIN biomes_reading r ON r.station_id = %(station)s AND r.indicator_id = x.indicator
          WHERE r.is_current AND r.quality <> 'rejected' AND r.phenomenon_at >= %(since)s
         ), heard AS (
         SELECT *, least(coalesce(next, %(at)s), %(at)s) AS until,
                least(coalesce(next, %(at)s), %(at)s) - since > longest AS is_silence
           FROM measured
         )
    SELECT indicator, depth_m, replicate, max(since) AT TIME ZONE 'UTC', max(id) FILTER (WHERE next IS NULL),
           count(*) FILTER (WHERE since <= %(at)s),
           array_agg(since AT TIME ZONE 'UTC' ORDER BY since) FILTER (WHERE is_silence),
           array_agg(until AT TIME ZONE 'UTC' ORDER BY since) FILTER (WHERE is_silence)
      FROM heard GROUP BY indicator, depth_m, replicate
"""
# One index scan for each indicator, in the months it may lie in.
_BEFORE = """
    SELECT x.indicator, r.depth_m, r.replicate, r.phenomenon_at AT TIME ZONE 'UTC', r.id
      FROM unnest(%(indicators)s::bigint[], %(most)s::int[]) AS x (indicator, most)
     CROSS JOIN LATERAL (
           SELECT depth_m, replicate, phenomenon_at, id FROM biomes_reading
            WHERE station_id = %(station)s AND indicator_id = x.indicator AND is_current
              AND quality <> 'rejected' AND phenomenon_at < %(since)s
            ORDER BY phenomenon_at DESC, id DESC
            LIMIT x.most
           ) r
     ORDER BY x.indicator, r.phenomenon_at DESC, r.id DESC
"""


class _Heard(NamedTuple):
    """Of one strand: the newest reading's time and number, how many there were in the last month, its silences."""

    when: datetime
    number: int
    total: int
    gaps: list[Gap]


_Key = tuple[int, Decimal | None, int | None]


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
    found = _lately(station, indicators, at)
    found = _before(station, indicators, found, at) | found
    # The times say which months to look into; the numbers alone name the readings.
    named = Reading.objects.filter(
        id__in=[one.number for one in found.values()], phenomenon_at__in={one.when for one in found.values()}
    )
    lasts = {one.id: one for one in named}
    rows = [
        _strand(indicators[key], depth, replicate, heard, lasts[heard.number], at)
        for (key, depth, replicate), heard in found.items()
    ]
    return sorted(
        rows, key=lambda one: (one.indicator.rank, one.indicator.code, one.depth_m or 0, one.replicate or 0)
    )


def _lately(station: Station, indicators: Mapping[int, Indicator], at: datetime) -> dict[_Key, _Heard]:
    asked: dict[str, Any] = {
        "station": station.pk, "since": at - MONTH, "at": at, "indicators": list(indicators),
        "longest": [one.validity for one in indicators.values()],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, asked)
        return {
            tuple(row[:3]): _Heard(_utc(row[3]), row[4], row[5], _pairs(row[6] or [], row[7] or []))
            for row in cursor.fetchall()
        }


def _before(
    station: Station, indicators: Iterable[int], lately: Mapping[_Key, _Heard], at: datetime
) -> dict[_Key, _Heard]:
    """Only what came seldom is looked for in all the months before."""
    wanted = dict.fromkeys(indicators, NEWEST)
    for (indicator, _depth, _replicate), heard in lately.items():
        wanted[indicator] -= heard.total
    wanted = {key: most for key, most in wanted.items() if most > 0}
    asked: dict[str, Any] = {
        "station": station.pk, "since": at - MONTH, "indicators": list(wanted), "most": list(wanted.values()),
    }  # fmt: skip
    found: dict[_Key, _Heard] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, asked)
        for indicator, depth, replicate, when, number in cursor.fetchall():
            found.setdefault((indicator, depth, replicate), _Heard(_utc(when), number, 0, []))
    return found


def _utc(when: datetime) -> datetime:
    return when.replace(tzinfo=UTC)


def _pairs(begun: list[datetime], ended: list[datetime]) -> list[Gap]:
    return [(_utc(a), _utc(b)) for a, b in zip(begun, ended, strict=True)]


def _strand(
    indicator: Indicator,
    depth: Decimal | None,
    replicate: int | None,
    heard: _Heard,
    last: Reading,
    at: datetime,
) -> Strand:
    return Strand(
        indicator=indicator,
        depth_m=depth,
        replicate=replicate,
        last=last,
        is_fresh=last.phenomenon_at + indicator.validity > at,
        count=heard.total,
        gaps=heard.gaps,
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
