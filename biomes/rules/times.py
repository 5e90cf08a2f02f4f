"""When something was measured: the text says how much of the time is known.

    2007           a year          2150-06-11             a day
    2150-06        a month         2150-06-11T09:40Z      an instant, with its offset

An instant without an offset is refused: nobody here knows which clock it was.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from biomes.rules.words import Precision

_SHAPES = (
    (re.compile(r"\d{4}", re.ASCII), Precision.YEAR, "-01-01T00:00:00+00:00"),
    (re.compile(r"\d{4}-\d\d", re.ASCII), Precision.MONTH, "-01T00:00:00+00:00"),
    (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), Precision.DAY, "T00:00:00+00:00"),
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


class CannotTell(Exception):
    """The text is no time; ``needs_offset`` when only the offset is missing."""

    def __init__(self, *, needs_offset: bool = False) -> None:
        super().__init__("needs_offset" if needs_offset else "not_a_time")
        self.needs_offset = needs_offset


def read(sent: object) -> tuple[datetime, Precision]:
    """The first instant of what is named, in UTC, and its precision."""
    return _read(str(sent).strip() if isinstance(sent, str | int) and not isinstance(sent, bool) else "")


# A station measures several things at one moment: the same text comes again at once.
@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[datetime, Precision]:
    found = _INSTANT.fullmatch(text)
    if found and found.group(1):
        return _moment(text), Precision.INSTANT
    if found:
        raise CannotTell(needs_offset=True)
    for shape, precision, rest in _SHAPES:
        if shape.fullmatch(text):
            return _moment(text + rest), precision
    raise CannotTell


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as no_such_moment:
        raise CannotTell from no_such_moment
