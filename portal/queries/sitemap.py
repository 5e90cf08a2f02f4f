"""Every public page, for those who index: fixed pages, and one for each public object."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url

from biomes import queries as biomes
from charters import queries as charters
from council import queries as council
from crises import queries as crises
from exhibits import queries as exhibits
from ledger import queries as ledger
from petitions import queries as petitions

FIXED = (
    "portal:home", "portal:about", "portal:privacy", "portal:terms", "portal:accessibility", "portal:api",
    "biomes:index", "biomes:zones", "biomes:sightings", "portal:near", "crises:alerts", "crises:runs",
    "petitions:index", "petitions:coalitions", "council:index", "charters:index", "exhibits:index", "ledger:log", "ledger:verify",
    "accounts:keep",
    "biomes:lattice", "portal:divide", "portal:divide_methods", "portal:unheard", "portal:blind_spots",
)  # fmt: skip
NOUNS: tuple[Callable[[], Any], ...] = (
    biomes.askable_biomes,
    biomes.zones,
    biomes.public_sightings,
    biomes.public_statements,
    crises.public_alerts,
    crises.public_runs,
    petitions.public_petitions,
    petitions.public_coalitions,
    council.public_motions,
    charters.public_charters,
    exhibits.public_exhibits,
)
# The protocol's own bound on one file.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    languages: list[tuple[str, str]]


def public_pages() -> list[Page]:
    """Each page once, with its address in every language."""
    paths = list(dict.fromkeys(_paths()))[: MOST // len(settings.LANGUAGES)]
    return [
        Page(path, [(code, translate_url(path, code)) for code, _name in settings.LANGUAGES])
        for path in paths
    ]


def _paths() -> Iterator[str]:
    for name in FIXED:
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue
    for rows in NOUNS:
        for row in rows():
            if card := ledger.card(row.subject, None):
                yield card.url.partition("#")[0]
