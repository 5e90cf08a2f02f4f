"""A count whose ballots were at fault: why, and what becomes of those whom it had declared elected.

    counted, published -> entering (reopened by two) -> settled -> counted anew -> published

Nothing is edited: the count that stood is superseded by the new one, and both are kept. Nobody is unseated
by a count; whoever was declared elected and is not elected any more is a task for the secretary.
"""

from collections.abc import Iterable
from enum import StrEnum


class Fault(StrEnum):
    """What was wrong with the ballots that were counted."""

    MISENTERED = "misentered"
    WRONG_FILE = "wrong_file"
    LEFT_OUT = "left_out"
    NOT_VALID = "not_valid"


class Seating(StrEnum):
    """What the secretary found of somebody whom the new count does not elect."""

    NOT_SEATED = "not_seated"
    ENDED = "ended"
    STAYS = "stays"


def no_longer_elected(declared: Iterable[str], elected: Iterable[str]) -> list[str]:
    """Who was declared and is not elected by the count that stands now, in the order of the declaration."""
    still = set(elected)
    return [option for option in declared if option not in still]
