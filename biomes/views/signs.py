"""One indicator of a living system over time; and what machines take of it: CSV of days, Atom of states."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biomes import queries, words
from biomes.models import Biome, Indicator
from biomes.queries import courses
from biomes.queries import signs as reads
from biomes.words import signs as said
from ledger.queries import now

DEFAULT_PERIOD = "30d"
COLUMNS = (
    "station",
    "indicator",
    "from",
    "days",
    "low",
    "median",
    "high",
    "unit",
    "below_detection",
    "historical",
)


@require_safe
def indicator(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One indicator over a period: the telling station large, every station small, on one scale."""
    biome, found, at = public_biome(slug), known_indicator(code), now()
    course = courses.course(biome, found, wanted_period(request), at)
    reasons = [why for why in queries.state_of(biome, at).reasons if why["indicator"] == found.code]
    line = _chosen(course, request.GET.get("station", ""), reasons)
    signs = reads.signs_of(line.station, found, at) if line else None
    context = {
        "biome": biome,
        "indicator": found,
        "name": words.indicator_name(found.code, found.name),
        "unit": words.unit_name(found.unit),
        "course": course,
        "line": line,
        "periods": [(key, label) for key, label in said.PERIODS.items()],
        "heading": said.course_heading(
            found, reasons, queries.is_heard(biome, found, at), bool(course.limits), at
        ),
        "signs": said.beside(signs, found.unit) if signs else [],
        "limits": shown_limits(course),
        "coarse": [] if course.lines else list(reads.coarse_readings(biome, found)),
        "others": [(one, words.indicator_name(one.code, one.name)) for one in reads.indicators_of(biome)],
    } | said.course_words(course, line)
    return render(request, "biomes/indicator.html", context)


def wanted_period(request: HttpRequest) -> str:
    """An unknown period is the usual one: a mistyped address is no error."""
    asked = request.GET.get("period", DEFAULT_PERIOD)
    return asked if asked in courses.PERIODS else DEFAULT_PERIOD


def _chosen(course: courses.Course, station: str, reasons: Any) -> courses.Line | None:
    """The station asked for; else the one the state rests on; else the highest."""
    by_code = {line.station.code: line for line in course.lines}
    for wanted in (station, *(why["station"] for why in reasons)):
        if wanted in by_code:
            return by_code[wanted]
    return max(course.lines, key=lambda line: (line.latest.median, line.station.code), default=None)


def shown_limits(course: courses.Course) -> list[Any]:
    """The limits that the values come near, and the next beyond them: one far off would flatten the chart."""
    if not course.ends:
        return []
    low, high = course.ends
    ranked = sorted(
        course.limits, key=lambda one: abs(float(one.value) - (high if one.direction == "above" else low))
    )
    near = [one for one in ranked if float(one.value) <= 1.5 * high]
    chosen = near or ranked[:1]
    # The one that most of the drawing lies beyond is the one that is coloured.
    return sorted(chosen, key=lambda one: float(one.value) if one.direction == "above" else -float(one.value))


def public_biome(slug: str) -> Biome:
    found = queries.public_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found


def known_indicator(code: str) -> Indicator:
    found = queries.indicators().filter(code=code).first()
    if found is None:
        raise Http404(_("No indicator has this code."))
    return found


# --- For machines ---------------------------------------------------------------------------------
class _Line:
    """What csv writes into: a line at a time, handed on at once."""

    def write(self, line: str) -> str:
        return line


@require_safe
def days_csv(request: HttpRequest, slug: str, code: str) -> StreamingHttpResponse:
    """The points of the page's charts, every station's."""
    course = courses.course(public_biome(slug), known_indicator(code), wanted_period(request), now())
    response = StreamingHttpResponse(_rows(course), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{code}.csv"'
    return response


def _rows(course: courses.Course) -> Iterator[str]:
    out = csv.writer(_Line())
    yield out.writerow(COLUMNS)
    for line in course.lines:
        for one in line.points:
            yield out.writerow(
                [
                    line.station.code,
                    course.indicator.code,
                    one.day.isoformat(),
                    course.size,
                    f"{one.low:g}",
                    f"{one.median:g}",
                    f"{one.high:g}",
                    course.indicator.unit,
                    "yes" if one.is_below else "no",
                    "yes" if one.historical else "no",
                ]
            )
