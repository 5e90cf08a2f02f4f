"""Tables that people upload, line by line and never whole in memory: CSV from any byte on, XLSX made CSV once.

What a file is, its bytes say and not its name. Whatever cannot be read is `Broken`, with the code of its sentence
and the line where it happened.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from biomes.rules.import_life import Failure
from biomes.rules.numbers import Decimals

MOST_COLUMNS = 100
LONGEST_LINE = 100_000
MOST_SHEET_ROWS = 200_000
# A sheet that unpacks to more than this, or two hundredfold, is a bomb or belongs into a CSV.
MOST_UNPACKED = 120 * 1024 * 1024
MOST_RATIO = 200
SEPARATORS = (",", ";", "\t", "|")
ZIP, CSV, XLSX = b"PK\x03\x04", "csv", "xlsx"
# Pictures, documents and old workbooks, by how they begin.
_OTHERS = (
    b"<",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{",
    b"[",
)


class Broken(Exception):
    """The table as a whole cannot be read."""

    def __init__(self, code: Failure, line: int | None = None) -> None:
        super().__init__(code.value)
        self.code, self.line = code, line


@dataclass(slots=True)
class Chunk:
    """Some lines with their numbers, and where the next ones begin."""

    lines: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    offset: int = 0
    line: int = 0
    total: int = 0
    is_last: bool = False


def kind_of(beginning: bytes) -> str:
    """ "csv", "xlsx", or nothing: some other kind of file."""
    if beginning.startswith(ZIP):
        return XLSX
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or b"\x00" in beginning or start.startswith(_OTHERS):
        return ""
    return CSV


# --- CSV --------------------------------------------------------------------------------------------
class _Lines:
    """The file's lines as text, counting what has been read: csv asks for a line only when it needs one."""

    def __init__(self, file: IO[bytes], offset: int, line: int) -> None:
        file.seek(offset)
        self.file, self.offset, self.number = file, offset, line

    def __iter__(self) -> Iterator[str]:
        while data := self.file.readline(LONGEST_LINE + 1):
            self.number += 1
            if len(data) > LONGEST_LINE:
                raise Broken(Failure.LONG_LINE, self.number)
            text = data.removeprefix(b"\xef\xbb\xbf") if self.offset == 0 else data
            self.offset += len(data)
            try:
                yield text.decode()
            except UnicodeDecodeError as why:
                raise Broken(Failure.NOT_TEXT, self.number) from why


def header_of(file: IO[bytes], separator: str) -> tuple[list[str], int, int]:
    """The heading's cells, where the lines after it begin, and how many lines it took."""
    source = _Lines(file, 0, 0)
    try:
        cells = next(csv.reader(source, delimiter=separator, strict=True), [])
    except csv.Error as why:
        raise Broken(Failure.BROKEN, source.number) from why
    return checked_header([cell.strip() for cell in cells]), source.offset, source.number


def checked_header(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    if not cells or any("\x00" in cell or len(cell) > 80 for cell in cells):
        raise Broken(Failure.NO_HEADING, 1)
    if len(cells) > MOST_COLUMNS:
        raise Broken(Failure.TOO_MANY_COLUMNS, 1)
    named = [cell for cell in cells if cell]
    if len(set(named)) < len(named):
        raise Broken(Failure.TWO_OF_A_NAME, 1)
    return cells


def separator_of(beginning: bytes) -> str:
    """The sign that stands most often in the heading: an offer, shown and changed on the page."""
    first = beginning.split(b"\n", 1)[0].decode(errors="replace")
    return max(SEPARATORS, key=lambda sign: (first.count(sign), -SEPARATORS.index(sign)))


def lines_of(
    file: IO[bytes], *, header: list[str], separator: str, offset: int, line: int, most: int
) -> Chunk:
    """Up to ``most`` lines from a byte on. ``line`` is the number of the last line before it."""
    source, chunk = _Lines(file, offset, line), Chunk()
    reader = csv.reader(source, delimiter=separator, strict=True)
    while len(chunk.lines) < most:
        number = source.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as why:
            raise Broken(Failure.BROKEN, source.number) from why
        if cells is None:
            chunk.is_last = True
            break
        if cells:
            chunk.lines.append((number, named(cells, header)))
    chunk.offset, chunk.line = source.offset, source.number
    return chunk


def named(cells: list[str], header: list[str]) -> dict[str, str]:
    """Cells by their heading, as csv.DictReader says it: None where the line is longer or shorter."""
    found: dict[Any, Any] = dict(zip(header, cells, strict=False))
    if len(cells) < len(header):
        found |= dict.fromkeys(header[len(cells) :])
    elif any(cells[len(header) :]):
        found[None] = cells[len(header) :]
    return found


# --- XLSX -------------------------------------------------------------------------------------------
def sheet_header(file: IO[bytes]) -> list[str]:
    return checked_header(next(_sheet_rows(file, Decimals.POINT), []))


def unpack(file: IO[bytes], decimals: Decimals) -> Iterator[bytes]:
    """The first sheet as CSV in pieces; numbers written as the curator said this file's numbers are."""
    page = io.StringIO()
    out = csv.writer(page)
    width = 0
    for number, cells in enumerate(_sheet_rows(file, decimals), start=1):
        if number > MOST_SHEET_ROWS:
            raise Broken(Failure.LONG_SHEET, number)
        width = width or len(checked_header(list(cells)))
        # Cells that were once formatted and emptied are no longer line.
        short = cells[:width] if not any(cells[width:]) else cells
        out.writerow([*short, *[""] * (width - len(short))])
        if page.tell() > 65_536:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def _sheet_rows(file: IO[bytes], decimals: Decimals) -> Iterator[list[str]]:
    try:
        _refuse_bombs(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may lie about its size
        for row in sheet.iter_rows():
            yield [_cell(one, decimals) for one in row]
    except Broken:
        raise
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
        if unpacked > MOST_UNPACKED or (unpacked > 1024 * 1024 and unpacked / small > MOST_RATIO):
            raise Broken(Failure.HUGE_SHEET)


def _cell(cell: Any, decimals: Decimals) -> str:
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
    # One row stays one line, so that the number of a line is the number of its row.
    return " ".join(str(value).replace("\x00", "\ufffd").split())
