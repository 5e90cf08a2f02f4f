"""What the rows of a file do, noun by noun. A row that somebody was faster than is not done; the others are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from biomes.actions.links import add_link, add_links, end_link
from biomes.actions.profiles import CannotEdit, draft_biome, draft_biomes, edit_biome
from biomes.actions.relations import CannotRelate
from biomes.actions.zones import draw_zone, redraw_zone
from biomes.models import Biome, Link, Zone
from biomes.queries.bulk import Judged
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.words import LinkKind, ZoneKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who has the rows taken in, why and when."""

    author: str
    reason: str
    at: datetime


def take_in(*, noun: Noun, rows: Sequence[Judged], author: str, reason: str, at: datetime) -> set[int]:
    """Do what each row says; answers the lines that were done. The caller holds the transaction."""
    return set(_TAKERS[noun](rows, Hand(author=author, reason=reason, at=at)))


def _biomes(rows: Sequence[Judged], hand: Hand) -> Iterator[int]:
    new = [one for one in rows if one.verdict is Verdict.NEW]
    try:
        draft_biomes(
            drafts={one.key: one.content for one in new}, author=hand.author, reason=hand.reason, at=hand.at
        )
        yield from (one.line for one in new)
    except CannotEdit:
        # One address was taken meanwhile: row by row it shows which.
        yield from _each(new, lambda one: _draft(one, hand))
    changed = [one for one in rows if one.verdict is Verdict.CHANGED]
    keys = dict(Biome.objects.filter(slug__in=[one.key for one in changed]).values_list("slug", "pk"))
    yield from _each(changed, lambda one: _edit(keys[one.key], one, hand))


def _draft(one: Judged, hand: Hand) -> None:
    draft_biome(slug=one.key, content=one.content, author=hand.author, reason=hand.reason, at=hand.at)


def _edit(biome_id: int, one: Judged, hand: Hand) -> None:
    edit_biome(
        biome_id=biome_id, content=one.content, author=hand.author, reason=hand.reason, at=hand.at,
        based_on=int(one.seen),
    )  # fmt: skip


def _zones(rows: Sequence[Judged], hand: Hand) -> Iterator[int]:
    keys = dict(Zone.objects.filter(slug__in=[one.key for one in rows]).values_list("slug", "pk"))
    return _each(rows, lambda one: _draw(keys.get(one.key), one, hand))


def _draw(zone_id: int | None, one: Judged, hand: Hand) -> None:
    said = {name: value for name, value in one.content.items() if name != "slug"}
    said |= {"kind": ZoneKind(one.content["kind"]), "actor": hand.author, "at": hand.at}
    if zone_id is None:
        draw_zone(slug=one.key, **said)
    else:
        redraw_zone(zone_id=zone_id, seen=one.seen, **said)


def _links(rows: Sequence[Judged], hand: Hand) -> Iterator[int]:
    ends = {one.content[end] for one in rows for end in ("from", "to")}
    biomes = {one.slug: one for one in Biome.objects.public().filter(slug__in=ends).defer("place", "story")}
    new = [one for one in rows if not one.seen]
    try:
        add_links(links=[Link(**_said(biomes, one)) for one in new], actor=hand.author, at=hand.at)
        yield from (one.line for one in new)
    except CannotRelate:
        # One of them was added meanwhile: row by row it shows which.
        yield from _each(new, lambda one: _link(biomes, one, hand))
    yield from _each([one for one in rows if one.seen], lambda one: _link(biomes, one, hand))


def _link(biomes: dict[str, Biome], one: Judged, hand: Hand) -> None:
    said = _said(biomes, one)
    with transaction.atomic():
        # A link is never rewritten: the one that stands is ended with the reason, and another one follows.
        if one.seen:
            end_link(link_id=int(one.seen), reason=hand.reason, actor=hand.author, at=hand.at)
        add_link(**said | {"kind": LinkKind(said["kind"])}, actor=hand.author, at=hand.at)


def _said(biomes: dict[str, Biome], one: Judged) -> dict[str, Any]:
    said = {name: value for name, value in one.content.items() if name not in {"from", "to"}}
    return said | {"source": biomes[one.content["from"]], "target": biomes[one.content["to"]]}


def _each(rows: Sequence[Judged], act: Callable[[Judged], Any]) -> Iterator[int]:
    for one in rows:
        try:
            act(one)
        except (CannotEdit, CannotRelate):
            # Between the look and the act somebody else was here.
            continue
        yield one.line


_TAKERS: dict[Noun, Callable[[Sequence[Judged], Hand], Iterator[int]]] = {
    Noun.BIOMES: _biomes,
    Noun.ZONES: _zones,
    Noun.LINKS: _links,
}
