"""What the readings of a living system say over time: days for charts, trend, anomaly, states under other limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from biomes.models import Biome, Day, DueDay, Indicator, Reading, Station, Threshold
from biomes.queries.days import Row, day_rows
from biomes.queries.measured import measured_over
from biomes.queries.pages import listed
from biomes.queries.readings import limits_from, thresholds_in_force
from biomes.rules import anomaly as anomalies
from biomes.rules import former
from biomes.rules import trend as trends
from biomes.rules.anomaly import Anomaly
from biomes.rules.daily import Daily
from biomes.rules.former import Span
from biomes.rules.trend import Trend
from biomes.rules.words import State

TREND_DAYS = 30
# How far back comparable weeks are looked for.
MOST_YEARS = 12
FORMER_DAYS = 90
# One look into an index for each series there may be, however many days it has; LIMIT keeps it to that.
_MEASURED = """
    SELECT i.id FROM biomes_indicator i
     WHERE EXISTS (
           SELECT 1 FROM biomes_station s
            CROSS JOIN LATERAL (
                  (SELECT 1 FROM biomes_day WHERE station_id = s.id AND indicator_id = i.id LIMIT 1)
                   UNION ALL
                  (SELECT 1 FROM biomes_dueday WHERE station_id = s.id AND indicator_id = i.id LIMIT 1)) d
            WHERE s.biome_id = %(biome)s)
"""
# The days of each series inside each of these stretches of time, which do not overlap.
_FORMER_YEARS = """
    SELECT d.station_id, d.indicator_id, d.day, d.count, d.low, d.high, d.mean, d.median, d.below_count
      FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[]) AS x (station_id, indicator_id)
     CROSS JOIN unnest(%(first)s::date[], %(last)s::date[]) AS w (first, last)
      JOIN biomes_day d ON d.station_id = x.station_id AND d.indicator_id = x.indicator_id
                       AND d.day BETWEEN w.first AND w.last
     ORDER BY d.day
"""


def daily(row: Row) -> Daily:
    """One of `day_rows`, as it is reckoned with."""
    _station, _indicator, day, count, low, high, _mean, median, below, *_key = row
    return Daily(day=day, low=float(low), median=float(median), high=float(high), count=count, below=below)


# --- One indicator ------------------------------------------------------------------------------------
def coarse_readings(biome: Biome, indicator: Indicator, most: int = 400) -> QuerySet[Reading]:
    """Values known only to their month or year: they lie on no day."""
    found = Reading.objects.current().filter(
        station__biome=biome, indicator=indicator, precision__in=("month", "year")
    )
    return found.select_related("station", "indicator").order_by("phenomenon_at", "station__code", "id")[
        :most
    ]


def indicators_of(biome: Biome) -> list[Indicator]:
    """What has ever been measured here, in the order of pages."""
    with connection.cursor() as cursor:
        cursor.execute(_MEASURED, {"biome": biome.pk})
        found = list(Indicator.objects.filter(pk__in=[key for (key,) in cursor.fetchall()]))
    if found:
        return found
    # Known from the past only, by month or year: such values lie on no day.
    coarse = Reading.objects.current().filter(
        station__biome=biome, indicator=OuterRef("pk"), precision__in=("month", "year")
    )
    return list(Indicator.objects.filter(Exists(coarse)))


# --- Trend and anomaly ----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    trend: Trend
    anomaly: Anomaly | None


def signs_of(station: Station, indicator: Indicator, at: datetime, *, days: int = TREND_DAYS) -> Signs:
    """Is it rising, and is that usual for the season? Of one series; ``anomaly`` is None without a value this week."""
    return signs_of_many([(station, indicator)], at, days=days)[indicator.code]


def signs_of_many(
    asked: Sequence[tuple[Station, Indicator]], at: datetime, *, days: int = TREND_DAYS
) -> dict[str, Signs]:
    """The same for several indicators, each at its own station, with one question to the past."""
    until = at.astimezone(UTC).date() + timedelta(days=1)
    series = [(station.pk, indicator.pk) for station, indicator in asked]
    recent = _by_series(day_rows(series, until - timedelta(days=max(days, 7)), until))
    past = _past(series, until - timedelta(days=1))
    return {
        indicator.code: _signs(recent.get(key, []), past.get(key, []), until, days)
        for key, (_station, indicator) in zip(series, asked, strict=True)
    }


def _by_series(rows: Iterable[Row]) -> dict[tuple[int, int], list[Daily]]:
    found: dict[tuple[int, int], list[Daily]] = {}
    for row in rows:
        found.setdefault((row[0], row[1]), []).append(daily(row))
    return found


def _signs(recent: Sequence[Daily], past: Sequence[Daily], until: date, days: int) -> Signs:
    today = until - timedelta(days=1)
    week = anomalies.this_week(recent, today)
    inside = [one for one in recent if one.day >= until - timedelta(days=days)]
    return Signs(
        trend=trends.trend(inside, days),
        anomaly=anomalies.anomaly(week, anomalies.comparable_weeks(past, today)) if week else None,
    )


def _past(series: Sequence[tuple[int, int]], today: date) -> dict[tuple[int, int], list[Daily]]:
    """The days around this date in former years, by station and indicator."""
    if not series:
        return {}
    middles = [today - timedelta(days=round(365.2425 * back)) for back in range(1, MOST_YEARS + 1)]
    reach = timedelta(days=18)
    stations, indicators = (list(keys) for keys in zip(*series, strict=True))
    asked = {"stations": stations, "indicators": indicators}
    asked |= {"first": [day - reach for day in middles], "last": [day + reach for day in middles]}
    with connection.cursor() as cursor:
        cursor.execute(_FORMER_YEARS, asked)
        return _by_series(cursor.fetchall())


# --- Under another limit --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """One row of a limit's history, and what the state would have been had it held all along."""

    threshold: Threshold
    spans: list[Span]
    days: dict[State, int]
    today: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    biome: Biome
    since: datetime
    until: datetime
    rows: list[Under]
    differ: int


def biomes_under(threshold: Threshold, at: datetime) -> list[Biome]:
    """The published living systems that measure the indicator and on which the row decides, worst first."""
    if threshold.biome_id:
        return list(Biome.objects.public().filter(pk=threshold.biome_id))
    kept, due = (
        Exists(model.objects.filter(station__biome=OuterRef("pk"), indicator=threshold.indicator_id))
        for model in (Day, DueDay)
    )
    found = Biome.objects.public().filter(kept | due)
    if code := threshold.typology_code:
        found = found.filter(
            Q(functional_group=code) | Q(functional_group__startswith=f"{code}.")
            | Q(functional_group__regex=rf"^{code}[0-9]")
        )  # fmt: skip
    return [row.biome for row in listed(found, at) if _applies(threshold, row.biome, at)]


def _applies(threshold: Threshold, biome: Biome, at: datetime) -> bool:
    """Where a more particular limit holds in its place, this one decides nothing."""
    held = thresholds_in_force(threshold.indicator.code, biome, at)
    same = [one for one in held if (one.level, one.direction) == (threshold.level, threshold.direction)]
    scope = (threshold.biome_id, threshold.typology_code)
    return all((one.biome_id, one.typology_code) == scope for one in same)


def compared(biome: Biome, now: Threshold, other: Threshold, at: datetime) -> Compared:
    """Day by day over the last season: under ``now`` and under ``other``, all other limits as they are today."""
    moments = [at - timedelta(days=back) for back in range(FORMER_DAYS - 1, -1, -1)]
    series = measured_over(biome, moments, also={now.indicator.code: limits_from([now, other])})
    stripped = _without(series, now)
    found = [_under(threshold, stripped, moments, at) for threshold in (now, other)]
    return Compared(
        biome=biome,
        since=moments[0],
        until=at,
        rows=[under for under, _states in found],
        differ=sum(1 for a, b in zip(found[0][1], found[1][1], strict=True) if a is not b),
    )


def _without(series: Sequence[Any], threshold: Threshold) -> list[Any]:
    """The series with no limit of this indicator, level and side."""
    kind = (threshold.level, threshold.direction)
    return [
        replace(one, limits=tuple(x for x in one.limits if (x.level.value, x.direction.value) != kind))
        if one.indicator == threshold.indicator.code
        else one
        for one in series
    ]


def _under(
    threshold: Threshold, series: Sequence[Any], moments: Sequence[datetime], at: datetime
) -> tuple[Under, list[State]]:
    limit = limits_from([threshold])
    held = [
        replace(one, limits=(*one.limits, *limit)) if one.indicator == threshold.indicator.code else one
        for one in series
    ]
    states = former.states_over(held, moments)
    under = Under(
        threshold=threshold,
        spans=former.spans(states, moments, at),
        days=former.days_in(states),
        today=states[-1],
    )
    return under, states


def under_the_former(found: Threshold, slug: str, at: datetime) -> Compared | None:
    """A row beside the one it followed (or the first one beside its follower), for one living system."""
    later, former_row = (found, found.corrects) if found.corrects else (found.corrections.first(), found)
    if later is None or former_row is None:
        return None
    biomes = biomes_under(later, at)
    biome = next((one for one in biomes if one.slug == slug), biomes[0] if biomes and not slug else None)
    return compared(biome, later, former_row, at) if biome else None


def history_of(threshold: Threshold) -> list[Threshold]:
    """Every row this one followed and every row that followed it, oldest first."""
    rows = [threshold]
    while rows[0].corrects and len(rows) < 50:
        rows.insert(0, rows[0].corrects)
    while (following := rows[-1].corrections.select_related("indicator").first()) and len(rows) < 100:
        rows.append(following)
    return rows
