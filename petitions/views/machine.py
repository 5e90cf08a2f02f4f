"""Addresses for machines: the same public words and numbers as the pages, without a language."""

import csv
import json
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ledger.rules.values import stamp
from petitions import queries
from petitions.doors import Hidden, public_or_gone
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
    found = public_or_gone(slug)
    body = {
        "count": found.signature_count,
        "at": stamp(found.counted_at) if found.counted_at else None,
        "state": found.state,
    }
    return HttpResponse(json.dumps(body, separators=(",", ":")), content_type="application/json")


@require_safe
@machine
def petition_json(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(as_whole(public_or_gone(slug)))


@require_safe
@machine
def petitions_json(request: HttpRequest) -> HttpResponse:
    rows = [as_row(petition) for petition in _listed()]
    return JsonResponse({"petitions": rows})


@require_safe
@machine
def petitions_csv(request: HttpRequest) -> HttpResponse:
    rows = (as_row(petition) for petition in _listed())
    return _table("petitions.csv", COLUMNS, ([row[column] for column in COLUMNS] for row in rows))


@require_safe
@machine
def history_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_or_gone(slug)
    rows = ((stamp(hour), count, total) for hour, count, total in queries.history(found))
    return _table(f"{found.slug}-history.csv", ("hour", "signatures", "total"), rows)


def _listed() -> Iterable[Petition]:
    return queries.public_petitions().order_by("-opened_at", "-id")[:MOST]


def _table(name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    for row in rows:
        cells = ["; ".join(cell) if isinstance(cell, list) else cell for cell in row]
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return response


class PetitionFeed(Feed):  # type: ignore[type-arg]
    """Atom: petitions as they open, and as they are answered."""

    feed_type = Atom1Feed
    title = gettext_lazy("Petitions – Biolattice")
    subtitle = gettext_lazy("What people ask for living systems, as it opens.")

    def link(self) -> str:
        return reverse("petitions:index")

    def items(self) -> Iterable[Petition]:
        opened = queries.public_petitions().filter(opened_at__isnull=False)
        return opened.prefetch_related("responses").order_by("-opened_at", "-id")[:50]

    def item_title(self, item: Petition) -> str:  # type: ignore[override]
        return item.title

    def item_description(self, item: Petition) -> str:
        return item.background

    def item_link(self, item: Petition) -> str:
        return reverse("petitions:petition", args=[item.slug])

    def item_pubdate(self, item: Petition) -> Any:
        return item.opened_at

    def item_updateddate(self, item: Petition) -> Any:
        return max((response.given_at for response in item.responses.all()), default=item.opened_at)

    def item_categories(self, item: Petition) -> list[str]:
        return [_("Petition"), *(biome.name for biome in item.waters)]


feed = require_safe(machine(PetitionFeed()))
