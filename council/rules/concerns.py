"""A living system's seat says that a motion touches it, though the motion does not say so.

raised   by who holds the seat, before voting opens, with a reason; once for a motion
ruled    by secretary or chair, who neither raised it, nor holds the seat, nor moved the motion
upheld   the motion touches it: its seats are asked for their consent as if the mover had named it
Nobody rules: it is upheld when voting opens. Silence takes nothing from a living system.
"""

from enum import StrEnum


class WhyNotRaise(StrEnum):
    SPEAKS_FOR_NOBODY = "speaks_for_nobody"
    TOO_LATE = "too_late"
    ABOUT_ANOTHER = "about_another"
    NAMED = "named"
    RAISED = "raised"


def refusal(
    *, represents: str, touched: frozenset[str], ahead: bool, about_another: bool, raised: bool
) -> WhyNotRaise | None:
    """Why a seat may not raise a concern about a motion; None when it may."""
    if not represents:
        return WhyNotRaise.SPEAKS_FOR_NOBODY
    if not ahead:
        return WhyNotRaise.TOO_LATE
    if about_another:
        return WhyNotRaise.ABOUT_ANOTHER
    if represents in touched:
        return WhyNotRaise.NAMED
    return WhyNotRaise.RAISED if raised else None
