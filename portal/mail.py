"""Mail where nobody should really get any: demo and development keep it in the cache and show it at /dev/mail/."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEY = "mail-sink"
KEPT = 100
A_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str
    at: datetime


class SinkBackend(BaseEmailBackend):
    """Keeps the last letters; sends none."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = cache.get(KEY) or []
        for message in email_messages:
            letter = Letter(
                to=", ".join(parseaddr(address)[1] for address in message.recipients()),
                subject=str(message.subject),
                text=str(message.body),
                at=datetime.now(UTC),
            )
            kept.insert(0, asdict(letter))
        cache.set(KEY, kept[:KEPT], A_DAY_S)
        return len(email_messages)


def letters() -> list[Letter]:
    """Newest first."""
    return [Letter(**row) for row in cache.get(KEY) or []]
