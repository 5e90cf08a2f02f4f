"""Changes of state as Atom: of all living systems, and of one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from biomes import queries, words
from biomes.models import Biome, Condition
from biomes.rules.leaf import moment
from biomes.views.signs import public_biome


class Changes(Feed):  # type: ignore[type-arg]
    """An entry says what a living system was found to be, since when, and why."""

    feed_type = Atom1Feed
    item_guid_is_permalink = False

    def item_title(self, item: Condition) -> str:
        return f"{item.biome.name}: {words.STATES[item.state]}"

    def item_description(self, item: Condition) -> str:
        return " ".join(words.reason_sentence(one, item.since) for one in item.reasons)

    def item_link(self, item: Condition) -> str:
        return reverse("biomes:biome", args=[item.biome.slug])

    def item_guid(self, item: Condition) -> str:
        return f"{item.biome.subject}#{moment(item.since)}"

    def item_updateddate(self, item: Condition) -> datetime:
        return item.since

    def item_pubdate(self, item: Condition) -> datetime:
        return item.since


class StateChanges(Changes):
    title = gettext_lazy("Changes of state of living systems")
    subtitle = gettext_lazy("Each entry says what a living system was found to be, and since when.")

    def link(self) -> str:
        return reverse("biomes:index")

    def items(self) -> list[Condition]:
        return queries.changes_of_state()


class StatesOf(Changes):
    def get_object(self, request: HttpRequest, slug: str) -> Biome:  # type: ignore[override]
        return public_biome(slug)

    def title(self, item: Biome) -> str:
        return _("States of %(biome)s") % {"biome": item.name}

    def link(self, item: Biome) -> str:
        return reverse("biomes:biome", args=[item.slug])

    def items(self, item: Biome) -> list[Condition]:
        return queries.conditions_of(item, most=50)

    def item_title(self, item: Condition) -> str:
        return str(words.STATES[item.state])


@require_safe
def state_feed(request: HttpRequest) -> HttpResponse:
    return StateChanges()(request)


@require_safe
def states_feed(request: HttpRequest, slug: str) -> HttpResponse:
    return StatesOf()(request, slug=slug)
