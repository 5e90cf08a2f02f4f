"""Each month's removals go into the public log as counts and one root, so that none can be added or forgotten later."""

from datetime import date, datetime

from django.db import transaction

from ledger import actions as ledger
from moderation import queries
from moderation.models import Month
from moderation.rules.months import root_of


def seal_due_months(*, at: datetime) -> list[Month]:
    """Seal every month that is over and has no seal yet. Safe to run twice, and in two workers at once."""
    return [made for month in queries.unsealed_months(at) if (made := seal_month(month=month, at=at))]


@transaction.atomic
def seal_month(*, month: date, at: datetime) -> Month | None:
    """One fact for the month; None where another hand was quicker, which a second insert waits for."""
    commitments = queries.commitments_in(month)
    sealed, is_new = Month.objects.get_or_create(
        month=month,
        defaults={
            "rows": queries.removed_in(month),
            "restored_count": queries.restored_in(month),
            "hidden_count": len(commitments),
            "root": root_of(commitments),
            "sealed_at": at,
        },
    )
    if not is_new:
        return None
    ledger.record(
        kind="moderation.month.sealed",
        subject=sealed.subject,
        actor="",
        at=at,
        public=True,
        month=sealed.code,
        codes=sealed.rows,
        rejected=sealed.rejected_count,
        confirmed=sealed.confirmed_count,
        restored=sealed.restored_count,
        hidden=sealed.hidden_count,
        root=sealed.root,
    )
    return sealed
