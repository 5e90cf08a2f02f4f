"""Where a late duty lies, from stored dates alone.

due --> the holder --7 days--> the chair of its body --7 days--> the public list of the overdue

Days are local days of the site: a step falls at the wall-clock time the duty was due, however long
the days between were. What was done late stays late: the dates that ended it say how late.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Step(StrEnum):
    HOLDER = "holder"
    CHAIR = "chair"
    PUBLIC = "public"


# Local days after the due date, in the order in which they are taken.
DAYS: dict[Step, int] = {Step.HOLDER: 0, Step.CHAIR: 7, Step.PUBLIC: 14}


@dataclass(frozen=True, slots=True)
class Move:
    """A step, and the moment from which it holds."""

    step: Step
    since: datetime


def begins(step: Step, due_at: datetime, site: ZoneInfo) -> datetime:
    """The moment of a step, in UTC. A clock time that a night repeats is its first; one it skips, just after."""
    if step is Step.HOLDER:
        return due_at.astimezone(UTC)
    there = due_at.astimezone(site).replace(tzinfo=None) + timedelta(days=DAYS[step])
    return there.replace(tzinfo=site, fold=0).astimezone(UTC)


def moves(due_at: datetime, until: datetime, site: ZoneInfo) -> tuple[Move, ...]:
    """Every step taken by ``until``, first to last: late from the moment it was due."""
    found = (Move(step, begins(step, due_at, site)) for step in DAYS)
    return tuple(move for move in found if move.since <= until.astimezone(UTC))


def standing(due_at: datetime, until: datetime, site: ZoneInfo) -> Step | None:
    """Where it lies at ``until``; None while it is not late."""
    taken = moves(due_at, until, site)
    return taken[-1].step if taken else None


def days_late(due_at: datetime, until: datetime, site: ZoneInfo) -> int:
    """Whole local days past the due date: 0 in the first of them and while it is not late."""
    due, end = (moment.astimezone(site).replace(tzinfo=None) for moment in (due_at, until))
    return max(0, (end - due).days)
