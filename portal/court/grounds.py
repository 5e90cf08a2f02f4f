"""What a decision rested on, as the public log tells it: its own entries, and those of what it names."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from council import queries as council
from ledger import queries as ledger

CLOSES = ("council.voting.closed", "council.motion.unopposed")
# What a ground may lead on to: an alert to its readings and runs, a run to its alert.
FOLLOWED = ("crises.alert/", "crises.run/", "biomes.reading/")
# An alert tells of a reading when it has news, so its readings are dozens.
MOST = 2_000


class NotDecided(Exception):
    """There is no decision to make a bundle of; the message is fit to show."""


@dataclass(slots=True)
class Cited:
    """A reading by its number, with the leaf that entries cite and the places of these."""

    number: str
    leaf: str
    entries: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Grounds:
    motion: Any
    # The entry that closed the last vote: its place in the log, and when.
    seq: int
    closed_at: datetime
    # Places of every entry that the decision rests on.
    entries: set[int] = field(default_factory=set)
    cited: dict[str, Cited] = field(default_factory=dict)
    runs: list[int] = field(default_factory=list)

    @property
    def day(self) -> str:
        return self.closed_at.date().isoformat()


def grounds_of(motion: Any, size: int) -> Grounds | None:
    """None where no vote of it has closed in the first ``size`` entries of the log."""
    own = list(_told(motion.subject, size))
    closing = next(
        (fact for fact in reversed(own) if fact.subject == motion.subject and fact.kind in CLOSES), None
    )
    if closing is None:
        return None
    found = Grounds(motion, closing.entry.seq, closing.at)
    found.entries |= {fact.entry.seq for fact in own if fact.subject == motion.subject}
    named = {motion.act, motion.origin, *motion.evidence}
    _follow({subject for subject in named if subject}, found, size)
    return found


def articles_cited(motion: Any) -> set[str]:
    """Articles, as subjects: those that objections and the opened reasons rest on, and those it would suspend."""
    cited = {article for filed in council.objections(motion) for article in filed.objection.articles}
    closes = ledger.public_around(motion.subject).filter(subject=motion.subject, kind="council.voting.closed")
    for fact in closes.prefetch_related("documents"):
        for paper in fact.documents.all():
            if paper.path == "openings.jsonl":
                opened = json.loads(bytes(paper.data))
                cited |= {article for row in opened.get("reasons", []) for article in row["articles"]}
    return cited | set(motion.suspends)


def _told(subject: str, size: int) -> Iterable[Any]:
    return ledger.public_around(subject).filter(entry__seq__lt=size)


def _follow(subjects: set[str], found: Grounds, size: int) -> None:
    """From ground to ground, each once; what came after the close is no ground of it."""
    waiting, seen = sorted(subjects), set(subjects)
    while waiting and len(seen) < MOST:
        subject = waiting.pop()
        if subject.startswith("crises.run/"):
            found.runs.append(int(subject.partition("/")[2]))
        for fact in _told(subject, min(size, found.seq)):
            # Others may speak of it too; what they rest on is theirs.
            if fact.subject != subject and "leaf" not in fact.body:
                continue
            found.entries.add(fact.entry.seq)
            _cite(fact, found)
            further = {s for s in (*fact.about, *_reading(fact)) if s.startswith(FOLLOWED)} - seen
            waiting += sorted(further)
            seen |= further


def _reading(fact: Any) -> list[str]:
    return [f"biomes.reading/{fact.body['reading']}"] if fact.body.get("reading") else []


def _cite(fact: Any, found: Grounds) -> None:
    """A fact cites a reading by its number and leaf."""
    body = fact.body
    if body.get("leaf") and body.get("reading"):
        number = str(body["reading"])
        cited = found.cited.setdefault(number, Cited(number, str(body["leaf"])))
        if cited.leaf == body["leaf"]:
            cited.entries.add(fact.entry.seq)
