"""A lost second factor: asked for by its person, confirmed by two officers who saw her, enrolled anew by her.

The old factors end in the same moment in which the new one begins: at no time is the account without one.
"""

import hmac
import secrets
from collections.abc import Set
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import queries
from accounts.actions.letters import post_letter
from accounts.actions.people import end_sessions
from accounts.actions.secret import secret
from accounts.models import Restoration, User
from accounts.rules import restoration as rules
from accounts.rules.restoration import NotSeen, Restorer, Stage
from ledger import actions as ledger


class CannotRestore(Exception):
    """The restoration was refused; the message is fit to show."""


@transaction.atomic
def ask_for_restoration(*, user: User, at: datetime) -> Restoration | None:
    """She has lost her second factor. Asked again, the open request stands; None where there is none to lose."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if not person.may_sign_in or not queries.has_second_factor(person):
        return None
    standing = Restoration.objects.open().filter(person=person).first()
    if standing and standing.standing().stage(at) is not Stage.STALE:
        return standing
    if standing:
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
    made = Restoration.objects.create(person=person, asked_at=at)
    ledger.record(
        kind="accounts.restoration.asked",
        subject=person.subject,
        actor=person.code,
        at=at,
        public=False,
        about=[made.subject],
    )
    _tell(person, "asked", at)
    return made


@transaction.atomic
def confirm_seen(*, key: UUID, by: User, offices: Set[Restorer], at: datetime) -> str:
    """An officer saw her in person. Empty for the first; for the second the code that she hands over, once."""
    row = _locked(key)
    if why := rules.confirmation_refusal(row.standing(), by=by.code, offices=offices, at=at):
        raise CannotRestore(_why_not(why))
    code = ""
    if row.standing().stage(at) is Stage.SEEN:
        code = rules.code_from(secrets.token_bytes(rules.CODE_LENGTH))
        row.second_by, row.second_at, row.code_hash = by, at, _hashed(row, code)
    else:
        # Whoever saw her before did so too long ago: it begins anew.
        row.first_by, row.first_at, row.first_as = by, at, sorted(offices)
        row.second_by, row.second_at, row.code_hash, row.tries = None, None, "", 0
    row.save()
    ledger.record(
        kind="accounts.restoration.confirmed",
        subject=row.person.subject,
        actor=by.code,
        at=at,
        public=False,
        about=[row.subject],
        officer=2 if code else 1,
        offices=sorted(offices),
    )
    _tell(row.person, "confirmed" if code else "seen", at)
    return code


@transaction.atomic
def withdraw_restoration(*, key: UUID, by: User, at: datetime) -> None:
    """She has found it, or never asked; or an officer sends her away."""
    row = _locked(key)
    if row.used_at or row.withdrawn_at:
        raise CannotRestore(_why_not(NotSeen.OVER))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    ledger.record(
        kind="accounts.restoration.withdrawn",
        subject=row.person.subject,
        actor=by.code,
        at=at,
        public=False,
        about=[row.subject],
    )
    if by != row.person:
        _tell(row.person, "withdrawn", at)


def enrol_anew(*, user: User, code: str, totp_secret: str, at: datetime) -> list[str]:
    """With the code that was handed over: the new app replaces every old factor; her recovery codes."""
    # Outside the transaction of the act, so that a wrong try stays counted.
    if not _code_fits(user, code, at):
        raise CannotRestore(_("This code does not open this account now."))
    return _replace(user, code, totp_secret, at)


@transaction.atomic
def _code_fits(user: User, code: str, at: datetime) -> bool:
    row = Restoration.objects.select_for_update(of=("self",)).open().filter(person=user).first()
    if row is None or row.standing().stage(at) is not Stage.CONFIRMED:
        return False
    if hmac.compare_digest(row.code_hash, _hashed(row, code)):
        return True
    row.tries += 1
    row.save(update_fields=["tries"])
    return False


@transaction.atomic
def _replace(user: User, code: str, totp_secret: str, at: datetime) -> list[str]:
    person = User.objects.select_for_update().get(pk=user.pk)
    row = Restoration.objects.select_for_update(of=("self",)).open().filter(person=person).first()
    # Of two who come with one code at once, the second finds it used.
    if row is None or row.standing().stage(at) is not Stage.CONFIRMED or not person.may_sign_in:
        raise CannotRestore(_("This code does not open this account now."))
    row.used_at = at
    row.save(update_fields=["used_at"])
    Authenticator.objects.filter(user=person).delete()
    TOTP.activate(person, totp_secret)
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    end_sessions(UserSession.objects.filter(user=person))
    ledger.record(
        kind="accounts.restoration.used",
        subject=person.subject,
        actor=person.code,
        at=at,
        public=False,
        about=[row.subject],
    )
    # In the public log that it happened, and nobody's code.
    ledger.record(kind="accounts.factor.restored", subject=row.subject, actor="", at=at, public=True)
    _tell(person, "restored", at)
    return codes


def _locked(key: UUID) -> Restoration:
    found = Restoration.objects.select_for_update(of=("self",)).select_related("person", "first_by")
    return found.get(key=key)


def _hashed(row: Restoration, code: str) -> str:
    return hmac.new(
        secret(), f"restoration/v1\0{row.key.hex}\0{rules.read_code(code)}".encode(), sha256
    ).hexdigest()


def _tell(person: User, step: str, at: datetime) -> None:
    """A letter at each step, so that nobody does this behind her back."""
    if not (address := queries.confirmed_email(person)):
        return
    with translation.override(person.language):
        whole = render_to_string(
            "accounts/mail/restoration.txt", {"step": step, "SITE_URL": settings.SITE_URL, "person": person}
        )
    title, _break, text = whole.strip().partition("\n")
    post_letter(to=address, subject=" ".join(title.split())[:200], text=text.strip() + "\n", at=at)


def _why_not(why: NotSeen) -> str:
    return {
        NotSeen.OVER: _("This request is over."),
        NotSeen.ONESELF: _("Nobody confirms that they saw themselves."),
        NotSeen.SAME_PERSON: _("You have confirmed this already; another officer must see her too."),
        NotSeen.NO_PAIR: _("It takes the secretary and a chair, or two admins."),
        NotSeen.CODE_OUT: _("A code was handed out for this request; while it can be used no other is made."),
    }[why]
