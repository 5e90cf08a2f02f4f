"""What bodies do with a petition: answer it, ask by ask; take it to a debate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters import actions as charters
from ledger import actions as ledger
from petitions import queries
from petitions.actions.announcing import announce
from petitions.actions.refusals import CannotDebate, CannotRespond
from petitions.models import Answer, Petition, Response
from petitions.models.petition import next_number
from petitions.rules import lifecycle, texts
from petitions.rules.answers import Verdict
from petitions.rules.lifecycle import DebateTrack, ResponseTrack
from petitions.rules.mail import LetterKind
from petitions.rules.thresholds import Kind

DEBATE_LETTERS = {
    DebateTrack.ON_AGENDA: LetterKind.SCHEDULED,
    DebateTrack.DEBATED: LetterKind.DEBATED,
    DebateTrack.DECLINED: LetterKind.DECLINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTo:
    """What a body says to the ask of this number."""

    number: int
    verdict: Verdict
    text: str
    by_date: date | None = None


@transaction.atomic
def respond(
    *, petition_id: int, body: Any, by: Any, summary: str, answers: Sequence[AnswerTo], at: datetime
) -> Response:
    """Add a version of a body's response. What it does not mention stands as it was answered before."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.opened_at is None or not petition.is_public:
        raise CannotRespond(_("Only a petition that was opened can be answered."))
    if body.pk not in {who.pk for who in queries.answerers(petition, at)}:
        raise CannotRespond(_("Another body must answer this petition."))
    asks = {ask.number: ask for ask in petition.asks.all()}
    if not answers or any(answer.number not in asks for answer in answers):
        raise CannotRespond(_("Answer at least one of the asks."))
    if any(answer.by_date and answer.by_date < at.date() for answer in answers):
        raise CannotRespond(_("The date by which an ask will be met must be still to come."))
    response = Response.objects.create(
        petition=petition, version=next_number(petition.responses.all(), "version"), body=body,
        given_by=by.code, given_at=at, summary=texts.tidy_line(summary),
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(response=response, ask=asks[answer.number], verdict=answer.verdict,
               text=texts.tidy_block(answer.text), by_date=answer.by_date)
        for answer in answers
    )  # fmt: skip
    _move_track(petition, len(asks), at)
    _tell(petition, response, answers, at)
    return response


def _move_track(petition: Petition, asks: int, at: datetime) -> None:
    answered = Answer.objects.filter(response__petition=petition).values("ask").distinct().count()
    to = lifecycle.answered_track(asks, answered)
    petition.response_track = lifecycle.move_response(ResponseTrack(petition.response_track), to)
    petition.save(update_fields=["response_track"])
    crossing = petition.crossings.standing().filter(kind=Kind.RESPONSE).first()
    if crossing and to is ResponseTrack.ANSWERED:
        charters.discharge_duty(duty_id=crossing.duty_id, actor="", at=at)


def _tell(petition: Petition, response: Response, answers: Sequence[AnswerTo], at: datetime) -> None:
    announce(petition, LetterKind.ANSWERED, at, about=str(response.version))
    ledger.record(
        kind="petitions.response.given",
        subject=response.subject,
        actor="",
        at=at,
        public=True,
        about=[petition.subject, response.body.subject],
        petition=petition.slug,
        version=response.version,
        body=response.body.subject,
        answers=[{"ask": answer.number, "verdict": answer.verdict} for answer in answers],
    )


@transaction.atomic
def take_up(*, subject: str, motion: str, at: datetime) -> Petition | None:
    """A body put the petition on its agenda, as a motion; heard twice, it is there once."""
    petition = _locked(subject)
    if petition is None or petition.debate_track == DebateTrack.ON_AGENDA:
        return petition
    _move_debate(petition, DebateTrack.ON_AGENDA, motion, at)
    return petition


@transaction.atomic
def record_debate(*, subject: str, motion: str, at: datetime) -> Petition | None:
    """The motion was decided: the debate that was owed has been held."""
    petition = _locked(subject)
    if petition is None or petition.debate_track == DebateTrack.DEBATED:
        return petition
    _move_debate(petition, DebateTrack.DEBATED, motion, at)
    return petition


@transaction.atomic
def decline_debate(*, subject: str, motion: str, at: datetime) -> Petition | None:
    """The body will not debate it; it said why in its own record."""
    petition = _locked(subject)
    if petition is None or petition.debate_track == DebateTrack.DECLINED:
        return petition
    _move_debate(petition, DebateTrack.DECLINED, motion, at)
    return petition


def _locked(subject: str) -> Petition | None:
    return Petition.objects.select_for_update().filter(queries.named(subject.partition("/")[2])).first()


def _move_debate(petition: Petition, to: DebateTrack, motion: str, at: datetime) -> None:
    try:
        petition.debate_track = lifecycle.move_debate(DebateTrack(petition.debate_track), to)
    except lifecycle.Refused as refused:
        raise CannotDebate(_("The debate of this petition cannot be moved to that step.")) from refused
    petition.save(update_fields=["debate_track"])
    if kind := DEBATE_LETTERS.get(to):
        announce(petition, kind, at, about=motion)
    crossing = petition.crossings.standing().filter(kind=Kind.DEBATE).first()
    if crossing and to in {DebateTrack.DEBATED, DebateTrack.DECLINED}:
        charters.discharge_duty(duty_id=crossing.duty_id, actor="", at=at)
    ledger.record(
        kind="petitions.debate.moved",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[motion] if motion else [],
        petition=petition.slug,
        track=to,
        motion=motion,
    )
