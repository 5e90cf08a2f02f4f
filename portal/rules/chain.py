"""The chain: which facts of the record stand for which link, and in which order they are told.

reading -> alert -> simulation -> petition -> dialogue -> motion -> vote -> charter -> response -> reading
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

# How the name of a fact begins -> (kind of link, its sign, whether it lives or is measured: round).
# The longest beginning that fits decides.
LINKS: dict[str, tuple[str, str, bool]] = {
    "biomes.indicator": ("reading", "reading", True),
    "biomes.reading": ("reading", "reading", True),
    "crises.alert.released": ("alert", "alert", False),
    "crises.alert.exercised": ("alert", "alert", False),
    "crises.run.finished": ("simulation", "simulation", False),
    "crises.deployment": ("response", "response", False),
    "petitions.petition": ("petition", "petition", False),
    "petitions.petition.answered": ("response", "response", False),
    "petitions.response": ("response", "response", False),
    "dialogues.dialogue": ("dialogue", "dialogue", True),
    "council.motion": ("motion", "motion", False),
    "council.motion.closed": ("vote", "vote", False),
    "council.motion.adopted": ("vote", "vote", False),
    "council.motion.rejected": ("vote", "vote", False),
    "council.motion.enacted": ("vote", "vote", False),
    "council.decision": ("vote", "vote", False),
    "council.agenda_item.declined": ("response", "response", False),
    "charters.edition": ("charter", "charter", False),
    "charters.amendment": ("charter", "charter", False),
    "charters.charter": ("charter", "charter", False),
    "exhibits.exhibit": ("exhibit", "exhibit", False),
    "exhibits.scene": ("exhibit", "exhibit", False),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact, as the chain needs it."""

    kind: str
    subject: str
    about: tuple[str, ...]
    at: datetime
    body: Mapping[str, object]


def link_of(kind: str) -> tuple[str, str, bool] | None:
    """The link a fact belongs to; None for a fact that is not told."""
    parts = kind.split(".")
    for length in range(len(parts), 1, -1):
        if found := LINKS.get(".".join(parts[:length])):
            return found
    return None


def told(happenings: Iterable[Happening]) -> list[Happening]:
    """One happening for each subject and link, the first of it, in the order of time."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for happening in sorted(happenings, key=lambda h: h.at):
        link = link_of(happening.kind)
        if link is None or (happening.subject, link[0]) in seen:
            continue
        seen.add((happening.subject, link[0]))
        kept.append(happening)
    return kept


def spine(happenings: Iterable[Happening], may_be_told: Callable[[Happening], bool]) -> list[Happening]:
    """One happening for each link of the chain, the first that may be told, in the order of time."""
    first: dict[str, Happening] = {}
    for happening in told(happenings):
        link = link_of(happening.kind)
        if link is not None and link[0] not in first and may_be_told(happening):
            first[link[0]] = happening
    return list(first.values())


def neighbours(happenings: Iterable[Happening]) -> set[str]:
    """Every subject that these facts are of or about: where the chain may go on."""
    found: set[str] = set()
    for happening in happenings:
        if link_of(happening.kind) is not None:
            found.add(happening.subject)
            found.update(happening.about)
    return found
