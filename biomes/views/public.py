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
from biomes.models import Biome, Reading, Threshold
from biomes.queries import voice
from biomes.views import calendar, pins
from biomes.views.readings import gone
from biomes.words import lattice as lattice_words
from biomes.words import signs as said
from biomes.words import voice as spoken
from biomes.words.stories import in_readers_language
from ledger.queries import now


@require_safe
def biome(request: HttpRequest, slug: str) -> HttpResponse:
    found, at = queries.public_biome(slug), now()
    if found is None:
        return pins.page(request, slug)
    conditions = queries.conditions_of(found)
    finding = queries.state_among(conditions, at)
    context = {
        **_around(found, at),
        **_people(found, request.user, at),
        **_measured(found, finding, at),
        **calendar.section(found, at),
        "biome": found,
        "finding": finding,
        "conditions": conditions,
        "reasons": [words.reason_sentence(one, at) for one in finding.reasons[:4]],
        "pictures": queries.shown_pictures(found),
        "stories": [(one, in_readers_language(one)) for one in queries.public_stories(found)[:5]],
        "beside": _beside(slug),
        "may_curate": has_role(request.user, Role.CURATOR, at),
    }
    return render(request, "biomes/biome.html", context)


def _measured(found: Biome, finding: queries.Finding, at: datetime) -> dict[str, Any]:
    """What stations measure: each latest value, the chart that says most, the map and the list of who measures."""
    every = list(found.stations.all())
    latest = queries.latest_readings(found, at, stations=every)
    limits = queries.thresholds_in_force(None, found, at)
    chart = queries.chart(found, finding, at, latest=latest, limits=limits)
    stations = [one for one in every if one.closed_at is None]
    return {
        **_signs(found, finding, at, latest, limits),
        "chart": chart,
        "chart_heading": chart and words.chart_heading(chart.indicator.code, chart.reason, at),
        "record": None if chart else queries.record(found),
        "stations": queries.station_rows(stations, latest),
        "features": queries.biome_features(found, stations),
    }


def _around(found: Biome, at: datetime) -> dict[str, Any]:
    """What the page says of a living system beside its readings."""
    # What else would feel it is followed along every link, its own among them.
    links = list(queries.public_links())
    return {
        "links": [one for one in links if found.pk in (one.source_id, one.target_id)],
        "reached": [(one, lattice_words.felt(one.share)) for one in queries.reach_of(found, links)],
        "guardians": queries.guardians_of(found, at),
        "competent": queries.competent_organisation(found, at),
        "area": queries.area_km2(found),
        "group": found.group,
        "red_list": words.RED_LIST.get(found.red_list, ""),
        "revisions": queries.public_revisions(found),
    }


def _people(found: Biome, viewer: Any, at: datetime) -> dict[str, Any]:
    """What people saw and say, besides what stations measure."""
    return {
        "sightings": pins.seen(queries.sightings_of(found)[:4]),
        "statements": pins.told(queries.statements_of(found, viewer, at)[:4]),
    }


def _signs(
    found: Biome, finding: queries.Finding, at: datetime, latest: list[Reading], limits: list[Threshold]
) -> dict[str, Any]:
    """Its rulers with trend and anomaly, the sentences templates make of them, and what is no longer heard."""
    ruled = queries.rulers(finding, at, latest=latest, limits=limits)
    signs = voice.signs_beside(ruled, at)
    worded = voice.wordings_of(found, finding, latest, signs, at, limits=limits)
    return {
        "ruled": [
            _ruled(one, at) | {"signs": said.beside(signs[one.indicator.code], one.indicator.unit)}
            for one in ruled
        ],
        "wordings": [(spoken.sentence(one), spoken.label(one), one) for one in worded],
        "unheard": voice.unheard(latest, at),
        "history_since": at - timedelta(days=365),
        "at": at,
    }


def _beside(slug: str) -> list[tuple[str, str, str]]:
    """Fragments of the apps above, met by address only: its charter, alerts, petitions, coalitions, alliances."""
    # Its charter answers as a fragment to htmx, and as a page of its own to a plain link.
    charter = f"{reverse('charters:index')}of/{slug}/"
    return [
        (_("Its charter"), charter, charter),
        (_("Alerts"), reverse("crises:strip", args=[slug]), reverse("crises:alerts")),
        (_("Petitions"), reverse("petitions:box_for", args=[slug]), reverse("petitions:index")),
        (_("Coalitions"), reverse("petitions:coalitions_for", args=[slug]), reverse("petitions:coalitions")),
        (_("Alliances"), reverse("council:alliances_for", args=[slug]), reverse("council:alliances")),
    ]


def _ruled(one: queries.Ruled, at: Any) -> dict[str, Any]:
    """A ruler with its words: the limit, and since when it has been passed."""
    limit, reason = one.limit, one.reason
    says = words.limit_words(limit.value, limit.direction) if limit else _("No limit is on record here.")
    if limit and reason and words.is_held(reason):
        says += " " + _("Back inside it, but by less than a tenth.")
    elif limit and reason:
        says += " " + words.beyond(reason["direction"], _since(reason), at)
    elif limit:
        says += " " + _("In range.")
    return {
        "indicator": one.indicator,
        "name": words.indicator_name(one.indicator.code, one.indicator.name),
        "unit": words.unit_name(one.indicator.unit),
        "reading": one.reading,
        "value": words.number(one.reading.value),
        "limit": limit,
        "is_over": reason is not None,
        "say": says,
    }


def _since(reason: dict[str, Any]) -> Any:
    return datetime.fromisoformat(reason["since"])


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
        "told": queries.indicators_of_zone(found),
    }
    return render(request, "biomes/zone.html", context)


@require_safe
def reading(request: HttpRequest, code: str, number: str) -> HttpResponse:
    found = queries.public_reading(number)
    if found is None and (archived := gone(request, number)):
        return archived
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
def seal(request: HttpRequest, day: str) -> HttpResponse:
    found = queries.seal(day)
    if found is None:
        raise Http404(_("No readings were sealed on this day."))
    return render(request, "biomes/seal.html", {"seal": found})
