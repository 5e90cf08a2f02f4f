"""Workbooks (XLSX), row by row: one reader for profiles, zones, links, figures about zones and readings.

One guard stands before it, because a small file can unpack to anything. A workbook is not opened when

- it holds more than 200 parts,
- it unpacks to more than 120 MiB: a workbook of 50,000 profiles (bench/files.py, 7 MB as sent) passes,
- it unpacks to more than 1 MiB and to more than a hundred times its own size.

More than 100 columns are not read at all, and what a sheet says of its own size is not believed. Entities are refused
by the parser (defusedxml).
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from biomes.rules.import_life import Failure
from biomes.rules.numbers import Decimals

# A workbook's texts must be held in memory to read one row of it.
MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_UNPACKED = 120 * 1024 * 1024
MOST_RATIO = 100
# Below this no ratio is a danger.
SMALL = 1024 * 1024
MOST_COLUMNS = 100


class Broken(Exception):
    """The table as a whole cannot be read: the code of its sentence, and the line where it happened."""

    def __init__(self, code: Failure, line: int | None = None) -> None:
        super().__init__(code.value)
        self.code, self.line = code, line


def rows_of(file: IO[bytes], *, most: int, decimals: Decimals = Decimals.POINT) -> Iterator[list[str]]:
    """The first sheet's rows as text, each to its last cell that says something; `Broken` after ``most`` rows."""
    for number, row in enumerate(_rows(file), start=1):
        if number > most:
            raise Broken(Failure.LONG_SHEET, number)
        cells = [_text(one, decimals) for one in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _rows(file: IO[bytes]) -> Iterator[Any]:
    try:
        _refuse_bombs(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may lie about its size
        # One more than may be, so that a table that is too wide is told and not cut.
        yield from sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    # A workbook can be broken in as many ways as a zip of XML can; each of them is the file's fault, not ours.
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, ParseError, EOFError, OSError) as why:  # fmt: skip
        raise Broken(Failure.BAD_SHEET) from why


def _refuse_bombs(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        if "xl/workbook.xml" not in packed.namelist():
            raise Broken(Failure.BAD_SHEET)
        unpacked = sum(part.file_size for part in parts)
        small = sum(part.compress_size for part in parts) or 1
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise Broken(Failure.HUGE_SHEET)
        if unpacked > SMALL and unpacked > MOST_RATIO * small:
            raise Broken(Failure.HUGE_SHEET)


def _text(cell: Any, decimals: Decimals) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        text = repr(value)
        text = text.removesuffix(".0") if isinstance(value, float) else text
        return text.replace(".", ",") if decimals is Decimals.COMMA else text
    if isinstance(value, datetime):
        # A date cell is a day unless it is shown with a clock.
        shown = str(cell.number_format).casefold()
        return value.isoformat(timespec="seconds") if "h" in shown else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\x00", "\ufffd")
