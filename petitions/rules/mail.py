"""The mails a petition owes: to whom none goes any more, how one that failed is tried again, what a host's answer means."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from accounts.rules.limits import Asker
from petitions.rules.lifecycle import DebateTrack, ResponseTrack, State


class LetterKind(StrEnum):
    CONFIRM_FILING = "confirm_filing"
    INVITE_SPONSOR = "invite_sponsor"
    CONFIRM_SPONSOR = "confirm_sponsor"
    IN_MODERATION = "in_moderation"
    OPENED = "opened"
    REJECTED = "rejected"
    OWED = "owed"
    REFERRED = "referred"
    ANSWERED = "answered"
    SCHEDULED = "scheduled"
    DEBATED = "debated"
    DECLINED = "declined"
    CLOSED = "closed"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    NAME_ASKED = "name_asked"
    NAME_OPENED = "name_opened"
    NAME_KEPT = "name_kept"
    NAME_READ = "name_read"


# The mail that asks to confirm a signature has a table of its own, and in lists this name.
CONFIRM_SIGNATURE = "confirm_signature"

# Asked for by somebody who may not own the address: their rate is judged.
ASKED_BY = {
    LetterKind.CONFIRM_FILING: Asker.FILER,
    LetterKind.INVITE_SPONSOR: Asker.FILER,
    LetterKind.CONFIRM_SPONSOR: Asker.SPONSOR,
}
# What became of a petition, to every signer who asked to be told.
ANNOUNCED = frozenset(
    {
        LetterKind.OWED, LetterKind.REFERRED, LetterKind.ANSWERED, LetterKind.SCHEDULED, LetterKind.DEBATED,
        LetterKind.DECLINED, LetterKind.CLOSED, LetterKind.STOPPED, LetterKind.WITHDRAWN,
    }
)  # fmt: skip
# These can be left with one press.
UPDATES = ANNOUNCED | {LetterKind.OPENED}


# --- To whom none goes any more -------------------------------------------------------------------


class Against(StrEnum):
    """Why a mail that was owed is not sent after all."""

    HIDDEN = "hidden"
    OVERTAKEN = "overtaken"
    FORGOTTEN = "forgotten"
    INVALIDATED = "invalidated"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How things stand with the one who would get it, at the moment of sending."""

    has_signed: bool = True
    is_invalidated: bool = False
    wants_updates: bool = True
    is_dead: bool = False


def against(kind: LetterKind, reader: Reader, *, is_hidden: bool, is_overtaken: bool) -> Against | None:
    """What speaks against sending it now; None for what somebody asked for themselves, whatever bounced before."""
    if kind not in UPDATES:
        return None
    if is_hidden:
        return Against.HIDDEN
    if is_overtaken:
        return Against.OVERTAKEN
    if not reader.has_signed:
        return Against.FORGOTTEN
    if reader.is_invalidated:
        return Against.INVALIDATED
    if not reader.wants_updates:
        return Against.UNSUBSCRIBED
    return Against.BOUNCED if reader.is_dead else None


def is_overtaken(kind: LetterKind, state: State, response: ResponseTrack, debate: DebateTrack) -> bool:
    """Whether what the mail says is not so any more: a threshold that was lost again, a stop that was undone."""
    return (
        (kind is LetterKind.OWED and response is ResponseTrack.NONE)
        or (kind is LetterKind.REFERRED and debate is DebateTrack.NONE)
        or (kind is LetterKind.STOPPED and state is not State.STOPPED)
    )


# --- Again, later ---------------------------------------------------------------------------------

# With these waits the last try is more than four days after the first: RFC 5321, 4.5.4.1 asks for that.
MOST_TRIES = 32
LONGEST_WAIT = timedelta(hours=4)


def wait_after(tries: int) -> timedelta:
    """Half a minute, doubled with each failure, at most four hours."""
    return min(timedelta(seconds=30) * 2 ** min(tries, 12), LONGEST_WAIT)


# --- What a mail host answers ---------------------------------------------------------------------


class Step(StrEnum):
    """Where in the conversation an answer was given."""

    SERVER = "server"
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"


class Outcome(StrEnum):
    LATER = "later"  # this mail waits, the others go on
    NEVER = "never"  # this mail has ended
    AWAY = "away"  # nothing goes out now


SERVICE_CLOSING = 421  # RFC 5321, 4.2.3: at any step
PERMANENT = range(500, 600)
# The first text of an answer may be a status as RFC 3463 writes it.
STATUS = re.compile(r"\A([245])\.(\d{1,3})\.(\d{1,3})(?!\S)")
# RFC 3463 and its registry: no such mailbox, no such host, no address at all, moved away, a domain
# without mail; a mailbox that takes none. The others are about us, the text, or the moment.
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
# So many final refusals of another kind, and an address is left alone too.
MOST_REFUSALS = 3


def outcome(step: Step, code: int) -> Outcome:
    """What an answer (three digits) means. A refused login or sender is our fault and never the reader's."""
    if step in {Step.SERVER, Step.SENDER} or code == SERVICE_CLOSING:
        return Outcome.AWAY
    return Outcome.NEVER if code in PERMANENT else Outcome.LATER


def status_of(code: int, text: str) -> str:
    """The answer as `class.subject.detail`; without one in the text only the class is known."""
    kind = "5" if code in PERMANENT else "4"
    found = STATUS.match(text.strip())
    return found[0] if found and found[1] == kind else f"{kind}.0.0"


def is_permanent(status: str) -> bool:
    found = STATUS.match(status)
    return bool(found and found[1] == "5" and found[0] == status)


def stops(statuses: list[str]) -> bool:
    """Whether an address with these bounces gets no more updates."""
    final = [status for status in statuses if is_permanent(status)]
    return bool(DEAD & set(final)) or len(final) >= MOST_REFUSALS


# --- Where a mail is ------------------------------------------------------------------------------


class MailState(StrEnum):
    DUE = "due"
    WAITING = "waiting"
    HELD = "held"
    FAILED = "failed"
    BOUNCED = "bounced"
    DROPPED = "dropped"
    SENT = "sent"


RETRIABLE = frozenset({MailState.FAILED, MailState.BOUNCED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What is known of one mail; ``answer`` is the host's last, as a status."""

    due_at: datetime
    held_by: str = ""
    sent_at: datetime | None = None
    bounced_at: datetime | None = None
    dropped_at: datetime | None = None
    answer: str = ""


def state_of(mail: Mail, at: datetime) -> MailState:
    """The one state of a mail."""
    if mail.dropped_at:
        return MailState.DROPPED
    if mail.bounced_at:
        return MailState.FAILED if mail.answer.startswith("4") else MailState.BOUNCED
    if mail.sent_at:
        return MailState.SENT
    if mail.held_by:
        return MailState.HELD
    return MailState.DUE if mail.due_at <= at else MailState.WAITING


# --- Message-ID -----------------------------------------------------------------------------------

PROOF = 20
OURS = re.compile(r"\A<?([0-9a-f]{32})\.([0-9a-f]{20})@[^<>@\s]+>?\Z")


def mail_id(secret: bytes, key: UUID, turn: str, host: str) -> str:
    """The same mail has the same Message-ID, however often a crash repeats it; nobody else can make one."""
    return f"<{key.hex}.{_proof(secret, key, turn)}@{host}>"


def key_in(message_id: str) -> tuple[UUID, str] | None:
    """The key and the proof in a Message-ID of this shape; whether it is ours the proof must say."""
    found = OURS.match(message_id.strip())
    return (UUID(found[1]), found[2]) if found else None


def is_ours(secret: bytes, key: UUID, turn: str, proof: str) -> bool:
    return hmac.compare_digest(_proof(secret, key, turn).encode(), proof.encode())


def _proof(secret: bytes, key: UUID, turn: str) -> str:
    return hmac.new(secret, f"petitions/mail/v2\0{key.hex}\0{turn}".encode(), sha256).hexdigest()[:PROOF]
