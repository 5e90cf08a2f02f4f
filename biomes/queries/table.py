"""All readings, for curators: newest arrivals first, narrowed, a page at a time by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from biomes.models import Reading

PAGE_ROWS = 50
# Some questions have to look at every reading; then better none than a page that never comes.
PATIENCE = "3s"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPage:
    readings: list[Reading]
    # Arrival and number of the last row, when another page follows.
    last: tuple[datetime, int] | None = None
    took_too_long: bool = False


def readings_page(
    *,
    station: str = "",
    indicator: str = "",
    flag: str = "",
    quality: str = "",
    since: date | None = None,
    until: date | None = None,
    after: tuple[datetime, int] | None = None,
) -> ReadingsPage:
    """Current versions, those of drafts and the rejected ones too."""
    found = Reading.objects.filter(is_current=True)
    if station:
        found = found.filter(station__code=station)
    if indicator:
        found = found.filter(indicator__code=indicator)
    if flag:
        found = found.filter(flags__contains=[flag])
    if quality:
        found = found.filter(quality=quality)
    if since:
        found = found.filter(phenomenon_at__gte=_midnight(since))
    if until:
        found = found.filter(phenomenon_at__lt=_midnight(until))
    if after:
        found = found.filter(received_at__lte=after[0]).filter(
            Q(received_at__lt=after[0]) | Q(id__lt=after[1])
        )
    rows = _in_time(
        found.select_related("station", "indicator").order_by("-received_at", "-id")[: PAGE_ROWS + 1]
    )
    if rows is None:
        return ReadingsPage(readings=[], took_too_long=True)
    shown = rows[:PAGE_ROWS]
    more = len(rows) > PAGE_ROWS
    return ReadingsPage(readings=shown, last=(shown[-1].received_at, shown[-1].number) if more else None)


def _in_time(found: QuerySet[Reading]) -> list[Reading] | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            rows = list(found)
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
            return rows
    except OperationalError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
