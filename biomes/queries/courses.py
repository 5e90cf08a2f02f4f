"""Indicators over a period: the days of every series joined into the points a chart draws, and their silences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from biomes.models import Biome, Indicator, Reading, Station, Threshold
from biomes.queries.days import asked_of, reckoned_days
from biomes.queries.readings import thresholds_in_force
from biomes.rules.daily import Daily, Silence, bin_size, binned, point

PERIODS = {"30d": 30, "1y": 365, "5y": 1826, "all": 0}
DAY = timedelta(days=1)
Key = tuple[int, int]  # of a series: station and indicator

# `rules.daily.binned` and `silences` beside the data (a test holds them to each other): five years of ten stations are twenty thousand days, of which
# two thousand points are drawn. What has a mark is not taken as it stands but as it was reckoned.
_BINNED = """
    WITH said AS (
           SELECT station_id, indicator_id, d.day, d.count, d.below_count, d.low, d.median, d.high
             FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[]) AS x (station_id, indicator_id)
             JOIN biomes_day d USING (station_id, indicator_id)
            WHERE d.day >= %(since)s AND d.day < %(until)s
              AND NOT EXISTS (
                  SELECT 1 FROM unnest(%(marked)s::bigint[], %(marked_of)s::bigint[], %(marked_days)s::date[])
                                AS m (station, indicator, day)
                   WHERE m.station = d.station_id AND m.indicator = d.indicator_id AND m.day = d.day)
            UNION ALL
           SELECT * FROM unnest(%(r0)s::bigint[], %(r1)s::bigint[], %(r2)s::date[], %(r3)s::int[], %(r8)s::int[],
                                %(r4)s::numeric[], %(r7)s::numeric[], %(r5)s::numeric[])
         ), d AS (
           SELECT station_id, indicator_id, day, count, below_count, 2 * below_count >= count AS is_below,
                  low::float8 AS low, median::float8 AS median, high::float8 AS high,
                  first_value(day) OVER w AS first, lag(day) OVER w AS before, lead(day) OVER w IS NULL AS is_last
             FROM said WINDOW w AS (PARTITION BY station_id, indicator_id ORDER BY day)
         )
    SELECT station_id, indicator_id, min(day), max(day), count(*), count(*) FILTER (WHERE NOT is_below),
           sum(count), sum(below_count), min(low), max(high),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY median),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY median) FILTER (WHERE NOT is_below),
           max(median) FILTER (WHERE is_last), bool_or(is_below) FILTER (WHERE is_last),
           array_agg(ARRAY[before, day] ORDER BY day) FILTER (WHERE (day - before) * 24 > i.validity_hours)
      FROM d JOIN biomes_indicator i ON i.id = indicator_id
     GROUP BY station_id, indicator_id, (day - first) / %(size)s
     ORDER BY 1, 2, 3
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


@dataclass(slots=True, kw_only=True)
class Line:
    """One station's days as they are drawn: joined into points, with the silences between and the last day."""

    station: Station
    points: list[Daily] = field(default_factory=list)
    # The last day of each point.
    ends: list[date] = field(default_factory=list)
    gaps: list[Silence] = field(default_factory=list)
    day_count: int = 0
    below: int = 0
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
    lines = _lines([(key, indicator.pk) for key in stations], stations, since, until, size)
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
    lines = _lines([(station.pk, key) for key in measured], {station.pk: station}, since, until, 1)
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
    series: Sequence[Key], stations: dict[int, Station], since: date, until: date, size: int
) -> list[tuple[Key, Line]]:
    found: dict[Key, Line] = {}
    for station, indicator, first, last, *said in _bins(series, since, until, size):
        line = found.setdefault(
            (station, indicator),
            Line(station=stations[station], latest=Daily(day=first, low=0, median=0, high=0)),
        )
        _add(line, first, last, size, *said)
    for (station, indicator), past in _last_historical(found).items():
        line = found[station, indicator]
        for one, last in zip(line.points, line.ends, strict=True):
            one.historical = last <= past
    for line in found.values():
        line.gaps.sort(key=lambda gap: (-gap.days, gap.since))
    return list(found.items())


def _add(
    line: Line, first: date, last: date, size: int, days: int, clear: int, count: int, below: int, low: float,
    high: float, median: float, clear_median: float | None, latest: float | None, is_below: bool | None, gaps: Any,
) -> None:  # fmt: skip
    line.day_count += days
    line.below += days - clear
    line.gaps += [Silence(a, b) for a, b in gaps or ()]
    if size == 1:
        line.points.append(Daily(day=first, low=low, median=median, high=high, count=count, below=below))
    else:
        medians = median, median if clear_median is None else clear_median
        line.points.append(point(first, days, clear, low=low, medians=medians, high=high))
    line.ends.append(last)
    if latest is not None:
        line.latest = Daily(day=last, low=latest, median=latest, high=latest, below=int(bool(is_below)))


def _bins(series: Sequence[Key], since: date, until: date, size: int) -> list[tuple[Any, ...]]:
    if not series:
        return []
    asked = asked_of(series, since, until)
    with connection.cursor() as cursor:
        marked, rows = reckoned_days(cursor, asked)
        names = ("marked", "marked_of", "marked_days")
        asked |= dict(zip(names, _columns(marked, 3), strict=True)) | {"size": size}
        asked |= {f"r{n}": column for n, column in enumerate(_columns(rows, 10))}
        cursor.execute(_BINNED, asked)
        return list(cursor.fetchall())


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _first_day(stations: Iterable[int], indicator: Indicator) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"stations": list(stations), "indicator": indicator.pk})
        return cursor.fetchone()[0]


def _last_historical(lines: dict[Key, Line]) -> dict[Key, date]:
    """The last day known from the past only, by series: nothing for those (most of them) that have no records.

    Records come before their station's own life, or not at all.
    """
    if not lines:
        return {}
    since = {key: line.points[0].day for key, line in lines.items()}
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
        if (begun := since.get((station, indicator)))
        and last >= _begins(begun)
        and _begins_in_the_past(known.filter(station=station, indicator=indicator), begun)
    }


def _begins_in_the_past(known: QuerySet[Reading], since: date) -> bool:
    drawn = known.filter(phenomenon_at__gte=_begins(since)).order_by("phenomenon_at")
    return bool(drawn.values_list("historical", flat=True).first())


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
