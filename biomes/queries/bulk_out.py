"""Profiles, zones and links as rows for a file: read in pieces, so that the whole registry is never in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from biomes.models import Zone
from biomes.queries.bulk import editable, newest, row_content, said_of
from biomes.queries.lists import Wanted, narrowed
from biomes.queries.profiles import public_biomes, public_links
from biomes.queries.readings import states_of
from biomes.rules import bulk as rule
from biomes.rules import link_table, place
from biomes.rules.bulk import Noun
from biomes.rules.profile import Snapshot

# Cells, and the same as properties of a feature.
Line = tuple[dict[str, str], dict[str, Any]]
# An outline may have twenty thousand points: a few megabytes of memory each.
PIECE = 100


def public_lines(wanted: Wanted, at: datetime) -> Iterator[Line]:
    """Published profiles as everyone reads them, by address: those that a list with these filters shows."""
    found = narrowed(public_biomes(), wanted, at).prefetch_related("zones")
    for piece in _pieces(found, "slug"):
        states = states_of(piece, at) if wanted.state else {}
        for one in piece:
            if not wanted.state or states[one.pk].state == wanted.state:
                yield _line(one.slug, row_content(one))


def newest_lines() -> Iterator[Line]:
    """Every profile that can be edited, drafts too, as its newest revision says it. For curators."""
    for piece in _pieces(editable(), "slug"):
        yield from (_line(one.slug, newest(one)) for one in piece)


def zone_lines() -> Iterator[Line]:
    for piece in _pieces(Zone.objects.all(), "slug"):
        for zone in piece:
            plain = {name: getattr(zone, name) for name in rule.ZONE_COLUMNS}
            yield rule.zone_cells(plain), plain


def link_lines() -> Iterator[Line]:
    """Every standing link between published living systems, with the line that shows it."""
    for piece in _pieces(public_links(), "pk"):
        for link in piece:
            cells = link_table.cells(said_of(link))
            yield cells, {**cells, rule.GEOMETRY[Noun.LINKS]: _between(link.source.place, link.target.place)}


def _between(start: Any, end: Any) -> dict[str, Any] | None:
    if not start or not end:
        return None
    return {"type": "LineString", "coordinates": [_middle(start), _middle(end)]}


def _middle(drawn: Any) -> list[float]:
    return [round(number, place.DECIMALS) for number in place.middle(drawn)]


def _line(slug: str, content: Snapshot) -> Line:
    return rule.biome_cells(slug, content), {"slug": slug, **content}


def _pieces(found: QuerySet[Any], key: str) -> Iterator[Iterable[Any]]:
    """All of them in the order of a unique ``key``, some at a time; what comes in meanwhile may be among them."""
    rows = found.order_by(key)
    piece = list(rows[:PIECE])
    while piece:
        yield piece
        if len(piece) < PIECE:
            return
        piece = list(rows.filter(**{f"{key}__gt": getattr(piece[-1], key)})[:PIECE])
