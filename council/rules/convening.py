"""What became of a letter that convened somebody to a sitting.

silent -> acknowledged <-> apologised
  '---------------------------^        released: a substitute whose holder comes after all
"""

from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    SILENT = "silent"
    ACKNOWLEDGED = "acknowledged"
    APOLOGISED = "apologised"
    RELEASED = "released"


A = Answer
MOVES: dict[Answer, frozenset[Answer]] = {
    A.SILENT: frozenset({A.ACKNOWLEDGED, A.APOLOGISED, A.RELEASED}),
    A.ACKNOWLEDGED: frozenset({A.APOLOGISED, A.RELEASED}),
    A.APOLOGISED: frozenset({A.ACKNOWLEDGED}),
    A.RELEASED: frozenset(),
}
# Who is expected in the room.
EXPECTED = frozenset({A.SILENT, A.ACKNOWLEDGED})


def answer(
    acknowledged_at: datetime | None, apologised_at: datetime | None, released_at: datetime | None
) -> Answer:
    """What stands: who was let go is not expected, whatever she had answered before."""
    if released_at is not None:
        return Answer.RELEASED
    if apologised_at is not None:
        return Answer.APOLOGISED
    return Answer.SILENT if acknowledged_at is None else Answer.ACKNOWLEDGED


def may_answer(current: Answer, to: Answer) -> bool:
    return to in MOVES[current]
