"""The life of a run, and the arithmetic of its progress.

    queued -> running -> finished
       |         |-----> failed
       +---------+-----> cancelled      (between two simulated days)

A run is `members` futures, each once without and, when there is a plan, once with it; each is a
row of simulated days. One day of one member is the unit of work, of progress and of loss.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Arm(StrEnum):
    """Both arms of a member share their random numbers, so their difference is the plan's."""

    BASELINE = "baseline"
    PLAN = "plan"


class Refused(Exception):
    """A move the table does not know."""


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.CANCELLED, State.FAILED}),
    State.RUNNING: frozenset({State.FINISHED, State.CANCELLED, State.FAILED}),
    State.FINISHED: frozenset(),
    State.CANCELLED: frozenset(),
    State.FAILED: frozenset(),
}
OPEN = frozenset({State.QUEUED, State.RUNNING})
MEMBERS = (2, 64)
DAYS = (1, 14)
GRIDS = (64, 128, 256)
# A worker that has not stored a day for this long is taken for dead, and its member is free again.
LEASE = timedelta(seconds=15)
# The same member failing this often is a fault of the model, not of a machine.
ATTEMPTS = 5


def move(current: State, to: State) -> State:
    if to not in MOVES[current]:
        raise Refused(f"{current} -> {to}")
    return to


def arms(*, with_plan: bool) -> tuple[Arm, ...]:
    return (Arm.BASELINE, Arm.PLAN) if with_plan else (Arm.BASELINE,)


def within(bounds: tuple[int, int], value: int) -> bool:
    return bounds[0] <= value <= bounds[1]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: member-days done, of all; and, once something is done, when it may end."""

    done: int
    total: int
    left: timedelta | None

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: a hundred means done."""
        return self.done * 100 // self.total if self.total else 0


def progress(*, done: int, total: int, started_at: datetime | None, at: datetime) -> Progress:
    """Time left at the pace so far; unknown before the first day is done."""
    done = min(max(done, 0), total)
    if started_at is None or done == 0 or at <= started_at:
        return Progress(done, total, None)
    return Progress(done, total, (at - started_at) * (total - done) / done)
