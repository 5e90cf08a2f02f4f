"""A ballot: one seat, one hand, one choice, sealed until the close."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from council import queries
from council.actions import reasons
from council.actions.motions import locked
from council.actions.proxies import BY_VOTING, revoke_standing
from council.actions.reasons import Reasoning
from council.models import Ballot, BallotKey, Mandate, Motion, Seat, Voting
from council.queries import Claim
from council.rules import commitment, eligibility, signing
from council.rules.decision import RollSeat
from council.rules.eligibility import Term, Why, Window
from council.rules.instructions import Answer
from council.rules.seats import Choice
from council.rules.signing import Assertion
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotVote(Exception):
    """The ballot was refused; the message is fit to show to the person."""

    def __init__(self, words: str, why: Why | None = None) -> None:
        super().__init__(words)
        self.why = why


class NoReason(CannotVote):
    """A living system's ballot without a reason that counts as one; the message is fit to show."""


class NoDeparture(CannotVote):
    """A ballot against its instruction that should say why, or one with it that says why not; fit to show."""


class NotSigned(CannotVote):
    """A ballot without the signature that its member's passkey owes, or with one that is no use; fit to show."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a passkey is asked to sign: a commitment (hex), by the credential it is known by, at one host."""

    commitment: str
    credential: bytes
    site: str

    @property
    def options(self) -> dict[str, Any]:
        """What `navigator.credentials.get` takes as `publicKey`, bytes in base64url."""
        credential = {"type": "public-key", "id": signing.base64url(self.credential)}
        return {
            "challenge": signing.base64url(bytes.fromhex(self.commitment)),
            "rpId": self.site,
            "allowCredentials": [credential],
            "userVerification": "preferred",
            "timeout": 300_000,
        }


class KeyReused(CannotVote):
    """A retry that is not one: its key was used for another choice."""


def cast_ballot(
    *,
    motion_id: int,
    seat_id: int,
    choice: Choice,
    caster: "User",
    key: UUID,
    at: datetime,
    reason: Reasoning | None = None,
    assertion: Assertion | None = None,
) -> Ballot:
    """Record a seat's choice. The last ballot before the close counts; every one is logged.

    The ballot of a seat that speaks for a living system carries its ``reason``; that of a member who enrolled a passkey
    carries its ``assertion``, given for what `prepare_ballot` asked. Where the caster's right has gone, or never reached
    this vote, the refusal is itself kept in the record, once nothing of the ballot is left.
    """
    try:
        with transaction.atomic():
            return _cast(motion_id, seat_id, choice, caster, key, at, reason, assertion)
    except CannotVote as refusal:
        if refusal.why in eligibility.KEPT:
            _record_refusal(motion_id, seat_id, caster, refusal.why, at)
        raise


def _cast(
    motion_id: int,
    seat_id: int,
    choice: Choice,
    caster: "User",
    key: UUID,
    at: datetime,
    reason: Reasoning | None,
    assertion: Assertion | None,
) -> Ballot:
    motion, seat, voting = _box(motion_id, seat_id)
    # A retry after a lost answer: the same person, seat, vote and key get their ballot again, even
    # after the close; nobody else can fetch it with the key, and it cannot carry a second choice.
    if voting and (already := _cast_before(voting, seat, caster, key)):
        if already.choice != choice.value:
            raise KeyReused(
                _("This request was already used for another choice. Reload the page and choose again.")
            )
        return already
    if voting is None:
        raise _refused(Why.NOT_OPEN)
    claim = _claim(motion, voting, seat, caster, at)
    if lacking := reasons.fault(seat, reason, at):
        raise NoReason(lacking)
    told = queries.instruction_for(motion, seat)
    if lacking := reasons.departure_fault(seat, Answer(told.answer) if told else None, choice, reason):
        raise NoDeparture(lacking)
    if claim.proxy is None:
        # Who votes herself takes her proxy back.
        revoke_standing(motion, seat, by=BY_VOTING, actor=caster.code, at=at)
    ballot = _put_in(voting, claim, choice, caster, key, at, assertion)
    if reason:
        reasons.attach(ballot, reason, at)
    return ballot


def _box(motion_id: int, seat_id: int) -> tuple[Motion, Seat, Voting | None]:
    # The seat row is the lock: two hands on one seat queue here instead of racing.
    seat = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=seat_id)
    # Held until commit, so that a ballot is either before the close or refused.
    motion = locked(motion_id)
    return motion, seat, motion.votings.order_by("-number").first()


@transaction.atomic
def prepare_ballot(
    *, motion_id: int, seat_id: int, choice: Choice, caster: "User", key: UUID, at: datetime
) -> Asked:
    """What her passkey is asked to sign for this ballot. Nothing is kept: asked again, it asks the same."""
    motion, seat, voting = _box(motion_id, seat_id)
    if voting is None:
        raise _refused(Why.NOT_OPEN)
    claim = _claim(motion, voting, seat, caster, at)
    signer = queries.ballot_key_of(claim)
    if signer is None:
        raise NotSigned(_("Your ballots for this seat are not signed; reload the page and cast it as it is."))
    value = _value(voting, claim, choice)
    sealed = commitment.commitment(_salt(value, key), value)
    return Asked(sealed, bytes(signer.credential), signer.value.host)


def _refused(why: Why) -> CannotVote:
    return CannotVote(sentence(why), why)


@transaction.atomic
def _record_refusal(motion_id: int, seat_id: int, caster: "User", why: Why, at: datetime) -> None:
    motion = Motion.objects.get(pk=motion_id)
    seat = Seat.objects.get(pk=seat_id)
    ledger.record(
        kind="council.ballot.refused",
        subject=motion.subject,
        actor=caster.code,
        at=at,
        public=False,
        about=[seat.subject],
        round=motion.votings.count(),
        seat=seat.code,
        why=why.value,
    )


def _claim(motion: Motion, voting: Voting, seat: Seat, caster: "User", at: datetime) -> Claim:
    """By what right she casts: her own mandate, a proxy, a call as substitute. CannotVote says what is missing."""
    # Held until commit, as their end is: a ballot is either before the end of its mandate or refused.
    held = Mandate.objects.select_for_update(no_key=True).filter(Q(seat=seat) | Q(person=caster))
    list(held.order_by("pk").values_list("pk", flat=True))
    claim = queries.claim_on(motion, seat, caster, at)
    window = Window(
        state=motion.status, opens_at=voting.opened_at, closes_at=voting.closes_at, in_room=voting.in_room
    )
    listed = _on_roll(voting, seat)
    why = eligibility.refusal(window, listed, _terms(seat, claim, caster), caster.code, at)
    if why or claim is None:
        raise _refused(why or Why.NOT_YOURS)
    if listed is None or claim.hand not in listed.hands:
        raise _refused(Why.NOT_ON_ROLL)
    if why := queries.claim_refusal(claim, voting, at):
        raise _refused(why)
    return claim


def _terms(seat: Seat, claim: Claim | None, caster: "User") -> list[Term]:
    """What eligibility is asked of: the claim, or else every mandate of hers, to say which of them is over."""
    if claim is not None:
        return [claim.term(caster.code)]
    return [m.term for m in seat.mandates.filter(person=caster).select_related("person")]


def _cast_before(voting: Voting, seat: Seat, caster: "User", key: UUID) -> Ballot | None:
    return Ballot.objects.filter(voting=voting, seat=seat, cast_by=caster, idempotency_key=key).first()


def _on_roll(voting: Voting | None, seat: Seat) -> RollSeat | None:
    if voting is None:
        return None
    return next((row for row in voting.frozen_roll().seats if row.code == seat.code), None)


def _value(voting: Voting, claim: Claim, choice: Choice) -> dict[str, Any]:
    return commitment.value_of(
        motion=voting.motion.code, round_=voting.number, seat=claim.seat.code, hand=claim.hand, choice=choice.value,
        **_lent(claim),
    )  # fmt: skip


def _lent(claim: Claim) -> dict[str, str]:
    return commitment.lent(
        claim.proxy.holder.code if claim.proxy else "", str(claim.call.code) if claim.call else ""
    )


def _salt(value: dict[str, Any], key: UUID) -> bytes:
    return commitment.salt_of(settings.SECRET_KEY.encode(), value, key.bytes)


def _put_in(
    voting: Voting,
    claim: Claim,
    choice: Choice,
    caster: "User",
    key: UUID,
    at: datetime,
    assertion: Assertion | None,
) -> Ballot:
    signer, value = queries.ballot_key_of(claim), _value(voting, claim, choice)
    salt = _salt(value, key) if signer else secrets.token_bytes(commitment.SALT_BYTES)
    sealed = commitment.commitment(salt, value)
    signed = _signed(signer, assertion, sealed)
    Ballot.objects.live().filter(voting=voting, seat=claim.seat, hand=claim.hand).update(superseded_at=at)
    ballot = Ballot.objects.create(
        voting=voting,
        seat=claim.seat,
        hand=claim.hand,
        mandate=claim.mandate,
        proxy=claim.proxy,
        call=claim.call,
        choice=choice.value,
        cast_by=caster,
        cast_at=at,
        n=voting.ballots.count() + 1,
        idempotency_key=key,
        salt=salt,
        commitment=sealed,
        **signed,
    )
    _record(ballot, voting, _lent(claim))
    return ballot


def _signed(signer: BallotKey | None, assertion: Assertion | None, sealed: str) -> dict[str, Any]:
    """The columns of a signature that holds; NotSigned says what is wrong with it."""
    if signer is None:
        if assertion is not None:
            raise NotSigned(
                _("Your ballots for this seat are no longer signed. Reload the page and cast it again.")
            )
        return {}
    if assertion is None:
        raise NotSigned(
            _(
                "Your ballots for this seat are signed with your passkey; this one was not. A passkey needs scripts: "
                "switch them on, or end the signing on your seat’s page."
            )
        )
    if fault := signing.fault(assertion, signer.value, sealed, signer.signed_count):
        raise NotSigned(_unsigned(fault))
    signer.signed_count = assertion.count
    signer.save(update_fields=["signed_count"])
    return {
        "signed_with": signer,
        "authenticator": assertion.authenticator,
        "client": assertion.client,
        "signature": assertion.signature,
    }


def _unsigned(fault: signing.Fault) -> str:
    return {
        signing.Fault.OTHER_ACT: _(
            "The signature is for another ballot or another site. Nothing was recorded."
        ),
        signing.Fault.NO_HAND: _("The passkey signed without a touch of yours. Nothing was recorded."),
        signing.Fault.COPIED: _(
            "This passkey counts backwards, as a copied one does. End the signing and add another. Nothing was recorded."
        ),
        signing.Fault.DOES_NOT_HOLD: _("The signature does not hold. Nothing was recorded."),
    }[fault]


def _record(ballot: Ballot, voting: Voting, lent: dict[str, Any]) -> None:
    ledger.record(
        kind="council.ballot.cast",
        subject=voting.motion.subject,
        actor=ballot.cast_by.code,
        at=ballot.cast_at,
        public=True,
        about=[ballot.seat.subject],
        round=voting.number,
        seat=ballot.seat.code,
        hand=ballot.hand,
        n=ballot.n,
        commitment=ballot.commitment,
        **lent,
        **ballot.signed,
    )


def sentence(why: Why) -> str:
    """The refusal in words that say what stands."""
    return {
        Why.NOT_OPEN: _("Voting on this motion is not open. Nothing was recorded."),
        Why.NOT_YET: _("Voting on this motion has not opened yet. Nothing was recorded."),
        Why.CLOSED: _("Voting on this motion has closed. Nothing was recorded."),
        Why.IN_ROOM: _(
            "This vote is called out in the room and written down by two tellers. Nothing was recorded."
        ),
        Why.NOT_ON_ROLL: _("This seat was not on the roll when voting opened. Nothing was recorded."),
        Why.RECUSED: _("This seat is recused from this motion. Nothing was recorded."),
        Why.HAS_NO_VOTE: _("This seat has a voice and no vote. Nothing was recorded."),
        Why.NOT_YOURS: _("You do not hold this seat. Nothing was recorded."),
        Why.MANDATE_NOT_BEGUN: _("Your mandate for this seat has not begun yet. Nothing was recorded."),
        Why.MANDATE_EXPIRED: _("Your mandate for this seat has ended. Nothing was recorded."),
        Why.SUBSTITUTE_CALLED: _(
            "A substitute was called for this hand and holds it until the call ends. Nothing was recorded."
        ),
        Why.NO_PROXIES: _("The rule of this vote knows no proxies. Nothing was recorded."),
        Why.PROXY_RECUSED: _(
            "Your own seat is recused from this motion; it casts for no other seat. Nothing was recorded."
        ),
        Why.GIVER_PRESENT: _("The seat that gave this proxy is present. Nothing was recorded."),
        Why.GIVER_GONE: _("The mandate under which this proxy was given has ended. Nothing was recorded."),
    }[why]
