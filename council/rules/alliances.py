"""An alliance of human bodies and living systems, and what its parties owe one another, as tables.

alliance     proposed <-> agreed -> in_force -> ended (expired, left, dissolved)
                 |           |
                 +-----------+-----> ended (dropped)           a renewal is a new alliance that follows it

commitment   open -> due -> overdue     by the clock, derived from the day
             open | due | overdue -> kept <-> broken, disputed  by what the parties and the readings found
             open -> released                                   its party or its alliance went before it was due

Every party has one voice on each commitment, its latest. The party that owes it may admit that it broke it, for good;
its "kept" is told and changes nothing, until another party finds the same. Where the others differ, the commitment is
disputed until they agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum


class Stage(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    ENDED = "ended"


class End(StrEnum):
    EXPIRED = "expired"
    LEFT = "left"
    DISSOLVED = "dissolved"
    # Before it was ever in force.
    DROPPED = "dropped"


class Said(StrEnum):
    """What a party's word is for."""

    JOIN = "join"
    LEAVE = "leave"
    DISSOLVE = "dissolve"


class Finding(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"


class Standing(StrEnum):
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"
    DISPUTED = "disputed"
    RELEASED = "released"


class NoMove(Exception):
    """No such move in the table."""

    def __init__(self, current: Stage, to: Stage) -> None:
        super().__init__(f"{current} -> {to}")
        self.current = current


MOVES: dict[Stage, frozenset[Stage]] = {
    # An agreement is undone by a word taken back, until it is in force.
    Stage.PROPOSED: frozenset({Stage.AGREED, Stage.ENDED}),
    Stage.AGREED: frozenset({Stage.PROPOSED, Stage.IN_FORCE, Stage.ENDED}),
    Stage.IN_FORCE: frozenset({Stage.ENDED}),
    Stage.ENDED: frozenset(),
}
ENDS: dict[Stage, frozenset[End]] = {
    Stage.PROPOSED: frozenset({End.DROPPED}),
    Stage.AGREED: frozenset({End.DROPPED}),
    Stage.IN_FORCE: frozenset({End.EXPIRED, End.LEFT, End.DISSOLVED}),
    Stage.ENDED: frozenset(),
}
# Not in force yet: its words may change, and a party's word may be taken back.
BEFORE = frozenset({Stage.PROPOSED, Stage.AGREED})

STANDINGS: dict[Standing, frozenset[Standing]] = {
    Standing.OPEN: frozenset({Standing.DUE, Standing.KEPT, Standing.RELEASED}),
    Standing.DUE: frozenset({Standing.OVERDUE, Standing.KEPT, Standing.BROKEN}),
    Standing.OVERDUE: frozenset({Standing.KEPT, Standing.BROKEN}),
    # A voice may change with new evidence; what was found stays found, one way or another.
    Standing.KEPT: frozenset({Standing.BROKEN, Standing.DISPUTED}),
    Standing.BROKEN: frozenset({Standing.KEPT, Standing.DISPUTED}),
    Standing.DISPUTED: frozenset({Standing.KEPT, Standing.BROKEN}),
    Standing.RELEASED: frozenset(),
}
REMIND_BEFORE = timedelta(days=60)
# Readings that come late are waited for so long; after that the parties alone can find it.
WAIT_FOR_READINGS = timedelta(days=30)
RULE = "rule"


def move(current: Stage, to: Stage) -> Stage:
    """``to``, or NoMove: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise NoMove(current, to)
    return to


def end(current: Stage, how: End) -> End:
    """``how``, or NoMove: what was never in force cannot expire, and what was cannot be dropped."""
    if how not in ENDS[current]:
        raise NoMove(current, Stage.ENDED)
    return how


@dataclass(frozen=True, slots=True)
class Member:
    """A party as the rules see it: on which side it stands, and whether all its hands gave their word."""

    subject: str
    is_living: bool
    has_joined: bool


def has_both_sides(members: Iterable[Member]) -> bool:
    """An alliance is of people and living systems: at least one of each."""
    return {member.is_living for member in members} == {True, False}


def is_agreed(members: Iterable[Member]) -> bool:
    """Every party has joined, and both sides are there."""
    found = list(members)
    return has_both_sides(found) and all(member.has_joined for member in found)


def is_whole(needed: Iterable[int], given: Iterable[int]) -> bool:
    """The word of a party: of each of its hands. A party without a hand has no word."""
    hands = frozenset(needed)
    return bool(hands) and hands <= frozenset(given)


# --- Commitments -----------------------------------------------------------------------------------
def day_of(at: datetime) -> date:
    """Days of an alliance are days of UTC."""
    return at.astimezone(UTC).date()


def day_over(day: date) -> datetime:
    """The first moment after a day."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)


def voice_of(voices: Mapping[str, Finding], owes: str) -> Standing | None:
    """What the latest voices come to, by party (and ``RULE``, for the readings); None where nothing is found.

    That the party that owes it says "kept" never changes anything; that it says "broken" counts alone.
    """
    others = {finding for party, finding in voices.items() if party != owes}
    if len(others) > 1:
        return Standing.DISPUTED
    if others:
        return Standing(next(iter(others)))
    return Standing.BROKEN if voices.get(owes) is Finding.BROKEN else None


def is_contested(voices: Mapping[str, Finding], owes: str) -> bool:
    """Found, and the party that owes it says the opposite: that is shown, and changes nothing."""
    found = voice_of(voices, owes)
    own = voices.get(owes)
    return own is not None and found in (Standing.KEPT, Standing.BROKEN) and own.value != found.value


def standing(
    *, due_on: date, day: date, voices: Mapping[str, Finding], owes: str, released: bool
) -> Standing:
    """Where a commitment stands on a day. Due is its day, overdue every day after it."""
    if released:
        return Standing.RELEASED
    if found := voice_of(voices, owes):
        return found
    if day < due_on:
        return Standing.OPEN
    return Standing.DUE if day == due_on else Standing.OVERDUE


class WhyNotFound(StrEnum):
    TOO_EARLY = "too_early"
    ADMITTED = "admitted"
    RELEASED = "released"


def finding_refusal(
    finding: Finding, *, due_on: date, day: date, released: bool, own: Finding | None
) -> WhyNotFound | None:
    """Why a voice is not heard; None when it is. ``own`` is the latest of the party that owes it, if it speaks."""
    if released:
        return WhyNotFound.RELEASED
    if finding is Finding.BROKEN and day < due_on:
        return WhyNotFound.TOO_EARLY
    return WhyNotFound.ADMITTED if finding is Finding.KEPT and own is Finding.BROKEN else None


def is_released(*, due_on: date, day: date) -> bool:
    """Who goes is released from what was not due yet, and from nothing that was."""
    return day < due_on


def may_be_measured(*, due_on: date, at: datetime) -> bool:
    """The day is over, and late readings may still come."""
    return day_over(due_on) <= at < day_over(due_on) + WAIT_FOR_READINGS


def is_time_to_remind(until: datetime, at: datetime) -> bool:
    return until - REMIND_BEFORE <= at < until
