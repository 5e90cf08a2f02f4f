"""What a living system's readings can be worded from, and what can be heard of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from biomes.models import Biome, Reading, Threshold
from biomes.queries.days import days_of
from biomes.queries.pages import Ruled
from biomes.queries.readings import Finding, limits_from, state_of, thresholds_in_force
from biomes.queries.signs import Signs, signs_of_many
from biomes.rules import sonification
from biomes.rules.sonification import Heard
from biomes.rules.state import Limit
from biomes.rules.wording import Spoken, Wording, wordings
from biomes.rules.words import Direction, Precision, Qualifier, State


def signs_beside(ruled: Sequence[Ruled], at: datetime) -> dict[str, Signs]:
    """Trend and anomaly for each ruler, by indicator, of the station that it shows."""
    return signs_of_many([(one.reading.station, one.indicator) for one in ruled], at)


def wordings_of(
    biome: Biome,
    finding: Finding,
    latest: Sequence[Reading],
    signs: Mapping[str, Signs],
    at: datetime,
    *,
    limits: Iterable[Threshold],
) -> list[Wording]:
    """The sentences a template makes of its latest readings, each with the reading it rests on."""
    limited = {one.indicator_id for one in limits}
    breaches = _breaches(biome, finding)
    spoken = []
    for reading in latest:
        reason = breaches.get((reading.indicator.code, reading.station.code))
        spoken.append(_spoken(reading, reason, signs, at, has_limit=reading.indicator_id in limited))
    return wordings(spoken)


def _breaches(biome: Biome, finding: Finding) -> dict[tuple[str, str], tuple[Reading, dict[str, Any]]]:
    """For each reason of the state the reading that first passed the limit."""
    if not finding.reasons:
        return {}
    asked = Q()
    for why in finding.reasons:
        since = datetime.fromisoformat(why["since"])
        asked |= Q(indicator__code=why["indicator"], station__code=why["station"], phenomenon_at=since)
    found = (
        Reading.objects.current().filter(asked, station__biome=biome).select_related("station", "indicator")
    )
    first: dict[tuple[str, str], Reading] = {}
    for reading in found.order_by("station__code", "-value"):
        first.setdefault((reading.indicator.code, reading.station.code), reading)
    reasons = {(why["indicator"], why["station"]): why for why in finding.reasons}
    return {key: (reading, reasons[key]) for key, reading in first.items()}


def _spoken(
    latest: Reading,
    breach: tuple[Reading, dict[str, Any]] | None,
    signs: Mapping[str, Signs],
    at: datetime,
    *,
    has_limit: bool,
) -> Spoken:
    reading, why = breach or (latest, None)
    beside = signs.get(latest.indicator.code)
    return Spoken(
        indicator=reading.indicator.code,
        station=reading.station.code,
        reading=reading.number,
        at=reading.phenomenon_at,
        precision=Precision(reading.precision),
        lon=reading.station.lon,
        value=reading.value,
        qualifier=Qualifier(reading.qualifier),
        unit=reading.unit,
        is_fresh=latest.phenomenon_at + latest.indicator.validity > at,
        level=State(why["level"]) if why else None,
        limit=Decimal(why["limit"]) if why else None,
        direction=Direction(why["direction"]) if why else None,
        standing=beside.anomaly.standing if beside and beside.anomaly else None,
        has_limit=has_limit,
    )


def unheard(latest: Sequence[Reading], at: datetime) -> list[Reading]:
    """The last values of series that have fallen silent: they count no more, and are not forgotten."""
    return [one for one in latest if one.phenomenon_at + one.indicator.validity <= at]


# --- Sound ----------------------------------------------------------------------------------------
def score_of(biome: Biome, at: datetime, *, place: int = 0) -> dict[str, Any]:
    """The score of its last thirty days. The same readings give the same score, byte for byte."""
    until = at.astimezone(UTC).date() + timedelta(days=1)
    first = until - timedelta(days=sonification.DAYS)
    by_indicator: dict[str, list[Threshold]] = {}
    for row in sorted(thresholds_in_force(None, biome, at), key=lambda one: one.indicator.rank):
        by_indicator.setdefault(row.indicator.code, []).append(row)
    heard = [
        found
        for code, rows in by_indicator.items()
        if (found := _heard(biome, code, limits_from(rows), first, until))
    ]
    return sonification.score(biome.slug, state_of(biome, at).state, first, heard, place=place)


def _heard(biome: Biome, code: str, limits: Sequence[Limit], first: date, until: date) -> Heard | None:
    """Each day by its worst station; a median below detection counts as its limit, which is the most it can be."""
    worst: dict[date, tuple[Decimal, str]] = {}
    rows = days_of(biome, code, first, until)
    codes = dict(biome.stations.values_list("pk", "code")) if rows else {}
    for row in rows:
        stress = sonification.stress_of(row.median, limits)
        if stress is not None:
            here = (stress, codes[row.station_id])
            worst[row.day] = max(worst.get(row.day, here), here)
    if not worst:
        return None
    days = [first + timedelta(days=n) for n in range(sonification.DAYS)]
    return Heard(
        indicator=code,
        stations=tuple(sorted({station for _stress, station in worst.values()})),
        stress=tuple(worst[day][0] if day in worst else None for day in days),
    )
