"""A seat disputes the word that was called for it; both tellers and the chair say whether it is right."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.motions import locked
from council.models import Dispute, Seat, Voice, Voting
from council.rules import roll_call
from council.rules.lifecycle import State
from council.rules.roll_call import DISPUTED_WITHIN, DisputeRuling, Office, Says, Word
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotDispute(Exception):
    """The dispute, or the voice on it, was refused; the message is fit to show."""


@transaction.atomic
def dispute_word(*, motion_id: int, seat: Seat, word: Word, reason: str, by: "User", at: datetime) -> Dispute:
    """Who holds a seat says that another word was called for her hand, within a day of the close."""
    motion = locked(motion_id)
    claim = queries.own_claim(seat, by, at)
    if claim is None:
        raise CannotDispute(_("You do not hold this seat now. Nothing was recorded."))
    voting = queries.roll_call_of(motion)
    if voting is None or motion.status is not State.CLOSED:
        raise CannotDispute(_("No word called on this motion is open to dispute."))
    if at >= voting.decision.closed_at + DISPUTED_WITHIN:
        raise CannotDispute(_("A word is disputed within 24 hours of the close; they are over."))
    called = voting.decision.words.get(roll_call.line_of(seat.code, claim.hand))
    if called is None:
        raise CannotDispute(_("This seat was not called in this vote."))
    if called == word.value:
        raise CannotDispute(_("That is the word that was counted."))
    if not reason.strip():
        raise CannotDispute(_("Say what happened in the room."))
    dispute = _file(voting, seat, claim.hand, word, reason.strip(), by, at)
    ledger.record(
        kind="council.roll_call.disputed",
        subject=motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[seat.subject],
        round=voting.number,
        seat=seat.code,
        hand=claim.hand,
        word=word.value,
        dispute=str(dispute.code),
    )
    return dispute


def _file(
    voting: Voting, seat: Seat, hand: int, word: Word, reason: str, by: "User", at: datetime
) -> Dispute:
    try:
        with transaction.atomic():
            return Dispute.objects.create(
                voting=voting, seat=seat, hand=hand, word=word.value, reason=reason, filed_by=by, filed_at=at
            )
    except IntegrityError as twice:
        raise CannotDispute(_("This seat has disputed its word already.")) from twice


@transaction.atomic
def judge_dispute(*, code: UUID, says: Says, by: "User", at: datetime) -> Dispute:
    """One of the three voices. All three uphold it, or the first that does not dismisses it."""
    found = Dispute.objects.select_related("voting__motion").get(code=code)
    motion = locked(found.voting.motion_id)
    dispute = Dispute.objects.select_related("voting__sitting", "seat__body").get(pk=found.pk)
    if dispute.ruling or motion.status is not State.CLOSED:
        raise CannotDispute(_("This dispute is settled."))
    office = queries.office_on(dispute, by, at)
    if office is None:
        raise CannotDispute(_("Only the two tellers of this vote and the chair rule on it."))
    try:
        with transaction.atomic():
            Voice.objects.create(dispute=dispute, office=office.value, says=says.value, by=by, at=at)
    except IntegrityError as twice:
        raise CannotDispute(_("You have said so already, or somebody did in your office.")) from twice
    told: dict[str, Any] = {"round": dispute.voting.number, "seat": dispute.seat.code, "hand": dispute.hand}
    ledger.record(
        kind="council.roll_call.judged", subject=motion.subject, actor=by.code, at=at, public=True,
        dispute=str(dispute.code), office=office.value, says=says.value, **told,
    )  # fmt: skip
    voices = {Office(voice.office): Says(voice.says) for voice in dispute.voices.all()}
    if ruling := roll_call.ruling_of(voices):
        _rule(dispute, ruling, at)
    return dispute


def _rule(dispute: Dispute, ruling: DisputeRuling, at: datetime) -> None:
    dispute.ruling, dispute.ruled_at = ruling.value, at
    dispute.save(update_fields=["ruling", "ruled_at"])
    ledger.record(
        kind="council.roll_call.ruled",
        subject=dispute.voting.motion.subject,
        actor="",
        at=at,
        public=True,
        about=[dispute.seat.subject],
        round=dispute.voting.number,
        seat=dispute.seat.code,
        hand=dispute.hand,
        word=dispute.word,
        dispute=str(dispute.code),
        ruling=ruling.value,
    )
