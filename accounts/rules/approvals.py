"""Acts of two: one person asks, another one agrees, within a period.

asked --(another person, in time)--> given
  |--(the asker)--> withdrawn
  '--(14 days pass)--> stale: never given; a new request may take its place
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STALE_AFTER = timedelta(days=14)


class Refusal(StrEnum):
    SAME_PERSON = "same_person"
    ALREADY_GIVEN = "already_given"
    WITHDRAWN = "withdrawn"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request for approval is, as far as the rule needs to know."""

    by: str
    at: datetime
    given: bool = False
    withdrawn: bool = False

    def is_stale(self, at: datetime) -> bool:
        return at >= self.at + STALE_AFTER


def refusal(asked: Asked, *, by: str, at: datetime) -> Refusal | None:
    """Why this person may not give this approval now; None when they may."""
    if asked.given:
        return Refusal.ALREADY_GIVEN
    if asked.withdrawn:
        return Refusal.WITHDRAWN
    if asked.is_stale(at):
        return Refusal.STALE
    if asked.by == by:
        return Refusal.SAME_PERSON
    return None
