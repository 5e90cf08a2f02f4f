"""Filing without an account.

asked -> judged -> mailed -> confirmed     a pin or a sighting stands
           |         '----> gone           nobody pressed within seven days
           '-> held                        asked too often: words and pictures are gone at once
"""

from datetime import datetime, timedelta
from enum import StrEnum

LINK_LIFE = timedelta(days=7)


class Kind(StrEnum):
    PIN = "pin"
    SIGHTING = "sighting"


class News(StrEnum):
    """What whoever filed it is told, once each."""

    ADMITTED = "admitted"
    TAKEN_UP = "taken_up"
    MERGED = "merged"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


# After these nothing is left to tell, so a guest's address is forgotten.
LAST = frozenset({News.TAKEN_UP, News.MERGED, News.REFUSED, News.ACCEPTED, News.NOT_ACCEPTED})


def is_open(asked_at: datetime, at: datetime) -> bool:
    """Whether the link still confirms."""
    return at < asked_at + LINK_LIFE
