"""Readings, the thresholds they are held against, and the state that follows from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Min, Q, QuerySet

from biomes.models import Biome, Condition, Indicator, Reading, Station, Threshold
from biomes.models.indicator import ThresholdQuerySet
from biomes.rules import leaf, typology
from biomes.rules import state as rule
from biomes.rules.words import Direction, State

# One index scan for each series in the months of ``(since, at]``, however many readings there are. A series
# is known by name, so what a station never measured costs nothing.
_NEWEST = """
    SELECT x.id, r.id, i.code, s.code, r.phenomenon_at, r.value, r.qualifier
      FROM biomes_series x
      JOIN biomes_station s ON s.id = x.station_id
      JOIN biomes_indicator i ON i.id = x.indicator_id
      LEFT JOIN LATERAL (
           SELECT id, phenomenon_at, value, qualifier FROM biomes_reading
            WHERE station_id = x.station_id AND indicator_id = x.indicator_id AND phenomenon_at <= %(at)s
              AND phenomenon_at > %(since)s
              AND is_current AND quality = 'checked' AND NOT historical AND precision IN ('instant', 'day')
            ORDER BY phenomenon_at DESC, id DESC
            LIMIT %(depth)s::bigint
           ) r ON TRUE
     WHERE s.biome_id = %(biome)s AND (%(station)s::bigint IS NULL OR s.id = %(station)s)
       AND (%(only)s::bigint[] IS NULL OR i.id = ANY(%(only)s)) AND NOT x.id = ANY(%(heard)s)
     ORDER BY i.rank, i.code, s.code, r.phenomenon_at, r.id
"""
ALWAYS = datetime(1, 1, 1, tzinfo=UTC)


def indicators() -> QuerySet[Indicator]:
    return Indicator.objects.all()


def thresholds() -> QuerySet[Threshold]:
    """Every row, past and present, but those of a draft."""
    public = Biome.objects.public().values("pk")
    return Threshold.objects.filter(Q(biome__isnull=True) | Q(biome__in=public)).select_related(
        "indicator", "biome"
    )


def thresholds_in_force(indicator_code: str | None, biome: Biome, at: datetime) -> list[Threshold]:
    """The limits that hold here then: for each indicator, level and side the most particular checked row wins."""
    scopes = _scopes(biome)
    rows = _limits_of(biome).in_force(at)
    if indicator_code is not None:
        rows = rows.filter(indicator__code=indicator_code)
    best: dict[tuple[int, str, str], tuple[int, Threshold]] = {}
    for row in rows.select_related("indicator"):
        rank = len(scopes) if row.biome_id else scopes.index(row.typology_code)
        key = (row.indicator_id, row.level, row.direction)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, row)
    return sorted((row for _rank, row in best.values()), key=lambda t: (t.indicator_id, t.value, t.level))


def next_limit_at(biome: Biome, at: datetime) -> datetime | None:
    """When the next limit begins that may decide here."""
    found: datetime | None = _limits_of(biome).filter(since__gt=at).aggregate(first=Min("since"))["first"]
    return found


def _limits_of(biome: Biome) -> ThresholdQuerySet:
    here = Q(biome=biome) | Q(biome__isnull=True, typology_code__in=_scopes(biome))
    return Threshold.objects.verified().filter(here)


def _scopes(biome: Biome) -> list[str]:
    """From everywhere to its own functional group."""
    return ["", *reversed(typology.lineage(biome.functional_group))]


def limits_from(rows: Iterable[Threshold]) -> tuple[rule.Limit, ...]:
    return tuple(
        rule.Limit(key=t.pk, level=State(t.level), direction=Direction(t.direction), value=t.value)
        for t in rows
    )


_LEAF = (
    "phenomenon_at", "precision", "depth_m", "replicate", "version", "value", "qualifier", "detection_limit", "unit",
    "method",
)  # fmt: skip


def reading_leaf(reading: Reading) -> str:
    """The reading's SHA-256, as the log and any outsider compute it."""
    return leaf.leaf_of(**_leaf_parts(reading))


def leaf_fields(reading: Reading) -> dict[str, Any]:
    """What that hash is of."""
    return leaf.fields_of(**_leaf_parts(reading))


def _leaf_parts(reading: Reading) -> dict[str, Any]:
    return {
        "station": reading.station.code,
        "indicator": reading.indicator.code,
        "phenomenon_at": reading.phenomenon_at,
        "precision": reading.precision,
        "depth_m": reading.depth_m,
        "replicate": reading.replicate,
        "version": reading.version,
        "value": reading.value,
        "qualifier": reading.qualifier,
        "detection_limit": reading.detection_limit,
        "unit": reading.unit,
        "method": reading.method,
    }


def leaves_received(since: datetime, until: datetime) -> Iterator[str]:
    """The leaves of all readings that came in over ``[since, until)``, as a stream."""
    names = dict(Station.objects.values_list("pk", "code")), dict(Indicator.objects.values_list("pk", "code"))
    found = Reading.objects.filter(received_at__gte=since, received_at__lt=until)
    for station, indicator, *rest in found.values_list("station_id", "indicator_id", *_LEAF).iterator(5_000):
        said = dict(zip(_LEAF, rest, strict=True))
        yield leaf.leaf_of(station=names[0][station], indicator=names[1][indicator], **said)


def public_readings() -> QuerySet[Reading]:
    """The newest version of every reading of a published living system that nobody rejected."""
    found = Reading.objects.current().filter(station__biome__in=Biome.objects.public())
    return found.select_related("station", "indicator")


def latest_readings(
    biome: Biome, at: datetime, *, stations: Iterable[Station] | None = None
) -> list[Reading]:
    """The newest checked live reading of each indicator at each station, by indicator and station.

    ``stations`` are all of the living system's, open and closed, where they are at hand already.
    """
    rows = newest_rows(biome, at, depth=1, since=at - rule.WINDOW)
    heard = [row[0] for row in rows if row[1]]
    # Only what has been silent for long is looked for in all the months before, which takes long to plan.
    if len(heard) < len(rows):
        rows += newest_rows(biome, at - rule.WINDOW, depth=1, since=ALWAYS, heard=heard)
    # The times say which months to look into; the numbers alone name the readings.
    numbers, times = [row[1] for row in rows if row[1]], {row[4] for row in rows if row[1]}
    found = list(Reading.objects.filter(id__in=numbers, phenomenon_at__in=times).order_by())
    # Many readings, few stations and indicators: each of these is made once.
    at_hand = {one.pk: one for one in (biome.stations.all() if stations is None else stations)}
    measured = Indicator.objects.in_bulk({one.indicator_id for one in found})
    for one in found:
        one.station, one.indicator = at_hand[one.station_id], measured[one.indicator_id]
    return sorted(found, key=lambda one: (one.indicator.rank, one.indicator.code, one.station.code))


def is_heard(biome: Biome, indicator: Indicator, at: datetime) -> bool:
    """Whether a checked live reading of it still speaks for the present."""
    newest = newest_rows(biome, at, depth=1, since=at - indicator.validity, only=[indicator.pk])
    return any(row[1] for row in newest)


def series(
    biome: Biome, indicator: str, since: datetime, until: datetime, *, station: str | None = None
) -> QuerySet[Reading]:
    """Current readings of one indicator over ``[since, until)``, oldest first."""
    found = Reading.objects.current().filter(
        station__biome=biome, indicator__code=indicator, phenomenon_at__gte=since, phenomenon_at__lt=until
    )
    if station:
        found = found.filter(station__code=station)
    return found.select_related("station", "indicator").order_by("phenomenon_at", "station__code", "id")


class Point(NamedTuple):
    """What a chart draws of a reading."""

    phenomenon_at: datetime
    value: Decimal


# Of each stretch of time its first, last, lowest and highest reading: a line over them looks as one over all
# (M4: Jugel, Jerzak, Hackenbroich and Markl, PVLDB 7 (10), 2014), and every silence begins and ends as it did.
# The ends of the stretches are counted first, so that only what lies on them is sorted.
_THIN = """
    WITH r AS MATERIALIZED (
           SELECT id, phenomenon_at, value,
                  date_bin(make_interval(secs => %(seconds)s), phenomenon_at, timestamptz 'epoch') AS stretch
             FROM biomes_reading
            WHERE station_id = ANY(ARRAY(
                      SELECT id FROM biomes_station
                       WHERE biome_id = %(biome)s AND (%(station)s = '' OR code = %(station)s)))
              AND indicator_id = (SELECT id FROM biomes_indicator WHERE code = %(indicator)s) AND is_current
              AND quality <> 'rejected' AND phenomenon_at >= %(since)s AND phenomenon_at < %(until)s
         ), ends AS (
           SELECT stretch, min(value) AS low, max(value) AS high, min(phenomenon_at) AS first,
                  max(phenomenon_at) AS last
             FROM r GROUP BY stretch
         ), ranked AS (
           SELECT r.id, r.phenomenon_at, r.value,
                  row_number() OVER (PARTITION BY stretch ORDER BY value, r.id) AS from_below,
                  row_number() OVER (PARTITION BY stretch ORDER BY value DESC, r.id) AS from_above,
                  row_number() OVER (PARTITION BY stretch ORDER BY phenomenon_at, r.id) AS from_first,
                  row_number() OVER (PARTITION BY stretch ORDER BY phenomenon_at DESC, r.id DESC) AS from_last
             FROM r JOIN ends USING (stretch)
            WHERE value = low OR value = high OR phenomenon_at = first OR phenomenon_at = last
         ), found AS (
           SELECT id, phenomenon_at, value FROM r WHERE (SELECT count(*) FROM r) <= %(most)s
            UNION
           SELECT id, phenomenon_at, value FROM ranked WHERE 1 IN (from_below, from_above, from_first, from_last)
         )
    SELECT phenomenon_at AT TIME ZONE 'UTC', value FROM found ORDER BY phenomenon_at, id
"""
# No more than a chart draws and its table says.
MOST_POINTS = 120


def thinned(
    biome: Biome,
    indicator: str,
    since: datetime,
    until: datetime,
    *,
    station: str = "",
    most: int = MOST_POINTS,
) -> list[Point]:
    """`series`, for a chart: all of it, or where that is more than a line can show, what draws the same line."""
    asked: dict[str, Any] = {
        "biome": biome.pk,
        "station": station,
        "indicator": indicator,
        "since": since,
        "until": until,
        "seconds": max((until - since).total_seconds() * 4 / most, 1),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_THIN, asked)
        return [Point(at.replace(tzinfo=UTC), value) for at, value in cursor.fetchall()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A living system's state with its reasons, and since when it has been so."""

    state: State
    reasons: tuple[dict[str, Any], ...] = ()
    since: datetime | None = None

    def __str__(self) -> str:
        return self.state.value


def state_of(biome: Biome, at: datetime) -> Finding:
    """How it was found to be. Once its last reading has fallen silent the answer is *unknown*, by itself.

    Reasons are dicts of codes and decimal text: indicator, station, level, value, unit, limit, direction,
    since, threshold.
    """
    found = biome.conditions.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at).first()
    return _finding(found, at)


def state_among(conditions: Iterable[Condition], at: datetime) -> Finding:
    """The same from conditions that are at hand already."""
    return _finding(
        next((one for one in conditions if one.since <= at and (not one.until or one.until > at)), None), at
    )


def states_of(biomes: Iterable[Biome], at: datetime) -> dict[int, Finding]:
    """The same for many at once, by primary key."""
    keys = [biome.pk for biome in biomes]
    rows = Condition.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at, biome__in=keys)
    found = {row.biome_id: _finding(row, at) for row in rows}
    return {key: found.get(key, Finding(state=State.UNKNOWN)) for key in keys}


def _finding(row: Condition | None, at: datetime) -> Finding:
    if row is None:
        return Finding(state=State.UNKNOWN)
    if row.valid_until and row.valid_until <= at:
        return Finding(state=State.UNKNOWN, since=row.valid_until)
    return Finding(state=State(row.state), reasons=tuple(row.reasons), since=row.since)


def newest_rows(
    biome: Biome,
    at: datetime,
    *,
    depth: int | None,
    since: datetime,
    station: Station | None = None,
    only: list[int] | None = None,
    heard: Iterable[int] = (),
) -> list[tuple[Any, ...]]:
    """Series, number, indicator, station, time, value and qualifier of each series' newest readings.

    ``only`` these indicators (by key), without the series ``heard`` already; a silent one is a row of nothing.
    """
    asked: dict[str, Any] = {
        "biome": biome.pk,
        "at": at,
        "since": since,
        "depth": depth,
        "station": station.pk if station else None,
        "only": only,
        "heard": list(heard),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, asked)
        return list(cursor.fetchall())
