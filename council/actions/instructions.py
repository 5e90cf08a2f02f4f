"""A guardian puts a motion to those who appointed her, and they instruct her seat; sealed until the close.

Both end where the seat's ballot begins: what came after it instructed nobody. Question and instructions
belong to seat and motion, so they survive whoever asked.
"""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from council import queries
from council.actions.motions import locked
from council.models import Instruction, Motion, Question, Seat
from council.rules import commitment, lifecycle
from council.rules.instructions import ASKABLE, Answer
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotInstruct(Exception):
    """The question or the instruction was refused; the message is fit to show."""


@transaction.atomic
def ask_for_instruction(*, motion_id: int, seat_id: int, by: "User", at: datetime) -> Question:
    """Put the motion to the seat's appointer; asked again, the same question answers and nobody is told twice."""
    seat, motion = _both(seat_id, motion_id)
    if queries.claim_on(motion, seat, by, at) is None:
        raise CannotInstruct(_("You do not hold this seat now. Nothing was recorded."))
    if standing := queries.question_on(motion, seat):
        return standing
    if not seat.represents or not seat.appointer.startswith("accounts.organisation/"):
        raise CannotInstruct(_("The statutes name nobody who appoints the holder of this seat."))
    _still_to_vote(motion, seat, at)
    officers = [one for one in _officers(seat.appointer, at) if not queries.speaks_for_seat(one, seat, at)]
    if not officers:
        raise CannotInstruct(
            _("Nobody speaks for those who appoint this seat’s holder now. The secretary can enter who does.")
        )
    question = Question.objects.create(
        motion=motion, seat=seat, appointer=seat.appointer, asked_by=by, asked_at=at
    )
    ledger.record(
        kind="council.instruction.asked",
        subject=motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[seat.subject, seat.appointer],
        seat=seat.code,
        appointer=seat.appointer,
    )
    _tell(officers, question, "council/mail/asked.txt", at)
    return question


@transaction.atomic
def give_instruction(
    *, motion_id: int, seat_id: int, answer: Answer, text: str, by: "User", at: datetime
) -> Instruction:
    """Answer for the appointer; again, until the seat's ballot is in: each is logged, the last one stands."""
    seat, motion = _both(seat_id, motion_id)
    question = queries.question_on(motion, seat)
    if question is None:
        raise CannotInstruct(_("This seat has not put the motion to you. Nothing was recorded."))
    if by not in _officers(question.appointer, at):
        raise CannotInstruct(_("You do not speak for those who were asked. Nothing was recorded."))
    if queries.speaks_for_seat(by, seat, at):
        raise CannotInstruct(_("You hold this seat yourself; another must answer. Nothing was recorded."))
    if not text.strip():
        raise CannotInstruct(_("Say why; the reason is published at the close. Nothing was recorded."))
    _still_to_vote(motion, seat, at)
    instruction = _sealed(question, answer, text.strip(), by, at)
    _tell(queries.holders_of(seat, motion, at), question, "council/mail/answered.txt", at)
    return instruction


def _both(seat_id: int, motion_id: int) -> tuple[Seat, Motion]:
    """Seat before motion, as a ballot locks them: an instruction is before the seat's ballot or refused."""
    seat = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("body").get(pk=seat_id)
    return seat, locked(motion_id)


def _still_to_vote(motion: Motion, seat: Seat, at: datetime) -> None:
    if motion.status not in ASKABLE:
        raise CannotInstruct(_("No vote on this motion lies ahead. Nothing was recorded."))
    if motion.status not in lifecycle.OPEN_TO_BALLOTS:
        return
    voting = motion.votings.order_by("-number")[0]
    if at >= voting.closes_at:
        raise CannotInstruct(_("Voting on this motion has closed. Nothing was recorded."))
    if voting.ballots.filter(seat=seat).exists():
        raise CannotInstruct(_("The ballot of this seat is in already. Nothing was recorded."))


def _officers(appointer: str, at: datetime) -> list["User"]:
    return list(people.officers_of(appointer.removeprefix("accounts.organisation/"), at))


def _sealed(question: Question, answer: Answer, text: str, by: "User", at: datetime) -> Instruction:
    salt, n = secrets.token_bytes(commitment.SALT_BYTES), question.instructions.count() + 1
    value = commitment.instruction_of(
        motion=question.motion.code, seat=question.seat.code, n=n, answer=answer.value, text=text
    )
    instruction = Instruction.objects.create(
        question=question,
        n=n,
        answer=answer.value,
        text=text,
        given_by=by,
        given_at=at,
        salt=salt,
        commitment=commitment.commitment(salt, value),
    )
    ledger.record(
        kind="council.instruction.given",
        subject=question.motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[question.seat.subject, question.appointer],
        seat=question.seat.code,
        n=n,
        commitment=instruction.commitment,
    )
    return instruction


def _tell(to: list[Any], question: Question, template: str, at: datetime) -> None:
    """One letter each, in their language; it says that there is something to read, never what."""
    path = reverse("council:instruction", args=[question.motion.code, question.seat.code])
    for person in to:
        if not (address := people.confirmed_email(person)):
            continue
        with translation.override(person.language):
            said = {
                "motion": question.motion,
                "name": queries.seat_names([question.seat])[question.seat.code],
                "link": settings.SITE_URL + path,
                "SITE_URL": settings.SITE_URL,
            }
            whole = render_to_string(template, said)
        title, _break, text = whole.strip().partition("\n")
        accounts.post_letter(
            to=address, subject=" ".join(title.split())[:200], text=text.strip() + "\n", at=at
        )
