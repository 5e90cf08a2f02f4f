"""The life of an amendment, as a table; and what an edition is on a date, which is never stored.

    draft -> tabled -> adopted -> enacted
      |        |-> rejected, lapsed <- adopted
      '--------'-> withdrawn

A tabled amendment is public and its text is frozen: a motion can only point at words that stay.
"""

from datetime import date
from enum import StrEnum


class Refused(Exception):
    """The table does not know this move."""


class State(StrEnum):
    DRAFT = "draft"
    TABLED = "tabled"
    ADOPTED = "adopted"
    ENACTED = "enacted"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.TABLED, State.WITHDRAWN}),
    State.TABLED: frozenset({State.ADOPTED, State.REJECTED, State.LAPSED, State.WITHDRAWN}),
    # Carried, and not in force yet: nobody takes it back. It is rejected where a veto stands; where another text has
    # overtaken it before it could begin, it lapses and is drafted anew.
    State.ADOPTED: frozenset({State.ENACTED, State.REJECTED, State.LAPSED}),
    State.ENACTED: frozenset(),
    State.REJECTED: frozenset(),
    State.LAPSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.DRAFT, State.TABLED, State.ADOPTED})
FINAL = frozenset(state for state, onward in MOVES.items() if not onward)


def move(current: State, to: State) -> State:
    """``to``, or Refused: the table is the only place that knows what may follow what."""
    if to not in MOVES[current]:
        raise Refused(f"{current.value} -> {to.value}")
    return to


class Force(StrEnum):
    """What an edition is on a date."""

    PROMULGATED = "promulgated"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    # Adopted to begin on the same day as a later one, and carried whole into it.
    MERGED = "merged"


def force_on(day: date, since: date, until: date | None, *, merged: bool = False) -> Force:
    if merged:
        return Force.MERGED
    if day < since:
        return Force.PROMULGATED
    if until is not None and day >= until:
        return Force.SUPERSEDED
    return Force.IN_FORCE


class DutyState(StrEnum):
    OPEN = "open"
    LATE = "late"
    DISCHARGED = "discharged"
    WITHDRAWN = "withdrawn"


class Legal(StrEnum):
    """What the law outside says of a charter; a history, never one value."""

    RECOGNISED = "recognised"
    CHALLENGED = "challenged"
    UPHELD = "upheld"
    NARROWED = "narrowed"
