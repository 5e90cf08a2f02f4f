"""The mails a petition owes, and how a mail that failed is tried again."""

from datetime import timedelta
from enum import StrEnum

from accounts.rules.limits import Asker


class LetterKind(StrEnum):
    CONFIRM_FILING = "confirm_filing"
    INVITE_SPONSOR = "invite_sponsor"
    CONFIRM_SPONSOR = "confirm_sponsor"
    IN_MODERATION = "in_moderation"
    OPENED = "opened"
    REJECTED = "rejected"
    ANSWERED = "answered"
    CLOSED = "closed"


# Asked for by somebody who may not own the address: their rate is judged.
ASKED_BY = {
    LetterKind.CONFIRM_FILING: Asker.FILER,
    LetterKind.INVITE_SPONSOR: Asker.FILER,
    LetterKind.CONFIRM_SPONSOR: Asker.SPONSOR,
}
# To many, about what became of it; these can be left with one press.
UPDATES = frozenset({LetterKind.OPENED, LetterKind.ANSWERED, LetterKind.CLOSED})

MOST_TRIES = 8
LONGEST_WAIT = timedelta(hours=4)


def wait_after(tries: int) -> timedelta:
    """Half a minute, doubled with each failure, at most four hours."""
    return min(timedelta(seconds=30) * 2 ** min(tries, 12), LONGEST_WAIT)
