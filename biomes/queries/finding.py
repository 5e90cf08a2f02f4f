"""A living system or a zone by what a person calls it: its name, its address, or some words of its names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from biomes.models import Biome, Zone
from biomes.queries.pins import named
from biomes.rules.folding import words_of
from biomes.rules.lifecycle import Stage

# What a person can look through.
MOST_OFFERED = 12


class Among(StrEnum):
    """Which are looked through: the registry; what people may speak of, pins too; for curators, drafts as well."""

    PUBLIC = "public"
    ASKABLE = "askable"
    ALL = "all"


class Offer(NamedTuple):
    """``key`` is ``biome/<address>`` or ``zone/<address>``."""

    key: str
    name: str

    @property
    def address(self) -> str:
        return self.key.partition("/")[2]


def called(text: str, *, zones: bool = False, among: Among = Among.PUBLIC) -> list[Offer]:
    """Those with just this name or address, two at most; "zone/<address>" asks for that kind alone."""
    kinds = _kinds(zones=zones, among=among)
    kind, slash, address = text.partition("/")
    if slash and kind in kinds:
        kinds, text = {kind: kinds[kind]}, address
    return [
        one
        for kind, rows in kinds.items()
        for one in _offers(kind, rows.filter(Q(slug=text) | Q(name__iexact=text)).order_by("slug"), 2)
    ]


def offers(text: str, *, zones: bool = False, among: Among = Among.PUBLIC) -> list[Offer]:
    """Those in whose names every word stands, the shortest name first; then those whose address begins so."""
    kinds, words = _kinds(zones=zones, among=among), words_of(text)
    if not words:
        return []
    found: dict[str, Offer] = {}
    for kind, rows in kinds.items():
        holding = named(rows, text) if kind == "biome" else _zones_named(rows, words)
        for part in (holding.order_by(Length("name"), "name", "slug"), _beginning(rows, words)):
            found |= {one.key: one for one in _offers(kind, part, MOST_OFFERED)}
    return list(found.values())[:MOST_OFFERED]


def _beginning(rows: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    return rows.filter(slug__startswith="-".join(words)[:50]).order_by("slug")


def _zones_named(rows: QuerySet[Any], words: Iterable[str]) -> QuerySet[Any]:
    for word in words:
        rows = rows.filter(name__folded__contains=word)
    return rows


def _kinds(*, zones: bool, among: Among) -> dict[str, QuerySet[Any]]:
    return {"biome": _AMONG[among]()} | ({"zone": Zone.objects.all()} if zones else {})


_AMONG: dict[Among, Callable[[], QuerySet[Biome]]] = {
    Among.PUBLIC: Biome.objects.public,
    Among.ASKABLE: Biome.objects.listed,
    Among.ALL: lambda: Biome.objects.exclude(stage=Stage.DISCARDED.value),
}


def _offers(kind: str, rows: QuerySet[Any], most: int) -> list[Offer]:
    return [Offer(f"{kind}/{slug}", name) for slug, name in rows.values_list("slug", "name")[:most]]
