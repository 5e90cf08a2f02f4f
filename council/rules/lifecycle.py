"""A motion's life, as a table.

draft -> submitted -> admissible | inadmissible
admissible -> scheduled -> debate -> voting_open -> closed ->
    adopted      -> enacted | consent_window -> adopted (then enacted) | vetoed
    rejected
    no_quorum    -> scheduled again (twice), then lapsed
    tied         -> voting_open once | adopted | rejected by casting vote | lapsed with the session
    vetoed       -> lapsed with the session in which an override might have been asked for
                    | override_open -> adopted (then enacted_over_veto) | veto_sustained | vetoed (void)
    void         -> scheduled | lapsed with the session
scheduled | debate -> adopted, without a vote, where no seat in the room objects to a consent item
scheduled | debate -> postponed -> scheduled;  withdrawn before voting_open;  lapsed with the session
"""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    INADMISSIBLE = "inadmissible"
    ADMISSIBLE = "admissible"
    SCHEDULED = "scheduled"
    DEBATE = "debate"
    POSTPONED = "postponed"
    VOTING_OPEN = "voting_open"
    CLOSED = "closed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"
    VOID = "void"
    CONSENT_WINDOW = "consent_window"
    VETOED = "vetoed"
    OVERRIDE_OPEN = "override_open"
    ENACTED = "enacted"
    ENACTED_OVER_VETO = "enacted_over_veto"
    VETO_SUSTAINED = "veto_sustained"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ByClock(StrEnum):
    """Why no hand but the clock moved a motion: a code, worded where it is read."""

    OUTAGE = "outage"
    UNFIT = "rule_does_not_fit"
    SESSION = "session_ended"
    UNCONTESTED = "veto_uncontested"
    ALERT = "alert_over"
    UNASKED = "not_asked_for"
    PARTS_AHEAD = "parts_ahead"
    PARTS_UNDECIDED = "parts_undecided"
    NO_PART_KEPT = "no_part_kept"
    WHOLE_GONE = "whole_gone"
    UNCALLED = "not_called_in_the_room"


class Refused(Exception):
    """No such move in the table."""

    def __init__(self, current: State, to: State) -> None:
        super().__init__(f"{current} -> {to}")
        self.current = current
        self.to = to


S = State
MOVES: dict[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.ADMISSIBLE, S.INADMISSIBLE, S.WITHDRAWN, S.LAPSED}),
    S.INADMISSIBLE: frozenset(),
    S.ADMISSIBLE: frozenset({S.SCHEDULED, S.WITHDRAWN, S.LAPSED}),
    S.SCHEDULED: frozenset({S.DEBATE, S.VOTING_OPEN, S.ADOPTED, S.POSTPONED, S.WITHDRAWN, S.LAPSED}),
    S.DEBATE: frozenset({S.VOTING_OPEN, S.ADOPTED, S.POSTPONED, S.WITHDRAWN, S.LAPSED}),
    S.POSTPONED: frozenset({S.SCHEDULED, S.WITHDRAWN, S.LAPSED}),
    S.VOTING_OPEN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.ADOPTED, S.REJECTED, S.NO_QUORUM, S.TIED, S.VETOED, S.VOID}),
    # Adopted rests only where what it enacts was overtaken meanwhile; a new motion must carry it.
    S.ADOPTED: frozenset({S.ENACTED, S.CONSENT_WINDOW, S.ENACTED_OVER_VETO, S.LAPSED}),
    S.REJECTED: frozenset(),
    S.NO_QUORUM: frozenset({S.SCHEDULED, S.LAPSED}),
    S.TIED: frozenset({S.VOTING_OPEN, S.ADOPTED, S.REJECTED, S.LAPSED}),
    S.VOID: frozenset({S.SCHEDULED, S.LAPSED}),
    S.CONSENT_WINDOW: frozenset({S.ADOPTED, S.VETOED}),
    S.VETOED: frozenset({S.OVERRIDE_OPEN, S.VETO_SUSTAINED, S.LAPSED}),
    # A void override decided nothing: the motion stands vetoed, as before it.
    S.OVERRIDE_OPEN: frozenset({S.ADOPTED, S.VETO_SUSTAINED, S.VETOED}),
    S.ENACTED: frozenset(),
    S.ENACTED_OVER_VETO: frozenset(),
    S.VETO_SUSTAINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset(),
}
FINAL = frozenset(state for state, onward in MOVES.items() if not onward)
PUBLIC = frozenset(State) - {S.DRAFT}
OPEN_TO_BALLOTS = frozenset({S.VOTING_OPEN, S.OVERRIDE_OPEN})
# Put to the vote, and not over: cast, disputable for a day where it was called in the room, at the chair's, at the biomes'.
ON_ITS_WAY = OPEN_TO_BALLOTS | {S.CLOSED, S.TIED, S.CONSENT_WINDOW}
WITHDRAWABLE = frozenset(state for state, onward in MOVES.items() if S.WITHDRAWN in onward)
IN_FORCE = frozenset({S.ENACTED, S.ENACTED_OVER_VETO})
DECIDED = frozenset(
    {
        S.ADOPTED,
        S.REJECTED,
        S.TIED,
        S.VOID,
        S.CONSENT_WINDOW,
        S.VETOED,
        S.ENACTED,
        S.ENACTED_OVER_VETO,
        S.VETO_SUSTAINED,
    }
)
# What a session's end finds undecided. A vote that is open, or whose outcome leads on, is let come to its end.
LAPSES_WITH_SESSION = frozenset(
    {S.SUBMITTED, S.ADMISSIBLE, S.SCHEDULED, S.DEBATE, S.POSTPONED, S.NO_QUORUM, S.TIED, S.VOID}
)
AHEAD = frozenset({S.SUBMITTED, S.ADMISSIBLE, S.SCHEDULED, S.DEBATE, S.POSTPONED})


def move(current: State, to: State) -> State:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to


def may_be_recalled(recalls: int, max_recalls: int) -> bool:
    """A vote without quorum is called again so many times, and then lapses."""
    return recalls < max_recalls


def notice_is_met(scheduled_at: datetime, opens_at: datetime, min_notice_hours: int) -> bool:
    return opens_at - scheduled_at >= timedelta(hours=min_notice_hours)
