"""Acts of two: one asks, another agrees. The caller does the act in the transaction that agrees."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Approval, User
from accounts.rules import approvals


class CannotApprove(Exception):
    """The second consent was refused; the message is fit to show."""


@transaction.atomic
def request_approval(
    *, kind: str, subject: str, by: User, at: datetime, body: dict[str, Any] | None = None
) -> Approval:
    """Ask for a second person. The same person asking again gets the open request again."""
    existing = Approval.objects.select_for_update().open().filter(kind=kind, subject=subject).first()
    if existing and existing.asked().is_stale(at):
        existing.withdrawn_at = at
        existing.save(update_fields=["withdrawn_at"])
    elif existing and existing.asked_by_id == by.pk and existing.body == (body or {}):
        return existing
    elif existing:
        raise CannotApprove(_("This already waits for a second person; agree to that request instead."))
    try:
        with transaction.atomic():
            return Approval.objects.create(
                kind=kind, subject=subject, asked_by=by, asked_at=at, body=body or {}
            )
    except IntegrityError as clash:  # two asked at once; the unique index let one through
        raise CannotApprove(
            _("This already waits for a second person; agree to that request instead.")
        ) from clash


@transaction.atomic
def give_approval(*, approval_id: int, by: User, at: datetime, kind: str | None = None) -> Approval:
    """Agree, once, as another person than the asker; the caller does the act in the same transaction."""
    approval = Approval.objects.select_for_update().select_related("asked_by").get(pk=approval_id)
    if kind is not None and approval.kind != kind:
        raise CannotApprove(_("This request is for another act."))
    if why := approvals.refusal(approval.asked(), by=by.code, at=at):
        raise CannotApprove(_why_not(why))
    approval.given_by, approval.given_at = by, at
    approval.save(update_fields=["given_by", "given_at"])
    return approval


@transaction.atomic
def withdraw_approval(*, approval_id: int, by: User, at: datetime) -> None:
    """The asker takes the request back."""
    approval = Approval.objects.select_for_update().open().filter(pk=approval_id, asked_by=by).first()
    if approval is None:
        raise CannotApprove(_("Only the person who asked can take an open request back."))
    approval.withdrawn_at = at
    approval.save(update_fields=["withdrawn_at"])


def _why_not(refusal: approvals.Refusal) -> str:
    return {
        approvals.Refusal.SAME_PERSON: _("You asked for this yourself; another person must agree."),
        approvals.Refusal.ALREADY_GIVEN: _("Somebody has agreed to this already."),
        approvals.Refusal.WITHDRAWN: _("This request was taken back."),
        approvals.Refusal.STALE: _("This request is too old; ask again."),
    }[refusal]
