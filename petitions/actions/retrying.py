"""Mail that was given up is tried again, one or a whole kind, because somebody says so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from petitions import queries
from petitions.actions.refusals import CannotRetry
from petitions.rules.mail import RETRIABLE


@transaction.atomic
def retry_mail(*, key: Any, by: Any, at: datetime) -> None:
    """One mail that failed or bounced before it went; what speaks against it is asked again when its turn comes."""
    for rows in queries.mails():
        found = rows.filter(key=key)
        if row := found.first():
            number = queries.in_states(found, RETRIABLE, at).update(**_again(at))
            if not number:
                raise CannotRetry(_("This mail was not given up, so there is nothing to try again."))
            _record(queries.kind_of(row), number, by, at)
            return
    raise CannotRetry(_("This mail is not known any more."))


@transaction.atomic
def retry_kind(*, kind: str, by: Any, at: datetime) -> int:
    """Every mail of a kind that failed: the host was away too long. Addresses that refused are left alone."""
    number = queries.failed_of(kind, at).update(**_again(at))
    if not number:
        raise CannotRetry(_("No mail of this kind was given up."))
    _record(kind, number, by, at)
    return number


def _again(at: datetime) -> dict[str, Any]:
    return {"bounced_at": None, "tries": 0, "due_at": at}


def _record(kind: str, number: int, by: Any, at: datetime) -> None:
    ledger.record(kind="petitions.mail.retried", subject=f"petitions.mail/{kind}", actor=by.code, at=at, public=False,
                  letter=kind, number=number)  # fmt: skip
