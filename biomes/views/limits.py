"""Limits: the list with sources, and one row with its history and what the state would have been under the former."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries import has_role
from accounts.rules.roles import Role
from biomes import queries, words
from biomes.models import Threshold
from biomes.queries import desk
from biomes.queries import signs as reads
from biomes.rules import typology
from biomes.words import signs as said
from biomes.words.typology import kind_name
from ledger.queries import now


@require_safe
def thresholds(request: HttpRequest) -> HttpResponse:
    rows = [_threshold(one) for one in queries.thresholds().order_by("indicator__rank", "value", "since")]
    return render(request, "biomes/thresholds.html", {"rows": rows, "credit": typology.CREDIT})


@require_safe
def threshold(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.thresholds().filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404(_("No threshold has this address."))
    at = now()
    may_curate = has_role(request.user, Role.CURATOR, at)
    rows = reads.history_of(found)
    context = _threshold(found) | {
        "history": [_threshold(one) for one in rows] if len(rows) > 1 else [],
        "is_last": rows[-1].pk == found.pk,
        "may_curate": may_curate,
        "setter": desk.names_of([found.author]).get(found.author, found.author) if may_curate else "",
    }
    context |= _under_the_former(found, request.GET.get("biome", ""), at)
    return render(request, "biomes/threshold.html", context)


def _threshold(one: Any) -> dict[str, Any]:
    return {
        "threshold": one,
        "name": words.indicator_name(one.indicator.code, one.indicator.name),
        "unit": words.unit_name(one.indicator.unit),
        "value": words.number(one.value),
        "side": words.DIRECTIONS[one.direction],
        "scope": one.biome.name if one.biome else kind_name(one.typology_code),
        "check": said.check_words(one),
    }


def _under_the_former(found: Threshold, slug: str, at: datetime) -> dict[str, Any]:
    """Both states side by side, for the living system asked for or the first that the limit decides on."""
    biomes = reads.biomes_under(found, at)
    known = slug if slug in {one.slug for one in biomes} else ""
    compared = reads.under_the_former(found, known, at)
    if compared is None:
        return {"compared": None, "biomes": []}
    return {
        "biomes": biomes,
        "compared": compared,
        "under": [_threshold(row.threshold) | {"row": row, "days": _days(row)} for row in compared.rows],
        "finding": said.compared_sentence(compared),
    }


def _days(row: reads.Under) -> list[tuple[str, int]]:
    return [(state.value, count) for state, count in row.days.items()]
