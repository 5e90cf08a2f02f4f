"""Readings as files: CSV, JSON and Parquet, all with the same columns, written while they are read.

The columns are a promise (docs/reference/exports.md): a reader a long time from now must be able to tell what each
one says and to recompute the leaf from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from biomes import sheets
from biomes.queries import Row
from biomes.rules import leaf
from biomes.rules.leaf import moment, plain

COLUMNS = (*Row._fields, "leaf")
ROW_GROUP = 10_000
LINES = 500


class NoParquet(Exception):
    """The library that writes Parquet is not installed here."""


def csv_lines(readings: Iterable[Row]) -> Iterator[str]:
    return sheets.lines(COLUMNS, (_cells(one) for one in readings))


def _cells(one: Row) -> list[Any]:
    return [
        one.station,
        one.indicator,
        moment(one.phenomenon_at),
        one.precision,
        "" if one.depth_m is None else plain(one.depth_m),
        "" if one.replicate is None else one.replicate,
        one.version,
        one.qualifier,
        plain(one.value),
        one.unit,
        "" if one.detection_limit is None else plain(one.detection_limit),
        one.quality,
        " ".join(one.flags),
        one.method,
        "yes" if one.historical else "no",
        _leaf(one),
    ]


def json_pieces(readings: Iterable[Row], about: dict[str, str]) -> Iterator[str]:
    """One object, a reading a line: numbers as text, so that no reader rounds them."""
    head = json.dumps(about | {"columns": list(COLUMNS)}, ensure_ascii=False)
    yield head[:-1] + ', "readings": ['
    comma = "\n"
    for one in readings:
        yield comma + json.dumps(_object(one), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _leaf(one: Row) -> str:
    return leaf.leaf_of(
        station=one.station, indicator=one.indicator, phenomenon_at=one.phenomenon_at, precision=one.precision,
        depth_m=one.depth_m, replicate=one.replicate, version=one.version, value=one.value, qualifier=one.qualifier,
        detection_limit=one.detection_limit, unit=one.unit, method=one.method,
    )  # fmt: skip


def _object(one: Row) -> dict[str, Any]:
    said = dict(zip(COLUMNS, _cells(one), strict=True))
    return said | {
        "depth_m": said["depth_m"] or None,
        "replicate": one.replicate,
        "detection_limit": said["detection_limit"] or None,
        "flags": list(one.flags),
        "historical": one.historical,
    }


def by_many(lines: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces: each piece sent has its price."""
    rest = iter(lines)
    while piece := "".join(islice(rest, LINES)):
        yield piece


class _Sink:
    """What Parquet is written into: what has been written is handed on and forgotten."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = 0

    def write(self, part: Any) -> int:
        data = bytes(part)
        self.parts.append(data)
        self.at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.at

    def flush(self) -> None:
        """Nothing is held back here."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


def parquet_pieces(readings: Iterable[Row], about: dict[str, str]) -> Iterator[bytes]:
    """A row group at a time; the footer that makes it a file comes last. NoParquet before anything is written."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as why:
        raise NoParquet from why
    schema = _schema(pyarrow).with_metadata(about)
    return _groups(pyarrow, parquet, schema, iter(readings))


def _groups(pyarrow: Any, parquet: Any, schema: Any, readings: Iterator[Row]) -> Iterator[bytes]:
    sink = _Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(islice(readings, ROW_GROUP)):
            said = [*zip(*group, strict=True), [_leaf(one) for one in group]]
            columns = [
                pyarrow.array(column, type=kind) for column, kind in zip(said, schema.types, strict=True)
            ]
            writer.write_table(pyarrow.table(columns, schema=schema), row_group_size=ROW_GROUP)
            yield sink.take()
    yield sink.take()


def _schema(pyarrow: Any) -> Any:
    types = {
        "phenomenon_at": pyarrow.timestamp("us", tz="UTC"),
        "depth_m": pyarrow.decimal128(8, 2),
        "replicate": pyarrow.int32(),
        "version": pyarrow.int32(),
        "value": pyarrow.decimal128(18, 6),
        "detection_limit": pyarrow.decimal128(18, 6),
        "flags": pyarrow.list_(pyarrow.string()),
        "historical": pyarrow.bool_(),
    }
    return pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in COLUMNS])
