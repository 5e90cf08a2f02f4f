"""What bodies owe: opened by what people did, discharged or withdrawn by an act, escalated by time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from charters.models import Duty
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Organisation


class CannotEnd(Exception):
    """The duty was not ended; the message is fit to show to the person."""


@transaction.atomic
def open_duty(
    *,
    kind: str,
    subject: str,
    holder: Organisation,
    due_at: datetime,
    actor: str,
    at: datetime,
    about: Iterable[str] = (),
) -> Duty:
    """Open what ``holder`` owes on ``subject`` by ``due_at``. The same open duty is never opened twice."""
    duty, is_new = Duty.objects.get_or_create(
        kind=kind,
        matter=subject,
        holder=holder,
        discharged_at=None,
        withdrawn_at=None,
        defaults={"about": list(about), "opened_at": at, "due_at": due_at},
    )
    if is_new:
        ledger.record(
            kind="charters.duty.opened",
            subject=duty.subject,
            actor=actor,
            at=at,
            public=True,
            about=_around(duty),
            duty=duty.pk,
            owed=kind,
            matter=subject,
            holder=holder.subject,
            due_at=due_at,
        )
    return duty


def _around(duty: Duty) -> list[str]:
    return [duty.matter, duty.holder.subject, *duty.about]


def _locked(duty_id: int) -> Duty:
    return Duty.objects.select_for_update(of=("self",)).select_related("holder").get(pk=duty_id)


@transaction.atomic
def discharge_duty(*, duty_id: int, actor: str, at: datetime) -> Duty:
    """The holder did what was owed, in time or late. Done twice, it stays done once."""
    duty = _locked(duty_id)
    if duty.withdrawn_at:
        raise CannotEnd(_("This duty was withdrawn; there is nothing left to discharge."))
    if duty.discharged_at:
        return duty
    duty.discharged_at = at
    duty.save(update_fields=["discharged_at"])
    ledger.record(
        kind="charters.duty.discharged",
        subject=duty.subject,
        actor=actor,
        at=at,
        public=True,
        about=_around(duty),
        duty=duty.pk,
        late=at > duty.due_at,
    )
    return duty


@transaction.atomic
def withdraw_duty(*, duty_id: int, actor: str, at: datetime) -> Duty:
    """What the duty rested on has gone (a petition stopped, a case withdrawn)."""
    duty = _locked(duty_id)
    if duty.discharged_at:
        raise CannotEnd(_("This duty was already discharged."))
    if duty.withdrawn_at:
        return duty
    duty.withdrawn_at = at
    duty.save(update_fields=["withdrawn_at"])
    ledger.record(
        kind="charters.duty.withdrawn",
        subject=duty.subject,
        actor=actor,
        at=at,
        public=True,
        about=_around(duty),
        duty=duty.pk,
    )
    return duty


@transaction.atomic
def escalate_due(*, at: datetime) -> int:
    """Say in the record, once for each, that a duty has become late."""
    due = Duty.objects.late(at).filter(escalated_at__isnull=True).select_related("holder")
    late = list(due.select_for_update(skip_locked=True, of=("self",))[:200])
    for duty in late:
        duty.escalated_at = at
        duty.save(update_fields=["escalated_at"])
        ledger.record(
            kind="charters.duty.escalated",
            subject=duty.subject,
            actor="",
            at=at,
            public=True,
            about=_around(duty),
            duty=duty.pk,
            owed=duty.kind,
            matter=duty.matter,
            holder=duty.holder.subject,
            due_at=duty.due_at,
        )
    return len(late)
