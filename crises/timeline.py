"""A crisis told by the record: public facts around it, each with its card, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from crises.models import Crisis
from ledger import queries as ledger

# What the chain calls each app's facts.
SIGNS = {
    "biomes": "reading",
    "petitions": "petition",
    "council": "motion",
    "charters": "charter",
    "exhibits": "exhibit",
}
LATEST = 60


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str
    sign: str
    title: str
    url: str
    state: str


def sign_of(kind: str) -> str:
    if kind.startswith(("crises.run", "crises.plan")):
        return "simulation"
    if kind.startswith("crises.deployment"):
        return "response"
    return SIGNS.get(kind.partition(".")[0], "alert")


def of_crisis(crisis: Crisis) -> list[Event]:
    """Public facts whose subject may be shown; the newest ones where there are too many."""
    facts = list(ledger.around(crisis.subject).filter(public=True).order_by("-at", "-id")[:LATEST])
    found = []
    for fact in reversed(facts):
        card = ledger.card(fact.subject)
        if card:
            found.append(Event(fact.at, fact.kind, sign_of(fact.kind), card.title, card.url, card.state))
    return found
