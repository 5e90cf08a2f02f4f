"""Pages everyone may read: living systems, zones, stations, readings, thresholds, seals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries import has_role
from accounts.rules.roles import Role
from biomes import queries, words
from biomes.forms import FilterForm
from biomes.models import Biome
from biomes.rules import place, typology
from biomes.views import calendar
from biomes.words.stories import in_readers_language
from ledger.queries import now


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = now()
    everything = queries.listed(queries.public_biomes(), at)
    present = sorted({row.biome.functional_group for row in everything})
    form = FilterForm(request.GET or None, kinds=present, zones=list(queries.zones()))
    wanted = form.wanted if form.is_bound else {}
    rows = queries.filtered(at=at, **wanted) if any(wanted.values()) else everything
    urls = {row.biome.slug: reverse("biomes:biome", args=[row.biome.slug]) for row in rows}
    context = {
        "rows": rows,
        "form": form,
        "total": len(everything),
        "is_filtered": any(wanted.values()),
        "features": queries.list_features(_neighbours(rows), urls),
        "credit": typology.CREDIT,
    }
    return render(request, "biomes/index.html", context)


def _neighbours(rows: list[Any]) -> list[Any]:
    """Those near the first: a reference case on the other side of the sea would shrink the map to dots."""
    if not rows:
        return []
    lon, lat = _middle(rows[0].biome)
    near = [r for r in rows if abs(_middle(r.biome)[0] - lon) < 2 and abs(_middle(r.biome)[1] - lat) < 2]
    return near if len(near) * 2 > len(rows) else rows


def _middle(biome: Biome) -> tuple[float, float]:
    return place.middle(biome.place or {})


@require_safe
def biome(request: HttpRequest, slug: str) -> HttpResponse:
    found, at = _public(slug), now()
    finding = queries.state_of(found, at)
    chart = queries.chart(found, finding, at)
    context = _around(found, at) | {
        "biome": found,
        "finding": finding,
        "reasons": [words.reason_sentence(one, at) for one in finding.reasons[:4]],
        "ruled": [_ruled(one, at) for one in queries.rulers(found, finding, at)],
        "chart": chart,
        "chart_heading": chart and words.chart_heading(chart.indicator.code, chart.reason, at),
        "record": None if chart else queries.record(found),
        "stations": queries.station_rows(found, at),
        "pictures": queries.shown_pictures(found),
        "stories": [(one, in_readers_language(one)) for one in queries.public_stories(found)[:5]],
        **calendar.section(found, at),
        "features": queries.biome_features(found),
        "beside": _beside(slug),
        "may_curate": has_role(request.user, Role.CURATOR, at),
    }
    return render(request, "biomes/biome.html", context)


def _around(found: Biome, at: datetime) -> dict[str, Any]:
    """What the page says of a living system beside its readings."""
    return {
        "links": list(queries.public_links(found)),
        "guardians": queries.guardians_of(found, at),
        "competent": queries.competent_organisation(found, at),
        "area": queries.area_km2(found),
        "group": found.group,
        "red_list": words.RED_LIST.get(found.red_list, ""),
        "conditions": queries.conditions_of(found),
        "revisions": queries.public_revisions(found),
    }


def _beside(slug: str) -> list[tuple[str, str, str]]:
    """Fragments of the apps above, met by address only: its charter, alerts and petitions about it."""
    # Its charter answers as a fragment to htmx, and as a page of its own to a plain link.
    charter = f"{reverse('charters:index')}of/{slug}/"
    return [
        (_("Its charter"), charter, charter),
        (_("Alerts"), reverse("crises:strip", args=[slug]), reverse("crises:alerts")),
        (_("Petitions"), reverse("petitions:box_for", args=[slug]), reverse("petitions:index")),
    ]


def _ruled(one: queries.Ruled, at: Any) -> dict[str, Any]:
    """A ruler with its words: the limit, and since when it has been passed."""
    limit, reason = one.limit, one.reason
    said = words.limit_words(limit.value, limit.direction) if limit else _("No limit is on record here.")
    if limit and reason:
        said += " " + words.beyond(reason["direction"], _since(reason), at)
    elif limit:
        said += " " + _("In range.")
    return {
        "indicator": one.indicator,
        "name": words.indicator_name(one.indicator.code, one.indicator.name),
        "unit": words.unit_name(one.indicator.unit),
        "reading": one.reading,
        "value": words.number(one.reading.value),
        "limit": limit,
        "is_over": reason is not None,
        "say": said,
    }


def _since(reason: dict[str, Any]) -> Any:
    return datetime.fromisoformat(reason["since"])


def _public(slug: str) -> Biome:
    found = queries.public_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    at = now()
    rows = queries.zone_rows(at)
    features = [
        queries.feature(
            zone.polygon, kind="zone", name=zone.name, url=reverse("biomes:zone", args=[zone.slug])
        )
        for zone, _rows in rows
    ]
    kinds = [(str(words.ZONE_KINDS[zone.kind]), zone, listed) for zone, listed in rows]
    return render(request, "biomes/zones.html", {"rows": kinds, "features": features})


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.zone(slug)
    if found is None:
        raise Http404(_("No zone has this address."))
    at = now()
    rows = queries.listed(queries.biomes_of_zone(found), at)
    features = [
        # Its name stands above the map already.
        queries.feature(found.polygon, kind="zone", name=found.name, quiet=True),
        *queries.list_features(
            rows, {row.biome.slug: reverse("biomes:biome", args=[row.biome.slug]) for row in rows}
        ),
    ]
    context = {
        "zone": found,
        "kind": words.ZONE_KINDS[found.kind],
        "rows": rows,
        "features": features,
        "neighbours": queries.zones().filter(kind=found.kind).exclude(pk=found.pk),
    }
    return render(request, "biomes/zone.html", context)


@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.public_station(code)
    if found is None:
        raise Http404(_("No station has this code."))
    at = now()
    latest = [one for one in queries.latest_readings(found.biome, at) if one.station_id == found.pk]
    charts = []
    for reading in latest:
        points = list(
            queries.series(
                found.biome, reading.indicator.code, at - timedelta(days=90), at, station=found.code
            )
        )
        limits = queries.thresholds_in_force(reading.indicator.code, found.biome, at)[:1]
        name = words.indicator_name(reading.indicator.code, reading.indicator.name)
        charts.append((name, words.unit_name(reading.unit), points, limits, reading))
    context = {"station": found, "charts": charts, "batches": queries.batches_of(found)}
    return render(request, "biomes/station.html", context)


@require_safe
def reading(request: HttpRequest, code: str, number: str) -> HttpResponse:
    found = queries.public_reading(number)
    if found is None or found.station.code != code:
        raise Http404(_("No reading has this address."))
    context = {
        "reading": found,
        "name": words.indicator_name(found.indicator.code, found.indicator.name),
        "unit": words.unit_name(found.unit),
        "value": words.number(found.value),
        "leaf": queries.reading_leaf(found),
        "quality": words.QUALITIES[found.quality],
        "precision": words.PRECISIONS[found.precision],
        "flags": [words.FLAGS[flag] for flag in found.flags],
        "versions": queries.versions_of(found),
        "seal": queries.seal_of(found),
        "limits": queries.thresholds_in_force(found.indicator.code, found.station.biome, found.phenomenon_at),
    }
    return render(request, "biomes/reading.html", context)


@require_safe
def thresholds(request: HttpRequest) -> HttpResponse:
    rows = [_threshold(one) for one in queries.thresholds().order_by("indicator__rank", "value", "since")]
    return render(request, "biomes/thresholds.html", {"rows": rows, "credit": typology.CREDIT})


@require_safe
def threshold(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.thresholds().filter(pk=pk).first()
    if found is None:
        raise Http404(_("No threshold has this address."))
    context = _threshold(found) | {
        "former": found.corrects,
        "next": found.corrections.first(),
        "may_curate": has_role(request.user, Role.CURATOR, now()),
    }
    return render(request, "biomes/threshold.html", context)


def _threshold(one: Any) -> dict[str, Any]:
    return {
        "threshold": one,
        "name": words.indicator_name(one.indicator.code, one.indicator.name),
        "unit": words.unit_name(one.indicator.unit),
        "value": words.number(one.value),
        "side": words.DIRECTIONS[one.direction],
        "scope": one.biome.name if one.biome else typology.name_of(one.typology_code),
    }


@require_safe
def seal(request: HttpRequest, day: str) -> HttpResponse:
    found = queries.seal(day)
    if found is None:
        raise Http404(_("No readings were sealed on this day."))
    return render(request, "biomes/seal.html", {"seal": found})
