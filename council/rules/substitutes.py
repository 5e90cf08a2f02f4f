"""Substitutes of one hand of a seat: called in order; one at a time holds the hand.

holder sends apologies -> first in order -> cannot come -> the next -> ... -> none: the hand is silent
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Back(StrEnum):
    """Why a call ended."""

    HOLDER = "holder"
    DECLINED = "declined"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A substitute as far as the order needs it."""

    code: str
    place: int
    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def next_in_order(named: Iterable[Named], declined: Iterable[str], at: datetime) -> Named | None:
    """The first who is named at that moment and has not said no; None when nobody is left."""
    out = set(declined)
    able = [one for one in named if one.covers(at) and one.code not in out]
    return min(able, key=lambda one: (one.place, one.since, one.code), default=None)
