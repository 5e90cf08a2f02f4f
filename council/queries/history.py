"""A motion's record: each closed vote whole, with every ballot that was cast and where it stands in the log."""

from dataclasses import dataclass
from typing import Any

from council.models import Ballot, ClosedDecision, Motion, Voting
from council.queries.bodies import seat_names
from council.queries.instructions import Mirror, mirrors
from council.queries.record import ChamberRecord, chamber_records, closed_votings
from ledger import queries as ledger

# Files of the export that a vote names -> what its record calls them.
FILES = {"rules": "rule", "rolls.jsonl": "roll", "openings.jsonl": "openings"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A ballot after the close: what was sealed, what opens it, its entry, and why it did not count, if so."""

    ballot: Ballot
    name: str
    seq: int | None
    set_aside: bool

    @property
    def salt(self) -> str:
        return bytes(self.ballot.salt).hex()

    @property
    def counts(self) -> bool:
        return self.ballot.superseded_at is None and not self.set_aside


@dataclass(frozen=True, slots=True)
class Round:
    """One time the motion was put to the vote and counted."""

    voting: Voting
    decision: ClosedDecision
    chambers: list[ChamberRecord]
    ballots: list[Opened]
    mirrors: list[Mirror]
    files: dict[str, str]
    opened: Any
    closed: Any


def rounds(motion: Motion) -> list[Round]:
    """Its closed votes, the first first; an open one tells nothing and is not among them."""
    facts = _facts(motion)
    return [_round(voting, facts) for voting in reversed(closed_votings(motion.pk))]


def _facts(motion: Motion) -> list[Any]:
    kinds = ("council.voting.opened", "council.voting.closed", "council.ballot.cast")
    rows = ledger.public_around(motion.subject).filter(subject=motion.subject, kind__in=kinds)
    return list(rows.prefetch_related("documents"))


def _round(voting: Voting, facts: list[Any]) -> Round:
    own = [fact for fact in facts if fact.body.get("round") == voting.number]
    opened = next((fact for fact in own if fact.kind == "council.voting.opened"), None)
    closed = next((fact for fact in own if fact.kind == "council.voting.closed"), None)
    files = {
        FILES[row.path.partition("/")[0]]: row.sha256
        for fact in (opened, closed) if fact
        for row in fact.documents.all() if row.path.partition("/")[0] in FILES
    }  # fmt: skip
    places = {
        fact.body["commitment"]: fact.entry.seq
        for fact in own if fact.kind == "council.ballot.cast" and hasattr(fact, "entry")
    }  # fmt: skip
    decision = voting.decision
    ballots = list(voting.ballots.select_related("seat__body", "seat", "voting").order_by("n"))
    names = seat_names({ballot.seat for ballot in ballots})
    aside = {(row["seat"], row["hand"]) for row in decision.set_aside}
    rows = [
        Opened(
            ballot=ballot,
            name=names[ballot.seat.code],
            seq=places.get(ballot.commitment),
            set_aside=ballot.superseded_at is None and (ballot.seat.code, ballot.hand) in aside,
        )
        for ballot in ballots
    ]
    return Round(voting, decision, chamber_records(decision), rows, mirrors(voting), files, opened, closed)
