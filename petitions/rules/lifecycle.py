"""The life of a petition, as tables: one for its state and two for the tracks that run beside it.

    draft -> seeking_sponsors -> moderation -> open -> closed
      |             |              |    |       |  |
      v             v              |    v       v  v
    withdrawn   withdrawn          | rejected,  | stopped
                                   | hidden     v
                                   v         withdrawn
                               withdrawn

An appeal that is upheld brings a rejected, hidden or stopped petition back to moderation.
"""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SEEKING_SPONSORS = "seeking_sponsors"
    MODERATION = "moderation"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class ResponseTrack(StrEnum):
    NONE = "none"
    OWED = "owed"
    PARTIAL = "partial"
    ANSWERED = "answered"


class DebateTrack(StrEnum):
    NONE = "none"
    OWED = "owed"
    ON_AGENDA = "on_agenda"
    DEBATED = "debated"
    DECLINED = "declined"


class Refused(Exception):
    """A move that the table does not hold."""

    def __init__(self, current: StrEnum, to: StrEnum) -> None:
        super().__init__(f"{current} -> {to}")
        self.current, self.to = current, to


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SEEKING_SPONSORS, State.WITHDRAWN}),
    State.SEEKING_SPONSORS: frozenset({State.MODERATION, State.WITHDRAWN}),
    State.MODERATION: frozenset({State.OPEN, State.REJECTED, State.HIDDEN, State.WITHDRAWN}),
    State.OPEN: frozenset({State.CLOSED, State.STOPPED, State.WITHDRAWN}),
    State.CLOSED: frozenset(),
    State.REJECTED: frozenset({State.MODERATION}),
    State.HIDDEN: frozenset({State.MODERATION}),
    State.STOPPED: frozenset({State.MODERATION}),
    State.WITHDRAWN: frozenset(),
}

# An answer may be improved for ever; it is taken back only with the duty it answers, which
# `withdraw_duty` does only while nothing was said.
RESPONSE_MOVES: dict[ResponseTrack, frozenset[ResponseTrack]] = {
    ResponseTrack.NONE: frozenset({ResponseTrack.OWED, ResponseTrack.PARTIAL, ResponseTrack.ANSWERED}),
    ResponseTrack.OWED: frozenset({ResponseTrack.PARTIAL, ResponseTrack.ANSWERED, ResponseTrack.NONE}),
    ResponseTrack.PARTIAL: frozenset({ResponseTrack.PARTIAL, ResponseTrack.ANSWERED}),
    ResponseTrack.ANSWERED: frozenset({ResponseTrack.ANSWERED}),
}

DEBATE_MOVES: dict[DebateTrack, frozenset[DebateTrack]] = {
    DebateTrack.NONE: frozenset({DebateTrack.OWED}),
    DebateTrack.OWED: frozenset({DebateTrack.ON_AGENDA, DebateTrack.DECLINED, DebateTrack.NONE}),
    DebateTrack.ON_AGENDA: frozenset({DebateTrack.DEBATED, DebateTrack.DECLINED}),
    DebateTrack.DEBATED: frozenset(),
    DebateTrack.DECLINED: frozenset({DebateTrack.ON_AGENDA}),
}

START = State.DRAFT
FINAL = frozenset(state for state, moves in MOVES.items() if not moves)
# What anybody may read, with its text.
PUBLIC = frozenset({State.OPEN, State.CLOSED, State.REJECTED, State.STOPPED, State.WITHDRAWN})
# What a list shows unless asked for more.
LISTED = frozenset({State.OPEN, State.CLOSED})
SIGNABLE = frozenset({State.OPEN})
# Signatures made before the close may be confirmed for a day after it.
COUNTED = frozenset({State.OPEN, State.CLOSED})
EDITABLE = frozenset({State.DRAFT})
WITHDRAWABLE = frozenset(state for state, moves in MOVES.items() if State.WITHDRAWN in moves)
APPEALABLE = frozenset({State.REJECTED, State.HIDDEN, State.STOPPED})


def move(current: State, to: State) -> State:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to


def move_response(current: ResponseTrack, to: ResponseTrack) -> ResponseTrack:
    if to not in RESPONSE_MOVES[current]:
        raise Refused(current, to)
    return to


def move_debate(current: DebateTrack, to: DebateTrack) -> DebateTrack:
    if to not in DEBATE_MOVES[current]:
        raise Refused(current, to)
    return to


def answered_track(asks: int, answered: int) -> ResponseTrack:
    """What a response makes of the track: partial until every ask has its answer."""
    return ResponseTrack.ANSWERED if answered >= asks else ResponseTrack.PARTIAL
