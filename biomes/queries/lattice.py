"""The lattice as pages, programs and files read it: every standing link, its drawing, and who would feel what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from biomes.models import Biome, Link
from biomes.queries.pages import feature
from biomes.queries.profiles import public_links
from biomes.queries.readings import Finding, states_of
from biomes.rules import lattice as rule
from biomes.rules import place


@dataclass(frozen=True, slots=True)
class Tie:
    """A link followed one way, with the row that holds its evidence."""

    source: Biome
    target: Biome
    link: Link


@dataclass(frozen=True, slots=True)
class Reached:
    """What one living system would feel, and along which links we know it."""

    biome: Biome
    share: Decimal
    ties: list[Tie]


@dataclass(frozen=True, slots=True)
class Lattice:
    links: list[Link]
    biomes: dict[str, Biome]
    findings: dict[int, Finding]
    drawing: rule.Drawing


def lattice(at: datetime, *, kind: str = "") -> Lattice:
    """Standing links between published living systems, drawn; of one kind when it is named."""
    links = [link for link in public_links() if not kind or link.kind == kind]
    biomes = {end.slug: end for link in links for end in (link.source, link.target)}
    return Lattice(
        links=links,
        biomes=biomes,
        findings=states_of(biomes.values(), at),
        drawing=rule.draw(_edges(links)),
    )


def _edges(links: Iterable[Link]) -> list[rule.Edge]:
    return [
        rule.Edge(
            key=link.pk,
            source=link.source.slug,
            target=link.target.slug,
            strength=link.strength,
            both_ways=link.both_ways,
        )
        for link in links
    ]


def reach_of(biome: Biome, links: Iterable[Link] | None = None) -> list[Reached]:
    """What else would feel it if this one fell ill, most first."""
    rows = {link.pk: link for link in (public_links() if links is None else links)}
    biomes = {end.slug: end for link in rows.values() for end in (link.source, link.target)}
    return [
        Reached(
            biome=biomes[felt.node],
            share=felt.share,
            ties=[Tie(biomes[step.source], biomes[step.target], rows[step.key]) for step in felt.path],
        )
        for felt in rule.reach(biome.slug, _edges(rows.values()))
    ]


def lattice_features(found: Lattice) -> list[dict[str, Any]]:
    """Each living system with its state, and each link as a line from middle to middle."""
    placed = {slug: one for slug, one in found.biomes.items() if one.place}
    lines = [
        feature(
            {
                "type": "LineString",
                "coordinates": [_middle(placed[end]) for end in (link.source.slug, link.target.slug)],
            },
            kind="link",
            link=link.pk,
            source=link.source.slug,
            target=link.target.slug,
            link_kind=link.kind,
            both_ways=link.both_ways,
            strength=float(link.strength),
            evidence=link.evidence,
            evidence_url=link.evidence_url,
        )
        for link in found.links
        if link.source.slug in placed and link.target.slug in placed
    ]
    nodes = [
        feature(one.place, kind="biome", slug=slug, name=one.name, state=found.findings[one.pk].state.value)
        for slug, one in sorted(placed.items())
    ]
    return [*nodes, *lines]


def _middle(biome: Biome) -> list[float]:
    return [round(number, place.DECIMALS) for number in place.middle(biome.place or {})]
