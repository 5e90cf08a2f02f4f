"""Files of profiles, zones and links: CSV, GeoJSON and XLSX to rows of cells, and rows of cells to files.

What a file is, its bytes say and not its name. It is read a row at a time: what cannot be read at all is `Broken`
or, where a heading is to blame, `BadSheet`; a row that cannot be read carries its fault and the others go on.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook

from biomes import sheets, tables, workbooks
from biomes.rules import bulk
from biomes.rules.bulk import BadSheet, Noun
from biomes.rules.import_life import Failure
from biomes.rules.profile import Fault
from biomes.tables import Broken

GEOJSON = "geojson"
# What one cell of a workbook can hold.
MOST_CELL = 32_767
# An outline of 20,000 points takes half a megabyte.
LONGEST_LINE = 2_000_000
HEADING = 64 * 1024
# Of what is sent.
PIECE = 64 * 1024
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# {line, cells}, and {fault} where the row cannot be read.
Row = dict[str, Any]
Cells = dict[str, str]
_GAP = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


def kind_of(beginning: bytes) -> str:
    """csv, xlsx or geojson; nothing where it is none of them."""
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return GEOJSON if start.startswith(b"{") else tables.kind_of(beginning)


def check_heading(file: IO[bytes], kind: str, noun: Noun) -> None:
    """The columns of a table are known, or BadSheet; features have no heading."""
    if kind != GEOJSON:
        _columns(_lines(file, kind), noun)


def rows_of(file: IO[bytes], kind: str, noun: Noun) -> Iterator[Row]:
    """The rows in the file's order, each as soon as it is read."""
    rows = _of_features(file, noun) if kind == GEOJSON else _of_table(_lines(file, kind), noun)
    count = 0
    for row in rows:
        count += 1
        if count > bulk.MOST_ROWS:
            raise Broken(Failure.LONG_FILE, row["line"])
        yield row
    if not count:
        raise Broken(Failure.NO_ROWS)


def _lines(file: IO[bytes], kind: str) -> Iterator[tuple[int, list[str]]]:
    if kind == tables.XLSX:
        width = 0
        # One for the heading, one to see that there are too many.
        for number, cells in enumerate(workbooks.rows_of(file, most=bulk.MOST_ROWS + 2), start=1):
            width = width or len(cells)
            # A workbook ends a row at its last cell that says something.
            yield number, cells + [""] * (width - len(cells))
        return
    separator = tables.separator_of(file.read(HEADING))
    yield from tables.records_of(file, separator=separator, longest=LONGEST_LINE)


def _columns(lines: Iterator[tuple[int, list[str]]], noun: Noun) -> list[str]:
    _number, heading = next(lines, (1, []))
    columns = [one.strip().lower() for one in heading]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise BadSheet("no_rows")
    bulk.checked_columns(columns, noun)
    return columns


def _of_table(lines: Iterator[tuple[int, list[str]]], noun: Noun) -> Iterator[Row]:
    columns = _columns(lines, noun)
    for number, said in lines:
        if not any(cell.strip() for cell in said):
            continue
        cells = [bulk.unguarded(cell) for cell in said]
        fits = len(cells) >= len(columns) and not any(cell.strip() for cell in cells[len(columns) :])
        yield _row(number, dict(zip(columns, cells, strict=False)), None if fits else Fault("", "unfit_line"))


def _row(line: int, cells: Cells, fault: Fault | None) -> Row:
    row: Row = {"line": line, "cells": cells}
    return row | {"fault": [fault.field, fault.code, fault.about]} if fault else row


def _of_features(file: IO[bytes], noun: Noun) -> Iterator[Row]:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise Broken(Failure.NOT_TEXT) from why
    for number, feature in enumerate(_features_of(text), start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise Broken(Failure.BAD_FEATURES, number)
        cells = {name: _whole(bulk.property_text(name, value)) for name, value in properties.items()}
        strange = [name for name in cells if name not in bulk.COLUMNS[noun]]
        field = bulk.GEOMETRY[noun]
        if field in bulk.COLUMNS[noun] and "geometry" in feature:
            cells[field] = bulk.geometry_text(feature["geometry"])
        yield _row(number, cells, Fault(strange[0][:60], "unknown_column") if strange else None)


def _whole(text: str) -> str:
    """JSON may hold half a character; no text may."""
    return text.encode(errors="replace").decode()


def _features_of(text: str) -> Iterator[Any]:
    """Feature by feature: all of them as objects at once would take many times the size of the text."""
    kind: Any = None
    try:
        at = _after(text, 0, "{")
        while text[at] != "}":
            name, at = _JSON.raw_decode(text, at)
            at = _after(text, at, ":")
            if name == "features":
                at = yield from _items(text, at)
            else:
                value, at = _JSON.raw_decode(text, at)
                kind = value if name == "type" else kind
            at = _next(text, at, "}")
    except (ValueError, IndexError, RecursionError) as why:
        raise Broken(Failure.BAD_FEATURES) from why
    if kind != "FeatureCollection" or text[at + 1 :].strip():
        raise Broken(Failure.BAD_FEATURES)


def _items(text: str, at: int) -> Generator[Any, None, int]:
    """Each of an array; answers where it ends."""
    at = _after(text, at, "[")
    while text[at] != "]":
        item, at = _JSON.raw_decode(text, at)
        yield item
        at = _next(text, at, "]")
    return at + 1


def _after(text: str, at: int, sign: str) -> int:
    at = _gap(text, at)
    if text[at] != sign:
        raise ValueError(sign)
    return _gap(text, at + 1)


def _next(text: str, at: int, end: str) -> int:
    """Where the next one begins, or the end itself."""
    at = _gap(text, at)
    if text[at] == end:
        return at
    at = _after(text, at, ",")
    if text[at] == end:
        raise ValueError(end)
    return at


def _gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


# --- Out -------------------------------------------------------------------------------------------
def write(form: str, noun: Noun, rows: Iterable[tuple[Cells, Mapping[str, Any]]]) -> Iterator[bytes]:
    """The file in pieces, written while ``rows`` are read: cells, and the same as properties for GeoJSON."""
    if form == GEOJSON:
        return _by_many(_features(noun, rows))
    columns = bulk.COLUMNS[noun]
    table = ([bulk.guarded(cells[column]) for column in columns] for cells, _properties in rows)
    return _book(columns, table) if form == tables.XLSX else _by_many(_csv(columns, table))


def _by_many(lines: Iterable[str]) -> Iterator[bytes]:
    """The same text in fewer pieces: each piece sent has its price."""
    some, size = [], 0
    for line in lines:
        some.append(line)
        size += len(line)
        if size >= PIECE:
            yield "".join(some).encode()
            some, size = [], 0
    yield "".join(some).encode()


def _csv(columns: Sequence[str], table: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(sheets.Line())
    yield writer.writerow(columns)
    for row in table:
        yield writer.writerow(row)


def _book(columns: Sequence[str], table: Iterable[list[str]]) -> Iterator[bytes]:
    """A workbook is a zip, whose list comes last: its rows go to the disk one by one, then it is sent from there."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.append(list(columns))
    for row in table:
        sheet.append([_fits(cell) for cell in row])
    with TemporaryFile() as out:
        book.save(out)
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece


def _fits(text: str) -> str:
    """A cell holds so much; what is longer says that it stays as it is."""
    seen = bulk.without_unseen(text)
    return seen if len(seen) <= MOST_CELL else bulk.UNCHANGED


def _features(noun: Noun, rows: Iterable[tuple[Cells, Mapping[str, Any]]]) -> Iterator[str]:
    field, comma = bulk.GEOMETRY[noun], ""
    yield '{"type": "FeatureCollection", "features": ['
    for cells, properties in rows:
        said = {name: value for name, value in properties.items() if name in cells and name != field}
        feature = {"type": "Feature", "geometry": properties.get(field), "properties": said}
        yield comma + json.dumps(feature, ensure_ascii=False)
        comma = ",\n"
    yield "]}"
