"""Whether readings kept a measured commitment: exact decimals, three answers for each value, one fold.

    reaches: some value up to the day is certainly there          (oxygen reaches 5 mg/L by 31 March)
    stays:   every value up to the day is certainly inside        (salt stays at most 38 until 31 March)

A value below what a method can see ("< 0.1"), or above what it can count ("> 100"), says only that. Where the readings
cannot tell, or there are none, nothing is found: silence is no breach.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from council.rules.alliances import Finding


class How(StrEnum):
    REACHES = "reaches"
    STAYS = "stays"


class Side(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Measure:
    how: How
    side: Side
    value: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """One reading; ``key`` names it, ``qualifier`` is nothing, "<" or ">"."""

    key: int
    at: datetime
    value: Decimal
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and the reading that decides it: the first that did, or else the one that came nearest."""

    finding: Finding
    by: Value
    count: int


def meets(one: Value, measure: Measure) -> bool | None:
    """Whether a value is certainly on the right side of the limit, certainly not, or cannot tell."""
    if measure.side is Side.AT_LEAST:
        if one.qualifier == "<":
            return False if one.value <= measure.value else None
        if one.qualifier == ">" and one.value < measure.value:
            return None
        return one.value >= measure.value
    if one.qualifier == ">":
        return False if one.value >= measure.value else None
    if one.qualifier == "<" and one.value > measure.value:
        return None
    return one.value <= measure.value


def verdict(measure: Measure, values: Iterable[Value]) -> Verdict | None:
    """Over all values of the period, in any order; None where they cannot tell, or there is none."""
    count, unsure = 0, False
    decisive: Value | None = None
    nearest: Value | None = None
    for one in values:
        count += 1
        answer = meets(one, measure)
        unsure = unsure or answer is None
        if answer is (measure.how is How.REACHES):
            decisive = min(decisive or one, one, key=_first)
        nearest = one if nearest is None else min(nearest, one, key=lambda v: _distance(v, measure))
    if decisive is not None:
        return Verdict(_if_decisive(measure), decisive, count)
    if nearest is None or unsure:
        return None
    return Verdict(_if_not(measure), nearest, count)


def _first(one: Value) -> tuple[datetime, int]:
    return (one.at, one.key)


def _distance(one: Value, measure: Measure) -> tuple[Decimal, datetime, int]:
    """How near to the limit, the first among equals."""
    return (abs(one.value - measure.value), one.at, one.key)


def _if_decisive(measure: Measure) -> Finding:
    return Finding.KEPT if measure.how is How.REACHES else Finding.BROKEN


def _if_not(measure: Measure) -> Finding:
    return Finding.BROKEN if measure.how is How.REACHES else Finding.KEPT
