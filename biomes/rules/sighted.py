"""What a person may report without a station, and how a report lives.

    waiting -> accepted | refused        refused -> accepted (on appeal)
    waiting, accepted, refused -> withdrawn       (its author took it back)

The same table holds for what people say for a living system (`Statement`).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Sighted(StrEnum):
    """What was seen. None of these names a poison: eyes cannot measure one."""

    BLOOM = "bloom"
    DEAD_FISH = "dead_fish"
    FOAM = "foam"
    SMELL = "smell"
    COLOUR = "colour"
    LITTER = "litter"
    DRY = "dry"
    FLOOD = "flood"
    WILDLIFE = "wildlife"
    OTHER = "other"


class View(StrEnum):
    """The three pictures from one standing point, in the order in which pages show them."""

    LANDSCAPE = "landscape"
    MIDDLE = "middle"
    CLOSE = "close"


class State(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


MOVES = MappingProxyType(
    {
        State.WAITING: frozenset({State.ACCEPTED, State.REFUSED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.WITHDRAWN}),
        State.REFUSED: frozenset({State.ACCEPTED, State.WITHDRAWN}),
        State.WITHDRAWN: frozenset[State](),
    }
)
# A report of tomorrow is a slip of the pen; clocks of phones may run a little fast.
CLOCKS_DIFFER = timedelta(minutes=10)
# Older than this is a memory for the story of a place, not a sighting.
OLDEST = timedelta(days=366)


class Refused(Exception):
    """The table has no such move."""


def move(current: State, to: State) -> State:
    if to not in MOVES[current]:
        raise Refused(f"{current} -> {to}")
    return to


class Untimely(StrEnum):
    FUTURE = "future"
    TOO_OLD = "too_old"


def untimely(seen_at: datetime, at: datetime) -> Untimely | None:
    """Why a time cannot be when it was seen; None when it can."""
    if seen_at > at + CLOCKS_DIFFER:
        return Untimely.FUTURE
    return Untimely.TOO_OLD if seen_at < at - OLDEST else None
