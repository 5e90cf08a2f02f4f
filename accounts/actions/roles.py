"""Appointments: proposed by one admin, agreed to by another, in force for a period."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.approvals import CannotApprove, give_approval, request_approval
from accounts.models import Approval, RoleGrant, User
from accounts.rules.roles import Role
from ledger import actions as ledger

ROLE_GRANTED = "accounts.role.granted"


class CannotAppoint(Exception):
    """The appointment was refused; the message is fit to show."""


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    actor: str = "",
) -> RoleGrant:
    """Appoint, over ``[since or at, until)``. Doors use `approve_appointment`: it takes two admins."""
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(user=user, role=role.value, since=since or at, until=until)
    except IntegrityError as clash:
        raise CannotAppoint(_("This person already holds that role then, or the period is empty.")) from clash
    ledger.record(
        kind="accounts.role.granted", subject=user.subject, actor=actor, at=at, public=False, role=role.value
    )
    return grant


@transaction.atomic
def end_role(*, user: User, role: Role, at: datetime, actor: str = "") -> int:
    """End what is in force and drop what has not begun; takes effect at the next request."""
    grants = RoleGrant.objects.select_for_update().filter(user=user, role=role.value)
    ended = grants.in_force(at).exclude(since=at).update(until=at)
    ended += grants.filter(since__gte=at).delete()[0]
    if ended:
        ledger.record(
            kind="accounts.role.ended",
            subject=user.subject,
            actor=actor,
            at=at,
            public=False,
            role=role.value,
        )
    return ended


def request_appointment(
    *, user: User, role: Role, by: User, at: datetime, until: datetime | None = None
) -> Approval:
    """One admin proposes; nothing changes until another one agrees."""
    if user == by:
        raise CannotAppoint(_("Nobody proposes themselves for a role."))
    if RoleGrant.objects.in_force(at).filter(user=user, role=role.value).exists():
        raise CannotAppoint(_("This person already holds that role."))
    if until is not None and until <= at:
        raise CannotAppoint(_("The appointment would end before it begins."))
    body = {"role": role.value, "until": until.isoformat() if until else None}
    return request_approval(
        kind=ROLE_GRANTED, subject=f"{user.subject}/{role.value}", by=by, at=at, body=body
    )


@transaction.atomic
def approve_appointment(*, approval_id: int, by: User, at: datetime) -> RoleGrant:
    """The second admin agrees: the role is in force from now."""
    approval = give_approval(approval_id=approval_id, by=by, at=at, kind=ROLE_GRANTED)
    user = User.objects.get(code=approval.subject.split("/")[1])
    if user == by:
        raise CannotApprove(_("Nobody agrees to their own appointment."))
    if not user.may_sign_in:
        raise CannotAppoint(_("This person is suspended or has left."))
    until = approval.body["until"]
    return grant_role(
        user=user,
        role=Role(approval.body["role"]),
        at=at,
        until=datetime.fromisoformat(until) if until else None,
        actor=by.code,
    )
