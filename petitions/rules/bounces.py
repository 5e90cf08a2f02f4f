"""Reports of mail that could not be delivered, as mail hosts write them (RFC 3464), read from bytes that anybody may have written.

multipart/report; report-type=delivery-status
  text/plain                 for people, not read
  message/delivery-status    a block for the mail, one for each recipient: Action, Status
  message/rfc822, or         the mail itself or only its head, with its Message-ID
  text/rfc822-headers
"""

import hmac
import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from hashlib import sha256
from typing import Any

from petitions.rules.mail import STATUS

# A report quotes the whole mail at most, and our mails are short.
LARGEST = 256 * 1024
MOST_PARTS = 10
LONGEST_HEADER = 998


class NotAReport(Exception):
    """These bytes tell nothing about a mail of ours; ``why`` is one word for the one who reads the list."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Report:
    """One mail, and the worst that was said of it: `class.subject.detail` as RFC 3463 has it."""

    message_id: str
    status: str


def read_report(raw: bytes) -> Report:
    """The report in these bytes, or NotAReport; nothing else, whatever they are."""
    if len(raw) > LARGEST:
        raise NotAReport("large")
    try:
        return _read(message_from_bytes(raw, policy=compat32))
    except (MessageError, UnicodeError, LookupError, ValueError, RecursionError, AttributeError) as error:
        raise NotAReport("broken") from error


def _read(message: Message) -> Report:
    is_report = message.get_content_type() == "multipart/report" and message.is_multipart()
    if not is_report or str(message.get_param("report-type", "")).lower() != "delivery-status":
        raise NotAReport("another kind")
    parts = [part for part in _payload(message) if isinstance(part, Message)][:MOST_PARTS]
    status = _status(parts)
    message_id = next(filter(None, map(_message_id, parts)), "")
    if not status or not message_id:
        raise NotAReport("incomplete")
    return Report(message_id=message_id, status=status)


def _payload(part: Message) -> list[Any]:
    found = part.get_payload()
    return list(found) if isinstance(found, list) else []


def _status(parts: list[Message]) -> str:
    """Of the recipients that failed the first; a delay or a success is told as it is."""
    blocks = [
        block
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for block in _payload(part)[: MOST_PARTS * 2]
        if isinstance(block, Message)
    ]
    said = [(_header(block, "Action").lower(), STATUS.match(_header(block, "Status"))) for block in blocks]
    failed = [found[0] for action, found in said if found and action == "failed"]
    others = [found[0] for action, found in said if found and action != "failed"]
    return next(iter(failed), next(iter(others), ""))


def _message_id(part: Message) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        quoted = next((one for one in _payload(part) if isinstance(one, Message)), None)
        return _header(quoted, "Message-ID") if quoted else ""
    if kind == "text/rfc822-headers":
        head = part.get_payload(decode=True)
        text = head.decode("utf-8", "replace") if isinstance(head, bytes) else ""
        return _header(message_from_string(text, policy=compat32), "Message-ID")
    return ""


def _header(part: Message, name: str) -> str:
    text = str(part.get(name, ""))
    return "" if len(text) > LONGEST_HEADER else " ".join(text.split())


# --- Who may report -------------------------------------------------------------------------------

# A report that is older was kept by somebody and is sent again; clocks of hosts differ by less.
TOLERANCE_S = 300
SIGNATURE = re.compile(r"\A(\d{1,12})\.([0-9a-f]{64})\Z", re.ASCII)


def signature(key: str, moment: int, body: bytes) -> str:
    """What the mail host sends beside a report: the moment (Unix seconds), a dot, and HMAC-SHA-256 over both in hex."""
    said = str(moment).encode() + b"." + body
    return f"{moment}.{hmac.new(key.encode(), said, sha256).hexdigest()}"


def is_signed(key: str, given: str, body: bytes, moment: int) -> bool:
    """Whether it is by who has the key, and of now. Without a key nobody can sign."""
    found = SIGNATURE.match(given)
    if not key or not found:
        return False
    is_true = hmac.compare_digest(signature(key, int(found[1]), body), f"{int(found[1])}.{found[2]}")
    return is_true and abs(moment - int(found[1])) <= TOLERANCE_S
