"""Figures about zones, row by row: what a written row says, or which of its cells says nothing usable.

    zone,measure,value,on,source,source_url
    low-quay,income,9400,2149,"Basin census 2149, table 4",https://example.org/census

A day may be a year, a month or a date; what is known is kept and no more is claimed. A figure without a source is no
figure. One bad row and nothing of the table is stored.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from biomes.rules import times, values
from biomes.rules.words import Precision

COLUMNS = ("zone", "measure", "value", "on", "source", "source_url")
NEEDED = COLUMNS[:5]
MOST_ROWS = 2000
MOST_CHARACTERS = 1_000_000
SOURCE = 300
ADDRESS = 200


class BadTable(Exception):
    """Not a table of figures at all; ``column`` where one is missing."""

    def __init__(self, code: str, column: str = "") -> None:
        super().__init__(code)
        self.code, self.column = code, column


class BadCell(Exception):
    """Why a cell says nothing usable, and which one."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is known of a measure when a row is judged."""

    code: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row that says something."""

    zone: str
    measure: str
    value: Decimal
    on: date
    precision: Precision
    source: str
    source_url: str = ""


def lines(text: str) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    """Each line with its number in the file (the heading is 1); None where it does not fit the heading."""
    if len(text) > MOST_CHARACTERS:
        raise BadTable("too_long")
    if "\x00" in text:
        raise BadTable("not_text")
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        heading = [name.strip().casefold() for name in next(reader, [])]
        for name in NEEDED:
            if name not in heading:
                raise BadTable("no_column", name)
        count = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise BadTable("too_many")
            yield reader.line_num, _line(heading, cells)
    except csv.Error as broken:
        raise BadTable("broken") from broken
    if not count:
        raise BadTable("empty")


def _line(heading: Sequence[str], cells: Sequence[str]) -> Mapping[str, str] | None:
    if len(cells) != len(heading):
        return None
    return {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}


def figure(
    line: Mapping[str, str], *, zones: frozenset[str] | set[str], measures: Mapping[str, Measure], today: date
) -> Figure:
    """The figure a line says, or BadCell with the first cell that is wrong."""
    zone, code = line["zone"], line["measure"]
    if zone not in zones:
        raise BadCell("unknown_zone", "zone")
    if code not in measures:
        raise BadCell("unknown_measure", "measure")
    on, precision = day(line["on"], today)
    return Figure(
        zone=zone,
        measure=code,
        value=amount(line["value"], measures[code]),
        on=on,
        precision=precision,
        source=source(line["source"]),
        source_url=address(line.get("source_url", "")),
    )


def amount(sent: str, measure: Measure) -> Decimal:
    """A plain number inside what is plausible for its measure, at six decimals."""
    try:
        value, _rounded = values.stored(values.number(sent))
    except values.CannotRead as why:
        raise BadCell(why.why.value if sent.strip() else "no_value", "value") from why
    if not measure.least <= value <= measure.most:
        raise BadCell("implausible", "value")
    return value


def day(sent: str, today: date) -> tuple[date, Precision]:
    try:
        moment, precision = times.read(sent)
    except times.CannotTell as why:
        raise BadCell("not_a_day", "on") from why
    if precision is Precision.INSTANT:
        raise BadCell("not_a_day", "on")
    if moment.date() > today:
        raise BadCell("future", "on")
    return moment.date(), precision


def source(sent: str) -> str:
    text = " ".join(sent.split())
    if not text:
        raise BadCell("no_source", "source")
    if len(text) > SOURCE:
        raise BadCell("long_source", "source")
    return text


def address(sent: str) -> str:
    """An http address, or nothing."""
    text = sent.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError as why:
        raise BadCell("bad_address", "source_url") from why
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or len(text) > ADDRESS
        or not text.isprintable()
    ):
        raise BadCell("bad_address", "source_url")
    return text
