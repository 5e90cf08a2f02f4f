"""Readings as a Parquet file and back, in groups of rows so that memory stays bounded.

pyarrow is an extra (`pip install biolattice[parquet]`); without it one sentence says so and nothing begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

GROUP_ROWS = 50_000
# Each column of a reading with what it means; a manifest carries this for whoever opens the file much later.
COLUMNS = {
    "id": "the number that names the reading",
    "station": "code of the station",
    "indicator": "code of what was measured",
    "phenomenon_at": "when it was measured (UTC)",
    "precision": "how much of that time is known: instant, day, month, year",
    "depth_m": "depth below the surface in metres",
    "replicate": "number of the sample taken at the same time and depth",
    "version": "1, and one more with each correction",
    "is_current": "whether it is the newest version",
    "result_at": "when the result was known",
    "received_at": "when it came in",
    "value": "the value, in `unit`",
    "qualifier": "< below the detection limit, > above what can be counted, or empty",
    "detection_limit": "the limit, in `unit`",
    "unit": "the unit of the indicator",
    "as_sent": "value and unit as they came, where they were converted or rounded",
    "quality": "raw, checked or rejected",
    "flags": "what was odd about it",
    "method": "how it was measured",
    "historical": "whether it came in as a record of the past",
    "batch": "number of the delivery it came with",
    "leaf": "SHA-256 of its canonical JSON: what the daily seals of the public log are made of",
}


class NoParquet(Exception):
    """pyarrow is not installed, or the file is no such file; the message is fit to show."""


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as missing:
        raise NoParquet(
            _("Parquet needs the package pyarrow; install Biolattice with its extra “parquet”.")
        ) from missing
    return pyarrow, pyarrow.parquet


def require() -> None:
    """Refuse before anything begins, not in the middle."""
    _arrow()


def write(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """All rows, in groups; how many they were."""
    arrow, parquet = _arrow()
    schema, count = _schema(arrow), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Every row as it was written, a group at a time."""
    arrow, parquet = _arrow()
    try:
        with parquet.ParquetFile(path) as file:
            if file.schema_arrow.names != list(COLUMNS):
                raise NoParquet(_("%(file)s holds other columns than readings have.") % {"file": path.name})
            for group in file.iter_batches(batch_size=GROUP_ROWS):
                yield from group.to_pylist()
    except (OSError, arrow.ArrowInvalid) as broken:
        raise NoParquet(_("%(file)s is no whole Parquet file.") % {"file": path.name}) from broken


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        group.append(row)
        if len(group) == GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group


def _schema(arrow: Any) -> Any:
    moment, number = arrow.timestamp("us", tz=str(UTC)), arrow.decimal128(18, 6)
    kinds = {
        "id": arrow.int64(),
        "phenomenon_at": moment,
        "depth_m": arrow.decimal128(8, 2),
        "replicate": arrow.int32(),
        "version": arrow.int32(),
        "is_current": arrow.bool_(),
        "result_at": moment,
        "received_at": moment,
        "value": number,
        "detection_limit": number,
        "flags": arrow.list_(arrow.string()),
        "historical": arrow.bool_(),
        "batch": arrow.int64(),
    }
    return arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
