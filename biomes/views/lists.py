"""The lists: living systems and zones, each with filters in its address, its counts, and a map of the same rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.queries import has_role
from accounts.rules.roles import Role
from biomes import queries, words
from biomes.forms import FilterForm, ZoneFilterForm
from biomes.models import Biome
from biomes.queries.finding import Among
from biomes.rules import place, typology
from biomes.words import everyone
from ledger.queries import now

PER_PAGE = 50


@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """Options for a field that finds a living system while one types; drafts are offered to curators alone."""
    asked = request.GET
    text = asked.get(asked.get("of", "q"), "")[:120]
    among = asked.get("among", "")
    among = Among(among) if among in set(Among) else Among.PUBLIC
    if among is Among.ALL and not has_role(request.user, Role.CURATOR, now()):
        among = Among.ASKABLE
    return render(request, "biomes/_offered.html", {"offered": queries.offers(text, among=among)})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = now()
    form = FilterForm(request.GET)
    wanted = form.wanted
    shelf = queries.shelf(wanted, at)
    form.offer(shelf, list(queries.zones()))
    page = Paginator(shelf.rows, PER_PAGE).get_page(request.GET.get("page"))
    urls = {row.biome.slug: reverse("biomes:biome", args=[row.biome.slug]) for row in page}
    context = {
        "rows": list(page),
        "page": page,
        "form": form,
        "total": shelf.total,
        "found": len(shelf.rows),
        "is_filtered": wanted.narrows,
        "pins": [(one, everyone.STAGES[queries.shown_stage(one, at)]) for one in shelf.pins],
        "features": [*queries.list_features(_neighbours(list(page)), urls), *_pinned(shelf.pins, list(page))],
        "credit": typology.CREDIT,
    }
    return render(request, "biomes/index.html", context)


def _neighbours(rows: list[Any]) -> list[Any]:
    """Those near the first: a reference case on the other side of the sea would shrink the map to dots."""
    placed = [row for row in rows if row.biome.place]
    if not placed:
        return []
    near = [row for row in placed if _near(row.biome, placed[0].biome)]
    return near if len(near) * 2 > len(placed) else placed


def _pinned(pins: list[Biome], rows: list[Any]) -> list[dict[str, Any]]:
    """Pins near the rows, as points."""
    shown = _neighbours(rows)
    return [
        queries.feature(
            one.place, kind="station", name=one.name, quiet=True, url=reverse("biomes:biome", args=[one.slug])
        )
        for one in pins
        if one.place and (not shown or _near(one, shown[0].biome))
    ]


def _near(one: Biome, other: Biome) -> bool:
    (lon, lat), (at_lon, at_lat) = (place.middle(biome.place or {}) for biome in (one, other))
    return abs(lon - at_lon) < 2 and abs(lat - at_lat) < 2


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    form = ZoneFilterForm(request.GET)
    shelf = queries.zone_shelf(**form.wanted, at=now())
    form.offer(shelf)
    page = Paginator(shelf.rows, PER_PAGE).get_page(request.GET.get("page"))
    features = [
        queries.feature(
            zone.polygon, kind="zone", name=zone.name, url=reverse("biomes:zone", args=[zone.slug])
        )
        for zone, _rows in page
    ]
    context = {
        "rows": [(str(words.ZONE_KINDS[zone.kind]), zone, listed) for zone, listed in page],
        "page": page,
        "form": form,
        "total": shelf.total,
        "found": len(shelf.rows),
        "is_filtered": bool(form.wanted["kind"] or form.wanted["words"]),
        "features": features,
    }
    return render(request, "biomes/zones.html", context)
