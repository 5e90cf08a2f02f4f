"""A person's own row: name and language, suspension, organisations they act for."""

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.rules import names
from ledger import actions as ledger


class CannotSuspend(Exception):
    """The suspension was refused; the message is fit to show."""


class BadName(Exception):
    """The name was refused; the message is fit to show."""


@transaction.atomic
def suspend_person(*, user: User, at: datetime, by: User | None = None) -> None:
    """Bites at the next request (accounts.backends); open sessions end too."""
    if by == user:
        raise CannotSuspend(_("Nobody suspends themselves."))
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.suspended_at:
        return
    person.suspended_at = at
    person.save(update_fields=["suspended_at"])
    end_sessions(UserSession.objects.filter(user=person))
    ledger.record(
        kind="accounts.person.suspended",
        subject=person.subject,
        actor=by.code if by else "",
        at=at,
        public=False,
    )


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


def end_other_sessions(*, user: User, keep: str | None) -> None:
    """What was signed in with a password alone ends once a second factor is set up."""
    end_sessions(UserSession.objects.filter(user=user).exclude(session_key=keep or ""))


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


def lock_organisations() -> None:
    """Acts that decide who follows whom queue here: each alone might close no circle, and both together one."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def name_successor(*, organisation: Organisation, successor: Organisation, at: datetime) -> Organisation:
    """``successor`` follows; named again, nothing changes. Whether it may is the caller's rule."""
    if organisation.successor_id == successor.pk:
        return organisation
    organisation.successor = successor
    organisation.save(update_fields=["successor"])
    ledger.record(
        kind="accounts.organisation.succeeded",
        subject=organisation.subject,
        actor="",
        at=at,
        public=True,
        about=[successor.subject],
        successor=successor.subject,
    )
    return organisation


def found_organisation(
    *, slug: str, name: str, kind: str, parent: Organisation | None = None
) -> Organisation:
    """Idempotent by slug: a second call renames."""
    organisation, _created = Organisation.objects.update_or_create(
        slug=slug, defaults={"name": name, "kind": kind, "parent": parent}
    )
    return organisation
