"""Every write about people: appointments, acts of two, suspension, organisations, erasure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Approval, Organisation, RoleGrant, User
from accounts.rules import approvals, names
from accounts.rules.roles import Role
from ledger import actions as ledger

ROLE_GRANTED = "accounts.role.granted"


class CannotApprove(Exception):
    """The second consent was refused; the message is fit to show."""


class CannotAppoint(Exception):
    """The appointment was refused; the message is fit to show."""


class BadName(Exception):
    """The name was refused; the message is fit to show."""


# --- Roles --------------------------------------------------------------------------------------


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
    ledger.record(kind=ROLE_GRANTED, subject=user.subject, actor=actor, at=at, public=False, role=role.value)
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


# --- Acts of two --------------------------------------------------------------------------------


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


# --- People -------------------------------------------------------------------------------------


@transaction.atomic
def suspend_person(*, user: User, at: datetime, actor: str = "") -> None:
    """Bites at the next request (accounts.backends); open sessions end too."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.suspended_at:
        return
    person.suspended_at = at
    person.save(update_fields=["suspended_at"])
    end_sessions(UserSession.objects.filter(user=person))
    ledger.record(kind="accounts.person.suspended", subject=person.subject, actor=actor, at=at, public=False)


@transaction.atomic
def restore_person(*, user: User, at: datetime, actor: str = "") -> None:
    person = User.objects.select_for_update().get(pk=user.pk)
    if not person.suspended_at or person.erased_at:
        return
    person.suspended_at = None
    person.save(update_fields=["suspended_at"])
    ledger.record(kind="accounts.person.restored", subject=person.subject, actor=actor, at=at, public=False)


def end_sessions(sessions: Iterable[UserSession]) -> None:
    for session in sessions:
        session.end()


def change_details(*, user: User, name: str, language: str) -> None:
    name = names.clean(name)
    if why := names.fault(name):
        raise BadName(bad_name(why))
    User.objects.filter(pk=user.pk).update(name=name, language=language)


def bad_name(fault: names.Fault) -> str:
    return {
        names.Fault.TOO_LONG: _("Use at most 80 characters."),
        names.Fault.CONTROL: _("Use letters; this name holds invisible control characters."),
        names.Fault.FORMULA: _("Begin with a letter, not with = + - or @."),
        names.Fault.LINK: _("A name cannot hold a web address."),
    }[fault]


# --- Organisations ------------------------------------------------------------------------------


def found_organisation(
    *, slug: str, name: str, kind: str, parent: Organisation | None = None
) -> Organisation:
    """Idempotent by slug: a second call renames."""
    organisation, _created = Organisation.objects.update_or_create(
        slug=slug, defaults={"name": name, "kind": kind, "parent": parent}
    )
    return organisation
