"""Coalitions for machines: JSON, the pledges as CSV, Atom; the same public words as the pages, without a language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.doors import now
from ledger import queries as ledger
from petitions import queries
from petitions.doors_coalitions import coalition_or_gone
from petitions.forms import CoalitionFilterForm
from petitions.models import Coalition
from petitions.plain_coalitions import PLEDGE_COLUMNS, coalition_row, coalition_whole, pledge_row
from petitions.views.machine import machine, table

MOST, MOST_IN_A_FEED = 500, 50


@require_safe
@machine
def coalitions_json(request: HttpRequest) -> HttpResponse:
    """The list of the page, with its filters; what is beyond the first five hundred is in the API."""
    found = queries.coalition_shelf(**CoalitionFilterForm(request.GET).wanted())[:MOST]
    return JsonResponse({"coalitions": [coalition_row(coalition) for coalition in found]})


@require_safe
@machine
def coalition_json(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(coalition_whole(coalition_or_gone(slug), now()))


@require_safe
@machine
def pledges_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every pledge that may be read and how it stands; no spreadsheet runs a cell of it."""
    found, at = coalition_or_gone(slug), now()
    rows = (pledge_row(queries.stood(pledge, at)) for pledge in queries.pledges_of(found))
    cells = ([row[column] for column in PLEDGE_COLUMNS] for row in rows)
    return table(f"{found.slug}-pledges.csv", PLEDGE_COLUMNS, cells)


class CoalitionFeed(Feed):  # type: ignore[type-arg]
    """Coalitions as they open."""

    feed_type = Atom1Feed
    title: Any = gettext_lazy("Coalitions – Biolattice")
    subtitle = gettext_lazy("People, bodies and living systems who stand together, as they begin.")

    def link(self, obj: Any = None) -> str:
        return reverse("petitions:coalitions")

    def items(self, obj: Any = None) -> Iterable[Coalition]:
        return queries.public_coalitions().order_by("-opened_at", "-id")[:MOST_IN_A_FEED]

    def item_title(self, item: Coalition) -> str:  # type: ignore[override]
        return item.title

    def item_description(self, item: Coalition) -> str:
        return item.aim

    def item_link(self, item: Coalition) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: Coalition) -> Any:
        return item.opened_at

    def item_updateddate(self, item: Coalition) -> Any:
        return item.ended_at or item.opened_at

    def item_categories(self, item: Coalition) -> list[str]:
        return [_("Coalition"), *(biome.name for biome in item.biomes.all())]


class CoalitionSteps(Feed):  # type: ignore[type-arg]
    """What happened to one coalition, from the public record."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Coalition:  # type: ignore[override]
        return coalition_or_gone(slug)

    def title(self, obj: Coalition) -> str:
        return obj.title

    def subtitle(self, obj: Coalition) -> str:
        return _("Members, pledges, reports and judgements, as they happen.")

    def link(self, obj: Coalition) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Coalition) -> list[tuple[Coalition, Any]]:
        return [(obj, fact) for fact in queries.steps_of_coalition(obj)]

    def item_title(self, item: tuple[Coalition, Any]) -> str:  # type: ignore[override]
        return ledger.told(item[1])

    def item_description(self, item: tuple[Coalition, Any]) -> str:
        return item[0].title

    def item_link(self, item: tuple[Coalition, Any]) -> str:
        coalition, fact = item
        if fact.kind.startswith("petitions.pledge."):
            return reverse("petitions:pledge", args=[coalition.slug, fact.body["number"]])
        return coalition.get_absolute_url()

    def item_guid(self, item: tuple[Coalition, Any]) -> str:
        return f"urn:x-biolattice:{item[0].subject}:{item[1].pk}"

    def item_updateddate(self, item: tuple[Coalition, Any]) -> datetime:
        moment: datetime = item[1].at
        return moment

    item_pubdate = item_updateddate


coalitions_feed = require_safe(machine(CoalitionFeed()))
coalition_feed = require_safe(machine(CoalitionSteps()))
