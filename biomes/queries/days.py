"""Days in numbers: rolled up where the readings stand still, reckoned at once where they have just changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from biomes.models import Biome, Day, Indicator

# The numbers of one day; `d` has station_id, indicator_id and day. Both medians are taken as they lie there
# and their middle is exact; a double would lose digits. Only the newest version counts; see `models.Day`.
NUMBERS = """
    SELECT count(*) AS count, min(value) AS low, max(value) AS high, round(avg(value), 6) AS mean,
           round((percentile_disc(0.5) WITHIN GROUP (ORDER BY value)
                  + percentile_disc(0.5) WITHIN GROUP (ORDER BY value DESC)) / 2, 6) AS median,
           count(*) FILTER (WHERE qualifier = '<') AS below_count
      FROM biomes_reading
     WHERE station_id = d.station_id AND indicator_id = d.indicator_id
       AND phenomenon_at >= d.day::timestamp AT TIME ZONE 'UTC'
       AND phenomenon_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
       AND is_current AND quality <> 'rejected' AND precision IN ('instant', 'day')
       AND NOT (quality = 'raw' AND flags && ARRAY['wild', 'future']::varchar[])
"""
# What has a mark is reckoned from its readings, so that a page never shows numbers from before a correction.
_DAYS = f"""
    SELECT id, station_id, indicator_id, day, count, low, high, mean, median, below_count
      FROM biomes_day d
     WHERE station_id = ANY(%(stations)s) AND indicator_id = %(indicator)s AND day >= %(since)s AND day < %(until)s
       AND NOT EXISTS (SELECT FROM biomes_dueday due
                        WHERE due.station_id = d.station_id AND due.indicator_id = d.indicator_id AND due.day = d.day)
     UNION ALL
    SELECT NULL, d.station_id, d.indicator_id, d.day, n.count, n.low, n.high, n.mean, n.median, n.below_count
      FROM (SELECT DISTINCT station_id, indicator_id, day FROM biomes_dueday
             WHERE station_id = ANY(%(stations)s) AND indicator_id = %(indicator)s
               AND day >= %(since)s AND day < %(until)s) d
     CROSS JOIN LATERAL ({NUMBERS}) n
     WHERE n.count > 0
     ORDER BY day, station_id
"""  # noqa: S608 -- constants only


def days_of(where: Biome | Iterable[int], indicator: str, since: date, until: date) -> list[Day]:
    """The days of one indicator over ``[since, until)`` at a living system's stations, or at these (by key).

    Oldest first, then by station. A day without a counted reading is not there: a gap is a gap. Readings
    that came in a moment ago are in it (such a `Day` has no key). Whether they may be shown is not asked.
    """
    stations = where.stations.values_list("pk", flat=True) if isinstance(where, Biome) else where
    known = Indicator.objects.filter(code=indicator).values_list("pk", flat=True).first()
    asked = {"stations": list(stations), "indicator": known, "since": since, "until": until}
    return list(Day.objects.raw(_DAYS, asked)) if known and asked["stations"] else []
