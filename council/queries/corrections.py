"""Counts corrected and elections annulled: what waits for a second officer, which count superseded which, who lost a declared seat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts import queries as people
from council.models import Annulment, Candidate, Correction, Election, ElectionCount, SeatingReview
from council.models.correction import FAULTS
from council.models.election import SOURCES
from council.queries.elections import elections, last_count
from council.rules.corrections import no_longer_elected
from council.rules.elections import RESULT, Stand

REOPENED = "council.election.reopened"
ANNULLED = "council.election.annulled"


def corrections_asked(of: Election, at: datetime) -> QuerySet[Any]:
    """That its count should be corrected, waiting for the second of the two."""
    return people.open_approvals(REOPENED, at).filter(subject=of.subject)


def annulments_asked(of: Election, at: datetime) -> QuerySet[Any]:
    """That it should be annulled, waiting for the second of the two."""
    return people.open_approvals(ANNULLED, at).filter(subject=of.subject)


@dataclass(frozen=True, slots=True)
class AskedOfCount:
    """What one officer said, for the other to read before agreeing."""

    approval: Any
    reason: str
    # Of a correction; an annulment names neither.
    fault: str = ""
    source: str = ""

    @property
    def is_annulment(self) -> bool:
        return str(self.approval.kind) == ANNULLED


def asked_of_count(of: Election, at: datetime) -> list[AskedOfCount]:
    faults, sources = dict(FAULTS), dict(SOURCES)
    asked = [
        AskedOfCount(
            one, one.body["reason"], str(faults[one.body["fault"]]), str(sources[one.body["source"]])
        )
        for one in corrections_asked(of, at)
    ]
    return [*asked, *(AskedOfCount(one, one.body["reason"]) for one in annulments_asked(of, at))]


def has_result(of: Election) -> bool:
    """Counted, and not being entered anew."""
    return of.status in RESULT


def may_be_annulled(of: Election) -> bool:
    return bool(of.counts.all()) and of.status is not Stand.ANNULLED


@dataclass(frozen=True, slots=True)
class KeptCount:
    """A count of an election among the others."""

    count: ElectionCount
    # The correction that made it, with the count it supersedes.
    corrects: Correction | None
    # The number of the count that took its place.
    superseded_by: int | None
    # It was found at fault, and no count has taken its place yet.
    is_at_fault: bool
    # It stood when the election was annulled.
    is_annulled: bool


def kept_counts(of: Election) -> list[KeptCount]:
    """Every count of an election; a correction supersedes the count that stood with the ties settled in it."""
    found: list[KeptCount] = []
    later: int | None = None
    under_way = of.correction_under_way is not None
    for count in reversed(of.counts.all()):
        stood = later is None
        is_annulled = stood and of.status is Stand.ANNULLED
        found.insert(0, KeptCount(count, count.corrects, later, stood and under_way, is_annulled))
        if count.corrects:
            later = count.number
            under_way = False
    return found


@dataclass(frozen=True, slots=True)
class Unelected:
    """Somebody who was declared elected by a count that stands no more, and is not elected now."""

    # The last such count.
    by_count: ElectionCount
    candidate: Candidate
    review: SeatingReview | None

    @property
    def count(self) -> int:
        """Its number."""
        return self.by_count.number


def seatings_of(of: Election) -> list[Unelected]:
    """Each once. Before the election is declared anew, or annulled, nobody knows who is elected."""
    last = last_count(of)
    if last is None or of.status not in (Stand.PUBLISHED, Stand.ANNULLED):
        return []
    elected = last.bundle["elected"] if of.status is Stand.PUBLISHED else []
    candidates = {one.code: one for one in of.candidates.all()}
    reviews = {(one.count_id, one.candidate_id): one for one in _reviews_of(of)}
    found: dict[str, Unelected] = {}
    for count in _fallen(of):
        for code in no_longer_elected(count.bundle["elected"], elected):
            review = reviews.get((count.pk, candidates[code].pk))
            found.setdefault(code, Unelected(count, candidates[code], review))
    return list(found.values())


def _fallen(of: Election) -> list[ElectionCount]:
    """The counts that were declared and stand no more, the latest first."""
    ends: list[Correction | Annulment] = [
        *([of.annulled] if of.annulled else []),
        *reversed(of.corrections()),
    ]
    return [end.count for end in ends if end.declared_at is not None]


def _reviews_of(election: Election) -> QuerySet[SeatingReview]:
    return SeatingReview.objects.filter(count__election=election)


def seatings_to_review() -> list[tuple[Election, list[Unelected]]]:
    """The secretary's tasks: elections declared anew or annulled, with those nobody has looked at yet."""
    ended = Q(state=Stand.PUBLISHED.value, counts__correction__declared_at__isnull=False)
    ended |= Q(state=Stand.ANNULLED.value)
    found = []
    for election in elections().filter(ended).distinct():
        waiting = [one for one in seatings_of(election) if one.review is None]
        if waiting:
            found.append((election, waiting))
    return found
