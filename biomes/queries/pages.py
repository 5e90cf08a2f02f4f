"""What the pages show, put together: rulers, the chart with its finding, the map, the small pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from biomes.models import Batch, Biome, Condition, Indicator, Reading, Seal, Station, Threshold
from biomes.queries.profiles import public_biomes, stations_of
from biomes.queries.readings import (
    Finding,
    Point,
    limits_from,
    public_readings,
    states_of,
    thinned,
)
from biomes.rules import place
from biomes.rules import state as rule
from biomes.rules.words import SEVERITY, Precision, Qualifier, State

CHART_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The most telling latest reading of an indicator, beside the limit it crosses first."""

    indicator: Indicator
    reading: Reading
    limit: Threshold | None
    reason: dict[str, Any] | None
    station_count: int


def rulers(
    finding: Finding, at: datetime, *, latest: Iterable[Reading], limits: Iterable[Threshold]
) -> list[Ruled]:
    """One for each indicator that is measured here, in the order of pages."""
    by_indicator: dict[Indicator, list[Reading]] = {}
    for reading in latest:
        if reading.phenomenon_at + reading.indicator.validity > at:
            by_indicator.setdefault(reading.indicator, []).append(reading)
    return [
        _ruled(indicator, readings, [t for t in limits if t.indicator_id == indicator.pk], finding)
        for indicator, readings in by_indicator.items()
    ]


def _ruled(indicator: Indicator, readings: list[Reading], limits: list[Threshold], finding: Finding) -> Ruled:
    reasons = [one for one in finding.reasons if one["indicator"] == indicator.code]
    held = {one["station"]: one for one in reversed(reasons)}
    worst = next((r for r in readings if reasons and r.station.code == reasons[0]["station"]), None)
    reading = worst or max(readings, key=lambda one: _nearness(one, limits))
    reason = held.get(reading.station.code)
    by_key = {limit.pk: limit for limit in limits}
    limit = by_key.get(reason["threshold"]) if reason else _first(reading, limits)
    return Ruled(
        indicator=indicator, reading=reading, limit=limit, reason=reason, station_count=len(readings)
    )


def _nearness(reading: Reading, limits: list[Threshold]) -> float:
    """How near a value comes to its limits; without limits the higher value tells more."""
    if not limits:
        return float(reading.value)
    first = _first(reading, limits)
    gap = float(first.value - reading.value) if first else 0.0
    return -gap if first and first.direction == "above" else gap


def _first(reading: Reading, limits: list[Threshold]) -> Threshold | None:
    """The limit the value would cross first."""
    return min(limits, key=lambda t: abs(t.value - reading.value), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    indicator: Indicator
    station: Station
    points: Sequence[Point | Reading]
    limits: list[Threshold]
    reason: dict[str, Any] | None


def chart(
    biome: Biome,
    finding: Finding,
    at: datetime,
    *,
    latest: Sequence[Reading],
    limits: Iterable[Threshold],
    days: int = CHART_DAYS,
) -> Chart | None:
    """The series that says most: the longest breach of the state's reasons, else the first one."""
    reason = min(finding.reasons, key=lambda one: one["since"], default=None)
    told = next((one for one in latest if reason is None or _is_of(one, reason)), None)
    if told is None:
        return None
    points = thinned(biome, told.indicator.code, at - timedelta(days=days), at, station=told.station.code)
    if len(points) < 2:
        return None
    own = [one for one in limits if one.indicator_id == told.indicator_id]
    if reason:
        own.sort(key=lambda t: t.pk != reason["threshold"])
    return Chart(indicator=told.indicator, station=told.station, points=points, limits=own[:2], reason=reason)


def _is_of(reading: Reading, reason: dict[str, Any]) -> bool:
    return (reading.indicator.code, reading.station.code) == (reason["indicator"], reason["station"])


def record(biome: Biome) -> Chart | None:
    """For a place that is known from the past only: everything historical of its first indicator."""
    past = public_readings().filter(station__biome=biome, historical=True).order_by("phenomenon_at", "id")
    # Years before days; looked for among the oldest, which is where they are.
    oldest = list(past[:400])
    first = next((one for one in oldest if one.precision == Precision.YEAR), None) or next(iter(oldest), None)
    if first is None:
        return None
    points = _years(past, first) if first.precision == Precision.YEAR else _past(biome, past, first)
    if len(points) < 2:
        return None
    return Chart(indicator=first.indicator, station=first.station, points=points, limits=[], reason=None)


def _years(past: QuerySet[Reading], first: Reading) -> list[Reading]:
    return list(
        past.filter(station=first.station_id, indicator=first.indicator_id, precision=first.precision)
    )


def _past(biome: Biome, past: QuerySet[Reading], first: Reading) -> list[Reading]:
    """Days and hours may be very many: those that draw the same line as all of them."""
    own = past.filter(station=first.station_id, indicator=first.indicator_id)
    until = (own.last() or first).phenomenon_at + timedelta(microseconds=1)
    drawn = thinned(biome, first.indicator.code, first.phenomenon_at, until, station=first.station.code)
    return list(own.filter(phenomenon_at__in=[one.phenomenon_at for one in drawn]))


# --- Lists ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    biome: Biome
    finding: Finding


def listed(found: Iterable[Biome], at: datetime) -> list[Listed]:
    """Worst first, unknown before thriving: nobody knows is nearer to danger than all is well."""
    biomes = list(found)
    states = states_of(biomes, at)
    rows = [Listed(biome=one, finding=states[one.pk]) for one in biomes]
    return sorted(rows, key=lambda one: (-_urgency(one.finding.state), one.biome.name))


def _urgency(state: State) -> float:
    return 0.5 if state is State.UNKNOWN else float(SEVERITY[state])


# --- Maps -----------------------------------------------------------------------------------------
def biome_features(biome: Biome, stations: Iterable[Station] | None = None) -> list[dict[str, Any]]:
    """Its place, the zones around it, and its stations (asked for where they are not given), as GeoJSON features."""
    features: list[dict[str, Any]] = [
        feature(zone.polygon, kind="zone", name=zone.name, minor=True, **_label(zone.polygon, biome.place))
        for zone in biome.zones.all()
    ]
    wet = biome.functional_group[:1] in {"F", "M"} or biome.functional_group.startswith("SM")
    # What anybody put on the map is a point.
    pinned = (biome.place or {}).get("type") == "Point"
    kind = "station" if pinned else "water" if wet else "biome"
    features.append(feature(biome.place, kind=kind, name=biome.name))
    features += [
        feature(
            {"type": "Point", "coordinates": [float(one.lon), float(one.lat)]},
            kind="station",
            name=one.code,
            minor=True,
        )
        for one in (stations_of(biome) if stations is None else stations)
    ]
    return features


def _label(ground: Any, water: Any) -> dict[str, Any]:
    return {"label_at": list(place.clear_of(ground, water))} if water else {}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def list_features(rows: Iterable[Listed], urls: dict[str, str]) -> list[dict[str, Any]]:
    return [
        feature(
            row.biome.place,
            kind="biome",
            name=row.biome.name,
            state=row.finding.state.value,
            url=urls.get(row.biome.slug, ""),
        )
        for row in rows
    ]


def area_km2(biome: Biome) -> float | None:
    return place.area_km2(biome.place) if biome.place else None


# --- Single things --------------------------------------------------------------------------------
def public_reading(number: str) -> Reading | None:
    """By its number, any version; None when its living system is not public or the text is no number."""
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    public = public_biomes().values("pk")
    found = Reading.objects.filter(id=int(number), station__biome__in=public)
    return found.select_related("station__biome", "indicator").first()


def versions_of(reading: Reading) -> QuerySet[Reading]:
    return Reading.objects.filter(
        station=reading.station_id,
        indicator=reading.indicator_id,
        phenomenon_at=reading.phenomenon_at,
        precision=reading.precision,
        depth_m=reading.depth_m,
        replicate=reading.replicate,
    ).order_by("version")


def seal(day: str) -> Seal | None:
    try:
        return Seal.objects.filter(day=date.fromisoformat(day)).first()
    except ValueError:
        return None


def seal_of(reading: Reading) -> Seal | None:
    return Seal.objects.filter(day=reading.received_at.date()).first()


def conditions_of(biome: Biome, most: int = 20) -> list[Condition]:
    return list(biome.conditions.order_by("-since")[:most])


def changes_of_state(most: int = 50) -> list[Condition]:
    """For the feed: the latest changes over all published living systems."""
    found = Condition.objects.filter(biome__in=public_biomes().values("pk")).select_related("biome")
    return list(found.order_by("-since")[:most])


def station_rows(
    stations: Iterable[Station], latest: Iterable[Reading]
) -> list[tuple[Station, list[Reading]]]:
    """Every station with its latest values, for the list under the map."""
    found: dict[int, list[Reading]] = {}
    for reading in latest:
        found.setdefault(reading.station_id, []).append(reading)
    return [(station, found.get(station.pk, [])) for station in stations]


def batches_of(station: Station, most: int = 10) -> list[Batch]:
    return list(station.batches.all()[:most])


def passes(reading: Reading, limit: Threshold) -> bool:
    measured = rule.Measured(reading.phenomenon_at, reading.value, Qualifier(reading.qualifier))
    return rule.passes(measured, limits_from([limit])[0])


def seals() -> QuerySet[Seal]:
    return Seal.objects.all()
