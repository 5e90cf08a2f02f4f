"""The life of an alert, as a table.

    from readings, sightings, people:   draft --> actual --> cancelled | expired
                                          |
                                          +-----> cancelled | expired    (nobody outside has seen it)
    from a run of the model:            exercise --> cancelled | expired (never anything else)

Two different officers make a draft actual. CAP has a word for each: Draft, Actual, Exercise.
"""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    ACTUAL = "actual"
    EXERCISE = "exercise"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Source(StrEnum):
    READINGS = "readings"
    PEOPLE = "people"
    RUN = "run"


class Move(StrEnum):
    """What an entry of an alert's history did."""

    RAISED = "raised"
    UPDATED = "updated"
    APPROVED = "approved"  # the first of two officers
    RELEASED = "released"
    EASED = "eased"  # the newest value is back inside its limits
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class CancelReason(StrEnum):
    FALSE_READING = "false_reading"
    OVER = "over"
    DUPLICATE = "duplicate"
    MISTAKE = "mistake"


class Refused(Exception):
    """A move the table does not know."""


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ACTUAL, State.CANCELLED, State.EXPIRED}),
    State.ACTUAL: frozenset({State.CANCELLED, State.EXPIRED}),
    State.EXERCISE: frozenset({State.CANCELLED, State.EXPIRED}),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
LIVE = frozenset({State.DRAFT, State.ACTUAL, State.EXERCISE})
# Whether the public may ever see a cancelled or expired one depends on its release: see Alert.objects.public().
SHOWN = frozenset({State.ACTUAL, State.EXERCISE})
OFFICERS_NEEDED = 2
# An alert that nobody renews ends by itself: readings renew it, silence does not.
LIFETIME = timedelta(hours=72)
# The newest value has to stay inside this long before an eased alert ends.
CALM = timedelta(hours=24)


def first_state(source: Source) -> State:
    """What the machine may say on its own: a draft, or, from a model, an exercise."""
    return State.EXERCISE if source is Source.RUN else State.DRAFT


def move(current: State, to: State) -> State:
    if to not in MOVES[current]:
        raise Refused(f"{current} -> {to}")
    return to


def may_release(state: State, source: Source, officers: frozenset[str]) -> bool:
    """Actual takes a draft that no model made, and two different people."""
    return state is State.DRAFT and source is not Source.RUN and len(officers) >= OFFICERS_NEEDED


def expires_at(renewed_at: datetime) -> datetime:
    return renewed_at + LIFETIME


def is_over(*, renewed_at: datetime, eased_at: datetime | None, at: datetime) -> bool:
    """Silence for a lifetime, or calm for a day, ends an alert."""
    return at >= expires_at(renewed_at) or (eased_at is not None and at >= eased_at + CALM)
