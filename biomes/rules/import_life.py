"""The life of a file on its way in, as a table: of readings, of profiles, of zones, of links.

uploaded -> checking -> checked -> storing -> done
   |         |  ^         |  |        |
   |         v  |         |  +--------+--> failed
   |       failed         |           |
   +---------+------------+-----------+--> cancelled

Checking stores nothing: it is the dry run, and it may be repeated with other columns. From storing there is no way
back: what is stored stays, so a cancelled import says how far it came. Files of readings wait as uploaded until their
columns are said; the others begin with their check.
"""

from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# A worker has something to do.
MOVING = frozenset({State.CHECKING, State.STORING})
# Its columns may be said (again).
MAPPABLE = frozenset({State.UPLOADED, State.CHECKED, State.FAILED})
OVER = frozenset({State.DONE, State.CANCELLED})
MOVES = MappingProxyType(
    {
        State.UPLOADED: frozenset({State.CHECKING, State.CANCELLED}),
        State.CHECKING: frozenset({State.CHECKED, State.FAILED, State.CANCELLED}),
        State.CHECKED: frozenset({State.CHECKING, State.STORING, State.CANCELLED}),
        State.STORING: frozenset({State.DONE, State.FAILED, State.CANCELLED}),
        State.FAILED: frozenset({State.CHECKING, State.CANCELLED}),
        State.DONE: frozenset(),
        State.CANCELLED: frozenset(),
    }
)


class Failure(StrEnum):
    """Why a table as a whole could not be read."""

    BROKEN = "broken"
    NOT_TEXT = "not_text"
    LONG_LINE = "long_line"
    TWO_OF_A_NAME = "two_of_a_name"
    NO_HEADING = "no_heading"
    TOO_MANY_COLUMNS = "too_many_columns"
    BAD_SHEET = "bad_sheet"
    HUGE_SHEET = "huge_sheet"
    LONG_SHEET = "long_sheet"
    FILE_GONE = "file_gone"
    TOO_MANY_SITES = "too_many_sites"
    LONG_FILE = "long_file"
    NO_ROWS = "no_rows"
    BAD_FEATURES = "bad_features"
    # All or nothing was asked for, and a row is no longer what the check saw.
    CHANGED_SINCE = "changed_since"


class Refused(Exception):
    """The table of moves does not know this one."""


def move(current: State, to: State) -> State:
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to


def seconds_left(*, done: int, total: int, seconds: float) -> int | None:
    """At the pace so far; nobody can say before something is done."""
    if done <= 0 or total <= 0 or seconds <= 0:
        return None
    return max(round(seconds * (total - done) / done), 0) if done < total else 0
