"""Instructions of guardians: sealed to everybody but the seat and those who instruct it, until the close."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import queries as people
from council.models import Ballot, Call, Instruction, Mandate, Motion, Question, Seat, Voting
from council.models.roll_call import WORDS
from council.queries.bodies import seat_names, seats_held
from council.queries.hands import lent_claims
from council.queries.motions import voting_of
from council.queries.record import room_reasons
from council.rules import lifecycle
from council.rules.instructions import ASKABLE, Answer, departs
from council.rules.roll_call import Word, seat_and_hand
from council.rules.seats import Choice
from ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class Consultation:
    """A seat's question on one motion, as the seat's hands or those who were asked see it."""

    motion: Motion
    seat: Seat
    name: str
    appointer: Any
    question: Question | None
    given: tuple[Instruction, ...]
    holds: bool
    speaks: bool
    # A vote lies ahead, and the seat's ballot is not in it.
    open: bool

    @property
    def instruction(self) -> Instruction | None:
        return self.given[-1] if self.given else None

    @property
    def may_ask(self) -> bool:
        return self.open and self.holds and self.question is None

    @property
    def may_answer(self) -> bool:
        """Not for a seat one holds oneself."""
        return self.open and self.speaks and not self.holds


@dataclass(frozen=True, slots=True)
class HandsWord:
    """What one hand of an instructed seat cast, or what was called for it, and what it said of a departure."""

    hand: int
    choice: str
    departs: bool
    why: str

    @property
    def said(self) -> str:
        """The word, for people to read."""
        return str(dict(WORDS)[self.choice])


@dataclass(frozen=True, slots=True)
class Mirror:
    """Instruction and vote of one seat side by side, once the vote is closed."""

    question: Question
    name: str
    appointer: Any
    instruction: Instruction | None
    votes: tuple[HandsWord, ...]

    @property
    def departed(self) -> bool:
        return any(vote.departs for vote in self.votes)


def question_on(motion: Motion, seat: Seat) -> Question | None:
    return Question.objects.filter(motion=motion, seat=seat).select_related("motion", "seat__body").first()


def speaks_for_seat(user: Any, seat: Seat, at: datetime) -> bool:
    return Mandate.objects.in_force(at).filter(seat=seat, person=user.pk).exists()


def holders_of(seat: Seat, motion: Motion, at: datetime) -> list[Any]:
    """Who may cast for it now: its mandates' holders, and a substitute who was called."""
    held = [m.person for m in Mandate.objects.in_force(at).filter(seat=seat).select_related("person")]
    calls = Call.objects.holding(motion.pk, at).filter(seat=seat).select_related("substitute__person")
    return list(dict.fromkeys([*held, *(call.substitute.person for call in calls)]))


def instruction_for(motion: Motion, seat: Seat) -> Instruction | None:
    """The one that stands; to be read by the seat, by those who gave it, and at the close."""
    return Instruction.objects.filter(question__motion=motion, question__seat=seat).order_by("-n").first()


def consultation(motion: Motion, seat: Seat, user: Any, at: datetime) -> Consultation | None:
    """None for everybody who neither speaks for the seat nor for those who were asked."""
    if not getattr(user, "is_authenticated", False) or not seat.represents:
        return None
    question = question_on(motion, seat)
    holds = speaks_for_seat(user, seat, at) or any(
        claim.seat.pk == seat.pk for claim in lent_claims(motion, user, at)
    )
    speaks = question is not None and question.appointer in _spoken_for(user, at)
    if not holds and not speaks:
        return None
    appointer = question.appointer if question else seat.appointer
    return Consultation(
        motion=motion,
        seat=seat,
        name=seat_names([seat])[seat.code],
        appointer=ledger.card(appointer, user) if appointer else None,
        question=question,
        given=tuple(question.instructions.all()) if question else (),
        holds=holds,
        speaks=speaks,
        open=_is_ahead(motion, seat, at),
    )


def consultations(motion: Motion, user: Any, at: datetime) -> list[Consultation]:
    """What this person may ask or answer on a motion, or did."""
    if not getattr(user, "is_authenticated", False):
        return []
    own = [*seats_held(user, at), *(claim.seat for claim in lent_claims(motion, user, at))]
    seats = {seat.pk: seat for seat in own if seat.represents and seat.appointer}
    asked = Question.objects.filter(motion=motion, appointer__in=_spoken_for(user, at))
    seats |= {question.seat_id: question.seat for question in asked.select_related("seat__body")}
    found = (consultation(motion, seat, user, at) for seat in seats.values())
    return [one for one in found if one is not None and (one.question or one.may_ask)]


def questions_to(user: Any, at: datetime) -> list[Consultation]:
    """Every motion that was put to those this person speaks for, the latest first."""
    asked = Question.objects.filter(appointer__in=_spoken_for(user, at)).order_by("-asked_at")
    rows = asked.select_related("motion__body", "seat__body")[:100]
    found = (consultation(row.motion, row.seat, user, at) for row in rows)
    return [one for one in found if one is not None]


def mirrors(voting: Voting) -> list[Mirror]:
    """Each question on the motion beside what its seat voted; read only once the vote is closed."""
    asked = Question.objects.filter(motion=voting.motion, asked_at__lt=voting.closes_at)
    rows = list(asked.select_related("seat__body").order_by("seat__position", "pk"))
    names = seat_names(row.seat for row in rows)
    votes_of = _called(voting) if voting.in_room else _cast(voting)
    found = []
    for row in rows:
        stood = row.instructions.filter(given_at__lt=voting.closes_at).last()
        answer = Answer(stood.answer) if stood else None
        votes = [_word(*vote, answer) for vote in votes_of.get(row.seat.code, ())]
        card = ledger.card(row.appointer, None)
        found.append(Mirror(row, names[row.seat.code], card, stood, tuple(votes)))
    return found


# Of a seat: (hand, choice, what was said of a departure), by hand.
Votes = dict[str, list[tuple[int, str, str]]]


def _cast(voting: Voting) -> Votes:
    found: Votes = {}
    for ballot in voting.ballots.live().select_related("reason", "seat").order_by("hand"):
        found.setdefault(ballot.seat.code, []).append((ballot.hand, ballot.choice, _departure_of(ballot)))
    return found


def _called(voting: Voting) -> Votes:
    why = {(told.seat.code, told.hand): told.departure for told in room_reasons(voting)}
    found: Votes = {}
    for line, word in sorted(voting.decision.words.items()):
        seat, hand = seat_and_hand(line)
        found.setdefault(seat, []).append((hand, word, why.get((seat, hand), "")))
    return found


def is_unexplained(ballot: Ballot) -> bool:
    """It is another than its seat was instructed, and says nothing of that."""
    told = Instruction.objects.filter(question__motion=ballot.voting.motion_id, question__seat=ballot.seat_id)
    last = told.filter(given_at__lte=ballot.cast_at).order_by("n").last()
    return departs(Answer(last.answer) if last else None, Choice(ballot.choice)) and not _departure_of(ballot)


def _departure_of(ballot: Ballot) -> str:
    return ballot.reason.departure if hasattr(ballot, "reason") else ""


def _word(hand: int, choice: str, why: str, answer: Answer | None) -> HandsWord:
    """Who was absent departed from nothing: no word of hers was counted."""
    is_word = choice != Word.ABSENT.value
    return HandsWord(hand, choice, is_word and departs(answer, Choice(choice)), why)


def _spoken_for(user: Any, at: datetime) -> list[str]:
    return [office.organisation.subject for office in people.offices_of(user, at)]


def _is_ahead(motion: Motion, seat: Seat, at: datetime) -> bool:
    if motion.status not in lifecycle.OPEN_TO_BALLOTS:
        return motion.status in ASKABLE
    voting = voting_of(motion)
    return voting is not None and at < voting.closes_at and not voting.ballots.filter(seat=seat).exists()
