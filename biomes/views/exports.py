"""What machines take away from a page: readings as files, GeoJSON of places, an Atom feed of changes of state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.client import responses
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biomes import exported, queries, words
from biomes.forms import ExportForm, TakeForm
from biomes.models import Biome
from biomes.queries import Asked, Row, Stream
from biomes.words import columns
from ledger.queries import now

# Places in one answer; an outline may have twenty thousand points.
MOST_PLACES = 500


@require_safe
def readings_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every current reading of a living system, streamed; see ExportForm for what narrows it."""
    return _file(request, slug, "csv")


@require_safe
def readings_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, slug, "json")


@require_safe
def readings_parquet(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, slug, "parquet")


def _file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    biome = _public(slug)
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _problem(400, _("Some of what narrows the readings cannot be read."), errors=form.errors)
    asked = _with_days(form.asked(slug), request.GET.get("days", ""))
    about = {
        "biome": slug,
        "name": biome.name,
        "source": request.build_absolute_uri(reverse("biomes:data", args=[slug])),
        "licence": settings.DATA_LICENCE,
    }
    try:
        pieces, media = _pieces(kind, queries.rows_in_order(asked), about)
    except exported.NoParquet:
        return _problem(
            501, _("This site does not write Parquet. Take CSV or JSON; they hold the same columns.")
        )
    response = StreamingHttpResponse(pieces, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{slug}.{kind}"'
    return response


def _pieces(kind: str, readings: Iterator[Row], about: dict[str, str]) -> tuple[Iterator[Any], str]:
    if kind == "csv":
        return exported.by_many(exported.csv_lines(readings)), "text/csv; charset=utf-8"
    if kind == "json":
        return exported.by_many(exported.json_pieces(readings, about)), "application/json"
    return exported.parquet_pieces(readings, about), "application/vnd.apache.parquet"


def _with_days(asked: Asked, days: str) -> Asked:
    """`?days=30` is short for "since 30 days ago"."""
    if asked.since or not (days.isascii() and days.isdigit() and len(days) < 6):
        return asked
    return replace(asked, since=now() - timedelta(days=int(days)))


def _problem(status: int, detail: str, **more: Any) -> JsonResponse:
    said = {"type": "about:blank", "title": responses[status], "status": status, "detail": detail} | more
    return JsonResponse(said, status=status, content_type="application/problem+json")


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the data away: which files there are, what stands in them, how to cite and how to check them."""
    found = _public(slug)
    streams = queries.streams_of(Asked(biome=slug))
    form = _take_form(request, streams)
    if form.is_bound and form.is_valid():
        address = reverse(f"biomes-readings-{form.cleaned_data['format']}", args=[slug])
        narrowed = urlencode({key: value for key, value in request.GET.items() if value and key != "format"})
        return redirect(f"{address}?{narrowed}" if narrowed else address)
    context = {
        "biome": found,
        "form": form,
        "streams": streams,
        "columns": columns.COLUMNS,
        "example": next(queries.readings_in_order(Asked(biome=slug)), None),
        "licence": (settings.DATA_LICENCE, settings.DATA_LICENCE_URL),
        "page": request.build_absolute_uri(request.path),
        "at": now(),
    }
    if context["example"]:
        context["leaf"] = queries.reading_leaf(context["example"])
    return render(request, "biomes/data.html", context, status=422 if form.is_bound else 200)


def _take_form(request: HttpRequest, streams: list[Stream]) -> TakeForm:
    names = {one.code: words.indicator_name(one.code, one.name) for one in queries.indicators()}
    measured = sorted({one.indicator for one in streams}, key=lambda code: names[code])
    return TakeForm(
        request.GET or None,
        stations=sorted({one.station for one in streams}),
        indicators=[(code, names[code]) for code in measured],
    )


def _public(slug: str) -> Biome:
    found = queries.public_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found


@require_safe
def places_geojson(request: HttpRequest) -> JsonResponse:
    """Published places with their states as a FeatureCollection, by address; ``links`` leads to those after them."""
    behind = request.GET.get("after", "")
    if "\x00" in behind or len(behind) > 80:
        return _problem(400, _("“after” is the address of a living system."))
    found = list(queries.public_biomes().filter(slug__gt=behind).order_by("slug")[: MOST_PLACES + 1])
    page, at = found[:MOST_PLACES], now()
    states = queries.states_of(page, at)
    features = [
        queries.feature(
            one.place,
            slug=one.slug,
            name=one.name,
            functional_group=one.functional_group,
            state=states[one.pk].state.value,
        )
        for one in page
    ]
    said: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if len(found) > len(page):
        further = request.build_absolute_uri(f"{request.path}?{urlencode({'after': page[-1].slug})}")
        said["links"] = [{"rel": "next", "type": "application/geo+json", "href": further}]
    return JsonResponse(said, content_type="application/geo+json")
