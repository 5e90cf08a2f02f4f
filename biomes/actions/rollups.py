"""Days are reckoned anew where readings came in, were corrected or judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from biomes.queries.days import NUMBERS, bounds

# A mark is worked off in a moment; this many keep a transaction short, and so much a sweep may do.
MOST_MARKS, MOST_ROUNDS = 2_000, 20
# One at a time, so that an older look at a day never overwrites a newer one.
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('biomes.roll_up'))"
_MARKS = "SELECT id, station_id, indicator_id, day FROM biomes_dueday ORDER BY id LIMIT %s"
_DUE = "SELECT DISTINCT * FROM unnest(%(stations)s::bigint[], %(indicators)s::bigint[], %(days)s::date[])"
_UPSERT = f"""
      WITH due (station_id, indicator_id, day) AS ({_DUE}),
           reckoned AS (SELECT d.*, n.* FROM due d CROSS JOIN LATERAL ({NUMBERS}) n),
           emptied AS (
           DELETE FROM biomes_day b USING reckoned r
            WHERE r.count = 0 AND b.station_id = r.station_id AND b.indicator_id = r.indicator_id AND b.day = r.day
           )
    INSERT INTO biomes_day (station_id, indicator_id, day, count, low, high, mean, median, below_count)
    SELECT * FROM reckoned WHERE count > 0
        ON CONFLICT (station_id, indicator_id, day) DO UPDATE
       SET count = EXCLUDED.count, low = EXCLUDED.low, high = EXCLUDED.high, mean = EXCLUDED.mean,
           median = EXCLUDED.median, below_count = EXCLUDED.below_count
"""  # noqa: S608 -- constants only


@transaction.atomic
def roll_up(*, at: datetime, most: int = MOST_MARKS) -> int:
    """Work off the oldest marks; how many were. Safe to run twice, and at once: the second goes home.

    A day is reckoned after its marks were read, so it holds at least what they speak of; a mark that
    commits meanwhile stays for the next round.
    """
    del at  # Numbers hold at every moment alike.
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_MARKS, [most])
        if not (marks := cursor.fetchall()):
            return 0
        keys, stations, indicators, days = (list(column) for column in zip(*marks, strict=True))
        asked: dict[str, Any] = {"stations": stations, "indicators": indicators, "days": days, **bounds(days)}
        cursor.execute(_UPSERT, asked)
        cursor.execute("DELETE FROM biomes_dueday WHERE id = ANY(%s)", [keys])
    return len(keys)


def roll_up_due(*, at: datetime) -> int:
    """Round after round until nothing is due, or the sweep has done its share."""
    done = 0
    for _round in range(MOST_ROUNDS):
        worked = roll_up(at=at)
        done += worked
        if worked < MOST_MARKS:
            break
    return done
