"""The life of an item in the queue, as a table.

    waiting --> approved
       |  '---> rejected --> appealed --> approved
       |           (14 days)     '------> confirmed
       '------> withdrawn (its content was taken back)

A decision after an appeal is final, and never by the person who decided first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.APPROVED, State.REJECTED, State.WITHDRAWN}),
    State.APPROVED: frozenset(),
    State.REJECTED: frozenset({State.APPEALED}),
    State.APPEALED: frozenset({State.APPROVED, State.CONFIRMED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
QUEUED = frozenset({State.WAITING, State.APPEALED})

LOCK_FOR = timedelta(minutes=15)
APPEAL_WITHIN = timedelta(days=14)
AMBER_AFTER = timedelta(days=5)
RED_AFTER = timedelta(days=7)
# From this many waiting items on the public page says that answers take longer, until an admin sets another length.
DELAY_NOTICE_AT = 500
# A colleague who is asked for an opinion sees the text first, but never so long that it waits for one person.
OPINION_FIRST = timedelta(days=1)


class Refused(Exception):
    def __init__(self, current: State, to: State) -> None:
        super().__init__(f"{current} may not become {to}")
        self.current, self.to = current, to


class Colour(StrEnum):
    CALM = "calm"
    AMBER = "amber"
    RED = "red"


def move(current: State, to: State) -> State:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to


def outcome(current: State, *, approve: bool) -> State:
    """The state a decision leads to."""
    if approve:
        return move(current, State.APPROVED)
    return move(current, State.CONFIRMED if current is State.APPEALED else State.REJECTED)


def may_appeal(current: State, *, decided_at: datetime | None, at: datetime) -> bool:
    """Within 14 days of a rejection, the last moment included."""
    return current is State.REJECTED and decided_at is not None and at <= decided_at + APPEAL_WITHIN


def colour(waited: timedelta) -> Colour:
    """How urgent a wait is: amber after five days, red after seven."""
    if waited >= RED_AFTER:
        return Colour.RED
    return Colour.AMBER if waited >= AMBER_AFTER else Colour.CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A moderator's hold on an item."""

    by: str
    until: datetime

    def keeps_out(self, other: str, at: datetime) -> bool:
        return self.by != other and at < self.until
