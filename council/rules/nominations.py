"""A nomination's life: asked of the person, answered by her, given by a motion that takes it up."""

from enum import StrEnum


class State(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GIVEN = "given"


# Those that may still come to a mandate.
STANDING = frozenset({State.ASKED, State.ACCEPTED})
# Only its person answers, also after she accepted: she may decline until it is given.
MOVES: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.DECLINED, State.WITHDRAWN, State.GIVEN}),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.GIVEN: frozenset(),
}


def may(move_from: State, to: State) -> bool:
    return to in MOVES[move_from]
