"""Where signing falters, day by day: for the creator of a petition, in numbers and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from petitions.models import Attempt, Petition
from petitions.queries.progress import site_clock
from petitions.queries.records import daily

# Attempts to sign are deleted after thirty days; what came before is not known any more.
DAYS = 30
COLUMNS = {"asked": "asked_at", "mailed": "sent_at", "bounced": "bounced_at"}


@dataclass(frozen=True, slots=True)
class FunnelDay:
    day: date
    asked: int
    mailed: int
    bounced: int
    confirmed: int


def funnel(petition: Petition, at: datetime) -> list[FunnelDay]:
    """Every day since it opened, thirty at most, the newest first; each act stands on the day it was done."""
    today = at.astimezone(site_clock()).date()
    began = (petition.opened_at or petition.created_at).astimezone(site_clock()).date()
    days = min(DAYS, (today - began).days + 1)
    by_name = {name: _by_day(petition, column) for name, column in COLUMNS.items()}
    confirmed = dict(daily(petition))
    return [
        FunnelDay(
            day,
            confirmed=confirmed.get(day, 0),
            **{name: counts.get(day, 0) for name, counts in by_name.items()},
        )
        for day in (today - timedelta(days=back) for back in range(days))
    ]


def _by_day(petition: Petition, column: str) -> dict[date, int]:
    rows = Attempt.objects.filter(petition=petition, **{f"{column}__isnull": False}).order_by()
    return dict(rows.annotate(day=TruncDate(column)).values_list("day").annotate(number=Count("pk")))
