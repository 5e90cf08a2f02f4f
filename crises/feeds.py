"""The alerts as Atom: each entry links the page and the CAP message. Drafts are in no feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext_lazy as _

from crises import messages, queries
from crises.models import Alert

LATEST = 50


class AlertFeed(Feed):  # type: ignore[type-arg]
    feed_type = Atom1Feed
    title = _("Alerts of living systems")
    subtitle = _("Released by two officers, or marked as exercises.")

    def link(self) -> str:
        return reverse("crises:alerts")

    def feed_url(self) -> str:
        return reverse("crises-feed")

    def items(self) -> QuerySet[Alert]:
        return queries.public_alerts()[:LATEST]

    def item_title(self, item: Any) -> str:
        return messages.headline(item)

    def item_description(self, item: Any) -> str:
        return messages.description(item)

    def item_link(self, item: Any) -> str:
        url: str = item.get_absolute_url()
        return url

    def item_guid(self, item: Any) -> str:
        entries = messages.told(item)
        return f"urn:x-biolattice:alert:{item.code}:{entries[-1].number if entries else 0}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime:
        moment: datetime = item.released_at or item.raised_at
        return moment

    def item_updateddate(self, item: Any) -> datetime:
        entries = messages.told(item)
        moment: datetime = entries[-1].at if entries else item.raised_at
        return moment

    def item_enclosures(self, item: Any) -> list[Enclosure]:
        return [Enclosure(self._cap(item), "0", "application/cap+xml")]

    def item_categories(self, item: Any) -> list[str]:
        return [item.state, item.severity]

    @staticmethod
    def _cap(item: Any) -> str:
        return f"{settings.SITE_URL}{reverse('crises-cap', args=[item.code])}"
