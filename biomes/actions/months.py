"""The months in which readings lie: each has a partition of its own, attached ahead of its first reading.

    biomes_reading
      biomes_reading_y2150m05 ... _y2150m09    the live months and every month with many readings
      biomes_reading_other                     DEFAULT: what no month holds, the sparse past

A month is attached empty. Rows that already lie in DEFAULT are moved first, under a lock that lets nobody
in between; a partition is never created over them. Where the lock is not to be had at once, the next
sweep tries again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pgtrigger
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from biomes.models import Archive

# From one month on, and this far ahead of today.
MONTHS_BEFORE, MONTHS_AHEAD = 2, 3
# Months that passed while nobody swept are attached too, as far as they are so many; a clock set wrong makes more.
MOST_MISSED = 24
# A month of the past gets its own partition from this many readings on; below it, it only costs planning.
OWN_MONTH_ROWS = 10_000
PATIENCE = "2s"
DEFAULT = "biomes_reading_other"
AWAY = "reading_away_"
_COLUMNS = """
    id, phenomenon_at, "precision", depth_m, replicate, version, is_current, result_at, received_at, value,
    qualifier, detection_limit, unit, as_sent, quality, flags, method, historical, batch_id, indicator_id, station_id
"""


def partition(month: date) -> str:
    """The name of a month's table."""
    return f"biomes_reading_y{month.year:04}m{month.month:02}"


def month_of(at: datetime | date) -> date:
    day = at.astimezone(UTC) if isinstance(at, datetime) else at
    return date(day.year, day.month, 1)


def later(month: date, steps: int) -> date:
    """The month that many steps on (or back)."""
    number = month.year * 12 + month.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """``[since, until)`` of a month, in UTC."""
    until = later(month, 1)
    return datetime(month.year, month.month, 1, tzinfo=UTC), datetime(until.year, until.month, 1, tzinfo=UTC)


def attached_months() -> list[date]:
    """Which months have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT right(c.relname, 7) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'biomes_reading'::regclass AND c.relname ~ '^biomes_reading_y[0-9]{4}m[0-9]{2}$'
             ORDER BY 1
            """
        )
        return [date(int(code[:4]), int(code[5:]), 1) for (code,) in cursor.fetchall()]


def open_months(*, at: datetime) -> list[date]:
    """Attach the months around ``at`` and the full ones of the past. Safe to run twice."""
    now = month_of(at)
    around = {later(now, step) for step in range(-MONTHS_BEFORE, MONTHS_AHEAD + 1)}
    return open_these(months=around | _missed(later(now, -MONTHS_BEFORE)) | set(_crowded()))


def open_these(*, months: Iterable[date]) -> list[date]:
    """Attach these months where they are not; those that were archived stay away. Which were attached."""
    away = set(Archive.objects.filter(restored_at__isnull=True).values_list("month", flat=True))
    missing = sorted(set(months) - set(attached_months()) - away)
    return [month for month in missing if _open(month)]


def _missed(first: date) -> set[date]:
    """The months between the last one attached and ``first``: nobody swept meanwhile, and readings came."""
    before = [month for month in attached_months() if month < first]
    if not before:
        return set()
    last = before[-1]
    steps = (first.year - last.year) * 12 + first.month - last.month
    return {later(last, step) for step in range(1, steps)} if steps <= MOST_MISSED + 1 else set()


def _crowded() -> list[date]:
    """Months of which so many readings lie in DEFAULT that they are better off by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT date_trunc('month', phenomenon_at AT TIME ZONE 'UTC')::date FROM {DEFAULT}
             WHERE phenomenon_at < '9998-12-01' GROUP BY 1 HAVING count(*) >= %s
            """,  # noqa: S608 -- constants
            [OWN_MONTH_ROWS],
        )
        return [month for (month,) in cursor.fetchall()]


def _open(month: date) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            # At once the strongest lock that attaching takes: one that grows may meet another that grows.
            cursor.execute(f"LOCK TABLE {DEFAULT} IN ACCESS EXCLUSIVE MODE")
            new_table(cursor, month)
            _move_out(cursor, month)
            attach(cursor, month)
    except OperationalError as busy:
        if not isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        # Somebody reads on; nothing was changed, and the readings are whole where they lie.
        return False
    return True


def new_table(cursor: Any, month: date) -> None:
    """A month's table, of the shape that can be attached."""
    cursor.execute(f"CREATE TABLE {partition(month)} (LIKE biomes_reading INCLUDING ALL)")


def attach(cursor: Any, month: date) -> None:
    cursor.execute(
        f"ALTER TABLE biomes_reading ATTACH PARTITION {partition(month)} FOR VALUES FROM (%s) TO (%s)",
        bounds(month),
    )


def send_away(cursor: Any, month: date) -> None:
    """Detach a month, and let the database itself refuse its rows: else they would go to DEFAULT unseen."""
    since, until = bounds(month)
    cursor.execute(f"ALTER TABLE biomes_reading DETACH PARTITION {partition(month)}")
    cursor.execute(
        f"ALTER TABLE {DEFAULT} ADD CONSTRAINT {away(month)} CHECK (phenomenon_at < %s OR phenomenon_at >= %s)",
        [since, until],
    )


def take_back(cursor: Any, month: date) -> None:
    attach(cursor, month)
    cursor.execute(f"ALTER TABLE {DEFAULT} DROP CONSTRAINT {away(month)}")


def forget_away(cursor: Any) -> None:
    """Where a whole database is emptied: no month is away any more, and the tables of those that were go too."""
    cursor.execute(
        "SELECT right(conname, 8) FROM pg_constraint WHERE conrelid = %s::regclass AND conname ~ %s",
        [DEFAULT, rf"^{AWAY}y[0-9]{{4}}m[0-9]{{2}}$"],
    )
    for (code,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {DEFAULT} DROP CONSTRAINT {AWAY}{code}")
        cursor.execute(f"DROP TABLE IF EXISTS biomes_reading_{code}")


def away(month: date) -> str:
    """The name of the rule that keeps a month's rows out while it is in the archive."""
    return f"{AWAY}y{month.year:04}m{month.month:02}"


def _move_out(cursor: Any, month: date) -> None:
    """The month's rows leave DEFAULT for its table. No reading is lost or changed, so the guard may look away."""
    within = "WHERE phenomenon_at >= %s AND phenomenon_at < %s"
    since_until = bounds(month)
    cursor.execute(
        f"INSERT INTO {partition(month)} ({_COLUMNS}) SELECT {_COLUMNS} FROM {DEFAULT} {within}",  # noqa: S608 -- constants
        since_until,
    )
    with pgtrigger.ignore("biomes.Reading:readings_stay"):
        cursor.execute(f"DELETE FROM {DEFAULT} {within}", since_until)  # noqa: S608 -- constants
