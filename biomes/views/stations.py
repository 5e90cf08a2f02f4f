"""A station's page and the pages of its deliveries, for everyone; curators see what stood in a refused field too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import now, role_required
from accounts.queries import has_role
from accounts.rules.roles import Role
from biomes import queries, sheets, words
from biomes.models import Batch, Station
from biomes.queries import courses
from biomes.queries import stations as reads
from biomes.words import signs

CHART_DAYS = 90
# A line over fewer days than this says less than their readings.
FEW_DAYS = 3


@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    found, at = _public(code), now()
    may_curate = has_role(request.user, Role.CURATOR, at)
    strands = reads.strands_of(found, at)
    context = {
        "station": found,
        "features": _features(found),
        "strands": strands,
        "charts": _charts(found, strands, at),
        "point": signs.point_words(1),
        "batches": queries.batches_of(found),
        "may_curate": may_curate,
        "keys": [(one, one.works(at)) for one in found.keys.all()] if may_curate else [],
    }
    return render(request, "biomes/station.html", context)


def _features(found: Station) -> list[dict[str, Any]]:
    point = {"type": "Point", "coordinates": [float(found.lon), float(found.lat)]}
    wet = found.biome.functional_group[0] in "FM" or found.biome.functional_group.startswith("SM")
    return [
        queries.feature(found.biome.place, kind="water" if wet else "biome", name=found.biome.name),
        queries.feature(point, kind="station", name=found.code),
    ]


def _charts(found: Station, strands: list[reads.Strand], at: datetime) -> list[dict[str, Any]]:
    """The last three months of each indicator, with its newest reading; a young series reading by reading."""
    newest = {}
    for one in sorted(strands, key=lambda strand: strand.last.phenomenon_at):
        newest[one.indicator.pk] = one.last
    return [
        {
            "name": words.indicator_name(one.indicator.code, one.indicator.name),
            "unit": words.unit_name(one.indicator.unit),
            "course": one,
            "points": _points(found, one, at) if one.lines[0].day_count < FEW_DAYS else [],
            "limits": one.limits[:1],
            "latest": newest[one.indicator.pk],
        }
        for one in courses.courses_at(found, at, days=CHART_DAYS)
        if one.indicator.pk in newest
    ]


def _points(found: Station, one: courses.Course, at: datetime) -> list[queries.Point]:
    since = at - timedelta(days=CHART_DAYS)
    return queries.thinned(found.biome, one.indicator.code, since, at, station=found.code)


@require_safe
def batch(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _batch(_public(code), pk)
    refusals, flagged = reads.refusals_of(found), reads.flagged_of(found)
    context = {
        "station": found.station,
        "batch": found,
        "refusals": [
            (row, field, said, words.refusal(reason)) for row, reason, field, said in refusals[: reads.SHOWN]
        ],
        "flagged": [(one, [words.remark(flag) for flag in one.flags]) for one in flagged[: reads.SHOWN]],
        "shown": reads.SHOWN,
        "may_curate": has_role(request.user, Role.CURATOR, now()),
    }
    return render(request, "biomes/batch.html", context)


@require_safe
@role_required(Role.CURATOR)
def batch_report(request: HttpRequest, code: str, pk: int) -> StreamingHttpResponse:
    """Every refused row with what stood there; curators only, because anything may have stood there."""
    found = _batch(_public(code), pk)
    rows = (
        (row, field, said, reason, words.refusal(reason))
        for row, reason, field, said in reads.refusals_of(found)
    )
    lines = sheets.lines(("row", "field", "written", "code", "says"), rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="batch-{pk}.csv"'
    return response


def _public(code: str) -> Station:
    found = queries.public_station(code)
    if found is None:
        raise Http404(_("No station has this code."))
    return found


def _batch(station: Station, pk: int) -> Batch:
    found = reads.batch_of(station, pk) if pk < 2**62 else None
    if found is None:
        raise Http404(_("This station has no such delivery."))
    return found
