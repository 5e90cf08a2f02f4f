"""How an item of the queue may be shown elsewhere: to moderators and to its author, to nobody else."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.predicates import is_moderator
from ledger.queries import Card
from moderation import queries


def item(code: str, viewer: Any) -> Card | None:
    try:
        found = queries.item(UUID(code))
    except ValueError:
        return None
    if found is None or not getattr(viewer, "is_authenticated", False):
        return None
    state = str(found.get_state_display())
    if is_moderator(viewer):
        return Card(title=found.title, url=reverse("moderation:item", args=[found.uuid]), state=state)
    if found.author == viewer.code:
        return Card(title=found.title, url=reverse("moderation:appeal", args=[found.uuid]), state=state)
    return None


def code(slug: str, viewer: Any) -> Card | None:
    """Public; one that was deleted has no page any more."""
    found = queries.all_codes().filter(slug=slug).first()
    if found is None:
        return None
    return Card(title=found.label, url=f"{reverse('moderation:codes')}#{found.slug}")


def notice(_length: str, viewer: Any) -> Card:
    return Card(title=str(_("When the public is told of delays")), url=reverse("moderation:waits"))


def month(code: str, viewer: Any) -> Card | None:
    found = queries.month(code)
    if found is None:
        return None
    title = _("What was removed in %(month)s") % {"month": date_format(found.month, "YEAR_MONTH_FORMAT")}
    return Card(title=title, url=f"{reverse('moderation:codes')}#month-{found.code}")


CARDS = {
    "moderation.item": item,
    "moderation.code": code,
    "moderation.month": month,
    "moderation.notice": notice,
}
WORDS = {
    "moderation.code.published": gettext_lazy("A reason for decisions was published: %(code)s"),
    "moderation.code.changed": gettext_lazy("The words of a reason for decisions were changed: %(code)s"),
    "moderation.code.retired": gettext_lazy("A reason for decisions is no longer used: %(code)s"),
    "moderation.code.restored": gettext_lazy("A reason for decisions is used again: %(code)s"),
    "moderation.code.deleted": gettext_lazy("A reason nobody had used was deleted: %(code)s"),
    "moderation.month.sealed": gettext_lazy(
        "Moderation in %(month)s: %(rejected)s texts rejected, %(restored)s restored on appeal, %(hidden)s hidden"
    ),
    "moderation.notice.set": gettext_lazy("From %(length)s waiting texts on, the public is told of delays"),
}
