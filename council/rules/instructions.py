"""What those who appointed a guardian tell her seat before a vote, and when her ballot departs from it.

question (once per seat and motion) -> instruction 1, 2, ... (the last before the seat's ballot stands)
"""

from enum import StrEnum

from council.rules.lifecycle import AHEAD, OPEN_TO_BALLOTS, State
from council.rules.seats import Choice


class Answer(StrEnum):
    """``free``: the guardian decides as she sees fit."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    FREE = "free"


# While a vote lies ahead: the first, one that is called again, a second after a tie, an override.
ASKABLE = AHEAD | OPEN_TO_BALLOTS | {State.NO_QUORUM, State.VOID, State.TIED, State.VETOED}


def departs(answer: Answer | None, choice: Choice) -> bool:
    """Whether this choice is another than the one instructed; from nothing, and from ``free``, nothing departs."""
    return answer not in (None, Answer.FREE) and answer.value != choice.value
