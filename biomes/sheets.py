"""CSV on its way out, a line at a time, with no cell that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# A spreadsheet would run these as a formula; numbers keep their minus.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


class Line:
    """What csv writes into: a line at a time, handed on at once."""

    def write(self, line: str) -> str:
        return line


def lines(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    out = csv.writer(Line())
    yield out.writerow(heading)
    for row in rows:
        yield out.writerow([text(cell) if isinstance(cell, str) else cell for cell in row])


def text(value: str) -> str:
    """A text cell that no spreadsheet will run; a number stays a number."""
    return f"'{value}" if value.startswith(FORMULA) and not _NUMBER.fullmatch(value) else value
