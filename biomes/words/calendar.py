"""The words of a living system's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes.models import CalendarEntry
from biomes.rules.calendar import Kind, Whose, day_of_year

KINDS = {
    Kind.SPAWNING: gettext_lazy("Spawning"),
    Kind.FLOODING: gettext_lazy("Flooding"),
    Kind.MIGRATION: gettext_lazy("Migration"),
    Kind.HARVEST: gettext_lazy("Harvest"),
    Kind.CEREMONY: gettext_lazy("Ceremony"),
    Kind.REST: gettext_lazy("Rest"),
}
WHOSE = {
    Whose.BIOME: gettext_lazy("The living system’s own time"),
    Whose.PEOPLE: gettext_lazy("Its people’s time"),
}


def days(entry: CalendarEntry) -> str:
    """ "20 November to 10 February, every year"; "3 May 2150 to 5 May 2150"."""
    first, last = day_of_year(entry.first_day), day_of_year(entry.last_day)
    if first and last:
        # 2000 was a leap year, so that 29 February can be named.
        return _("%(first)s to %(last)s, every year") % {
            "first": date_format(first.in_year(2000), "MONTH_DAY_FORMAT"),
            "last": date_format(last.in_year(2000), "MONTH_DAY_FORMAT"),
        }
    return between(entry.first_on, entry.last_on)


def between(first: Any, last: Any) -> str:
    if first == last:
        return _day(first)
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
