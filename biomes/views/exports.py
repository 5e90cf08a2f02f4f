"""What machines take away from a page: CSV of readings, GeoJSON of places, an Atom feed of changes of state."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from biomes import queries, words
from biomes.models import Condition, Reading
from biomes.rules.leaf import moment, plain
from ledger.queries import now

# A spreadsheet would run these as a formula; numbers keep their minus.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "station", "indicator", "phenomenon_at", "precision", "depth_m", "replicate", "version", "qualifier", "value",
    "unit", "detection_limit", "quality", "flags", "method", "historical", "leaf",
)  # fmt: skip


class _Line:
    """What csv writes into: a line at a time, handed on at once."""

    def write(self, line: str) -> str:
        return line


@require_safe
def readings_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Every current reading of a living system, streamed; `?indicator=` and `?days=` narrow it."""
    biome = queries.public_biome(slug)
    if biome is None:
        raise Http404(_("No living system has this address."))
    found = queries.public_readings().filter(station__biome=biome)
    if indicator := request.GET.get("indicator"):
        found = found.filter(indicator__code=indicator)
    if (days := request.GET.get("days", "")).isascii() and days.isdigit() and len(days) < 6:
        found = found.filter(phenomenon_at__gte=now() - timedelta(days=int(days)))
    rows = found.order_by("indicator__rank", "station__code", "phenomenon_at", "id")
    response = StreamingHttpResponse(
        _lines(rows.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return response


def _lines(rows: Iterator[Reading]) -> Iterator[str]:
    out = csv.writer(_Line())
    yield out.writerow(COLUMNS)
    for one in rows:
        yield out.writerow(_cells(one))


def _cells(one: Reading) -> list[Any]:
    return [
        text(one.station.code),
        one.indicator.code,
        moment(one.phenomenon_at),
        one.precision,
        "" if one.depth_m is None else plain(one.depth_m),
        "" if one.replicate is None else one.replicate,
        one.version,
        one.qualifier,
        plain(one.value),
        one.unit,
        "" if one.detection_limit is None else plain(one.detection_limit),
        one.quality,
        " ".join(one.flags),
        text(one.method),
        "yes" if one.historical else "no",
        queries.reading_leaf(one),
    ]


def text(value: str) -> str:
    """A text cell that no spreadsheet will run."""
    return f"'{value}" if value.startswith(FORMULA) else value


@require_safe
def places_geojson(_request: HttpRequest) -> JsonResponse:
    """All published places with their states, as one FeatureCollection."""
    at = now()
    features = [
        queries.feature(
            row.biome.place,
            slug=row.biome.slug,
            name=row.biome.name,
            functional_group=row.biome.functional_group,
            state=row.finding.state.value,
        )
        for row in queries.listed(queries.public_biomes(), at)
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )


class StateChanges(Feed):  # type: ignore[type-arg]
    """Each change of state, as Atom."""

    feed_type = Atom1Feed
    title = gettext_lazy("Changes of state of living systems")
    subtitle = gettext_lazy("Each entry says what a living system was found to be, and since when.")

    def link(self) -> str:
        return reverse("biomes:index")

    def items(self) -> list[Condition]:
        return queries.changes_of_state()

    def item_title(self, item: Condition) -> str:
        return f"{item.biome.name}: {words.STATES[item.state]}"

    def item_description(self, item: Condition) -> str:
        return " ".join(words.reason_sentence(one, item.since) for one in item.reasons)

    def item_link(self, item: Condition) -> str:
        return reverse("biomes:biome", args=[item.biome.slug])

    def item_guid(self, item: Condition) -> str:
        return f"{item.biome.subject}#{moment(item.since)}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: Condition) -> datetime:
        return item.since

    def item_pubdate(self, item: Condition) -> datetime:
        return item.since


@require_safe
def state_feed(request: HttpRequest) -> HttpResponse:
    return StateChanges()(request)
