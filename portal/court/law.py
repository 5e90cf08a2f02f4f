"""The law as it stood: of each charter that speaks in a decision, the edition in force on its day that the log knew before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from charters import queries as charters
from ledger import queries as ledger
from portal.court.grounds import Grounds

FORMAT = "biolattice-edition/v1"


@dataclass(frozen=True, slots=True)
class Law:
    """One edition, by its document in the log."""

    charter: str
    title: str
    sha256: str
    document: dict[str, Any]
    entry: int


def law_of(grounds: Grounds, cited: set[str]) -> list[Law]:
    """By charter. ``cited`` are articles, as subjects."""
    slugs = {subject.partition("/")[2].partition("--")[0] for subject in cited}
    for subject in grounds.motion.touched:
        if charter := charters.charter_for(subject.partition("/")[2], grounds.closed_at):
            slugs.add(charter.slug)
    slugs |= set(_amended(grounds.motion.act))
    return [law for slug in sorted(slugs) if (law := _edition(slug, grounds)) is not None]


def _amended(act: str) -> Iterator[str]:
    prefix, _, code = act.partition("/")
    if prefix == "charters.amendment" and code.isdecimal():
        amendment = charters.public_amendment(int(code))
        if amendment:
            yield amendment.charter.slug


def _edition(slug: str, grounds: Grounds) -> Law | None:
    charter = charters.public_charter(slug)
    if charter is None:
        return None
    found = None
    facts = ledger.public_around(charter.subject).filter(entry__seq__lt=grounds.seq).order_by("entry__seq")
    for fact in facts.prefetch_related("documents"):
        for paper in fact.documents.all():
            document = json.loads(bytes(paper.data)) if paper.path.startswith("charters/") else {}
            is_own = document.get("format") == FORMAT and document["charter"] == slug
            if is_own and document["since"] <= grounds.day:
                found = Law(slug, charter.title, paper.sha256, document, fact.entry.seq)
    return found
