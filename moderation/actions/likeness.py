"""Which earlier text a new one is nearly the same as: found once, when it comes."""

from datetime import datetime

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Q

from moderation.models import Item
from moderation.rules import lifecycle, similarity
from moderation.rules.lifecycle import State


def find_original(item: Item, *, at: datetime) -> None:
    """Keep the first text of the group that ``item`` belongs to; None when it is like no other."""
    plain = Item.objects.values_list("plain", flat=True).get(pk=item.pk)
    closest = _closest(item, plain, at) if similarity.is_comparable(plain) else None
    # One step only: whatever is like a copy is like its original.
    original = (closest.original_id or closest.pk) if closest else None
    if item.original_id != original:
        item.original_id = original
        item.save(update_fields=["original"])


def _closest(item: Item, plain: str, at: datetime) -> Item | None:
    """Only among earlier texts, so that originals never point in a circle."""
    earlier = Q(submitted_at__lt=item.submitted_at) | Q(submitted_at=item.submitted_at, pk__lt=item.pk)
    queued = Q(state__in=[state.value for state in lifecycle.QUEUED])
    approved = Q(state=State.APPROVED.value, decided_at__gte=at - similarity.LOOK_BACK)
    with connection.cursor() as cursor:
        # For this transaction: the index passes over whatever cannot be near.
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, TRUE)", [str(similarity.NEAR)])
    return (
        Item.objects.filter(earlier, queued | approved, kind=item.kind, plain__trigram_similar=plain)
        .exclude(subject=item.subject)
        .annotate(likeness=TrigramSimilarity("plain", plain))
        .order_by("-likeness", "submitted_at", "pk")
        .first()
    )
