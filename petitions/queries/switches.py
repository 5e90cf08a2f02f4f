"""What the operators have switched: whether anybody may sign, how often is counted."""

from datetime import datetime

from django.db.models import QuerySet

from petitions.models import Interval, Pause
from petitions.rules import switches


def pause_in_force(at: datetime) -> Pause | None:
    return Pause.objects.in_force(at).first()


def pauses() -> QuerySet[Pause]:
    return Pause.objects.all()


def intervals() -> QuerySet[Interval]:
    return Interval.objects.all()


def counting_interval(at: datetime) -> int:
    """Seconds between two counts of a petition."""
    row = Interval.objects.filter(since__lte=at).first()
    return row.seconds if row else switches.USUAL
