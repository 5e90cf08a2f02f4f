"""Speaking for a body: appointed, and ended."""

from datetime import datetime

from django.db import transaction

from accounts.models import Office, Organisation, User
from ledger import actions as ledger


@transaction.atomic
def appoint_to_office(
    *, organisation: Organisation, user: User, at: datetime, since: datetime | None = None, actor: str = ""
) -> Office:
    """``user`` speaks for the body from ``since`` on; appointed again, the office they hold is theirs."""
    begins = since or at
    if held := Office.objects.in_force(begins).filter(organisation=organisation, user=user).first():
        return held
    office = Office.objects.create(organisation=organisation, user=user, since=begins)
    ledger.record(
        kind="accounts.office.given",
        subject=organisation.subject,
        actor=actor,
        at=at,
        public=False,
        office=office.pk,
        person=user.code,
    )
    return office


@transaction.atomic
def end_office(*, organisation: Organisation, user: User, at: datetime, actor: str = "") -> None:
    """They speak for it no longer; ended twice, it ended once."""
    ended = (
        Office.objects.in_force(at)
        .filter(organisation=organisation, user=user, since__lt=at)
        .update(until=at)
    )
    if ended:
        ledger.record(
            kind="accounts.office.ended",
            subject=organisation.subject,
            actor=actor,
            at=at,
            public=False,
            person=user.code,
        )
