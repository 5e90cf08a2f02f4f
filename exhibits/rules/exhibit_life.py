"""The life of an exhibit, as a table.

draft -> review -> published -> withdrawn
  ^________|                        |
  ^_________________________________|   (taken up again as a draft)
"""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Refused(Exception):
    """A move the table does not know."""


PUBLIC = frozenset({State.PUBLISHED})
# What a withdrawn exhibit leaves behind is its place in the record: its address answers "gone".
GONE = frozenset({State.WITHDRAWN})
EDITABLE = frozenset({State.DRAFT})
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.REVIEW}),
    State.REVIEW: frozenset({State.PUBLISHED, State.DRAFT}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.DRAFT}),
}


def move(current: State, to: State) -> State:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(f"{current} -> {to}")
    return to
