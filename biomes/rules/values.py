"""What a written value says. Nothing is guessed: a text with two readings is refused with its reason.

61  "61.0"  "6.1e1"      a number
"<0.05"  "> 100"         below what the method detects, above what it can count
"bdl"  "nd"              below a limit that the row must name
""  "NA"  "-"            no value
"1,5"  "1.500,0"         refused: a comma may be a decimal sign or a separator
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from biomes.rules.words import Qualifier

PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 12

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_MISSING = frozenset({"", "na", "n/a", "n.a.", "nil", "null", "none", "-", "--", "missing", "no data"})
_BELOW = frozenset({"bdl", "bld", "nd", "n.d.", "<lod", "<loq", "<mdl", "<dl", "below detection limit"})
_NOT_NUMBERS = frozenset({"nan", "inf", "infinity"})


class Unreadable(StrEnum):
    """Why a value is refused."""

    NO_VALUE = "no_value"
    NOT_A_NUMBER = "not_a_number"
    COMMA = "comma"
    LIMIT_UNKNOWN = "limit_unknown"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"


class CannotRead(Exception):
    """The value says nothing certain."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


class Value(NamedTuple):
    number: Decimal
    qualifier: Qualifier = Qualifier.NONE


def read(sent: object, *, limit: Decimal | None = None, decimal_comma: bool = False) -> Value:
    """The value of a cell, or CannotRead. ``limit`` is the row's own detection limit."""
    if type(sent) is str and _NUMBER.fullmatch(sent):  # as nearly every cell is
        return Value(_decimal(sent))
    if isinstance(sent, bool) or not isinstance(sent, str | int | Decimal | None):
        raise CannotRead(Unreadable.NOT_TEXT)
    text = "" if sent is None else str(sent).strip()
    folded = text.casefold().replace(" ", "")
    if text.casefold() in _MISSING:
        raise CannotRead(Unreadable.NO_VALUE)
    if text.casefold() in _BELOW or folded in _BELOW:
        if limit is None:
            raise CannotRead(Unreadable.LIMIT_UNKNOWN)
        return Value(limit, Qualifier.BELOW)
    if text[:1] in {"<", ">"}:
        return Value(number(text[1:], decimal_comma=decimal_comma), Qualifier(text[0]))
    return Value(number(text, decimal_comma=decimal_comma))


def number(sent: str, *, decimal_comma: bool = False) -> Decimal:
    """A finite decimal, or CannotRead. Digits of other scripts and separators are not guessed at."""
    text = sent.strip()
    if decimal_comma and _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        if text.lstrip("+-").casefold() in _NOT_NUMBERS:
            raise CannotRead(Unreadable.NOT_A_NUMBER)
        raise CannotRead(Unreadable.COMMA if "," in text else Unreadable.NOT_A_NUMBER)
    return _decimal(text)


# A batch holds few different values, and most have no more decimals than we keep.
@lru_cache(maxsize=4096)
def exactly(text: str) -> Decimal | None:
    """A plain number that is stored as it stands; None for all that `read` and `stored` must look at."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        kept, rounded = stored(_decimal(text))
    except CannotRead:
        return None
    return None if rounded else kept


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as never_a_number:
        raise CannotRead(Unreadable.NOT_A_NUMBER) from never_a_number
    if abs(value) >= LARGEST:
        raise CannotRead(Unreadable.TOO_LARGE)
    return value


def stored(value: Decimal) -> tuple[Decimal, bool]:
    """The value at the six decimals we keep, and whether anything was rounded away."""
    if abs(value) >= LARGEST:
        raise CannotRead(Unreadable.TOO_LARGE)
    kept = value.quantize(PLACES, rounding=ROUND_HALF_EVEN)
    return kept, kept != value
