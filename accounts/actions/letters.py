"""Letters of the account system (confirm, reset, notices): a row first, sent by a task, then deleted."""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import Letter

GIVE_UP_AFTER = 12


@transaction.atomic
def post_letter(*, to: str, subject: str, text: str, at: datetime) -> Letter:
    """Kept in the transaction of the act it speaks of; a mail server that is down delays it, no more."""
    return Letter.objects.create(to=to, subject=subject, text=text, due_at=at)


def send_due_letters(*, at: datetime) -> int:
    """Send what is due, one transaction each, so that a failure repeats nothing but itself."""
    sent = 0
    while True:
        with transaction.atomic():
            letter = (
                Letter.objects.select_for_update(skip_locked=True)
                .filter(due_at__lte=at, attempts__lt=GIVE_UP_AFTER)
                .order_by("due_at", "pk")
                .first()
            )
            if letter is None:
                return sent
            sent += _send(letter, at)


def _send(letter: Letter, at: datetime) -> int:
    # The same Message-ID every time: a letter repeated after a crash is recognised as one.
    mail = EmailMessage(
        letter.subject, letter.text, to=[letter.to], headers={"Message-ID": letter.message_id}
    )
    try:
        mail.send()
    except OSError:  # SMTP errors are OSErrors too: try again later, ever more slowly
        letter.attempts += 1
        letter.due_at = at + timedelta(seconds=2**letter.attempts * 10)
        letter.save(update_fields=["attempts", "due_at"])
        return 0
    letter.delete()
    return 1
