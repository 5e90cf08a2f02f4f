"""The life of a profile, as a table.

    draft -> published <-> withdrawn          provisional -> uncurated     (14 days without a decision)
      |          ^                                 |             |
      v          '---------- taken_up <------------+-------------+---> merged (into another one)
    discarded                                      '-------------+---> refused -> provisional (on appeal)

A published profile may carry a newer draft *revision*; that changes nothing here until it is published.
What anybody put on the map without a registry begins at ``provisional``. A curator takes it up (it stays as
it is until its first profile is published), merges it, or refuses it with a published reason.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    PROVISIONAL = "provisional"
    UNCURATED = "uncurated"
    TAKEN_UP = "taken_up"
    MERGED = "merged"
    REFUSED = "refused"


PUBLIC = frozenset({Stage.PUBLISHED})
EDITABLE = frozenset({Stage.DRAFT, Stage.PUBLISHED, Stage.TAKEN_UP})
# On the map by anybody's hand, and not yet in the registry.
UNREGISTERED = frozenset({Stage.PROVISIONAL, Stage.UNCURATED, Stage.TAKEN_UP})
# Where a curator still owes a decision.
UNDECIDED = frozenset({Stage.PROVISIONAL, Stage.UNCURATED})
# Only these may lack a kind; the database holds everything else to the typology.
KINDLESS = UNREGISTERED | {Stage.MERGED, Stage.REFUSED}
DECIDE_WITHIN = timedelta(days=14)

MOVES = MappingProxyType(
    {
        Stage.DRAFT: frozenset({Stage.PUBLISHED, Stage.DISCARDED}),
        Stage.PUBLISHED: frozenset({Stage.WITHDRAWN}),
        Stage.WITHDRAWN: frozenset({Stage.PUBLISHED}),
        Stage.DISCARDED: frozenset[Stage](),
        Stage.PROVISIONAL: frozenset({Stage.UNCURATED, Stage.TAKEN_UP, Stage.MERGED, Stage.REFUSED}),
        Stage.UNCURATED: frozenset({Stage.TAKEN_UP, Stage.MERGED, Stage.REFUSED}),
        Stage.TAKEN_UP: frozenset({Stage.PUBLISHED, Stage.MERGED, Stage.REFUSED}),
        Stage.MERGED: frozenset[Stage](),
        Stage.REFUSED: frozenset({Stage.PROVISIONAL}),
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


def shown(stage: Stage, filed_at: datetime | None, at: datetime) -> Stage:
    """What it is called at a moment: provisional turns uncurated by the clock, whether or not anybody swept."""
    if stage is Stage.PROVISIONAL and filed_at is not None and at >= filed_at + DECIDE_WITHIN:
        return Stage.UNCURATED
    return stage
