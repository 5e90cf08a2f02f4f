"""A lost second factor, restored by two officers who saw its person; a code is handed over in person.

asked --(an officer saw her)--> seen --(another one, within the hour)--> confirmed --(her code, in time)--> used
  ^        |                      |                                          |
  |        '--(an hour passes)----'----------(the code ends, or is tried out)-'      back to asked
  '--(she or an officer)--> withdrawn;  (14 days pass) stale
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STALE_AFTER = timedelta(days=14)
SECOND_WITHIN = timedelta(hours=1)
CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5
# Without I, L, O and U: nobody misreads or mishears it. 32^12 codes, five tries, a quarter of an hour.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12


class Restorer(StrEnum):
    """In what office somebody confirms."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    ADMIN = "admin"


class Stage(StrEnum):
    ASKED = "asked"
    SEEN = "seen"
    CONFIRMED = "confirmed"
    USED = "used"
    WITHDRAWN = "withdrawn"
    STALE = "stale"


class NotSeen(StrEnum):
    """Why a confirmation is refused."""

    OVER = "over"
    ONESELF = "oneself"
    SAME_PERSON = "same_person"
    NO_PAIR = "no_pair"
    CODE_OUT = "code_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a restoration is, as far as the rule needs to know; people by their codes."""

    person: str
    asked_at: datetime
    first: str = ""
    first_at: datetime | None = None
    first_as: frozenset[Restorer] = frozenset()
    second_at: datetime | None = None
    tries: int = 0
    used: bool = False
    withdrawn: bool = False

    def stage(self, at: datetime) -> Stage:
        if self.used:
            return Stage.USED
        if self.withdrawn:
            return Stage.WITHDRAWN
        if self.second_at and at < self.second_at + CODE_LASTS and self.tries < MOST_TRIES:
            return Stage.CONFIRMED
        if self.first_at and not self.second_at and at < self.first_at + SECOND_WITHIN:
            return Stage.SEEN
        return Stage.STALE if at >= self.asked_at + STALE_AFTER else Stage.ASKED


def is_pair(first: Set[Restorer], second: Set[Restorer]) -> bool:
    """Secretary and chair, or two admins."""
    if Restorer.ADMIN in first and Restorer.ADMIN in second:
        return True
    pairs = (first, second), (second, first)
    return any(Restorer.SECRETARY in one and Restorer.CHAIR in other for one, other in pairs)


def confirmation_refusal(
    standing: Standing, *, by: str, offices: Set[Restorer], at: datetime
) -> NotSeen | None:
    """Why this officer may not confirm now; None when she may."""
    stage = standing.stage(at)
    if by == standing.person:
        return NotSeen.ONESELF
    if stage not in (Stage.ASKED, Stage.SEEN):
        return NotSeen.CODE_OUT if stage is Stage.CONFIRMED else NotSeen.OVER
    if stage is Stage.ASKED:
        return None if offices else NotSeen.NO_PAIR
    if by == standing.first:
        return NotSeen.SAME_PERSON
    return None if is_pair(standing.first_as, offices) else NotSeen.NO_PAIR


def code_from(numbers: bytes) -> str:
    """A code of random bytes, as it is written down: ``7K2M-QX4T-9RWD``."""
    signs = "".join(ALPHABET[number % len(ALPHABET)] for number in numbers[:CODE_LENGTH])
    return "-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str:
    """What was meant: case, spaces and hyphens do not matter, nor a letter that looks like a digit."""
    looks = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
    return "".join(sign for sign in typed.upper().translate(looks) if sign in ALPHABET)
