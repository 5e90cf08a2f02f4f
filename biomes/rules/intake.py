"""One row of a batch, judged without a database: what it says, or why it is refused; then its flags.

row -> read_row -> Said  (or Refusal)
Said + what was known before -> flags_of -> quality_of
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from biomes.rules import times, units, values
from biomes.rules.words import LIVE_PRECISIONS, Flag, Precision, Qualifier, Quality

FIELDS = frozenset(
    {
        "indicator", "at", "value", "unit", "depth_m", "replicate", "detection_limit", "method", "result_at",
        "corrects",
    }
)  # fmt: skip
# What most rows name, and no more.
_COMMON = frozenset({"indicator", "at", "value"})
# A clock may be this much ahead before a reading counts as from the future.
CLOCK_SLACK = timedelta(minutes=10)
DEEPEST_M = Decimal(11_000)
# Depths are kept to the centimetre; what a binary fraction adds to one is no other depth.
DEPTH_STEP, DEPTH_NOISE = Decimal("0.01"), Decimal("0.00001")
# What was measured: the value, its qualifier, the detection limit.
Content = tuple[Decimal, str, Decimal | None]
# Flags that keep a value from counting as checked until a person has looked.
DOUBTFUL = frozenset({Flag.FUTURE, Flag.WILD})
# Flags that make the verdict say "flagged"; the others only describe.
TOLD = frozenset({Flag.LATE, Flag.FUTURE, Flag.OUT_OF_ORDER, Flag.WILD})
_PLAIN: frozenset[Flag] = frozenset()


class Verdict(StrEnum):
    STORED = "stored"
    FLAGGED = "flagged"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"
    REFUSED = "refused"


class Refusal(Exception):
    """The row is not stored; ``code`` says why, ``field`` where."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What intake must know of an indicator."""

    code: str
    unit: str
    low: Decimal
    high: Decimal
    validity: timedelta


class Said(NamedTuple):
    """A readable row, in the indicator's unit. There are very many of them: a tuple is made quickest."""

    indicator: str
    at: datetime
    precision: Precision
    depth_m: Decimal | None
    replicate: int | None
    value: Decimal
    qualifier: Qualifier
    detection_limit: Decimal | None
    unit: str
    method: str
    result_at: datetime | None
    as_sent: str
    flags: frozenset[Flag]
    # The version it means to replace, where the sender says so.
    corrects: int | None = None
    # The depth as it came, where the centimetre it is kept at is another.
    depth_sent: Decimal | None = None

    @property
    def key(self) -> tuple[str, datetime, Precision, Decimal | None, int | None]:
        """What makes it the same measurement when it is sent again."""
        return self.indicator, self.at, self.precision, self.depth_m, self.replicate

    @property
    def content(self) -> Content:
        return self.value, self.qualifier, self.detection_limit


def read_row(row: object, known: Mapping[str, Known], *, decimal_comma: bool = False) -> Said:
    """What the row says, or Refusal with the first reason found."""
    if type(row) is dict and row.keys() == _COMMON and (said := _common(row, known)):
        return said
    if not isinstance(row, Mapping):
        raise Refusal("not_a_row")
    if not row.keys() <= FIELDS:
        raise Refusal("unknown_field", next(str(field)[:40] for field in row if field not in FIELDS))
    code = row.get("indicator")
    indicator = known.get(code) if isinstance(code, str) else None
    if indicator is None:
        raise Refusal("unknown_indicator", "indicator")
    at, precision = _time(row.get("at"), "at")
    unit = _unit(row.get("unit"), indicator)
    limit = _number(row.get("detection_limit"), "detection_limit", decimal_comma)
    found = _value(row.get("value"), limit, decimal_comma)
    if found.qualifier is Qualifier.BELOW:
        limit = found.number
    value, rounded = _in_unit(found.number, unit, indicator)
    converted = unit != indicator.unit
    held = ((Flag.CONVERTED, converted), (Flag.ROUNDED, rounded))
    flags = frozenset(flag for flag, holds in held if holds) if converted or rounded else _PLAIN
    depth, depth_sent = _depth(row.get("depth_m"), decimal_comma)
    return Said(
        indicator=indicator.code,
        at=at,
        precision=precision,
        depth_m=depth,
        replicate=_whole(row.get("replicate"), "no_such_replicate", "replicate"),
        value=value,
        qualifier=found.qualifier,
        detection_limit=None if limit is None else _in_unit(limit, unit, indicator)[0],
        unit=indicator.unit,
        method=_text(row.get("method"), 80),
        result_at=_time(sent, "result_at")[0] if (sent := row.get("result_at")) else None,
        as_sent=f"{str(row.get('value')).strip()} {unit}"[:64] if converted or rounded else "",
        flags=flags,
        corrects=_whole(row.get("corrects"), "no_such_version", "corrects"),
        depth_sent=depth_sent,
    )


def _common(row: Mapping[str, object], known: Mapping[str, Known]) -> Said | None:
    """The quick way for a row of an indicator, a time and a plain number; None where `read_row` must look."""
    code, sent, value = row["indicator"], row["at"], row["value"]
    # What is longer is no common number, and would lie in the memory of `exactly`.
    if not (type(code) is type(sent) is type(value) is str and len(value) <= 32):
        return None
    if (indicator := known.get(code)) is None or (number := values.exactly(value)) is None:
        return None
    try:
        at, precision = times.read(sent)
    except times.CannotTell:
        return None
    unit = indicator.unit
    return Said(
        indicator.code, at, precision, None, None, number, Qualifier.NONE, None, unit, "", None, "", _PLAIN
    )


def version_of(said: Said, versions: Mapping[Content, int]) -> int | None:
    """The version a row becomes beside those stored already; None where it says nothing new.

    A value that an earlier version had is an old delivery sent again: it undoes no later correction, unless the row
    names the newest version as the one it replaces.
    """
    newest = max(versions.values(), default=0)
    same = versions.get(said.content)
    if same is not None and (same == newest or said.corrects != newest):
        return None
    if said.corrects is not None and said.corrects != newest:
        raise Refusal("not_the_newest", "corrects")
    if newest and said.depth_sent is not None:
        raise Refusal("depth_too_close", "depth_m")
    return newest + 1


def flags_of(said: Said, indicator: Known, *, received: datetime, newest: datetime | None) -> frozenset[Flag]:
    """Everything about a row that deserves a second look. ``newest`` is the latest time already stored."""
    future = said.at > received + CLOCK_SLACK
    late = received - said.at > indicator.validity
    out_of_order = newest is not None and said.at < newest
    wild = not indicator.low <= said.value <= indicator.high
    if not (future or late or out_of_order or wild):
        return said.flags
    held = ((Flag.FUTURE, future), (Flag.LATE, late), (Flag.OUT_OF_ORDER, out_of_order), (Flag.WILD, wild))
    return said.flags | {flag for flag, holds in held if holds}


def quality_of(flags: frozenset[Flag], *, checks_itself: bool) -> Quality:
    return Quality.CHECKED if checks_itself and not flags & DOUBTFUL else Quality.RAW


def is_live(*, flags: frozenset[Flag], quality: Quality, precision: Precision, historical: bool) -> bool:
    """Whether a value speaks of now, and so may open or close an alert."""
    return precision in LIVE_PRECISIONS and speaks_of_now(flags=flags, quality=quality, historical=historical)


def speaks_of_now(*, flags: frozenset[Flag], quality: Quality, historical: bool) -> bool:
    """The part of `is_live` that is the same for all rows with these flags."""
    return not historical and quality is Quality.CHECKED and not flags & {Flag.LATE, Flag.FUTURE, Flag.WILD}


def verdict_of(flags: frozenset[Flag], *, corrects: bool) -> Verdict:
    if corrects:
        return Verdict.CORRECTED
    return Verdict.FLAGGED if flags & TOLD else Verdict.STORED


def _time(sent: object, field: str) -> tuple[datetime, Precision]:
    try:
        return times.read(sent)
    except times.CannotTell as why:
        raise Refusal("needs_offset" if why.needs_offset else "not_a_time", field) from why


def _unit(sent: object, indicator: Known) -> str:
    if sent is None or sent == "":
        return indicator.unit
    if not isinstance(sent, str):
        raise Refusal("unknown_unit", "unit")
    if sent == indicator.unit:
        return sent
    try:
        name = units.canonical(sent)
    except units.UnknownUnit as why:
        raise Refusal("unknown_unit", "unit") from why
    if units.UNITS[name].kind != units.UNITS[indicator.unit].kind:
        raise Refusal("other_kind_of_unit", "unit")
    return name


def _value(sent: object, limit: Decimal | None, decimal_comma: bool) -> values.Value:
    try:
        return values.read(sent, limit=limit, decimal_comma=decimal_comma)
    except values.CannotRead as why:
        raise Refusal(why.why.value, "value") from why


def _in_unit(value: Decimal, unit: str, indicator: Known) -> tuple[Decimal, bool]:
    try:
        return values.stored(value if unit == indicator.unit else units.convert(value, unit, indicator.unit))
    except values.CannotRead as why:
        raise Refusal(why.why.value, "value") from why


def _number(sent: object, field: str, decimal_comma: bool) -> Decimal | None:
    if sent is None or sent == "":
        return None
    try:
        found = values.read(sent, decimal_comma=decimal_comma)
    except values.CannotRead as why:
        raise Refusal(why.why.value, field) from why
    if found.qualifier is not Qualifier.NONE:
        raise Refusal("not_a_number", field)
    return found.number


def _depth(sent: object, decimal_comma: bool) -> tuple[Decimal | None, Decimal | None]:
    """The depth as it is kept, and as it came where that is another."""
    depth = _number(sent, "depth_m", decimal_comma)
    if depth is None:
        return None, None
    if not 0 <= depth <= DEEPEST_M:
        raise Refusal("no_such_depth", "depth_m")
    kept = depth.quantize(DEPTH_STEP)
    return kept, (depth if abs(depth - kept) > DEPTH_NOISE else None)


def _whole(sent: object, otherwise: str, field: str) -> int | None:
    number = _number(sent, field, decimal_comma=False)
    if number is None:
        return None
    if number != int(number) or not 1 <= number <= 9999:
        raise Refusal(otherwise, field)
    return int(number)


def _text(sent: object, longest: int) -> str:
    if sent is None or sent == "":
        return ""
    text = sent
    if not isinstance(text, str) or len(text) > longest or not text.isprintable():
        raise Refusal("bad_text", "method")
    return text.strip()
