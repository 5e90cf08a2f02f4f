"""Tables as files: CSV, GeoJSON and XLSX to rows of cells, and rows of cells to files. Bytes in, bytes out.

What a file may be is bounded before it is opened: its size, what a workbook unpacks to, its rows and columns.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from biomes.rules import bulk
from biomes.rules.bulk import BadSheet, Noun

MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
MOST_ENTRIES = 200
MOST_COLUMNS = 60
# What one cell of a workbook can hold.
MOST_CELL = 32_767
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Row = dict[str, Any]
Cells = dict[str, str]

# What csv allows a cell by itself; everywhere but here that is plenty.
USUAL_CELL = 131_072


def read(data: bytes, name: str, noun: Noun) -> list[Row]:
    """[{line, cells}] in the file's order; BadSheet where it cannot be read as a table of this noun."""
    if len(data) > bulk.MOST_BYTES:
        raise BadSheet("too_large")
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        rows = _of_table(_xlsx_lines(data), noun)
    elif ending == "csv":
        rows = _of_table(_csv_lines(_text(data)), noun)
    elif ending in {"geojson", "json"}:
        rows = _of_features(_text(data), noun)
    else:
        raise BadSheet("unknown_form")
    if not rows:
        raise BadSheet("no_rows")
    return rows


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise BadSheet("not_text") from why


def _of_table(lines: Iterator[tuple[int, list[str]]], noun: Noun) -> list[Row]:
    _number, heading = next(lines, (1, []))
    columns = [one.strip().lower() for one in heading]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise BadSheet("no_rows")
    bulk.checked_columns(columns, noun)
    rows: list[Row] = []
    for number, said in lines:
        if not any(cell.strip() for cell in said):
            continue
        if len(said) < len(columns) or any(cell.strip() for cell in said[len(columns) :]):
            raise BadSheet("unfit_line", str(number))
        cells = [bulk.unguarded(cell) for cell in said[: len(columns)]]
        _put(rows, number, dict(zip(columns, cells, strict=True)))
    return rows


def _put(rows: list[Row], line: int, cells: Cells) -> None:
    if len(rows) >= bulk.MOST_ROWS:
        raise BadSheet("too_many_rows")
    cells["slug"] = cells.get("slug", "").strip()
    rows.append({"line": line, "cells": cells})


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    heading = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    lines, at = [], 1
    # A cell may hold a whole outline; the limit is the whole process's, so it goes back at once.
    csv.field_size_limit(bulk.MOST_BYTES)
    try:
        for row in reader:
            lines.append((at, row))
            at = reader.line_num + 1
    except csv.Error as why:
        raise BadSheet("unfit_line", str(at)) from why
    finally:
        csv.field_size_limit(USUAL_CELL)
    return iter(lines)


def _xlsx_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        _refuse_bombs(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a file says of its own size is not believed.
        sheet.reset_dimensions()
        found = []
        width = 0
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
            if number > bulk.MOST_ROWS + 1:
                raise BadSheet("too_many_rows")
            said = [_cell(one) for one in row]
            width = width or len(said)
            found.append((number, said + [""] * (width - len(said))))
    except (zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException) as why:
        raise BadSheet("not_xlsx") from why
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError) as why:
        # The library answers a broken workbook with whatever it stumbles over.
        raise BadSheet("not_xlsx") from why
    yield from found


def _refuse_bombs(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked = sum(one.file_size for one in entries)
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
            raise BadSheet("bomb")
        if unpacked > 1024 * 1024 and unpacked > MOST_RATIO * len(data):
            raise BadSheet("bomb")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _of_features(text: str, noun: Noun) -> list[Row]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise BadSheet("not_geojson") from why
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or said.get("type") != "FeatureCollection":
        raise BadSheet("not_geojson")
    rows: list[Row] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise BadSheet("not_geojson")
        cells = {str(name): bulk.property_text(str(name), value) for name, value in properties.items()}
        if "geometry" in feature:
            cells[bulk.GEOMETRY[noun]] = bulk.geometry_text(feature["geometry"])
        bulk.checked_columns(list(cells), noun)
        _put(rows, number, cells)
    return rows


# --- Out -------------------------------------------------------------------------------------------
def write(form: str, noun: Noun, rows: Iterable[tuple[Cells, Mapping[str, Any]]]) -> bytes:
    """``rows`` are cells, and the same as properties for GeoJSON."""
    if form == "geojson":
        return _features(noun, rows)
    columns = bulk.COLUMNS[noun]
    table = [[bulk.guarded(cells[column]) for column in columns] for cells, _properties in rows]
    return _book(columns, table) if form == "xlsx" else _csv(columns, table)


def _csv(columns: Sequence[str], table: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(table)
    return out.getvalue().encode()


def _book(columns: Sequence[str], table: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.append(list(columns))
    for row in table:
        sheet.append([_fits(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fits(text: str) -> str:
    """A cell holds so much; what is longer says that it stays as it is."""
    seen = bulk.without_unseen(text)
    return seen if len(seen) <= MOST_CELL else bulk.UNCHANGED


def _features(noun: Noun, rows: Iterable[tuple[Cells, Mapping[str, Any]]]) -> bytes:
    field = bulk.GEOMETRY[noun]
    features = [
        {
            "type": "Feature",
            "geometry": properties.get(field),
            "properties": {
                name: value for name, value in properties.items() if name in cells and name != field
            },
        }
        for cells, properties in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
