"""Days in numbers: rolled up where the readings stand still, reckoned at once where they have just changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from biomes.models import Biome, Day, Indicator

# The numbers of one day; `d` has station_id, indicator_id and day, all of them in [first, last], which is said
# again with the readings so that only the months between are planned for. Both medians are taken as they lie
# there and their middle is exact; a double would lose digits. Only the newest version counts; see `models.Day`.
NUMBERS = """
    SELECT count(*) AS count, min(value) AS low, max(value) AS high, round(avg(value), 6) AS mean,
           round((percentile_disc(0.5) WITHIN GROUP (ORDER BY value)
                  + percentile_disc(0.5) WITHIN GROUP (ORDER BY value DESC)) / 2, 6) AS median,
           count(*) FILTER (WHERE qualifier = '<') AS below_count
      FROM biomes_reading
     WHERE station_id = d.station_id AND indicator_id = d.indicator_id
       AND phenomenon_at >= d.day::timestamp AT TIME ZONE 'UTC'
       AND phenomenon_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
       AND phenomenon_at >= timestamptz %(first)s AND phenomenon_at < timestamptz %(last)s
       AND is_current AND quality <> 'rejected' AND precision IN ('instant', 'day')
       AND NOT (quality = 'raw' AND flags && ARRAY['wild', 'future']::varchar[])
"""
_STANDING = """
    SELECT id, station_id, indicator_id, day, count, low, high, mean, median, below_count
      FROM biomes_day d
     WHERE station_id = ANY(%(stations)s) AND indicator_id = %(indicator)s AND day >= %(since)s AND day < %(until)s
     ORDER BY day, station_id
"""
_MARKED = """
    SELECT DISTINCT station_id, day FROM biomes_dueday
     WHERE station_id = ANY(%(stations)s) AND indicator_id = %(indicator)s AND day >= %(since)s AND day < %(until)s
"""
_RECKONED = f"""
    SELECT NULL AS id, d.station_id, d.indicator_id, d.day, n.*
      FROM (SELECT station_id, %(indicator)s::bigint AS indicator_id, day
              FROM unnest(%(marked)s::bigint[], %(days)s::date[]) AS marked (station_id, day)) d
     CROSS JOIN LATERAL ({NUMBERS}) n
     WHERE n.count > 0
"""  # noqa: S608 -- constants only


def days_of(where: Biome | Iterable[int], indicator: str, since: date, until: date) -> list[Day]:
    """The days of one indicator over ``[since, until)`` at a living system's stations, or at these (by key).

    Oldest first, then by station. A day without a counted reading is not there: a gap is a gap. Readings
    that came in a moment ago are in it (such a `Day` has no key). Whether they may be shown is not asked.
    """
    stations = where.stations.values_list("pk", flat=True) if isinstance(where, Biome) else where
    known = Indicator.objects.filter(code=indicator).values_list("pk", flat=True).first()
    asked: dict[str, Any] = {"stations": list(stations), "indicator": known, "since": since, "until": until}
    if known is None or not asked["stations"]:
        return []
    # The marks first: a day whose mark is worked off meanwhile is then reckoned here too, never left out.
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, asked)
        marked = cursor.fetchall()
    standing = list(Day.objects.raw(_STANDING, asked))
    if not marked:
        return standing
    days = [day for _station, day in marked]
    asked |= {"marked": [station for station, _day in marked], "days": days, **bounds(days)}
    # What has a mark is not taken as it stands: a page never shows numbers from before a correction.
    behind = {(day, station) for station, day in marked}
    found = {key: one for one in standing if (key := (one.day, one.station_id)) not in behind}
    found |= {(one.day, one.station_id): one for one in Day.objects.raw(_RECKONED, asked)}
    return [found[key] for key in sorted(found)]


def bounds(days: Iterable[date]) -> dict[str, str]:
    """From the first of these days to the end of the last, as `NUMBERS` wants them."""
    first, last = min(days), max(days)
    # The last day of the calendar has no morrow here.
    end = f"{last + timedelta(days=1)} 00:00:00+00" if last < date.max else "infinity"
    return {"first": f"{first} 00:00:00+00", "last": end}
