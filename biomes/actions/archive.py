"""A month of readings leaves the table for a file, or comes back; its days in numbers and seals stay.

    attached --archive_month--> away (a file, its root in the log) --restore_month--> attached

Nothing leaves before its file was read back and found whole. While a month is away its rows are refused at
the door, since nobody could say whether they are there already.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from biomes import parquet
from biomes.actions import months
from biomes.actions.rollups import roll_up
from biomes.models import Archive, DueDay, Seal
from biomes.rules import leaf
from ledger import actions as ledger

FORMAT = "biolattice.readings/1"
_ROWS = """
    SELECT r.id, s.code AS station, i.code AS indicator, r.phenomenon_at, r.precision, r.depth_m, r.replicate,
           r.version, r.is_current, r.result_at, r.received_at, r.value, r.qualifier, r.detection_limit, r.unit,
           r.as_sent, r.quality, r.flags, r.method, r.historical, r.batch_id AS batch
      FROM {table} r JOIN biomes_station s ON s.id = r.station_id JOIN biomes_indicator i ON i.id = r.indicator_id
     ORDER BY r.id
"""
_COPY_BACK = """
    COPY {table} (id, station_id, indicator_id, phenomenon_at, "precision", depth_m, replicate, version, is_current,
        result_at, received_at, value, qualifier, detection_limit, unit, as_sent, quality, flags, method, historical,
        batch_id) FROM STDIN
"""
_LEAF = (
    "station", "indicator", "phenomenon_at", "precision", "depth_m", "replicate", "version", "value", "qualifier",
    "detection_limit", "unit", "method",
)  # fmt: skip


class CannotArchive(Exception):
    """The month stays as it is; the message is fit to show to the operator."""


@dataclass(frozen=True, slots=True)
class _Written:
    count: int
    root: str
    digest: str


def archive_month(*, month: date, folder: Path, at: datetime, drop: bool = False) -> Archive:
    """Write a month to ``folder``, read it back, take it out of the table. ``drop`` frees its space too."""
    parquet.require()
    while roll_up(at=at):
        pass
    try:
        with transaction.atomic():
            return _archive(month, folder, at, drop=drop)
    except OperationalError as busy:
        if not isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        raise CannotArchive(_("Somebody is working on these readings; try again in a moment.")) from busy


def _archive(month: date, folder: Path, at: datetime, *, drop: bool) -> Archive:
    table = months.partition(month)
    with connection.cursor() as cursor:
        # The month first: what nobody may change is what the file says. The table takes its turn at the end.
        if month in months.attached_months():
            cursor.execute(f"SET LOCAL lock_timeout = '{months.PATIENCE}'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        _refuse(month, at)
        name = f"readings-{month:%Y-%m}.parquet"
        written = _write(table, folder / name)
        cursor.execute(
            f"SELECT array_agg(run) FROM (SELECT unnest(range_agg(int8range(id, id, '[]'))) AS run FROM {table}) r"  # noqa: S608
        )
        archive = Archive.objects.create(
            month=month,
            reading_count=written.count,
            numbers=cursor.fetchone()[0] or [],
            root=written.root,
            file=name,
            digest=written.digest,
            archived_at=at,
        )
        _write_manifest(folder / f"readings-{month:%Y-%m}.json", archive)
        months.send_away(cursor, month)
        if drop:
            cursor.execute(f"DROP TABLE {table}")
    ledger.record(
        kind="biomes.readings.archived",
        subject=archive.subject,
        actor="",
        at=at,
        public=True,
        month=str(archive),
        count=archive.reading_count,
        root=archive.root,
        digest=archive.digest,
    )
    return archive


def _refuse(month: date, at: datetime) -> None:
    """Why this month cannot go now."""
    named = {"month": f"{month:%Y-%m}"}
    since, until = months.bounds(month)
    if until > at:
        raise CannotArchive(_("%(month)s is not over yet.") % named)
    if Archive.objects.filter(month=month, restored_at__isnull=True).exists():
        raise CannotArchive(_("%(month)s is in the archive already.") % named)
    if month not in months.attached_months():
        raise CannotArchive(_("%(month)s has no partition of its own; few readings lie there.") % named)
    if DueDay.objects.filter(day__gte=since.date(), day__lt=until.date()).exists():
        raise CannotArchive(_("Days of %(month)s are still being summed up; try again in a minute.") % named)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT (received_at AT TIME ZONE 'UTC')::date FROM {months.partition(month)}"  # noqa: S608
        )
        received = {day for (day,) in cursor.fetchall()}
    if received - set(Seal.objects.values_list("day", flat=True)):
        raise CannotArchive(_("Not all readings of %(month)s are sealed in the public log yet.") % named)


# --- Files ------------------------------------------------------------------------------------------
def _write(table: str, path: Path) -> _Written:
    """The file, whole under its name or not at all, and found to hold what the table holds."""
    half = path.with_name(path.name + ".part")
    leaves: list[str] = []
    try:
        folder_rows = _with_leaf(_rows(table), leaves)
        count = parquet.write(half, folder_rows)
        root = leaf.root_of(leaves)
        if _sums(half) != (count, root):
            raise CannotArchive(_("The file was read back and differs; nothing was taken out of the table."))
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as why:
        raise CannotArchive(_("The file cannot be written: %(why)s") % {"why": why.strerror or why}) from why
    finally:
        half.unlink(missing_ok=True)
    return _Written(count, root, parquet.digest(path))


def _rows(table: str) -> Iterator[dict[str, Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS.format(table=table))
        names = [column.name for column in cursor.description]
        while some := cursor.fetchmany(5_000):
            for row in some:
                yield dict(zip(names, row, strict=True))


def _with_leaf(rows: Iterator[dict[str, Any]], leaves: list[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        leaves.append(_leaf(row))
        yield row | {"leaf": leaves[-1]}


def _leaf(row: dict[str, Any]) -> str:
    return leaf.leaf_of(**{name: row[name] for name in _LEAF})


def _sums(path: Path) -> tuple[int, str]:
    """Rows of a file and the root over their leaves, reckoned from the columns and not from what it says."""
    leaves = [_leaf(row) for row in parquet.read(path)]
    return len(leaves), leaf.root_of(leaves)


def _write_manifest(path: Path, archive: Archive) -> None:
    since, until = months.bounds(archive.month)
    days = Seal.objects.filter(day__gte=since.date(), day__lt=until.date() + timedelta(days=7)).order_by(
        "day"
    )
    said = {
        "format": FORMAT,
        "month": str(archive),
        "file": archive.file,
        "sha256": archive.digest,
        "rows": archive.reading_count,
        "root": archive.root,
        "archived_at": leaf.moment(archive.archived_at),
        "columns": parquet.COLUMNS,
        "seals": [
            {"day": one.day.isoformat(), "readings": one.reading_count, "root": one.root} for one in days
        ],
    }
    path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# --- Back -------------------------------------------------------------------------------------------
def restore_month(*, month: date, folder: Path, at: datetime) -> Archive:
    """Bring a month back: its own table where it is still there, else from its file, held against its root."""
    try:
        with transaction.atomic():
            return _restore(month, folder, at)
    except OperationalError as busy:
        if not isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        raise CannotArchive(_("Somebody is working on these readings; try again in a moment.")) from busy


def _restore(month: date, folder: Path, at: datetime) -> Archive:
    archive = Archive.objects.select_for_update().filter(month=month, restored_at__isnull=True).first()
    if archive is None:
        raise CannotArchive(_("%(month)s is not in the archive.") % {"month": f"{month:%Y-%m}"})
    table = months.partition(month)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if not cursor.fetchone()[0]:
            _load(cursor, archive, folder)
        leaves = [_leaf(row) for row in _rows(table)]
        if (len(leaves), leaf.root_of(leaves)) != (archive.reading_count, archive.root):
            raise CannotArchive(
                _("The readings differ from what was archived (%(found)s of %(count)s, another root); "
                  "nothing was brought back.")
                % {"found": len(leaves), "count": archive.reading_count}
            )  # fmt: skip
        cursor.execute(f"SET LOCAL lock_timeout = '{months.PATIENCE}'")
        months.take_back(cursor, month)
    archive.restored_at = at
    archive.save(update_fields=["restored_at"])
    ledger.record(
        kind="biomes.readings.restored",
        subject=archive.subject,
        actor="",
        at=at,
        public=True,
        month=str(archive),
        count=archive.reading_count,
        root=archive.root,
    )
    return archive


def _load(cursor: Any, archive: Archive, folder: Path) -> None:
    path = folder / archive.file
    parquet.require()
    if not path.is_file():
        raise CannotArchive(_("There is no %(file)s in this folder.") % {"file": archive.file})
    if parquet.digest(path) != archive.digest:
        raise CannotArchive(_("%(file)s is not the file that was archived.") % {"file": archive.file})
    months.new_table(cursor, archive.month)
    cursor.execute("SELECT code, id FROM biomes_station")
    stations = dict(cursor.fetchall())
    cursor.execute("SELECT code, id FROM biomes_indicator")
    indicators = dict(cursor.fetchall())
    with cursor.copy(_COPY_BACK.format(table=months.partition(archive.month))) as copy:
        for row in parquet.read(path):
            del row["leaf"]
            row["station"], row["indicator"] = stations[row["station"]], indicators[row["indicator"]]
            copy.write_row(list(row.values()))
