"""Near-duplicates: the group a text belongs to, and how alike its members are now."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from moderation.models import Item
from moderation.rules import similarity


def first_of_group(item: Item) -> Item:
    """The text the others of its group are compared with; a text like no other is its own."""
    return item.original or item


def alike_waiting(original: Item) -> QuerySet[Item]:
    """What waits in the group of ``original``, itself included, with ``likeness`` as the texts stand now."""
    return (
        Item.objects.queued()
        .filter(Q(original=original) | Q(pk=original.pk))
        .select_related("lock__moderator", "original")
        .annotate(likeness=TrigramSimilarity("plain", original.plain))
        .order_by("submitted_at", "pk")
    )


def group_size(item: Item) -> int:
    """How many texts wait in its group."""
    first = item.original_id or item.pk
    return Item.objects.queued().filter(Q(original=first) | Q(pk=first)).count()


def likeness_to_original(item: Item) -> int | None:
    """In hundredths, as both texts stand now; None when it is like no other."""
    if item.original is None:
        return None
    found = (
        Item.objects.filter(pk=item.pk)
        .annotate(likeness=TrigramSimilarity("plain", item.original.plain))
        .values_list("likeness", flat=True)[0]
    )
    return similarity.percent(found)
