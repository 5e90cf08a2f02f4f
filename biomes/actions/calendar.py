"""Entries of a living system's calendar: put in with their source, taken out with their reason, never rewritten."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes.models import Biome, CalendarEntry
from biomes.rules import calendar as rule
from ledger import actions as ledger


class CannotSchedule(Exception):
    """The entry was refused; the message is fit to show to the person."""


@transaction.atomic
def add_calendar_entry(
    *,
    biome: Biome,
    kind: rule.Kind,
    whose: rule.Whose,
    title: str,
    source: str,
    actor: str,
    at: datetime,
    note: str = "",
    source_url: str = "",
    first_day: rule.DayOfYear | None = None,
    last_day: rule.DayOfYear | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
) -> CalendarEntry:
    """Every year between two days, or once between two dates."""
    _refuse_days((first_day, last_day), (first_on, last_on))
    entry = CalendarEntry.objects.create(
        biome=biome, kind=kind.value, whose=whose.value, title=title, note=note,
        first_day=str(first_day or ""), last_day=str(last_day or ""), first_on=first_on, last_on=last_on,
        source=source, source_url=source_url, added_by=actor, added_at=at,
    )  # fmt: skip
    ledger.record(
        kind="biomes.calendar.added",
        subject=entry.subject,
        actor=actor,
        at=at,
        public=False,
        about=(biome.subject,),
        entry_kind=entry.kind,
    )
    return entry


def _refuse_days(
    yearly: tuple[rule.DayOfYear | None, rule.DayOfYear | None], once: tuple[date | None, date | None]
) -> None:
    """Both of one pair and none of the other; in their order, and no longer than a year."""
    first, last = once
    said = [[one is not None for one in pair] for pair in (yearly, once)]
    if sorted(map(all, said)) != [False, True] or sorted(map(any, said)) != [False, True]:
        raise CannotSchedule(_("Give two days of the year, or two dates; one of the two and not both."))
    if first is None or last is None:
        return
    if last < first:
        raise CannotSchedule(_("It ends before it begins."))
    if (last - first).days >= rule.LONGEST_DAYS:
        raise CannotSchedule(_("An entry lasts a year at most; make it one for each year, or every year."))


@transaction.atomic
def end_calendar_entry(*, entry_id: int, reason: str, actor: str, at: datetime) -> CalendarEntry:
    """It is taken out of the calendar; its row and its source stay."""
    entry = CalendarEntry.objects.select_for_update(of=("self",)).select_related("biome").get(pk=entry_id)
    if entry.ended_at is not None:
        raise CannotSchedule(_("This entry was taken out already."))
    if not reason.strip():
        raise CannotSchedule(_("Say why it is taken out."))
    entry.ended_at, entry.end_reason = at, reason.strip()
    entry.save(update_fields=["ended_at", "end_reason"])
    ledger.record(
        kind="biomes.calendar.ended",
        subject=entry.subject,
        actor=actor,
        at=at,
        public=False,
        about=(entry.biome.subject,),
    )
    return entry
