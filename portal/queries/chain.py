"""The chain around a subject, read from the public record and worded through the cards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from biomes.words import indicator_name
from ledger import queries as ledger
from portal.rules import chain as chains
from portal.rules.chain import Happening
from portal.rules.units import unit_sign
from portal.states import state_words

# The words of the chain's links.
WORDS = {
    "reading": gettext_lazy("Reading"),
    "alert": gettext_lazy("Alert"),
    "simulation": gettext_lazy("Simulation"),
    "petition": gettext_lazy("Petition"),
    "dialogue": gettext_lazy("Dialogue"),
    "motion": gettext_lazy("Motion"),
    "vote": pgettext_lazy("link of the chain", "Vote"),
    "charter": gettext_lazy("Charter"),
    "response": pgettext_lazy("link of the chain", "Response"),
    "exhibit": gettext_lazy("Exhibit"),
}
# Places and laws are what a chain is about; following everything said about them would tell all chains at once.
ENDS = (
    "biomes.biome/",
    "biomes.station/",
    "biomes.zone/",
    "accounts.",
    "council.body/",
    "council.seat/",
    "charters.charter/",
    "charters.article/",
)


@dataclass(frozen=True, slots=True)
class ChainLink:
    word: Any
    sign: str
    lives: bool
    at: datetime | None
    title: str
    url: str
    says: str = ""
    here: bool = False
    ahead: bool = False


def _happenings(subject: str) -> list[Happening]:
    return [
        Happening(fact.kind, fact.subject, tuple(fact.about), _when(fact), fact.body)
        for fact in ledger.around(subject).filter(public=True)
    ]


def _when(fact: Any) -> datetime:
    """A reading is told at the time it was measured, everything else when it was done."""
    measured = parse_datetime(str(fact.body.get("phenomenon_at", "")))
    return measured or fact.at


def chain(subject: str, viewer: Any = None) -> list[ChainLink]:
    """What led to a subject and what followed: its own facts, and those of what they touch."""
    return _linked(chains.told(_around(subject)), subject, viewer)


def story(subject: str, viewer: Any = None, *, since: datetime) -> list[ChainLink]:
    """The same at a glance, from a moment on: the first happening of each link; nobody stands on one of them."""
    told = chains.spine(_around(subject, since), lambda h: ledger.card(h.subject, viewer) is not None)
    return _linked(told, "", viewer)


def _around(subject: str, since: datetime | None = None) -> list[Happening]:
    near = [h for h in _happenings(subject) if since is None or h.at >= since]
    found = list(near)
    for other in sorted(chains.neighbours(near) - {subject}):
        if not other.startswith(ENDS):
            found += [h for h in _happenings(other) if since is None or h.at >= since]
    return found


def _linked(told: list[Happening], here: str, viewer: Any) -> list[ChainLink]:
    return [link for happening in told if (link := _link(happening, here, viewer))]


def _link(happening: Happening, here: str, viewer: Any) -> ChainLink | None:
    told = chains.link_of(happening.kind)
    card = ledger.card(happening.subject, viewer)
    if told is None or card is None:
        return None
    kind, sign, lives = told
    title, says = card.title, state_words(card.state)
    if kind == "vote" and says:
        title, says = says, card.title
    if kind == "reading" and "value" in happening.body:
        body = happening.body
        title = _("%(indicator)s %(value)s %(unit)s") % {
            "indicator": indicator_name(str(body.get("indicator", ""))),
            "value": body["value"],
            "unit": unit_sign(body.get("unit", "")),
        }
        says = card.title
    return ChainLink(
        word=WORDS[kind], sign=sign, lives=lives, at=happening.at, title=title, url=card.url, says=str(says),
        here=happening.subject == here,
    )  # fmt: skip
