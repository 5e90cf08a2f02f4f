"""The action list: what somebody is to do and by when, until it is done or dropped, with evidence.

open -> done | dropped
"""

import re
from datetime import date
from enum import StrEnum

SUBJECT = re.compile(r"[a-z]+\.[a-z_]+/[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~-]+)*")
LINK = re.compile(r"https://[^\s/?#@\\<>\"]+\.[^\s/?#@\\<>\"]+(?:[/?#][^\s<>\"]*)?")


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Office(StrEnum):
    """Who holds an action by what they are, whoever that is on the day."""

    SECRETARY = "secretary"
    CHAIR = "chair"


ENDS = frozenset({ActionState.DONE, ActionState.DROPPED})


def may_end(current: ActionState, to: ActionState) -> bool:
    return current is ActionState.OPEN and to in ENDS


def is_subject(evidence: str) -> bool:
    """An object of this platform, as a subject."""
    return SUBJECT.fullmatch(evidence) is not None


def is_link(evidence: str) -> bool:
    """A page elsewhere that a reader can open safely."""
    return LINK.fullmatch(evidence) is not None


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """The day itself is still in time."""
    return state is ActionState.OPEN and due_on < today


def must_remind(state: ActionState, due_on: date, reminded: bool, today: date) -> bool:
    """Once, on the day; a day that the clock missed is made up for."""
    return state is ActionState.OPEN and due_on <= today and not reminded
