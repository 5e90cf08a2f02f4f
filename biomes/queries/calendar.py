"""What a living system and its people do when; asked by its page, by programs, and by those who plan a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from biomes.models import Biome, CalendarEntry
from biomes.rules.calendar import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An entry on the days it falls on."""

    entry: CalendarEntry
    period: Period


def calendar_entries(biome: Biome | None = None) -> QuerySet[CalendarEntry]:
    """Those that stand, of published living systems."""
    found = CalendarEntry.objects.standing().filter(biome__in=Biome.objects.public().values("pk"))
    return (found.filter(biome=biome) if biome is not None else found).select_related("biome")


def calendar_entry(pk: int) -> CalendarEntry | None:
    return calendar_entries().filter(pk=pk).first()


def calendar_of(biome: Biome, year: int) -> list[Occurrence]:
    """Everything with a day in ``year``, in the order of its days."""
    found = [
        Occurrence(entry=entry, period=period)
        for entry in calendar_entries(biome)
        for period in entry.periods(year)
    ]
    return sorted(found, key=lambda one: (one.period.first, one.period.last, one.entry.pk))


def what_is_on(biome: Biome, day: date) -> list[Occurrence]:
    """What a day meets in the calendar of a living system and its people."""
    return [one for one in calendar_of(biome, day.year) if one.period.holds(day)]


def what_is_on_for(slugs: Iterable[str], day: date) -> list[Occurrence]:
    """The same for several, by their addresses; those that are not published say nothing."""
    found = Biome.objects.public().filter(slug__in=list(slugs)).order_by("name")
    return [one for biome in found for one in what_is_on(biome, day)]


def every_entry(biome: Biome) -> QuerySet[CalendarEntry]:
    """Ended ones too, newest first; for the curator."""
    return biome.calendar.order_by("ended_at", "first_day", "first_on", "pk")
