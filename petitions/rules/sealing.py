"""The sealed name of a filer: who may open it, when, and for how long.

    asked --(another auditor, within 72 h)--> agreed --24 h--> over
      |--(another auditor)--> refused
      |--(the asker)--> withdrawn
      '--(72 h pass)--> lapsed

Nobody who has a part in the petition asks, agrees or reads. Only the two who opened it read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from petitions.rules import names

ANSWER_WITHIN = timedelta(hours=72)
READABLE_FOR = timedelta(hours=24)
SHORTEST_REASON, LONGEST_REASON = 20, 300
# Shorter words of a name, "de" or "al", are in too many pseudonyms to say anything.
TELLING = 3


class Verdict(StrEnum):
    WAITS = ""
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Stage(StrEnum):
    ASKED = "asked"
    READABLE = "readable"
    OVER = "over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Refusal(StrEnum):
    PARTY = "party"
    GONE = "gone"
    WAITS_ALREADY = "waits_already"
    OPEN_ALREADY = "open_already"
    SAME_PERSON = "same_person"
    NOT_THE_ASKER = "not_the_asker"
    ASKER_LEFT = "asker_left"
    ANSWERED = "answered"
    LATE = "late"
    NOT_ONE_OF_TWO = "not_one_of_two"
    NOT_OPEN = "not_open"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to open a name, as far as the rule needs to know."""

    asked_by: str
    asked_at: datetime
    verdict: Verdict = Verdict.WAITS
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def answer_by(self) -> datetime:
        return self.asked_at + ANSWER_WITHIN

    @property
    def readable_until(self) -> datetime | None:
        if self.verdict is not Verdict.AGREED or self.answered_at is None:
            return None
        return self.answered_at + READABLE_FOR

    def stage(self, at: datetime) -> Stage:
        if self.verdict is Verdict.WAITS:
            return Stage.LAPSED if at >= self.answer_by else Stage.ASKED
        if self.readable_until is not None:
            return Stage.READABLE if at < self.readable_until else Stage.OVER
        return Stage(self.verdict.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who acts, by their code; and whether they have a part in the petition themselves."""

    code: str
    is_party: bool = False


def refusal_to_ask(before: Collection[Request], hand: Hand, *, is_kept: bool, at: datetime) -> Refusal | None:
    """Why this auditor may not ask now. ``before`` are all requests for the same name."""
    if hand.is_party:
        return Refusal.PARTY
    if not is_kept:
        return Refusal.GONE
    stages = {request.stage(at) for request in before}
    if Stage.ASKED in stages:
        return Refusal.WAITS_ALREADY
    return Refusal.OPEN_ALREADY if Stage.READABLE in stages else None


def refusal_to_answer(
    request: Request, hand: Hand, *, is_asker_auditor: bool, is_kept: bool, at: datetime
) -> Refusal | None:
    """Why this auditor may neither agree nor refuse now: it takes two, and the first must still be one."""
    if hand.is_party:
        return Refusal.PARTY
    if why := _no_longer(request, at):
        return why
    if hand.code == request.asked_by:
        return Refusal.SAME_PERSON
    if not is_asker_auditor:
        return Refusal.ASKER_LEFT
    return None if is_kept else Refusal.GONE


def refusal_to_withdraw(request: Request, hand: Hand, *, at: datetime) -> Refusal | None:
    return _no_longer(request, at) or (None if hand.code == request.asked_by else Refusal.NOT_THE_ASKER)


def _no_longer(request: Request, at: datetime) -> Refusal | None:
    if request.verdict is not Verdict.WAITS:
        return Refusal.ANSWERED
    return Refusal.LATE if at >= request.answer_by else None


def refusal_to_read(request: Request, hand: Hand, *, is_kept: bool, at: datetime) -> Refusal | None:
    """Why the name is not shown to this auditor now."""
    if hand.is_party:
        return Refusal.PARTY
    if request.verdict is not Verdict.AGREED or request.readable_until is None:
        return Refusal.NOT_OPEN
    if hand.code not in {request.asked_by, request.answered_by} or request.asked_by == request.answered_by:
        return Refusal.NOT_ONE_OF_TWO
    if at >= request.readable_until:
        return Refusal.OVER
    return None if is_kept else Refusal.GONE


def gives_away(pseudonym: str, name: str) -> bool:
    """Whether a pseudonym holds a word of the name, or is one of its words with more around it."""
    shown = names.folded(pseudonym).replace(" ", "")
    whole = names.folded(name)
    words = [word for word in whole.split() if len(word) >= TELLING] or [whole.replace(" ", "")]
    return any(word in shown for word in words if word)
