"""Readings by the many: the months that were put away, and the curators' table of all that lie here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from biomes import queries, words
from biomes.forms.readings import ReadingsForm
from biomes.queries.table import readings_page
from biomes.views.curate import SignedInRequest, curator
from biomes.words.archive import TOO_LONG


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    return render(request, "biomes/archive.html", {"archives": queries.archives()})


def gone(request: HttpRequest, number: str) -> HttpResponse | None:
    """What to say of a reading that lies in the archive; None for one that does not."""
    away = queries.archive_of(number)
    if away is None:
        return None
    return render(request, "biomes/archived.html", {"archive": away, "number": number}, status=410)


@require_safe
@curator
def table(request: SignedInRequest) -> HttpResponse:
    """All readings, drafts' too, narrowed by what a curator looks for; a page at a time by key."""
    form = ReadingsForm(request.GET or None)
    is_fit = not form.is_bound or form.is_valid()
    page = readings_page(**(form.wanted if form.is_bound and is_fit else {}))
    context = {
        "form": form,
        "rows": [_row(one) for one in page.readings] if is_fit else [],
        "next": form.address_after(page.last) if is_fit and page.last else "",
        "is_fit": is_fit,
        "took_too_long": TOO_LONG if page.took_too_long else "",
    }
    return render(request, "biomes/readings.html", context, status=200 if is_fit else 422)


def _row(one: Any) -> dict[str, Any]:
    return {
        "reading": one,
        "name": words.indicator_name(one.indicator.code, one.indicator.name),
        "unit": words.unit_name(one.unit),
        "quality": words.QUALITIES[one.quality],
        "flags": [words.FLAGS[flag] for flag in one.flags],
    }
