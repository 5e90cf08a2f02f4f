"""Tables that people upload, line by line and never whole in memory: CSV from any byte on, XLSX made CSV once.

What a file is, its bytes say and not its name. Whatever cannot be read is `Broken`, with the code of its sentence
and the line where it happened. Workbooks are read by `workbooks`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from biomes import workbooks
from biomes.rules.import_life import Failure
from biomes.rules.numbers import Decimals
from biomes.workbooks import MOST_COLUMNS, Broken

LONGEST_LINE = 100_000
MOST_SHEET_ROWS = 200_000
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

    def __init__(self, file: IO[bytes], offset: int, line: int, longest: int = LONGEST_LINE) -> None:
        file.seek(offset)
        self.file, self.offset, self.number, self.longest = file, offset, line, longest

    def __iter__(self) -> Iterator[str]:
        while data := self.file.readline(self.longest + 1):
            self.number += 1
            if len(data) > self.longest:
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
    records = _records(source, separator)
    while len(chunk.lines) < most:
        found = next(records, None)
        if found is None:
            chunk.is_last = True
            break
        number, cells = found
        chunk.lines.append((number, named(cells, header)))
    chunk.offset, chunk.line = source.offset, source.number
    return chunk


def records_of(file: IO[bytes], *, separator: str, longest: int) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its first line, the heading among them; a cell may hold several lines."""
    yield from _records(_Lines(file, 0, 0, longest), separator)


def _records(source: _Lines, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(source, delimiter=separator, strict=True)
    number = source.number + 1
    # csv bounds a cell for the whole process: no cell is longer than the longest line may be.
    csv.field_size_limit(max(csv.field_size_limit(), source.longest))
    try:
        for cells in reader:
            if cells:
                yield number, cells
            number = source.number + 1
    except csv.Error as why:
        raise Broken(Failure.BROKEN, source.number) from why


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


def unpack(file: IO[bytes], decimals: Decimals, most: int = MOST_SHEET_ROWS) -> Iterator[bytes]:
    """The first sheet as CSV in pieces; numbers written as the curator said this file's numbers are."""
    page = io.StringIO()
    out = csv.writer(page)
    width = 0
    for cells in _sheet_rows(file, decimals, most):
        width = width or len(checked_header(list(cells)))
        # Cells that were once formatted and emptied are no longer line.
        short = cells[:width] if not any(cells[width:]) else cells
        out.writerow([*short, *[""] * (width - len(short))])
        if page.tell() > 65_536:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def _sheet_rows(file: IO[bytes], decimals: Decimals, most: int = MOST_SHEET_ROWS) -> Iterator[list[str]]:
    """One row stays one line, so that the number of a line is the number of its row."""
    for cells in workbooks.rows_of(file, most=most, decimals=decimals):
        yield [" ".join(cell.split()) for cell in cells]
