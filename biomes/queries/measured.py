"""What was measured, as the rule of states wants it: each series with its limits, as deep as the rule needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from biomes.models import Biome, Indicator, Station, Threshold
from biomes.queries.days import day_rows
from biomes.queries.readings import limits_from, newest_rows, thresholds_in_force
from biomes.rules import state as rule
from biomes.rules.words import Direction, Qualifier

# So many readings of one series are read at first, and then: mostly a limit lets go somewhere among them, and what lies
# before decides nothing. Where none does, and some day before passed one, the whole window is read.
FIRST_DEPTH, SERIES_DEPTH = 24, 500

# The newest reading that still speaks at each moment, one look into an index for each.
_SPEAKING = """
    SELECT DISTINCT x.id, r.id, i.code, s.code, r.phenomenon_at, r.value, r.qualifier
      FROM biomes_series x
      JOIN biomes_station s ON s.id = x.station_id
      JOIN biomes_indicator i ON i.id = x.indicator_id
     CROSS JOIN unnest(%(moments)s::timestamptz[]) AS m (at)
     CROSS JOIN LATERAL (
           SELECT id, phenomenon_at, value, qualifier FROM biomes_reading
            WHERE station_id = x.station_id AND indicator_id = x.indicator_id AND phenomenon_at <= m.at
              AND phenomenon_at > m.at - make_interval(hours => i.validity_hours)
              AND is_current AND quality = 'checked' AND NOT historical AND precision IN ('instant', 'day')
            ORDER BY phenomenon_at DESC, id DESC
            LIMIT 1
           ) r
     WHERE s.biome_id = %(biome)s AND i.id = ANY(%(only)s)
     ORDER BY r.phenomenon_at, r.id
"""
Grouped = dict[tuple[str, str], list[rule.Measured]]


@dataclass(frozen=True, slots=True)
class _Held:
    """The indicators that have limits here, by code, and those limits."""

    indicators: dict[str, Indicator]
    limits: dict[str, tuple[rule.Limit, ...]]

    @property
    def keys(self) -> list[int]:
        return [one.pk for one in self.indicators.values()]

    def series(self, grouped: Grouped) -> list[rule.Series]:
        return [
            rule.Series(
                indicator=code,
                station=station,
                unit=self.indicators[code].unit,
                validity=self.indicators[code].validity,
                limits=self.limits[code],
                readings=tuple(measured),
            )
            for (code, station), measured in grouped.items()
        ]


def _held(biome: Biome, at: datetime) -> _Held:
    """Without a limit a series says nothing of the state, so it is not even read."""
    found: dict[str, list[Threshold]] = {}
    indicators: dict[str, Indicator] = {}
    for limit in thresholds_in_force(None, biome, at):
        found.setdefault(limit.indicator.code, []).append(limit)
        indicators[limit.indicator.code] = limit.indicator
    return _Held(indicators, {code: limits_from(rows) for code, rows in found.items()})


def measured_series(biome: Biome, at: datetime, *, station: Station | None = None) -> list[rule.Series]:
    """What `rules.state.assess` needs: each series that has limits here, with what it is held against."""
    held, since = _held(biome, at), at - rule.WINDOW
    grouped: Grouped = {}
    only = held.keys
    for depth in (FIRST_DEPTH, SERIES_DEPTH):
        rows = newest_rows(biome, at, depth=depth, since=since, station=station, only=only)
        grouped |= _measured(rows)
        cut = {
            (code, held.indicators[indicator]): readings[0].at
            for (indicator, code), readings in grouped.items()
            if len(readings) >= depth and not rule.is_settled(held.limits[indicator], readings)
        }
        if not (only := sorted({one.pk for _code, one in cut})):
            break
    if cut and (only := _passed_before(biome, cut, held.limits, since)):
        grouped |= _measured(newest_rows(biome, at, depth=None, since=since, station=station, only=only))
    return held.series(grouped)


def measured_over(
    biome: Biome, moments: Sequence[datetime], *, also: Mapping[str, Sequence[rule.Limit]]
) -> list[rule.Series]:
    """The same for the states at all these moments, which rise, ``also`` under other limits of an indicator.

    Exact, however dense a series is. One that cannot have passed a limit on any day matters only in whether it is
    heard: of it only what still speaks at each moment is read.
    """
    at, since = moments[-1], moments[0] - rule.WINDOW
    held = _held(biome, at)
    with connection.cursor() as cursor:
        cursor.execute(_SPEAKING, {"biome": biome.pk, "moments": list(moments), "only": held.keys})
        grouped = _measured(cursor.fetchall())
    stations = biome.stations.values_list("code", flat=True)
    whole = {(code, one): at for one in held.indicators.values() for code in stations}
    limits = {code: (*rows, *also.get(code, ())) for code, rows in held.limits.items()}
    if whole and (only := _passed_before(biome, whole, limits, since)):
        grouped |= _measured(newest_rows(biome, at, depth=None, since=since, only=only))
    return held.series(grouped)


def _passed_before(
    biome: Biome,
    cut: dict[tuple[str, Indicator], datetime],
    held: dict[str, tuple[rule.Limit, ...]],
    since: datetime,
) -> list[int]:
    """The indicators some day of which, before the readings that were read, may have passed a limit.

    A day's highest and lowest say so without a reading: where none did, nothing from before holds.
    """
    stations = dict(biome.stations.values_list("code", "pk"))
    begins = {(stations[code], one.pk): (at, held[one.code]) for (code, one), at in cut.items()}
    last = max(at for at, _limits in begins.values())
    rows = day_rows(begins, since.astimezone(UTC).date(), last.astimezone(UTC).date() + timedelta(days=1))
    return sorted({
        indicator
        for station, indicator, day, _count, low, high, *_rest in rows
        if day <= begins[station, indicator][0].astimezone(UTC).date()
        and any(limit.value <= high if limit.direction is Direction.ABOVE else low <= limit.value
                for limit in begins[station, indicator][1])
    })  # fmt: skip


def _measured(rows: Iterable[tuple[Any, ...]]) -> Grouped:
    """By indicator and station, without the silent."""
    grouped: Grouped = {}
    for _series, number, indicator, code, when, value, qualifier in rows:
        if number is None:
            continue
        grouped.setdefault((indicator, code), []).append(rule.Measured(when, value, Qualifier(qualifier)))
    return grouped
