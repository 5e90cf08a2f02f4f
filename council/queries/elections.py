"""Elections of persons: who may see them, what each teller has to do, the result with its names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from council.models import Candidate, Election, ElectionCount, ElectionEntry
from council.rules.counts.bundle import open_tie, paper_of
from council.rules.counts.papers import Paper
from council.rules.elections import ENTERED, Stand
from ledger import queries as ledger

BUNDLE_KINDS = frozenset(
    {"council.election.counted", "council.election.tie_settled", "council.election.superseded"}
)


def elections() -> QuerySet[Election]:
    """Every election, drafts too."""
    return Election.objects.select_related(
        "body__organisation", "body__parent__organisation", "annulment__count"
    ).prefetch_related(
        Prefetch("candidates", Candidate.objects.order_by("position")),
        Prefetch(
            "counts",
            # Of the counts before and after only what names them: bundles are large.
            ElectionCount.objects.select_related("corrects__count", "correction__counted_anew")
            .defer("corrects__count__bundle", "correction__counted_anew__bundle")
            .order_by("number"),
        ),
    )


def elections_for(user: Any, at: datetime) -> QuerySet[Election]:
    """A draft is the secretary's alone."""
    if people.has_role(user, Role.SECRETARY, at):
        return elections()
    return elections().public()  # type: ignore[attr-defined,no-any-return]


def public_elections() -> QuerySet[Election]:
    return elections().public()  # type: ignore[attr-defined,no-any-return]


def election_by_code(code: str) -> Election | None:
    """A public one, by ``<body>--<number>``."""
    body, _dashes, number = code.rpartition("--")
    return public_elections().filter(body__code=body, number=number).first()


def last_count(of: Election) -> ElectionCount | None:
    return list(of.counts.all())[-1] if of.counts.all() else None


def tie_left_open(of: Election) -> dict[str, Any] | None:
    """The tie that waits for an act."""
    last = last_count(of)
    return open_tie(last.bundle) if last and of.status is Stand.COUNTED else None


def bundles_in_log(of: Election) -> dict[str, int]:
    """The fingerprint of each count's bundle that is sealed, with the place of its entry."""
    facts = ledger.public_around(of.subject).filter(entry__isnull=False)
    rows = facts.values_list("body__bundle", "entry__seq", "kind")
    return {sha256: seq for sha256, seq, kind in rows if kind in BUNDLE_KINDS}


@dataclass(frozen=True, slots=True)
class Reading:
    """A ballot that the two did not read alike; None where one found no such paper."""

    number: int
    first: Paper | None
    second: Paper | None
    # This teller has typed it anew, or struck it.
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Tellers:
    """How far the two entries are, as one of the desk sees it: never what another has typed."""

    hands: tuple[ElectionEntry, ...]
    own: ElectionEntry | None
    may_enter: bool
    differing: tuple[Reading, ...]

    @property
    def finished(self) -> int:
        return sum(entry.finished_at is not None for entry in self.hands)

    @property
    def typed(self) -> list[tuple[int, Paper]]:
        return sorted(self.own.read().items()) if self.own else []


def tellers_of(of: Election, user: Any, at: datetime) -> Tellers:
    entries = list(of.entries_now().select_related("entered_by"))
    own = next((entry for entry in entries if entry.entered_by_id == user.pk), None)
    is_teller = people.has_role(user, Role.TELLER, at)
    has_room = (own is not None and own.finished_at is None) or (own is None and len(entries) < 2)
    done = {*own.papers, *own.struck} if own else set()
    shown = own is not None or people.has_role(user, Role.SECRETARY, at)
    return Tellers(
        hands=tuple(entries),
        own=own,
        may_enter=is_teller and of.status in ENTERED and has_room,
        differing=tuple(_readings(of, done)) if shown else (),
    )


def _readings(of: Election, done: set[str]) -> list[Reading]:
    rows = sorted(of.differing.items(), key=lambda item: int(item[0]))
    return [Reading(int(number), _paper(one), _paper(other), number in done) for number, (one, other) in rows]


def _paper(row: dict[str, Any] | None) -> Paper | None:
    return paper_of(row) if row else None
