"""A station as its operator and its neighbours see it: what it measures, when it was silent, what it delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from biomes.models import Batch, Indicator, Reading, Refusals, Station
from biomes.queries.streams import Asked, streams_of
from biomes.rules.gaps import Gap, gaps
from biomes.rules.intake import TOLD

# A strand's last month; a stream's newest readings are looked at, and no more than so many.
MONTH = timedelta(days=30)
NEWEST = 1_500
SHOWN = 100


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
    indicators = {one.code: one for one in Indicator.objects.all()}
    found = []
    for stream in streams_of(Asked(station=station.code)):
        indicator = indicators[stream.indicator]
        for (depth, replicate), newest in _newest(station, indicator).items():
            found.append(_strand(indicator, depth, replicate, newest, at))
    lasts = {one.id: one for one in Reading.objects.filter(id__in=[last for _strand, last in found])}
    rows = [Strand(**said, last=lasts[number]) for said, number in found]
    return sorted(
        rows, key=lambda one: (one.indicator.rank, one.indicator.code, one.depth_m or 0, one.replicate or 0)
    )


def _newest(
    station: Station, indicator: Indicator
) -> dict[tuple[Decimal | None, int | None], list[tuple[datetime, int]]]:
    """Times and numbers of the newest readings, by depth and replicate, newest first."""
    mine = Reading.objects.current().filter(station=station, indicator=indicator)
    rows = mine.order_by("-phenomenon_at", "-id").values_list("depth_m", "replicate", "phenomenon_at", "id")
    found: dict[tuple[Decimal | None, int | None], list[tuple[datetime, int]]] = {}
    for depth, replicate, when, number in rows[:NEWEST]:
        found.setdefault((depth, replicate), []).append((when, number))
    return found


def _strand(
    indicator: Indicator,
    depth: Decimal | None,
    replicate: int | None,
    newest: list[tuple[datetime, int]],
    at: datetime,
) -> tuple[dict[str, Any], int]:
    recent = [when for when, _number in newest if at - MONTH <= when <= at]
    said: dict[str, Any] = {
        "indicator": indicator,
        "depth_m": depth,
        "replicate": replicate,
        "is_fresh": newest[0][0] + indicator.validity > at,
        "count": len(recent),
        "gaps": gaps(recent, until=at, longest=indicator.validity),
    }
    return said, newest[0][1]


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
