"""What a count leaves behind: every stage with its totals and reason, and every tie.

Amounts are integers in units of 10^-places, so that nothing is ever rounded but where a rule says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Step(StrEnum):
    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    TOTALS = "totals"


class Reason(StrEnum):
    """Why somebody was elected or excluded."""

    QUOTA = "quota"
    MAJORITY = "majority"
    LAST_STANDING = "last_standing"
    MOST = "most"
    SETTLED = "settled"
    FEWEST = "fewest"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the count and where it left everybody."""

    number: int
    step: Step
    totals: Mapping[str, int]
    exhausted: int = 0  # cannot be passed on: no further preference
    lost: int = 0  # cut off by the rule's rounding
    whose: str = ""
    value: int = 0  # the value of a paper worth 1, passed on (Scottish surplus)
    moved: Mapping[str, int] | None = None
    quota: int = 0
    elected: tuple[tuple[str, Reason], ...] = ()
    kept: Mapping[str, int] | None = None  # Meek: the keep value of each elected option


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal options where one had to be taken. ``by``: the earlier stage that told them apart."""

    stage: int
    step: Step
    options: tuple[str, ...]
    chosen: str
    by: int | None = None
    harmless: bool = False  # proved without trying: none of them has a paper to pass on


@dataclass(frozen=True, slots=True)
class Tally:
    """One run of a count with every tie taken some way."""

    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...]
    elected: tuple[str, ...]
    places: int = 0

    @property
    def open_ties(self) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.by is None and not tie.harmless)


@dataclass(frozen=True, slots=True)
class ReportedTie:
    """A tie with what it comes to. ``material`` None: not all ways could be tried within the budget.

    ``settled``: it left the result open, and an act outside the count said which option is taken.
    """

    tie: Tie
    material: bool | None
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # taken this one: who is elected in any case
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """Who is elected for certain; who shares the seats that a tie leaves open; how it came about."""

    elected: tuple[str, ...]
    open_seats: int
    between: tuple[str, ...]
    stages: tuple[Stage, ...]
    ties: tuple[ReportedTie, ...]
    places: int


def decimal(units: int, places: int) -> str:
    """``units`` of 10^-places as exact text: 123450 at 5 places is "1.23450"."""
    if not places:
        return str(units)
    whole, part = divmod(units, 10**places)
    return f"{whole}.{part:0{places}d}"


def truncated(amount: Fraction) -> int:
    return amount.numerator // amount.denominator


def told_apart(
    options: tuple[str, ...], history: list[Mapping[str, int]], *, highest: bool
) -> tuple[tuple[str, ...], int | None]:
    """Narrow equal options by the most recent stage at which they differed, then by those before it."""
    pick = max if highest else min
    by = None
    for number in range(len(history), 0, -1):
        totals = history[number - 1]
        best = pick(totals[option] for option in options)
        left = tuple(option for option in options if totals[option] == best)
        if len(left) < len(options):
            options, by = left, number
    return options, by if len(options) == 1 else None


def shown(amounts: Mapping[str, int] | None, places: int) -> dict[str, Any]:
    return {option: decimal(units, places) for option, units in (amounts or {}).items()}
