"""Dated numbers: how many sponsors, how many signatures. What was in force stays as it was.

    in force [since, until) <-- the new one's since | the new one, from today or a day to come, open-ended

One number at a time is to come; before it begins it can be taken back, and after that never.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from petitions.rules.thresholds import MOST_SPONSORS

MOST_SIGNATURES = 10_000_000
MOST_ZONES = 5
SHORTEST_REASON, LONGEST_REASON = 10, 300
# Years ahead nobody can say what a body will be.
FURTHEST_DAYS = 1_830


class Refusal(StrEnum):
    PAST = "past"
    FAR = "far"
    COMING = "coming"
    SAME = "same"
    COUNT = "count"
    ZONES = "zones"
    NOTHING_COMING = "nothing_coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A number over ``[since, until)``, and for a threshold a number from each of some zones."""

    count: int
    since: datetime
    until: datetime | None = None
    by_zone: Mapping[str, int] = field(default_factory=dict)

    def is_in_force(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def in_force(rows: Collection[Dated], at: datetime) -> Dated | None:
    return next((row for row in rows if row.is_in_force(at)), None)


def refusal(rows: Collection[Dated], new: Dated, *, most: int, at: datetime) -> Refusal | None:
    """Why a new number cannot follow those that there are."""
    if new.since < at:
        return Refusal.PAST
    if (new.since - at).days > FURTHEST_DAYS:
        return Refusal.FAR
    if not 1 <= new.count <= most:
        return Refusal.COUNT
    if any(number < 1 for number in new.by_zone.values()) or sum(new.by_zone.values()) > new.count:
        return Refusal.ZONES
    # At the same moment too: two may not begin at once.
    if any(row.since > at or row.since == new.since for row in rows):
        return Refusal.COMING
    now = in_force(rows, at)
    if now and (now.count, dict(now.by_zone)) == (new.count, dict(new.by_zone)):
        return Refusal.SAME
    return None


def followed(rows: Collection[Dated], new: Dated) -> list[Dated]:
    """All of them once the new one is there: whatever ran on ends where it begins."""
    ended = [
        row if row.until is not None or row.since >= new.since
        else Dated(count=row.count, since=row.since, until=new.since, by_zone=row.by_zone)
        for row in rows
    ]  # fmt: skip
    return [*ended, new]


def most_for(kind: str) -> int:
    return MOST_SPONSORS if kind == "sponsors" else MOST_SIGNATURES
