"""What a living system and its people do at which time of the year.

An entry recurs between two days of the year, which may lie on either side of New Year (20 November to
10 February), or is dated once. 29 February stands for the last day of February in years that have none.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    SPAWNING = "spawning"
    FLOODING = "flooding"
    MIGRATION = "migration"
    HARVEST = "harvest"
    CEREMONY = "ceremony"
    REST = "rest"


class Whose(StrEnum):
    """Whose time it is: the living system's own, or its people's beside it."""

    BIOME = "biome"
    PEOPLE = "people"


# What a kind usually is; a curator may say otherwise.
USUALLY = MappingProxyType(
    {
        Kind.SPAWNING: Whose.BIOME,
        Kind.FLOODING: Whose.BIOME,
        Kind.MIGRATION: Whose.BIOME,
        Kind.HARVEST: Whose.PEOPLE,
        Kind.CEREMONY: Whose.PEOPLE,
        Kind.REST: Whose.BIOME,
    }
)
# No entry of ours is older or further ahead.
FIRST_YEAR, LAST_YEAR = 1800, 2400
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class DayOfYear:
    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Both ends are days of it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def day_of_year(text: str) -> DayOfYear | None:
    """ "02-29" -> 29 February; None for what is no day of any year."""
    month, _, day = text.strip().partition("-")
    if not (month.isascii() and month.isdigit() and day.isascii() and day.isdigit()):
        return None
    if len(month) > 2 or len(day) > 2 or not 1 <= int(month) <= 12:
        return None
    # 2000 was a leap year: every day of any year is in it.
    return DayOfYear(int(month), int(day)) if 1 <= int(day) <= monthrange(2000, int(month))[1] else None


def wraps(first: DayOfYear, last: DayOfYear) -> bool:
    return (last.month, last.day) < (first.month, first.day)


def recurring(first: DayOfYear, last: DayOfYear, year: int) -> Period:
    """The occurrence that begins in ``year``."""
    return Period(first.in_year(year), last.in_year(year + 1 if wraps(first, last) else year))


def in_year(first: DayOfYear, last: DayOfYear, year: int) -> list[Period]:
    """Every occurrence that has a day in ``year``: one, or two where it lies across New Year."""
    years = [year - 1, year] if wraps(first, last) else [year]
    return [recurring(first, last, one) for one in years]


def is_on(first: DayOfYear, last: DayOfYear, day: date) -> bool:
    return any(period.holds(day) for period in in_year(first, last, day.year))


def meeting(periods: Iterable[Period], day: date) -> Period | None:
    return next((one for one in periods if one.holds(day)), None)
