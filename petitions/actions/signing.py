"""Signing: one statement to ask, one statement to confirm, and never a number changed on the way.

An attempt is one row whatever the address has done before, so the answer in the browser is the same
for everybody; the mail that follows tells the owner of the address the truth.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actions.secret import hash_of, token_of
from accounts.rules import addresses, tokens
from accounts.rules.tokens import Purpose
from ledger import actions as ledger
from petitions.actions.refusals import CannotConfirm, CannotSign
from petitions.models import Attempt, Petition, Signature
from petitions.rules import deadlines, names, receipts
from petitions.rules.filing import Relation
from petitions.rules.lifecycle import COUNTED, SIGNABLE

OPEN = [state.value for state in SIGNABLE]
COUNTING = [state.value for state in COUNTED]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that stands, and whether it is this act that made it."""

    receipt: str
    is_new: bool


def new_receipt() -> str:
    return receipts.code_from(secrets.token_bytes(17))


ATTEMPT = """
INSERT INTO petitions_attempt (petition_id, key, token_hash, name, email, canonical, zone_id, relation,
                               updates, language, origins, origin, asked_at, expires_at, due_at, held_by, tries)
SELECT p.id, %(key)s, %(token_hash)s, %(name)s, %(email)s, %(canonical)s, %(zone)s, %(relation)s,
       %(updates)s, %(language)s, %(origins)s, %(origin)s, c.at, c.at + %(life)s, c.at, '', 0
FROM petitions_petition p, (SELECT COALESCE(%(at)s, clock_timestamp()) AS at) c
WHERE p.slug = %(slug)s AND p.state = ANY(%(open)s) AND c.at <= p.closes_at
RETURNING id
"""


def attempt_signature(
    *,
    slug: str,
    name: str,
    email: str,
    zone_id: int | None,
    relation: Relation | str = "",
    updates: bool,
    language: str,
    origins: list[str],
    origin: str,
    at: datetime | None = None,
) -> None:
    """Note that somebody wants to sign. No look at who they are or what they did before.

    Without ``at`` the database's clock is read in the same statement.
    """
    key = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            ATTEMPT,
            {
                "slug": slug,
                "open": OPEN,
                "key": key,
                "token_hash": hash_of(Purpose.SIGN, key),
                "name": names.tidy(name),
                "email": email.strip().lower(),
                "canonical": addresses.canonical(email),
                "zone": zone_id,
                "relation": str(relation),
                "updates": updates,
                "language": language,
                "origins": origins,
                "origin": origin,
                "life": deadlines.TOKEN_LIFE,  # type: ignore[dict-item]
                "at": at,
            },
        )
        if cursor.fetchone() is None:
            raise CannotSign(_("This petition is closed: nobody can sign it any more."))


CONFIRM = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation,
                                 updates, language, confirmed_at)
SELECT %(receipt)s, a.petition_id, a.canonical, 1, a.name, a.email, a.zone_id, a.relation,
       a.updates, a.language, c.at
FROM petitions_attempt a
JOIN petitions_petition p ON p.id = a.petition_id,
     (SELECT COALESCE(%(at)s, clock_timestamp()) AS at) c
WHERE a.token_hash = %(token_hash)s AND a.held_by = '' AND a.email <> '' AND c.at < a.expires_at
  AND p.state = ANY(%(counting)s) AND a.asked_at <= p.closes_at AND c.at <= p.closes_at + %(grace)s
ON CONFLICT (petition_id, canonical, slot) DO NOTHING
RETURNING receipt
"""


def confirm_signature(*, token: str, at: datetime | None = None) -> Signed:
    """The owner of the address pressed: one row, one statement. Pressing twice is pressing once."""
    receipt, token_hash = new_receipt(), tokens.at_rest(token)
    with connection.cursor() as cursor:
        cursor.execute(
            CONFIRM,
            {
                "receipt": receipt,
                "token_hash": token_hash,
                "counting": COUNTING,
                "grace": deadlines.GRACE,  # type: ignore[dict-item]
                "at": at,
            },
        )
        if cursor.fetchone():
            return Signed(receipt, is_new=True)
    return _why_nothing_new(token_hash)


def _why_nothing_new(token_hash: str) -> Signed:
    """Signed before, or a refusal that says why. Off the hot path."""
    attempt = Attempt.objects.filter(token_hash=token_hash, held_by="").select_related("petition").first()
    if attempt is None:
        raise CannotConfirm(_("This link is not known here. It may be cut short, or older than seven days."))
    # Nobody's attempt is the same as nobody's signature: what was forgotten has no address to compare.
    if attempt.canonical:
        standing = Signature.objects.filter(petition=attempt.petition_id, canonical=attempt.canonical).first()
        if standing:
            return Signed(standing.receipt, is_new=False)
    if attempt.petition.state not in SIGNABLE:
        raise CannotConfirm(_("This petition has closed, and the day to confirm after its close has passed."))
    raise CannotConfirm(_("This link is more than seven days old. Sign again to get a new one."))


SIGN_NOW = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation,
                                 updates, language, confirmed_at)
SELECT %(receipt)s, p.id, %(canonical)s, 1, %(name)s, %(email)s, %(zone)s, %(relation)s,
       %(updates)s, %(language)s, c.at
FROM petitions_petition p, (SELECT COALESCE(%(at)s, clock_timestamp()) AS at) c
WHERE p.slug = %(slug)s AND p.state = ANY(%(open)s) AND c.at <= p.closes_at
ON CONFLICT (petition_id, canonical, slot) DO NOTHING
RETURNING receipt
"""


def sign_now(
    *,
    slug: str,
    name: str,
    email: str,
    zone_id: int | None,
    relation: Relation | str = "",
    updates: bool,
    language: str,
    at: datetime | None = None,
) -> Signed:
    """One press for a signed-in person whose address is confirmed (the caller has seen to that)."""
    receipt, canonical = new_receipt(), addresses.canonical(email)
    with connection.cursor() as cursor:
        cursor.execute(
            SIGN_NOW,
            {
                "receipt": receipt,
                "canonical": canonical,
                "name": names.tidy(name),
                "email": email,
                "zone": zone_id,
                "relation": str(relation),
                "updates": updates,
                "language": language,
                "slug": slug,
                "open": OPEN,
                "at": at,
            },
        )
        if cursor.fetchone():
            return Signed(receipt, is_new=True)
    standing = Signature.objects.filter(petition__slug=slug, canonical=canonical).first()
    if standing is None:
        raise CannotSign(_("This petition is closed: nobody can sign it any more."))
    return Signed(standing.receipt, is_new=False)


def unsubscribe_token(receipt: str) -> str:
    """What an unsubscribe link carries: the receipt, vouched for."""
    return f"{receipt}.{token_of(Purpose.UNSUBSCRIBE, receipt)}"


def unsubscribe(*, token: str) -> Petition | None:
    """No more mails about this petition to this signer; None for a link that is not ours."""
    receipt, _dot, proof = token.partition(".")
    if not receipts.read(receipt) or not secrets.compare_digest(
        proof.encode(), token_of(Purpose.UNSUBSCRIBE, receipt).encode()
    ):
        return None
    signature = Signature.objects.filter(pk=receipt).select_related("petition").first()
    if signature is None:
        return None
    Signature.objects.filter(pk=receipt).update(updates=False)
    return signature.petition


@transaction.atomic
def release_held(*, attempt_id: int, by: Any, at: datetime) -> None:
    """An auditor lets a held attempt go; its mail is sent with the next tick."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if not attempt.held_by:
        return
    rule, attempt.held_by = attempt.held_by, ""
    attempt.judged_at = attempt.released_at = attempt.due_at = at
    attempt.expires_at = at + deadlines.TOKEN_LIFE
    attempt.save(update_fields=["held_by", "judged_at", "released_at", "due_at", "expires_at"])
    ledger.record(
        kind="petitions.attempt.released",
        subject=attempt.subject,
        actor=by.code,
        at=at,
        public=False,
        about=[attempt.petition.subject],
        rule=rule,
    )
