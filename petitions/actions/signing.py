"""Signing: one statement to ask, one statement to confirm, and never a number changed on the way.

An attempt is one row whatever the address has done before, so the answer in the browser is the same
for everybody; the mail that follows tells the owner of the address the truth.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.secret import hash_of, token_of
from accounts.rules import addresses, tokens
from accounts.rules.tokens import Purpose
from ledger.prepared import prepared_cursor
from petitions import queries
from petitions.actions.refusals import CannotConfirm, CannotSign
from petitions.models import Attempt, Pause, Petition, Signature
from petitions.queries import Standing
from petitions.rules import deadlines, names, receipts
from petitions.rules.filing import Relation
from petitions.rules.household import Finding
from petitions.rules.lifecycle import COUNTED, SIGNABLE

OPEN = [state.value for state in SIGNABLE]
# As PostgreSQL writes an array: a list would be looked through and written anew at every press.
COUNTING = f"{{{','.join(state.value for state in COUNTED)}}}"


# Why another name on an address that has signed is refused, where the household rule is on.
SHARED = {
    Finding.FULL: gettext_lazy("Two people have signed with this address, and no third can."),
    Finding.ELSEWHERE: gettext_lazy(
        "Somebody else has signed with this address. A second person can only if both live in the same zone."
    ),
}


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
  AND NOT EXISTS (SELECT FROM petitions_pause q WHERE q.since <= c.at AND (q.until IS NULL OR q.until > c.at))
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
            raise _cannot_sign(slug)


def _cannot_sign(slug: str) -> CannotSign:
    """Closed for good, or paused for everybody. Off the hot path."""
    if (
        Petition.objects.filter(slug=slug, state__in=OPEN).exists()
        and Pause.objects.filter(until=None).exists()
    ):
        return CannotSign(
            _(
                "Signing is paused on this site. It will go on, and every open petition gets the lost days back."
            )
        )
    return CannotSign(_("This petition is closed: nobody can sign it any more."))


CONFIRM = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation,
                                 updates, language, confirmed_at)
SELECT %(receipt)s, a.petition_id, a.canonical, %(slot)s::smallint, a.name, a.email, a.zone_id, a.relation,
       a.updates, a.language, c.at
FROM petitions_attempt a
JOIN petitions_petition p ON p.id = a.petition_id,
     (SELECT COALESCE(%(at)s::timestamptz, clock_timestamp()) AS at) c
WHERE a.token_hash = %(token_hash)s AND a.held_by = '' AND a.email <> '' AND c.at < a.expires_at
  AND p.state = ANY(%(counting)s::text[]) AND a.asked_at <= p.closes_at AND c.at <= p.closes_at + %(grace)s
ON CONFLICT (petition_id, canonical, slot) DO NOTHING
RETURNING receipt
"""


def press(*, token: str, at: datetime | None = None) -> str:
    """The owner of the address pressed: one row, one statement. The receipt; nothing where it made no signature."""
    receipt = new_receipt()
    return receipt if _confirmed(receipt, tokens.at_rest(token), 1, at) else ""


def confirm_signature(*, token: str, at: datetime | None = None) -> Signed:
    """The same with every exception: a second press is no second signature, and a refusal says why."""
    if receipt := press(token=token, at=at):
        return Signed(receipt, is_new=True)
    receipt, token_hash = new_receipt(), tokens.at_rest(token)
    attempt = Attempt.objects.filter(token_hash=token_hash, held_by="").select_related("petition").first()
    if attempt is None:
        raise CannotConfirm(_("This link is not known here. It may be cut short, or older than seven days."))
    found = _found(attempt, at)
    if found and found.finding is Finding.SECOND:
        if _confirmed(receipt, token_hash, 2, at):
            return Signed(receipt, is_new=True)
        # Closed, too late, or of two who raced for it the other was quicker: look again.
        found = _found(attempt, at)
    if found is None or found.finding is Finding.SECOND:
        raise CannotConfirm(_why_not(attempt))
    if why := SHARED.get(found.finding):
        raise CannotConfirm(str(why))
    return Signed(found.signature.receipt, is_new=False)


def _confirmed(receipt: str, token_hash: str, slot: int, at: datetime | None) -> bool:
    with prepared_cursor() as cursor:
        cursor.execute(
            CONFIRM,
            {
                "receipt": receipt,
                "token_hash": token_hash,
                "slot": slot,
                "counting": COUNTING,
                "grace": deadlines.GRACE,  # type: ignore[dict-item]
                "at": at,
            },
        )
        return cursor.fetchone() is not None


def _found(attempt: Attempt, at: datetime | None) -> Standing | None:
    """What the address has signed. Off the hot path."""
    # Nobody's attempt is the same as nobody's signature: what was forgotten has no address to compare.
    if not attempt.canonical:
        return None
    return queries.standing(attempt.petition_id, attempt.canonical, attempt.name, attempt.zone_id, at)


def _why_not(attempt: Attempt) -> str:
    if attempt.petition.state not in SIGNABLE:
        return _("This petition has closed, and the day to confirm after its close has passed.")
    return _("This link is more than seven days old. Sign again to get a new one.")


SIGN_NOW = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation,
                                 updates, language, confirmed_at)
SELECT %(receipt)s, p.id, %(canonical)s, %(slot)s, %(name)s, %(email)s, %(zone)s, %(relation)s,
       %(updates)s, %(language)s, c.at
FROM petitions_petition p, (SELECT COALESCE(%(at)s, clock_timestamp()) AS at) c
WHERE p.slug = %(slug)s AND p.state = ANY(%(open)s) AND c.at <= p.closes_at
  AND NOT EXISTS (SELECT FROM petitions_pause q WHERE q.since <= c.at AND (q.until IS NULL OR q.until > c.at))
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
    given = {
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
    }
    for slot in (1, 2):
        with connection.cursor() as cursor:
            cursor.execute(SIGN_NOW, given | {"slot": slot})
            if cursor.fetchone():
                return Signed(receipt, is_new=True)
        found = _standing_of(slug, canonical, str(given["name"]), zone_id, at)
        if found is None or found.finding is not Finding.SECOND:
            break
    if found is None or found.finding is Finding.SECOND:
        raise _cannot_sign(slug)
    if why := SHARED.get(found.finding):
        raise CannotSign(str(why))
    return Signed(found.signature.receipt, is_new=False)


def _standing_of(
    slug: str, canonical: str, name: str, zone_id: int | None, at: datetime | None
) -> Standing | None:
    petition = Petition.objects.filter(slug=slug).only("pk").first()
    return queries.standing(petition.pk, canonical, name, zone_id, at) if petition else None


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
