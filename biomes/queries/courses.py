"""Indicators over a period: the days of every series joined into the points a chart draws, and their silences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Max

from biomes.models import Biome, Indicator, Reading, Station, Threshold
from biomes.queries.days import asked_of, bounds, reckoned_days
from biomes.queries.readings import thresholds_in_force
from biomes.rules import joined
from biomes.rules.daily import Daily, Silence, bin_size, binned

PERIODS = {"30d": 30, "1y": 365, "5y": 1826, "all": 0}
DAY = timedelta(days=1)
Key = tuple[int, int]  # of a series: station and indicator

# The days of each series as six texts, which are read ten times as quickly as a row for each day. The indicators are
# said again, so that no more is read than that.
_COLUMNS = """
    SELECT station_id, indicator_id, array_agg(d.day - date '0001-01-01' + 1)::text, array_agg(d.count)::text,
           array_agg(d.below_count)::text, array_agg(d.low)::text, array_agg(d.median)::text, array_agg(d.high)::text
      FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[]) AS x (station_id, indicator_id)
      JOIN biomes_day d USING (station_id, indicator_id)
     WHERE d.day >= %(since)s AND d.day < %(until)s AND d.indicator_id = ANY(%(wanted)s::bigint[])
     GROUP BY station_id, indicator_id
"""
# The first day of each series: one look into an index for each, rolled up or (what came a moment ago) still due.
_FIRST = """
    SELECT min(first)
      FROM unnest(%(stations)s::bigint[]) AS s (id)
     CROSS JOIN LATERAL (
           (SELECT day AS first FROM biomes_day
             WHERE station_id = s.id AND indicator_id = %(indicator)s ORDER BY day LIMIT 1)
            UNION ALL
           (SELECT day FROM biomes_dueday
             WHERE station_id = s.id AND indicator_id = %(indicator)s ORDER BY day LIMIT 1)) f
"""
# Only the months between are planned for.
_FIRST_READINGS = """
    SELECT x.station_id, x.indicator_id, r.historical
      FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[], %(days)s::date[])
           AS x (station_id, indicator_id, day)
     CROSS JOIN LATERAL (
           SELECT historical FROM biomes_reading
            WHERE station_id = x.station_id AND indicator_id = x.indicator_id
              AND phenomenon_at >= x.day::timestamp AT TIME ZONE 'UTC'
              AND phenomenon_at >= timestamptz %(first)s AND phenomenon_at < timestamptz %(last)s
              AND is_current AND quality <> 'rejected' AND precision IN ('instant', 'day')
            ORDER BY phenomenon_at LIMIT 1) r
"""


@dataclass(slots=True, kw_only=True)
class Line:
    """One station's days as they are drawn: joined into points, with the silences between and the last day."""

    station: Station
    points: list[Daily]
    # The last day of each point.
    ends: list[date]
    gaps: list[Silence]
    day_count: int
    below: int
    latest: Daily


@dataclass(frozen=True, kw_only=True)
class Course:
    """One indicator of a living system over a period: every station on one scale."""

    biome: Biome
    indicator: Indicator
    period: str
    since: date
    until: date
    size: int
    lines: list[Line]
    limits: list[Threshold]

    @cached_property
    def ends(self) -> tuple[float, float] | None:
        """The lowest and the highest of all stations."""
        points = [one for line in self.lines for one in line.points]
        return (min(p.least for p in points), max(p.high for p in points)) if points else None

    @cached_property
    def small(self) -> Course:
        """The same for pictures the size of a stamp: four points as one, where there are many."""
        if self.size == 1:
            return self
        size = 4 * self.size
        lines = [replace(line, points=binned(line.points, size)) for line in self.lines]
        return replace(self, size=size, lines=lines)

    @property
    def longest(self) -> timedelta:
        """Points further apart than this are not joined: the value before has fallen silent."""
        whole = -(-self.indicator.validity // DAY)
        return timedelta(days=max(whole, 1) + self.size - 1)


def course(biome: Biome, indicator: Indicator, period: str, at: datetime) -> Course:
    until = at.astimezone(UTC).date() + DAY
    stations = {one.pk: one for one in biome.stations.all()}
    days = PERIODS[period]
    since = until - timedelta(days=days) if days else _first_day(stations, indicator) or until
    size = bin_size(since, until - DAY)
    series = [(key, indicator.pk) for key in stations]
    lines = _lines(series, stations, {indicator.pk: indicator}, since, until, size)
    return Course(
        biome=biome,
        indicator=indicator,
        period=period,
        since=since,
        until=until,
        size=size,
        lines=sorted((line for _key, line in lines), key=lambda line: line.station.code),
        limits=thresholds_in_force(indicator.code, biome, at),
    )


def courses_at(station: Station, at: datetime, *, days: int) -> list[Course]:
    """Every indicator that the station measured over the last ``days``, in the order of pages, each by itself."""
    until = at.astimezone(UTC).date() + DAY
    since = until - timedelta(days=days)
    measured = {one.pk: one for one in Indicator.objects.filter(pk__in=station.series.values("indicator"))}
    series = [(station.pk, key) for key in measured]
    lines = _lines(series, {station.pk: station}, measured, since, until, 1)
    limits = thresholds_in_force(None, station.biome, at)
    courses = [
        Course(
            biome=station.biome,
            indicator=measured[indicator],
            period="",
            since=since,
            until=until,
            size=1,
            lines=[line],
            limits=[one for one in limits if one.indicator_id == indicator],
        )
        for (_station, indicator), line in lines
    ]
    return sorted(courses, key=lambda one: (one.indicator.rank, one.indicator.code))


def _lines(
    series: Sequence[Key],
    stations: Mapping[int, Station],
    measured: Mapping[int, Indicator],
    since: date,
    until: date,
    size: int,
) -> list[tuple[Key, Line]]:
    found = {
        (station, indicator): _line(stations[station], measured[indicator], days, size)
        for (station, indicator), days in sorted(_days(series, since, until).items())
    }
    for key, past in _last_historical(found).items():
        for one, last in zip(found[key].points, found[key].ends, strict=True):
            one.historical = last <= past
    return list(found.items())


def _line(station: Station, indicator: Indicator, days: joined.Days, size: int) -> Line:
    points, ends = joined.points(days, size)
    return Line(
        station=station,
        points=points,
        ends=ends,
        gaps=joined.silences(days, indicator.validity_hours),
        day_count=days.shape[1],
        below=joined.days_below(days),
        latest=joined.latest(days),
    )


def _days(series: Sequence[Key], since: date, until: date) -> dict[Key, joined.Days]:
    """What has a mark is not taken as it stands but as it was reckoned. A series without a day is not there."""
    if not series:
        return {}
    asked = asked_of(series, since, until)
    with connection.cursor() as cursor:
        marked, rows = reckoned_days(cursor, asked)
        cursor.execute(_COLUMNS, asked | {"wanted": sorted({indicator for _station, indicator in series})})
        standing = {(row[0], row[1]): joined.days_of(row[2:]) for row in cursor.fetchall()}
    gone: dict[Key, list[date]] = {}
    for station, indicator, day in marked:
        gone.setdefault((station, indicator), []).append(day)
    fresh: dict[Key, list[joined.Row]] = {}
    for station, indicator, day, count, low, high, _mean, median, below, _key in rows:
        fresh.setdefault((station, indicator), []).append((day, count, below, low, median, high))
    found = {
        key: joined.instead(standing.get(key, joined.NONE), gone.get(key, ()), fresh.get(key, ()))
        for key in {*standing, *fresh}
    }
    return {key: days for key, days in found.items() if days.size}


def _first_day(stations: Iterable[int], indicator: Indicator) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"stations": list(stations), "indicator": indicator.pk})
        return cursor.fetchone()[0]


def _last_historical(lines: dict[Key, Line]) -> dict[Key, date]:
    """The last day known from the past only, by series: nothing for those (most of them) that have no records.

    Records come before their station's own life, or not at all: what begins with none has none.
    """
    since = {key: line.points[0].day for key, line in lines.items()}
    since = {key: since[key] for key in _begin_in_the_past(since)}
    if not since:
        return {}
    known = Reading.objects.current().filter(precision__in=("instant", "day"))
    # In the index of the past, which is nearly empty, and once for all series.
    records = known.filter(
        historical=True,
        station__in={station for station, _indicator in since},
        indicator__in={indicator for _station, indicator in since},
        phenomenon_at__gte=_begins(min(since.values())),
    )
    lasts = records.order_by().values_list("station", "indicator").annotate(last=Max("phenomenon_at"))
    return {
        (station, indicator): last.astimezone(UTC).date()
        for station, indicator, last in lasts
        if (begun := since.get((station, indicator))) and last >= _begins(begun)
    }


def _begin_in_the_past(since: dict[Key, date]) -> list[Key]:
    """The series whose first reading of their first day is a record."""
    if not since:
        return []
    stations, indicators = (list(keys) for keys in zip(*since, strict=True))
    asked: dict[str, Any] = {"stations": stations, "indicators": indicators, "days": list(since.values())}
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_READINGS, asked | bounds(since.values()))
        return [(station, indicator) for station, indicator, historical in cursor.fetchall() if historical]


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
