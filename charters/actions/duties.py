"""What bodies owe: opened by what people did, discharged or withdrawn by an act, escalated by time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from charters.models import Duty, Escalation
from charters.queries import site_clock
from charters.rules import escalation
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
    if at > duty.due_at:
        # What fell due before the end is told before it: being answered hides no lateness.
        _escalate(duty, at)
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
    _escalate(duty, at)
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
def transfer_duties(*, holder: Organisation, to: Organisation, actor: str, at: datetime) -> int:
    """Whatever ``holder`` still owes is owed by ``to``, by the same dates; lateness goes along. How many moved."""
    owed = Duty.objects.open().filter(holder=holder).order_by("pk")
    moved = list(owed.select_for_update(of=("self",)))
    for duty in moved:
        if Duty.objects.open().filter(kind=duty.kind, matter=duty.matter, holder=to).exists():
            withdraw_duty(duty_id=duty.pk, actor=actor, at=at)  # it owes the same already
            continue
        duty.holder = to
        duty.save(update_fields=["holder"])
        ledger.record(
            kind="charters.duty.transferred",
            subject=duty.subject,
            actor=actor,
            at=at,
            public=True,
            about=[*_around(duty), holder.subject],
            duty=duty.pk,
            former=holder.subject,
            holder=to.subject,
            due_at=duty.due_at,
        )
    return len(moved)


def escalate_due(*, at: datetime) -> int:
    """Take every step that late duties owe, each once and in its own transaction; the number taken.

    A worker that was away takes them all when it comes back, each with the moment at which it fell.
    """
    waiting = Duty.objects.late(at).exclude(escalations__step=escalation.Step.PUBLIC)
    return sum(_escalate_one(pk, at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _escalate_one(duty_id: int, at: datetime) -> int:
    duty = _locked(duty_id)
    return _escalate(duty, at)


def _escalate(duty: Duty, at: datetime) -> int:
    """Under the duty's lock: the steps it owes up to its end, or to now."""
    told = set(duty.escalations.values_list("step", flat=True))
    owed = [
        move for move in escalation.moves(duty.due_at, duty.until(at), site_clock()) if move.step not in told
    ]
    for move in owed:
        Escalation.objects.create(duty=duty, step=move.step, since=move.since, told_at=at)
        _tell(duty, move, at)
    if owed and duty.escalated_at is None:
        duty.escalated_at = at
        duty.save(update_fields=["escalated_at"])
    return len(owed)


def _tell(duty: Duty, move: escalation.Move, at: datetime) -> None:
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
        step=move.step,
        since=move.since,
    )
