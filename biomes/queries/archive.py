"""Months that were put away: which, and whether a reading was among them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from biomes.models import Archive


def archives() -> QuerySet[Archive]:
    """Every month that was put away, and those brought back since."""
    return Archive.objects.all()


def archive(code: str) -> Archive | None:
    """By its month, 2149-03; the latest time it was put away."""
    try:
        month = date.fromisoformat(f"{code}-01")
    except ValueError:
        return None
    return archives().filter(month=month).first() if len(code) == 7 else None


def archive_of(number: str) -> Archive | None:
    """The month in which the reading of this number lies, if that month is away."""
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return (
        archives()
        .filter(restored_at__isnull=True)
        .extra(
            where=["EXISTS (SELECT FROM unnest(numbers) run WHERE run @> %s::bigint)"], params=[int(number)]
        )
        .first()
    )
