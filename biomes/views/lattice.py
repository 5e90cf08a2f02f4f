"""The lattice: all links at once, and what else would feel it if one living system fell ill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biomes import queries, words
from biomes.models import Biome
from biomes.rules import lattice as rule
from biomes.rules.words import LinkKind
from biomes.words import lattice as lattice_words
from ledger.queries import now


@dataclass(frozen=True, slots=True)
class Node:
    """A living system on the drawing: its circle, its words, and how far it is touched."""

    spot: rule.Spot
    biome: Biome
    url: str
    css: str
    says: str
    percent: str
    lines: list[tuple[str, float]]


@require_safe
def lattice(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(LinkKind) else ""
    found = queries.lattice(now(), kind=kind)
    urls = {slug: reverse("biomes:reach", args=[slug]) for slug in found.biomes}
    features = queries.lattice_features(found)
    for one in features:
        one["properties"]["url"] = urls.get(one["properties"].get("slug", ""), "")
    context = _drawn(found) | {
        "kind": kind,
        "kinds": [(code.value, words.LINK_KINDS[code]) for code in LinkKind],
        "features": features,
        "systems": sorted(found.biomes.values(), key=lambda one: one.name),
    }
    return render(request, "biomes/lattice.html", context)


@require_safe
def reach(request: HttpRequest, slug: str) -> HttpResponse:
    biome = queries.public_biome(slug)
    if biome is None:
        raise Http404(_("No living system has this address."))
    found = queries.lattice(now())
    reached = queries.reach_of(biome, found.links)
    context = _drawn(found, biome, reached) | {"biome": biome, "reached": _told(reached)}
    return render(request, "biomes/reach.html", context)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    return render(request, "biomes/lattice_methods.html", {"cut": int(rule.CUT * 100)})


def _told(reached: list[queries.Reached]) -> list[tuple[queries.Reached, str]]:
    return [(one, lattice_words.felt(one.share)) for one in reached]


def _drawn(
    found: queries.Lattice, start: Biome | None = None, reached: list[queries.Reached] | None = None
) -> dict[str, Any]:
    """The drawing with its words; on a page of one living system, marked with what would feel it."""
    shares = {one.biome.slug: one.share for one in reached or ()}
    carrying = {tie.link.pk for one in reached or () for tie in one.ties}
    nodes = [_node(found, spot, start, shares) for spot in found.drawing.spots]
    rows = {link.pk: link for link in found.links}
    wires = [
        (wire, rows[wire.edge.key], wire.edge.key in carrying, max(2, round(14 * wire.edge.strength)))
        for wire in found.drawing.wires
    ]
    return {
        "lattice": found,
        "nodes": nodes,
        "wires": wires,
        "says": lattice_words.drawing_says(len(nodes), len(wires)),
        "is_marked": start is not None,
    }


def _node(found: queries.Lattice, spot: rule.Spot, start: Biome | None, shares: dict[str, Any]) -> Node:
    biome = found.biomes[spot.node]
    state, share = found.findings[biome.pk].state.value, shares.get(spot.node)
    is_source = start is not None and start.slug == spot.node
    role = "ill" if is_source else "felt" if share is not None else "apart" if start else ""
    return Node(
        spot=spot,
        biome=biome,
        url=reverse("biomes:reach", args=[spot.node]),
        css=f"is-{state} {f'node--{role}' if role else ''}".strip(),
        says=lattice_words.spot_says(biome, state, share, is_source),
        percent="" if share is None else lattice_words.felt(share),
        lines=spot.lines(biome.name),
    )


# --- Files -----------------------------------------------------------------------------------------
@require_safe
def graph_json(_request: HttpRequest) -> JsonResponse:
    """The lattice in the JSON Graph Format (jsongraphformat.info, version 2)."""
    found = queries.lattice(now())
    nodes = {
        slug: {"label": one.name, "metadata": {"state": found.findings[one.pk].state.value}}
        for slug, one in sorted(found.biomes.items())
    }
    edges = [
        {
            "id": str(link.pk),
            "source": link.source.slug,
            "target": link.target.slug,
            "relation": link.kind,
            "directed": not link.both_ways,
            "metadata": {
                "strength": f"{link.strength}",
                "evidence": link.evidence,
                "evidence_url": link.evidence_url,
            },
        }
        for link in found.links
    ]
    graph = {"label": "The lattice", "directed": True, "nodes": nodes, "edges": edges}
    return JsonResponse({"graph": graph}, content_type="application/vnd.jgf+json")


@require_safe
def graph_geojson(_request: HttpRequest) -> JsonResponse:
    """Living systems as areas, links as lines from middle to middle."""
    features = queries.lattice_features(queries.lattice(now()))
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
