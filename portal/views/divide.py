"""The divide, the unheard, the blind spots: pages about everybody, so belonging to nobody below."""

from __future__ import annotations

import csv
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import now
from biomes import queries as biomes
from biomes.rules import blindspots as rule
from biomes.rules import divide as numbers
from portal.forms import BlindSpotsForm
from portal.queries import blindspots, unheard
from portal.queries import divide as divides
from portal.rules import maps
from portal.words import divide as words

SECONDS = 15
CSV = (
    "zone", "name", "kind", "people", "systems", "harmful_share_of_known", "unknown_share", "worst_state", "alerts",
    "signatures", "signatures_per_1000", "median_days_until_answer", "answered", "waiting", "planned", "deployed",
)  # fmt: skip


def asked_days(request: HttpRequest) -> int:
    """An unknown period counts as the usual one, so that an old link still opens."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in divides.PERIODS} else divides.USUAL


def lately(days: int) -> divides.Divide:
    """Some seconds old at most: many ask for the same, and nothing here changes by the second."""
    found: divides.Divide = cache.get_or_set(
        f"portal-divide-{days}", lambda: divides.divide(now(), days), SECONDS
    )
    return found


@require_safe
def divide(request: HttpRequest) -> HttpResponse:
    found = lately(asked_days(request))
    rows = [
        (one, words.MEASURES[one.code], words.gini_says(one), words.gap_says(one))
        for one in found.comparisons
    ]
    zones = _features(found)
    context = {
        "divide": found,
        "heading": words.finding(found.comparisons[0]),
        "periods": divides.PERIODS,
        "rows": rows,
        "sides": [_told(side) for side in sorted(found.sides, key=_most_harm)],
        "kinds": [(words.KINDS[one.kind], one) for one in found.kinds if one.zones],
        "features": [*zones, *_waters(zones)],
        "box": maps.extent(zones),
        "seed": numbers.SEED,
        "few": numbers.FEW,
    }
    return render(request, "portal/divide.html", context)


def _most_harm(side: divides.Side) -> tuple[float, str]:
    return (-(side.harm if side.harm is not None else -1), side.zone.name)


def _told(side: divides.Side) -> dict[str, Any]:
    return {
        "side": side,
        "kind": words.KINDS[side.zone.kind],
        "harm": words.amount("harm", side.harm),
        "unknown": words.amount("harm", side.unknown),
        "per_thousand": words.amount("participation", side.per_thousand),
        "wait": words.amount("wait", side.wait_days),
        "deployed": words.amount("deployed", side.deployed_share),
    }


def _features(found: divides.Divide) -> list[dict[str, Any]]:
    """Each zone with its share in words; five steps of the tint, none where nothing is known."""
    return [
        biomes.feature(
            side.zone.polygon,
            kind="zone",
            name=side.zone.name,
            under=words.amount("harm", side.harm),
            level=0 if side.harm is None else min(int(side.harm * 5) + 1, 5),
            url=reverse("biomes:zone", args=[side.zone.slug]),
        )
        for side in found.sides
    ]


def _waters(zones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The living waters between the zones, for finding one's way; they say nothing here."""
    wet = [one for one in biomes.public_biomes() if one.place and one.functional_group[:1] in {"F", "M"}]
    found = [biomes.feature(one.place, kind="water", name="", quiet=True) for one in wet]
    return [one for one in found if any(_are_near(one, zone) for zone in zones)]


@require_safe
def divide_methods(request: HttpRequest) -> HttpResponse:
    context = {"seed": numbers.SEED, "resamples": numbers.RESAMPLES, "few": numbers.FEW}
    return render(request, "portal/divide_methods.html", context)


@require_safe
def divide_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="divide.csv"'
    out = csv.writer(response)
    out.writerow(CSV)
    for side in lately(asked_days(request)).sides:
        out.writerow(["" if cell is None else cell for cell in _cells(side)])
    return response


def _cells(side: divides.Side) -> list[Any]:
    name = side.zone.name
    return [
        side.zone.slug,
        # A cell that a spreadsheet would run begins with an apostrophe.
        f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name,
        side.zone.kind,
        side.zone.population,
        side.systems,
        None if side.harm is None else round(side.harm, 4),
        round(side.unknown, 4),
        side.worst,
        side.alerts,
        side.signatures,
        None if side.per_thousand is None else round(side.per_thousand, 2),
        None if side.wait_days is None else round(side.wait_days, 1),
        side.answered,
        side.waiting,
        side.planned,
        side.deployed,
    ]


# --- The unheard -----------------------------------------------------------------------------------
@require_safe
def the_unheard(request: HttpRequest) -> HttpResponse:
    rows, total = unheard.unheard(now())
    told = [
        (one, [(words.LACKS[c], words.HELP[c], words.help_address(c, one.biome.slug)) for c in one.lacks])
        for one in rows
    ]
    return render(request, "portal/unheard.html", {"rows": told, "total": total})


# --- Blind spots -----------------------------------------------------------------------------------
@require_safe
def blind_spots(request: HttpRequest) -> HttpResponse:
    form = BlindSpotsForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "portal/blind_spots.html", {"form": form}, status=422)
    found = surveyed(**form.wanted)
    features, box = _spot_features(found)
    context = {
        "form": form,
        "found": found,
        "wanted": form.wanted,
        "before": round(100 * found.unknown_before),
        "after": round(100 * found.unknown_after),
        "sites": [(one, words.MEANS[one.means], round(100 * one.gain, 1)) for one in found.sites],
        "spots": [(one, round(100 * one.before), round(100 * one.after)) for one in found.spots],
        "features": features,
        "box": box,
        "rule": rule,
    }
    return render(request, "portal/blind_spots.html", context)


def surveyed(*, most: int, budget: int) -> blindspots.BlindSpots:
    found: blindspots.BlindSpots = cache.get_or_set(
        f"portal-blind-{most}-{budget}",
        lambda: blindspots.blind_spots(now(), most=most, budget=budget),
        SECONDS,
    )
    return found


def _spot_features(found: blindspots.BlindSpots) -> tuple[list[dict[str, Any]], Any]:
    """Places, stations and numbered sites near the blindest one, and their frame.

    A reference case on the other side of the sea would shrink the map to dots; it stands in the table.
    """
    places = [
        biomes.feature(
            one.biome.place,
            kind="biome",
            name=one.biome.name,
            minor=True,
            level=min(int(one.before * 5) + 1, 5),
            url=reverse("biomes:biome", args=[one.biome.slug]),
        )
        for one in found.spots
    ]
    stations = [
        biomes.feature({"type": "Point", "coordinates": spot}, kind="station", name="", quiet=True)
        for spot in found.stations
    ]
    sites = [
        biomes.feature({"type": "Point", "coordinates": [one.lon, one.lat]}, kind="drone", name=f"{number}")
        for number, one in enumerate(found.sites, 1)
    ]
    drawn = [one for one in (*places, *stations, *sites) if _are_near(one, places[0])] if places else []
    return drawn, maps.extent(drawn)


def _are_near(one: dict[str, Any], other: dict[str, Any], degrees: float = 2.0) -> bool:
    here, there = maps.middle(one["geometry"]), maps.middle(other["geometry"])
    return bool(here and there and max(abs(a - b) for a, b in zip(here, there, strict=True)) < degrees)
