"""May this person cast this seat's ballot in this vote, now? A reason code, or none.

Asked when a ballot is cast and, of the mandate, once more when it is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council.rules.decision import RollSeat
from council.rules.lifecycle import OPEN_TO_BALLOTS, State


class Why(StrEnum):
    """Why not, as a code; the sentence is the action's."""

    NOT_OPEN = "not_open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    IN_ROOM = "in_room"
    NOT_ON_ROLL = "not_on_roll"
    RECUSED = "recused"
    HAS_NO_VOTE = "has_no_vote"
    NOT_YOURS = "not_yours"
    MANDATE_NOT_BEGUN = "mandate_not_begun"
    MANDATE_EXPIRED = "mandate_expired"
    SUBSTITUTE_CALLED = "substitute_called"
    NO_PROXIES = "no_proxies"
    PROXY_RECUSED = "proxy_recused"
    GIVER_PRESENT = "giver_present"
    GIVER_GONE = "giver_gone"


# Refusals that the record keeps: a right to the seat that was there and is not, or does not reach this vote. A vote
# that is not open, and a stranger to the seat, leave no trace: anybody could fill the record with those.
KEPT = frozenset(Why) - {Why.NOT_OPEN, Why.NOT_YET, Why.CLOSED, Why.NOT_YOURS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A vote as a ballot meets it: the state, and ``[opens_at, closes_at)``."""

    state: State
    opens_at: datetime
    closes_at: datetime
    # Called out in a sitting: nothing is cast.
    in_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A mandate, as much of it as eligibility needs; ``until`` None is open-ended."""

    person: str
    hand: int
    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def refusal(
    window: Window | None, seat: RollSeat | None, terms: Iterable[Term], person: str, at: datetime
) -> Why | None:
    """The first reason why not, from the vote to the person; None when the ballot may be cast."""
    if window is None or window.state not in OPEN_TO_BALLOTS:
        return Why.NOT_OPEN
    if window.in_room:
        return Why.IN_ROOM
    if at < window.opens_at:
        return Why.NOT_YET
    if at >= window.closes_at:
        return Why.CLOSED
    if why := _of_the_person(terms, person, at):
        return why
    return _of_the_seat(seat)


def _of_the_person(terms: Iterable[Term], person: str, at: datetime) -> Why | None:
    own = [term for term in terms if term.person == person]
    if any(term.covers(at) for term in own):
        return None
    if any(at < term.since for term in own):
        return Why.MANDATE_NOT_BEGUN
    return Why.MANDATE_EXPIRED if own else Why.NOT_YOURS


def _of_the_seat(seat: RollSeat | None) -> Why | None:
    if seat is None:
        return Why.NOT_ON_ROLL
    if seat.recused:
        return Why.RECUSED
    return None if seat.votes else Why.HAS_NO_VOTE


def hand_of(terms: Iterable[Term], person: str, at: datetime) -> int:
    """The hand this person holds at that moment; LookupError when none."""
    for term in terms:
        if term.person == person and term.covers(at):
            return term.hand
    raise LookupError(person)


def still_counts(terms: Iterable[Term], person: str, hand: int, at: datetime) -> bool:
    """At the count: is the caster's mandate for that hand in force still?"""
    return any(term.person == person and term.hand == hand and term.covers(at) for term in terms)
