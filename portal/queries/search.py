"""One line of words through every noun. Only what is public is looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from biomes import queries as biomes
from biomes.rules.folding import words_of
from charters import queries as charters
from council import queries as council
from crises import queries as crises
from exhibits import queries as exhibits
from ledger import queries as ledger
from petitions import queries as petitions

MOST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What one noun holds of the words asked for."""

    noun: Any
    sign: str
    cards: list[Any]


def _by(*columns: str) -> Callable[[Any, str], Any]:
    """Rows in which one of the columns contains every word, in any order."""
    from django.db.models import Q

    def narrow(rows: Any, text: str) -> Any:
        for word in words_of(text):
            match = Q()
            for column in columns:
                match |= Q(**{f"{column}__folded__contains": word})
            rows = rows.filter(match)
        return rows

    return narrow


SOURCES: tuple[tuple[Any, str, Callable[[], Any], Callable[[Any, str], Any]], ...] = (
    (gettext_lazy("Living systems"), "life", biomes.askable_biomes, _by("name", "names", "slug", "story")),
    (gettext_lazy("Zones"), "place", biomes.zones, _by("name")),
    (gettext_lazy("Stations"), "reading", biomes.public_stations, _by("code", "name", "biome__name")),
    (gettext_lazy("Sightings"), "search", biomes.public_sightings, _by("said", "biome__name")),
    (gettext_lazy("Statements"), "voice", biomes.public_statements, _by("text", "biome__name")),
    (gettext_lazy("Alerts"), "alert", crises.public_alerts, _by("code", "biome__name")),
    (gettext_lazy("Petitions"), "petition", petitions.public_petitions, _by("title", "background")),
    (gettext_lazy("Coalitions"), "group", petitions.public_coalitions, _by("title", "aim")),
    (gettext_lazy("Motions"), "motion", council.public_motions, _by("number", "title")),
    (gettext_lazy("Charters"), "charter", charters.public_charters, _by("title", "slug")),
    (gettext_lazy("Exhibits"), "exhibit", exhibits.public_exhibits, _by("title")),
)


def search_everything(text: str, viewer: Any = None) -> list[Found]:
    """By noun, at most MOST of each; nouns without a match are left out."""
    text = " ".join(text.split())[:100]
    if len(text) < 2:
        return []
    groups = [
        Found(noun, sign, _cards(narrow(rows(), text)[:MOST], viewer)) for noun, sign, rows, narrow in SOURCES
    ]
    return [group for group in groups if group.cards]


def _cards(rows: Iterable[Any], viewer: Any) -> list[Any]:
    return [card for row in rows if (card := ledger.card(row.subject, viewer))]
