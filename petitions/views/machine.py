"""Addresses for machines: the same public words and numbers as the pages, without a language."""

import csv
import json
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.doors import now
from ledger.rules.values import stamp
from petitions import queries
from petitions.doors import Hidden, counted_or_gone, public_or_gone
from petitions.forms import FilterForm
from petitions.models import Petition
from petitions.plain import as_row, as_whole

MOST = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "slug",
    "title",
    "state",
    "response",
    "debate",
    "signatures",
    "online",
    "paper",
    "opened_at",
    "closes_at",
    "body",
    "biomes",
    "url",
)


def machine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hidden answers 410 with nothing in it; everything may be cached for ten seconds, stale on errors."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Hidden:
            return HttpResponse(status=HTTPStatus.GONE)
        patch_cache_control(response, public=True, max_age=10, stale_if_error=86_400)
        return response

    return door


def safe_cell(text: str) -> str:
    """No spreadsheet runs a title."""
    return f"'{text}" if text.startswith(FORMULA) else text


@require_safe
@machine
def count_json(request: HttpRequest, slug: str) -> HttpResponse:
    """At most 200 bytes; changes only when a batch was counted, so its ETag holds until then."""
    found = counted_or_gone(slug)
    body = {
        "count": found.count,
        "online": found.online,
        "paper": found.paper,
        "at": stamp(found.at) if found.at else None,
        "state": found.state,
    }
    return HttpResponse(json.dumps(body, separators=(",", ":")), content_type="application/json")


@require_safe
@machine
def petition_json(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(as_whole(public_or_gone(slug), now()))


@require_safe
@machine
def petitions_json(request: HttpRequest) -> HttpResponse:
    """The list of the page, with its filters; what is beyond the first five hundred is in the API."""
    rows = [as_row(petition) for petition in _listed(request)]
    return JsonResponse({"petitions": rows})


@require_safe
@machine
def petitions_csv(request: HttpRequest) -> HttpResponse:
    rows = (as_row(petition) for petition in _listed(request))
    return table("petitions.csv", COLUMNS, ([row[column] for column in COLUMNS] for row in rows))


@require_safe
@machine
def history_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_or_gone(slug)
    rows = (
        (stamp(hour), count, total, count - paper, paper)
        for hour, count, total, paper in queries.history(found)
    )
    head = ("hour", "signatures", "total", "online", "paper")
    return table(f"{found.slug}-history.csv", head, rows)


def _listed(request: HttpRequest) -> Iterable[Petition]:
    form = FilterForm(request.GET)
    if form.is_narrowed:
        return queries.shelf(**form.wanted() | {"order": "newest"}, at=now())[:MOST]
    return queries.public_petitions().order_by("-opened_at", "-id")[:MOST]


def table(name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    for row in rows:
        cells = ["; ".join(cell) if isinstance(cell, list) else cell for cell in row]
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return response
