"""Letters of the account system (confirm, reset, notices): a row first, sent by a task, then deleted."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import Letter
from accounts.models.letter import MOST_ATTEMPTS


@transaction.atomic
def post_letter(*, to: str, subject: str, text: str, at: datetime, leave: str = "") -> Letter:
    """Kept in the transaction of the act it speaks of; a mail server that is down delays it, no more.

    ``leave`` is the address that a mail program's own button asks to send no more of them (RFC 8058).
    """
    return Letter.objects.create(to=to, subject=subject, text=text, due_at=at, leave=leave)


def send_due_letters(*, at: datetime) -> int:
    """Send what is due, one transaction each, so that a failure repeats nothing but itself."""
    sent = 0
    while True:
        with transaction.atomic():
            letter = (
                Letter.objects.select_for_update(skip_locked=True)
                .filter(due_at__lte=at, attempts__lt=MOST_ATTEMPTS)
                .order_by("due_at", "pk")
                .first()
            )
            if letter is None:
                return sent
            sent += _send(letter, at)


def _send(letter: Letter, at: datetime) -> int:
    # The same Message-ID every time: a letter repeated after a crash is recognised as one.
    headers = {"Message-ID": letter.message_id}
    if letter.leave:
        headers |= {
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{letter.leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMessage(letter.subject, letter.text, to=[letter.to], headers=headers)
    try:
        mail.send()
    except ValueError:  # no mail can carry this address: given up, so that it holds no other up
        letter.attempts = MOST_ATTEMPTS
        letter.save(update_fields=["attempts"])
        return 0
    except OSError:  # SMTP errors are OSErrors too: try again later, ever more slowly
        letter.attempts += 1
        letter.due_at = at + timedelta(seconds=2**letter.attempts * 10)
        letter.save(update_fields=["attempts", "due_at"])
        return 0
    letter.delete()
    return 1
