"""How an item of the queue may be shown elsewhere: to moderators and to its author, to nobody else."""

from typing import Any
from uuid import UUID

from django.urls import reverse

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


CARDS = {"moderation.item": item}
