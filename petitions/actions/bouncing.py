"""What comes back: reports of mails that were not delivered, by the mail host or from a mailbox.

Only a Message-ID of ours opens anything: it carries a proof that nobody makes without the site's secret, so a
report about another mail, or an invented one, changes nothing.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.secret import secret
from accounts.rules import addresses
from ledger import actions as ledger
from petitions.actions.mailing import address_hash, note_bounce
from petitions.actions.refusals import CannotRetry, UnknownMail
from petitions.models import Attempt, Bounce, Letter
from petitions.rules import mail


def mail_id_of(row: Attempt | Letter) -> str:
    return mail.mail_id(secret(), row.key, _turn(row), urlsplit(settings.SITE_URL).hostname or "localhost")


def _turn(row: Attempt | Letter) -> str:
    """A letter asked for again is another letter; one repeated by a crash is not."""
    return row.asked_at.isoformat() if isinstance(row, Letter) else ""


@transaction.atomic
def record_bounce(*, message_id: str, status: str, at: datetime) -> Bounce | None:
    """Note that a mail of ours came back for good; None where it may still arrive. Told twice, it is there once."""
    named = mail.key_in(message_id)
    row = _locked(named[0]) if named else None
    if named is None or row is None or not mail.is_ours(secret(), row.key, _turn(row), named[1]):
        raise UnknownMail
    if not mail.is_permanent(status):
        return None
    row.bounced_at, row.answer = row.bounced_at or at, status
    row.save(update_fields=["bounced_at", "answer"])
    return note_bounce(row, status, Bounce.Source.REPORT, at)


def _locked(key: UUID) -> Attempt | Letter | None:
    """The mail of this key, while its address is known."""
    letter = Letter.objects.select_for_update().filter(key=key).exclude(canonical=None).first()
    return letter or Attempt.objects.select_for_update().filter(key=key).exclude(canonical=None).first()


@transaction.atomic
def lift_bounces(*, email: str, by: Any, at: datetime) -> int:
    """An address works again: what bounced before counts no more; how many bounces that were."""
    found = Bounce.objects.select_for_update().filter(
        address=address_hash(addresses.canonical(email)), lifted_at__isnull=True
    )
    bounces = list(found)
    if not bounces:
        raise CannotRetry(_("Nothing has bounced at this address, or it was lifted already."))
    Bounce.objects.filter(pk__in=[bounce.pk for bounce in bounces]).update(lifted_at=at, lifted_by=by.code)
    ledger.record(kind="petitions.bounce.lifted", subject=bounces[0].subject, actor=by.code, at=at, public=False,
                  number=len(bounces))  # fmt: skip
    return len(bounces)
