"""Leaving: everything personal goes, the empty row stays, no root and no result changes.

Every app declares its personal columns (`personal.py`); they are reached through the registry, so that
no upper app is imported here. The ledger holds codes and salted hashes only and is not touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import queries
from accounts.actions.people import end_sessions
from accounts.models import Letter, RoleGrant, User
from accounts.queries.personal import declared_columns
from accounts.rules.roles import Role
from ledger import actions as ledger
from ledger import outside


class CannotErase(Exception):
    """The erasure was refused; the message is fit to show."""


@transaction.atomic
def erase_person(*, user: User, at: datetime) -> None:
    """Export and erasure are the person's own acts; this one cannot be taken back."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.erased_at:
        return
    if queries.has_role(person, Role.ADMIN, at) and queries.holders(Role.ADMIN, at).count() == 1:
        raise CannotErase(_("You are the only admin. Appoint another one first."))
    _erase_declared(person)
    RoleGrant.objects.filter(user=person, since__gte=at).delete()
    RoleGrant.objects.in_force(at).filter(user=person).update(until=at)
    Letter.objects.filter(to=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    end_sessions(UserSession.objects.filter(user=person))
    _empty(person, at)
    ledger.record(
        kind="accounts.erasure.performed", subject=person.subject, actor=person.code, at=at, public=False
    )
    # Behind the commit: an erasure that did not happen is not to be done by a restore years later.
    transaction.on_commit(keep_erased, robust=True)


def keep_erased() -> int:
    """Write the codes of all who left outside the database, those too that a crash cut off; how many were missing."""
    if outside.folder() is None:
        return 0
    codes = User.objects.filter(erased_at__isnull=False).order_by("erased_at", "pk")
    return len(outside.keep_erased(codes.values_list("code", flat=True)))


def replay_erasures(*, at: datetime) -> tuple[int, list[str]]:
    """After a restore: who had left is erased again. (How many were, codes that could not be: the only admin)."""
    done, refused = 0, []
    for person in User.objects.filter(code__in=outside.erased(), erased_at__isnull=True).order_by("pk"):
        try:
            erase_person(user=person, at=at)
            done += 1
        except CannotErase:
            refused.append(person.code)
    return done, refused


def _erase_declared(person: User) -> None:
    """`keep` leaves it (a code that now names nobody), `blank` empties it, `delete` drops the row."""
    columns = [column for column in declared_columns() if column.model is not User]
    # All rows are found before any is changed: one column may be what ties another to its person.
    found = {column.name: list(column.rows(person).values_list("pk", flat=True)) for column in columns}
    for column in columns:
        if column.declared.erase == "blank":
            rows = column.model._default_manager.filter(pk__in=found[column.name])
            rows.update(**{column.field.name: empty_value(column.field)})
    for column in columns:
        if column.declared.erase == "delete":
            column.model._default_manager.filter(pk__in=found[column.name]).delete()


def empty_value(field: models.Field[Any, Any]) -> Any:
    """What nothing looks like in this column."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return {}
    return b"" if isinstance(field, models.BinaryField) else ""


def _empty(person: User, at: datetime) -> None:
    person.email, person.name, person.language = None, "", "en"
    person.is_active, person.suspended_at, person.last_login = False, None, None
    person.erased_at = at
    person.set_unusable_password()
    person.save()
