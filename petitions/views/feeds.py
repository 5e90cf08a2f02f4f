"""Petitions as Atom: all of them, those of one living system, and the steps of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from biomes import queries as biomes
from ledger import queries as ledger
from petitions import queries
from petitions.doors import public_or_gone
from petitions.models import Petition
from petitions.views.machine import machine

MOST = 50


class PetitionFeed(Feed):  # type: ignore[type-arg]
    """Petitions as they open, and as they are answered."""

    feed_type = Atom1Feed
    title: Any = gettext_lazy("Petitions – Biolattice")
    subtitle = gettext_lazy("What people ask for living systems, as it opens.")

    def link(self, obj: Any = None) -> str:
        return reverse("petitions:index")

    def items(self, obj: Any = None) -> Iterable[Petition]:
        opened = queries.public_petitions().filter(opened_at__isnull=False)
        return opened.prefetch_related("responses").order_by("-opened_at", "-id")[:MOST]

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


class PetitionsFor(PetitionFeed):
    """The same for one living system."""

    def get_object(self, request: HttpRequest, biome: str) -> Any:  # type: ignore[override]
        if found := biomes.known_biome(biome):
            return found
        raise Http404

    def title(self, obj: Any) -> str:
        return _("Petitions for %(biome)s") % {"biome": obj.name}

    def link(self, obj: Any = None) -> str:
        return f"{reverse('petitions:index')}?biome={obj.slug}"

    def items(self, obj: Any = None) -> Iterable[Petition]:
        opened = queries.public_petitions().filter(opened_at__isnull=False, biomes__slug=obj.slug)
        return opened.prefetch_related("responses").order_by("-opened_at", "-id")[:MOST]


class Steps(Feed):  # type: ignore[type-arg]
    """What happened to one petition, from the public record."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Petition:  # type: ignore[override]
        return public_or_gone(slug)

    def title(self, obj: Petition) -> str:
        return obj.title

    def subtitle(self, obj: Petition) -> str:
        return _("Each step of this petition, as it happens.")

    def link(self, obj: Petition) -> str:
        return reverse("petitions:petition", args=[obj.slug])

    def items(self, obj: Petition) -> list[tuple[Petition, Any]]:
        return [(obj, fact) for fact in queries.steps_of(obj)]

    def item_title(self, item: tuple[Petition, Any]) -> str:  # type: ignore[override]
        return ledger.told(item[1])

    def item_description(self, item: tuple[Petition, Any]) -> str:
        return item[0].title

    def item_link(self, item: tuple[Petition, Any]) -> str:
        petition, fact = item
        page = reverse("petitions:petition", args=[petition.slug])
        return f"{page}#response-{fact.body['version']}" if fact.kind == "petitions.response.given" else page

    def item_guid(self, item: tuple[Petition, Any]) -> str:
        return f"urn:x-biolattice:{item[0].subject}:{item[1].pk}"

    def item_updateddate(self, item: tuple[Petition, Any]) -> datetime:
        moment: datetime = item[1].at
        return moment

    item_pubdate = item_updateddate


feed = require_safe(machine(PetitionFeed()))
feed_for = require_safe(machine(PetitionsFor()))
steps = require_safe(machine(Steps()))
