"""A sitting's life, as a table.

called -> open -> closed
           |  ^
           v  |
        adjourned -> closed
"""

from enum import StrEnum


class SittingState(StrEnum):
    CALLED = "called"
    OPEN = "open"
    ADJOURNED = "adjourned"
    CLOSED = "closed"


class PointKind(StrEnum):
    """What stands on the order of the day."""

    MOTION = "motion"
    CONSENT = "consent"
    INFORMATION = "information"
    MINUTES = "minutes"


S = SittingState
MOVES: dict[SittingState, frozenset[SittingState]] = {
    S.CALLED: frozenset({S.OPEN}),
    S.OPEN: frozenset({S.ADJOURNED, S.CLOSED}),
    S.ADJOURNED: frozenset({S.OPEN, S.CLOSED}),
    S.CLOSED: frozenset(),
}


def may_become(current: SittingState, to: SittingState) -> bool:
    return to in MOVES[current]
