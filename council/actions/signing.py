"""Ballots signed by the member's own passkey: enrolled, ended, and what is asked of it for one ballot."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from council import queries
from council.actions.letters import tell_of_ballot_key
from council.models import BallotKey, Mandate, Seat
from council.rules import signing
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotSign(Exception):
    """The key was not taken or not ended; the message is fit to show."""


@transaction.atomic
def enrol_ballot_key(*, seat: Seat, passkey: int, origin: str, by: "User", at: datetime) -> BallotKey:
    """From now on each ballot of this hand is signed with that passkey of hers, or refused.

    ``origin`` is the address she is at. It is public from this moment, and so is its end; she gets a letter of both.
    """
    mandate = _own(seat, by, at)
    found = people.passkey(by, passkey)
    if found is None:
        raise CannotSign(_("Choose one of your passkeys."))
    if not found.signs:
        raise CannotSign(
            _("This passkey signs in a way that cannot be checked from the log. Add another one.")
        )
    key = signing.SigningKey(found.x, found.y, origin)
    if not signing.ORIGIN.fullmatch(origin) or signing.site_of(key.host) != found.site:
        raise CannotSign(_("This passkey was made at another address than this one."))
    if mandate.ballot_keys.standing().exists():
        raise CannotSign(_("Your ballots for this seat are signed already; end that first."))
    made = BallotKey.objects.create(
        mandate=mandate,
        credential=found.credential,
        x=found.x.hex(),
        y=found.y.hex(),
        origin=origin,
        enrolled_at=at,
    )
    ledger.record(
        kind="council.ballot_key.enrolled", subject=mandate.subject, actor=by.code, at=at, public=True,
        about=[seat.subject], seat=seat.code, hand=mandate.hand, key=str(made.code), x=made.x, y=made.y,
        origin=origin, site=key.host,
    )  # fmt: skip
    tell_of_ballot_key(made, at=at)
    return made


@transaction.atomic
def end_ballot_key(*, seat: Seat, by: "User", at: datetime) -> BallotKey:
    """Her ballots of this hand are no longer signed; the log shows from when."""
    mandate = _own(seat, by, at)
    key = mandate.ballot_keys.standing().first()
    if key is None:
        raise CannotSign(_("Your ballots for this seat are not signed now."))
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    ledger.record(
        kind="council.ballot_key.ended", subject=mandate.subject, actor=by.code, at=at, public=True,
        about=[seat.subject], seat=seat.code, hand=mandate.hand, key=str(key.code),
    )  # fmt: skip
    tell_of_ballot_key(key, at=at)
    return key


def _own(seat: Seat, by: "User", at: datetime) -> Mandate:
    """Her mandate; the seat is locked, as it is for a ballot: what is first in the record came first."""
    held = Seat.objects.select_for_update(no_key=True, of=("self",)).get(pk=seat.pk)
    claim = queries.own_claim(held, by, at)
    if claim is None:
        raise CannotSign(_("Only who holds a seat has its ballots signed."))
    return claim.mandate
