"""Days in numbers: rolled up where the readings stand still, reckoned at once where they have just changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import inf
from time import monotonic
from typing import Any

from django.db import connection

from biomes.models import Biome, Day, Indicator

# The numbers of one day; `d` has station_id, indicator_id and day, all of them in [first, last], which is said
# again with the readings so that only the months between are planned for. Both medians are taken as they lie there
# (of an even number, the one just past the half is the upper) and their middle is exact; a double would lose digits. Only the
# newest version counts; see `models.Day`.
NUMBERS = """
    SELECT count(*) AS count, min(value) AS low, max(value) AS high, round(avg(value), 6) AS mean,
           round((SELECT avg(middle) FROM unnest(
                  percentile_disc(ARRAY[0.5, 0.500000001]) WITHIN GROUP (ORDER BY value)) AS middle), 6) AS median,
           count(*) FILTER (WHERE qualifier = '<') AS below_count
      FROM biomes_reading
     WHERE station_id = d.station_id AND indicator_id = d.indicator_id
       AND phenomenon_at >= d.day::timestamp AT TIME ZONE 'UTC'
       AND phenomenon_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
       AND phenomenon_at >= timestamptz %(first)s AND phenomenon_at < timestamptz %(last)s
       AND is_current AND quality <> 'rejected' AND precision IN ('instant', 'day')
       AND NOT (quality = 'raw' AND flags && ARRAY['wild', 'future']::varchar[])
"""
# The series asked for, each a station and an indicator by key.
_ASKED = "unnest(%(stations)s::bigint[], %(indicators)s::bigint[]) AS x (station_id, indicator_id)"
_STANDING = f"""
    SELECT d.station_id, d.indicator_id, d.day, d.count, d.low, d.high, d.mean, d.median, d.below_count, d.id
      FROM {_ASKED} JOIN biomes_day d USING (station_id, indicator_id)
     WHERE d.day >= %(since)s AND d.day < %(until)s
     ORDER BY d.day, d.station_id, d.indicator_id
"""  # noqa: S608 -- constants only
_MARKED = f"""
    SELECT d.station_id, d.indicator_id, d.day, array_agg(d.id ORDER BY d.id)
      FROM {_ASKED} JOIN biomes_dueday d USING (station_id, indicator_id)
     WHERE d.day >= %(since)s AND d.day < %(until)s
     GROUP BY 1, 2, 3
"""  # noqa: S608 -- constants only
_RECKONED = f"""
    SELECT d.station_id, d.indicator_id, d.day, n.count, n.low, n.high, n.mean, n.median, n.below_count, NULL
      FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[], %(days)s::date[])
           AS d (station_id, indicator_id, day)
     CROSS JOIN LATERAL ({NUMBERS}) n
     WHERE n.count > 0
"""  # noqa: S608 -- constants only
FIELDS = (
    "station_id", "indicator_id", "day", "count", "low", "high", "mean", "median", "below_count", "id",
)  # fmt: skip
Row = tuple[Any, ...]


def days_of(where: Biome | Iterable[int], indicator: str, since: date, until: date) -> list[Day]:
    """The days of one indicator over ``[since, until)`` at a living system's stations, or at these (by key).

    Oldest first, then by station. A day without a counted reading is not there: a gap is a gap. Readings
    that came in a moment ago are in it (such a `Day` has no key). Whether they may be shown is not asked.
    """
    stations = where.stations.values_list("pk", flat=True) if isinstance(where, Biome) else where
    known = Indicator.objects.filter(code=indicator).values_list("pk", flat=True).first()
    if known is None:
        return []
    rows = day_rows([(station, known) for station in stations], since, until)
    return [Day(**dict(zip(FIELDS, row, strict=True))) for row in rows]


def day_rows(series: Iterable[tuple[int, int]], since: date, until: date) -> list[Row]:
    """The same as rows, for several series (station and indicator, by key) with one question.

    Station, indicator, day, count, low, high, mean, median, below_count, key; oldest first, then by station.
    """
    if not (pairs := set(series)):
        return []
    asked = asked_of(pairs, since, until)
    with connection.cursor() as cursor:
        marked, rows = reckoned_days(cursor, asked)
        cursor.execute(_STANDING, asked)
        standing = list(cursor.fetchall())
    if not marked:
        return standing
    rows = rows + [row for row in standing if row[:3] not in marked]
    return sorted(rows, key=lambda row: (row[2], row[0], row[1]))


def asked_of(series: Iterable[tuple[int, int]], since: date, until: date) -> dict[str, Any]:
    """The parameters of a question about the days of these series (at least one) over ``[since, until)``."""
    stations, indicators = (list(keys) for keys in zip(*sorted(set(series)), strict=True))
    return {"stations": stations, "indicators": indicators, "since": since, "until": until}


def reckoned_days(cursor: Any, asked: dict[str, Any]) -> tuple[set[Row], list[Row]]:
    """Station, indicator and day of what has a mark, and its rows as its readings are now.

    What has a mark is not taken as it stands: a page never shows numbers from before a correction. This is asked
    before what stands: a day whose mark is worked off meanwhile is then reckoned here too, never left out.
    """
    cursor.execute(_MARKED, asked)
    marked = {row[:3]: tuple(row[3]) for row in cursor.fetchall()}
    return set(marked), _reckoned(cursor, marked) if marked else []


# What was reckoned a moment ago, by day and marks. Every change of a day's readings commits with a mark of its own,
# whose number is used once; so under the same marks the same numbers stand, and with one more they are reckoned anew.
_reckoned_lately: dict[tuple[Row, tuple[int, ...]], tuple[float, list[Row]]] = {}
_LATELY, _MOST = 60.0, 2_000


def _reckoned(cursor: Any, marked: dict[Row, tuple[int, ...]]) -> list[Row]:
    """The marked days from their readings. Inside a transaction, which may yet be undone, nothing is kept."""
    now, keep = monotonic(), not connection.in_atomic_block
    found: list[Row] = []
    wanted = []
    for key in sorted(marked):
        at, rows = _reckoned_lately.get((key, marked[key]), (-inf, []))
        if keep and now - at < _LATELY:
            found += rows
        else:
            wanted.append(key)
    fresh = _reckon(cursor, wanted)
    if keep and wanted:
        if len(_reckoned_lately) > _MOST:
            _reckoned_lately.clear()
        _reckoned_lately.update(
            {(key, marked[key]): (now, [row for row in fresh if row[:3] == key]) for key in wanted}
        )
    return found + fresh


def _reckon(cursor: Any, wanted: list[Row]) -> list[Row]:
    if not wanted:
        return []
    stations, indicators, days = (list(part) for part in zip(*wanted, strict=True))
    cursor.execute(_RECKONED, {"stations": stations, "indicators": indicators, "days": days, **bounds(days)})
    return list(cursor.fetchall())


def bounds(days: Iterable[date]) -> dict[str, str]:
    """From the first of these days to the end of the last, as `NUMBERS` wants them."""
    first, last = min(days), max(days)
    # The last day of the calendar has no morrow here.
    end = f"{last + timedelta(days=1)} 00:00:00+00" if last < date.max else "infinity"
    return {"first": f"{first} 00:00:00+00", "last": end}
