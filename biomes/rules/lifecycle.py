"""The life of a profile, as a table.

    draft -> published <-> withdrawn
      |
      v
    discarded

A published profile may carry a newer draft *revision*; that changes nothing here until it is published.
"""

from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


PUBLIC = frozenset({Stage.PUBLISHED})
EDITABLE = frozenset({Stage.DRAFT, Stage.PUBLISHED})

MOVES = MappingProxyType(
    {
        Stage.DRAFT: frozenset({Stage.PUBLISHED, Stage.DISCARDED}),
        Stage.PUBLISHED: frozenset({Stage.WITHDRAWN}),
        Stage.WITHDRAWN: frozenset({Stage.PUBLISHED}),
        Stage.DISCARDED: frozenset[Stage](),
    }
)


class Refused(Exception):
    """The table has no such move."""

    def __init__(self, current: Stage, to: Stage) -> None:
        super().__init__(f"{current} -> {to}")
        self.current, self.to = current, to


def move(current: Stage, to: Stage) -> Stage:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to
