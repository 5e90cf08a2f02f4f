"""Why a living system's seat votes as it does: given with the ballot, sealed with it, opened with it; told after a vote in the room."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from charters import queries as charters
from council import queries
from council.models import Ballot, Motion, Reason, RoomReason, Seat, Voting
from council.rules import commitment, roll_call
from council.rules.instructions import Answer, departs
from council.rules.roll_call import Word
from council.rules.seats import Choice
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotTellWhy(Exception):
    """The reason was not taken; the message is fit to show."""


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The words, and the articles they rest on (as subjects)."""

    text: str = ""
    articles: tuple[str, ...] = ()
    # Why the ballot is another than the instruction, where it is.
    departure: str = ""


def fault(seat: Seat, given: Reasoning | None, at: datetime) -> str:
    """Why this is no reason, as a sentence; "" where it is one, or none is asked."""
    if not seat.represents:
        return (
            _("Only a seat that speaks for a living system gives a reason with its ballot.") if given else ""
        )
    if given is None or not given.text.strip():
        return _("A living system’s vote carries a public reason: say why, and on what evidence.")
    citable = {article.subject for article in charters.articles_for([seat.biome_slug], at)}
    if not set(given.articles) <= citable:
        return _("Cite articles of a charter in force for this living system.")
    if citable and not given.articles:
        return _("Cite at least one article of a charter in force.")
    return ""


def departure_fault(seat: Seat, told: Answer | None, choice: Choice, given: Reasoning | None) -> str:
    """What is wrong with the reasons for a departure; "" where there is nothing to say, or it was said."""
    said = bool(given and given.departure.strip())
    if not departs(told, choice):
        return (
            _("This ballot departs from no instruction; leave the reasons for a departure empty.")
            if said
            else ""
        )
    if seat.explains_departures and not said:
        return _("The statutes of this seat ask it: say why you vote otherwise than you were instructed.")
    return ""


def attach(ballot: Ballot, given: Reasoning, at: datetime) -> Reason:
    """The reason of a ballot, sealed by a commitment of its own; in the transaction that casts it."""
    salt = secrets.token_bytes(commitment.SALT_BYTES)
    value = commitment.reason_of(
        motion=ballot.voting.motion.code, round_=ballot.voting.number, n=ballot.n,
        articles=given.articles, text=given.text.strip(), departure=given.departure.strip(),
    )  # fmt: skip
    reason = Reason.objects.create(
        ballot=ballot,
        articles=list(given.articles),
        text=given.text.strip(),
        departure=given.departure.strip(),
        salt=salt,
        commitment=commitment.commitment(salt, value),
    )
    ledger.record(
        kind="council.reason.given",
        subject=ballot.voting.motion.subject,
        actor=ballot.cast_by.code,
        at=at,
        public=True,
        about=[ballot.seat.subject],
        round=ballot.voting.number,
        seat=ballot.seat.code,
        hand=ballot.hand,
        n=ballot.n,
        commitment=reason.commitment,
    )
    return reason


@transaction.atomic
def tell_room_reason(*, motion_id: int, seat: Seat, given: Reasoning, by: "User", at: datetime) -> RoomReason:
    """Who holds a living system's seat says why it gave the word that was called; once, and public at once."""
    motion = Motion.objects.get(pk=motion_id)
    claim, voting = queries.own_claim(seat, by, at), queries.roll_call_of(motion)
    if claim is None:
        raise CannotTellWhy(_("You do not hold this seat now. Nothing was recorded."))
    if not seat.represents:
        raise CannotTellWhy(_("Only a seat that speaks for a living system gives a reason with its vote."))
    word = _word_called(voting, seat, claim.hand)
    if voting is None or word is None or word is Word.ABSENT:
        raise CannotTellWhy(_("No word of this seat was counted in this vote."))
    instructed = queries.instruction_for(motion, seat)
    answer = Answer(instructed.answer) if instructed else None
    if why := fault(seat, given, at) or departure_fault(seat, answer, Choice(word.value), given):
        raise CannotTellWhy(why)
    if queries.room_reason_of(voting, seat, claim.hand):
        raise CannotTellWhy(_("This seat has given its reason already; it stands."))
    try:
        with transaction.atomic():
            told = RoomReason.objects.create(
                voting=voting, seat=seat, hand=claim.hand, articles=list(given.articles), text=given.text.strip(),
                departure=given.departure.strip(), told_by=by, told_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise CannotTellWhy(_("This seat has given its reason already; it stands.")) from twice
    ledger.record(
        kind="council.reason.told", subject=motion.subject, actor=by.code, at=at, public=True,
        about=[seat.subject, *given.articles], round=voting.number, seat=seat.code, hand=claim.hand,
        articles=list(given.articles), words=sha256(told.text.encode()).hexdigest(),
        departure=sha256(told.departure.encode()).hexdigest() if told.departure else "",
    )  # fmt: skip
    return told


def _word_called(voting: Voting | None, seat: Seat, hand: int) -> Word | None:
    decision = queries.decision_of(voting) if voting else None
    word = decision.words.get(roll_call.line_of(seat.code, hand)) if decision else None
    return Word(word) if word else None
