"""What moves at the moment: which petitions people signed within the last hour, and every step each has taken.

One query over two hours of the table by hour, kept for a minute; nothing is counted when somebody asks.
"""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet, Sum

from ledger import queries as ledger
from petitions.models import HourCount, Petition
from petitions.rules import trending

SECONDS, MOST = 60, 50
# Steps of a petition that its feed tells; its batches are thousands and stand in the history.
STEPS = (
    "petitions.petition.opened",
    "petitions.petition.owed",
    "petitions.petition.referred",
    "petitions.response.given",
    "petitions.debate.moved",
    "petitions.petition.closed",
    "petitions.petition.moved",
    "petitions.petition.withdrawn",
    "petitions.petition.stopped",
    "petitions.name.asked",
    "petitions.name.opened",
    "petitions.name.kept",
)


def moving(at: datetime) -> dict[int, int]:
    """Petition -> signatures of the last hour, the most first; the fifty that move most."""
    key = f"petitions-moving-{at:%Y%m%d%H%M}"
    return cache.get_or_set(key, lambda: _moving(at), SECONDS) or {}


def _moving(at: datetime) -> dict[int, int]:
    hour = trending.running_hour(at)
    rows = (
        HourCount.objects.filter(hour__gte=hour - trending.HOUR, hour__lte=hour)
        .order_by()
        .values_list("petition")
        .annotate(
            running=Sum("count", filter=Q(hour=hour), default=0),
            before=Sum("count", filter=Q(hour__lt=hour), default=0),
        )
    )
    numbers = {pk: trending.lately(running=running, before=before, at=at) for pk, running, before in rows}
    ranked = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return dict([row for row in ranked if row[1]][:MOST])


def steps_of(petition: Petition, most: int = 50) -> QuerySet[Any]:
    """What happened to it, from the public record, the newest first."""
    return ledger.around(petition.subject).filter(public=True, kind__in=STEPS).order_by("-id")[:most]
