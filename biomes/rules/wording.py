"""Which readings are worded as a voice, and by which template. Codes and numbers out; the words are elsewhere.

Each wording rests on one reading and names it. Nothing is chosen by chance: what passed its limit comes first, the
most severe before the others; then what came from far outside the usual; then, where all is inside its limits, one
sentence that says so. Where nothing is heard any more, the last reading is named and nothing else is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from biomes.rules.anomaly import Standing
from biomes.rules.words import SEVERITY, Direction, Precision, Qualifier, State

MOST = 3


class Template(StrEnum):
    PASSED_ABOVE = "passed_above"
    PASSED_BELOW = "passed_below"
    UNUSUALLY_HIGH = "unusually_high"
    UNUSUALLY_LOW = "unusually_low"
    INSIDE = "inside"
    SILENT = "silent"


class PartOfDay(StrEnum):
    """By mean solar time at the station, so that dusk is dusk wherever it stands."""

    NIGHT = "night"
    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    # The reading's time is known to the day only.
    UNKNOWN = "unknown"


# Hours of mean solar time: the middle latitudes' twilights and an hour to either side, over the year.
_PARTS = (
    (5, PartOfDay.NIGHT),
    (8, PartOfDay.DAWN),
    (18, PartOfDay.DAY),
    (21, PartOfDay.DUSK),
    (24, PartOfDay.NIGHT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One reading that may be worded. ``level`` and ``limit`` when it is the one that passed a limit."""

    indicator: str
    station: str
    reading: int
    at: datetime
    precision: Precision = Precision.INSTANT
    lon: Decimal = Decimal(0)
    value: Decimal
    qualifier: Qualifier = Qualifier.NONE
    unit: str
    is_fresh: bool = True
    level: State | None = None
    limit: Decimal | None = None
    direction: Direction | None = None
    standing: Standing | None = None
    has_limit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    template: Template
    part_of_day: PartOfDay
    said_of: Spoken


def part_of_day(at: datetime, lon: Decimal, precision: Precision = Precision.INSTANT) -> PartOfDay:
    """The earth turns fifteen degrees an hour."""
    if precision is not Precision.INSTANT:
        return PartOfDay.UNKNOWN
    local = at + timedelta(hours=float(lon) / 15)
    return next(part for until, part in _PARTS if local.hour < until)


def wordings(heard: Iterable[Spoken], most: int = MOST) -> list[Wording]:
    """At most so many, in the order in which they should be read; the order of ``heard`` is of no account."""
    known = sorted(heard, key=lambda one: (one.indicator, one.station, one.reading))
    fresh = [one for one in known if one.is_fresh]
    if not fresh:
        silent = max(known, key=lambda one: (one.at, one.reading), default=None)
        return [_worded(silent, Template.SILENT)] if silent else []
    chosen = [_worded(one, template) for one in _worst_first(fresh) if (template := _loud(one))]
    if not any(one.said_of.level for one in chosen):
        inside = next((one for one in fresh if one.has_limit), None)
        chosen += [_worded(inside, Template.INSIDE)] if inside else []
    return _once_each(chosen)[:most]


def _worst_first(heard: Iterable[Spoken]) -> list[Spoken]:
    return sorted(heard, key=lambda one: (-SEVERITY[one.level] if one.level else 0, one.at))


def _loud(one: Spoken) -> Template | None:
    if one.level and one.direction:
        return Template.PASSED_ABOVE if one.direction is Direction.ABOVE else Template.PASSED_BELOW
    high, low = Standing.FAR_HIGHER, Standing.FAR_LOWER
    return {high: Template.UNUSUALLY_HIGH, low: Template.UNUSUALLY_LOW}.get(one.standing or Standing.USUAL)


def _once_each(chosen: Iterable[Wording]) -> list[Wording]:
    """One sentence for an indicator: the worst station speaks for it."""
    first: dict[tuple[str, bool], Wording] = {}
    for one in chosen:
        first.setdefault((one.said_of.indicator, one.template is Template.INSIDE), one)
    return list(first.values())


def _worded(one: Spoken, template: Template) -> Wording:
    return Wording(template=template, part_of_day=part_of_day(one.at, one.lon, one.precision), said_of=one)
