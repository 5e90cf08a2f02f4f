"""Corrections of counts: what waits for a second officer, which count superseded which, who lost a declared seat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts import queries as people
from council.models import Candidate, Correction, Election, ElectionCount, SeatingReview
from council.models.correction import FAULTS
from council.models.election import SOURCES
from council.queries.elections import elections, last_count
from council.rules.corrections import no_longer_elected
from council.rules.elections import RESULT, Stand

REOPENED = "council.election.reopened"


def corrections_asked(of: Election, at: datetime) -> QuerySet[Any]:
    """That its count should be corrected, waiting for the second of the two."""
    return people.open_approvals(REOPENED, at).filter(subject=of.subject)


@dataclass(frozen=True, slots=True)
class AskedCorrection:
    """What one officer said, for the other to read before agreeing."""

    approval: Any
    fault: str
    source: str
    reason: str


def corrections_told(of: Election, at: datetime) -> list[AskedCorrection]:
    faults, sources = dict(FAULTS), dict(SOURCES)
    return [
        AskedCorrection(
            one, str(faults[one.body["fault"]]), str(sources[one.body["source"]]), one.body["reason"]
        )
        for one in corrections_asked(of, at)
    ]


def has_result(of: Election) -> bool:
    """Counted, and not being entered anew."""
    return of.status in RESULT


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


def kept_counts(of: Election) -> list[KeptCount]:
    """Every count of an election; a correction supersedes the count that stood with the ties settled in it."""
    found: list[KeptCount] = []
    later: int | None = None
    under_way = of.correction_under_way is not None
    for count in reversed(of.counts.all()):
        found.insert(0, KeptCount(count, count.corrects, later, under_way and later is None))
        if count.corrects:
            later = count.number
            under_way = False
    return found


@dataclass(frozen=True, slots=True)
class Unelected:
    """Somebody who was declared elected by a count that was superseded, and whom the new one does not elect."""

    correction: Correction
    candidate: Candidate
    review: SeatingReview | None

    @property
    def count(self) -> int:
        """The number of the count that had elected them."""
        return self.correction.count.number


def seatings_of(of: Election) -> list[Unelected]:
    """Once the election is declared anew; before, nobody knows who is elected."""
    last = last_count(of)
    if last is None or of.status is not Stand.PUBLISHED:
        return []
    candidates = {one.code: one for one in of.candidates.all()}
    found = []
    for correction in of.corrections():
        if correction.declared_at is None:
            continue
        reviews = {one.candidate_id: one for one in correction.reviews.all()}
        for code in no_longer_elected(correction.count.bundle["elected"], last.bundle["elected"]):
            candidate = candidates[code]
            found.append(Unelected(correction, candidate, reviews.get(candidate.pk)))
    return found


def seatings_to_review() -> list[tuple[Election, list[Unelected]]]:
    """The secretary's tasks: elections declared anew, with those nobody has looked at yet."""
    corrected = elections().filter(state=Stand.PUBLISHED.value, counts__correction__declared_at__isnull=False)
    found = []
    for election in corrected.distinct():
        waiting = [one for one in seatings_of(election) if one.review is None]
        if waiting:
            found.append((election, waiting))
    return found
