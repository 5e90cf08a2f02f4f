"""A living system's calendar: on its page, as a feed for people's own calendars, and where curators keep it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from accounts.doors import SignedInRequest, now
from biomes import actions, queries
from biomes.forms.calendar import CalendarForm, EndEntryForm
from biomes.models import Biome, CalendarEntry
from biomes.rules.calendar import day_of_year
from biomes.views.curate import any_biome, curator
from biomes.words import calendar as words


def section(biome: Biome, at: Any) -> dict[str, Any]:
    """For `_calendar.html`: this year's occurrences under whose time it is, and what is on today."""
    year, today = at.year, at.date()
    rows = [
        {
            "entry": one.entry,
            "kind": words.KINDS[one.entry.kind],
            "days": words.between(one.period.first, one.period.last),
            "is_on": one.period.holds(today),
            "whose": one.entry.whose,
        }
        for one in queries.calendar_of(biome, year)
    ]
    grouped = [(word, [row for row in rows if row["whose"] == whose]) for whose, word in words.WHOSE.items()]
    return {"calendar": [(word, found) for word, found in grouped if found], "calendar_year": year}


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """iCalendar (RFC 5545): a yearly entry recurs, a dated one stands once; whole days, nobody's time is blocked."""
    biome = queries.public_biome(slug)
    if biome is None:
        raise Http404(_("No living system has this address."))
    made = Calendar()
    made.add("prodid", "-//Biolattice//calendar of a living system//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", biome.name)
    for entry in queries.calendar_entries(biome):
        made.add_component(_event(request, entry))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return response


def _event(request: HttpRequest, entry: CalendarEntry) -> Event:
    period = entry.periods(entry.added_at.year if entry.is_yearly else _year(entry))[-1]
    event = Event()
    event.add("uid", f"calendar-{entry.pk}@{request.get_host()}")
    event.add("dtstamp", entry.added_at)
    event.add("summary", f"{entry.biome.name}: {entry.title}")
    event.add("dtstart", period.first)
    # The day after the last one (RFC 5545, 3.6.1).
    event.add("dtend", period.last + timedelta(days=1))
    if entry.is_yearly:
        event.add("rrule", _yearly(entry))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [str(words.KINDS[entry.kind])])
    event.add("description", "\n".join(text for text in (entry.note, entry.source) if text))
    event.add("url", request.build_absolute_uri(reverse("biomes:biome", args=[entry.biome.slug])))
    return event


def _year(entry: CalendarEntry) -> int:
    return entry.first_on.year if entry.first_on else entry.added_at.year


def _yearly(entry: CalendarEntry) -> dict[str, Any]:
    """29 February is the last day of February, so that it comes every year."""
    first = day_of_year(entry.first_day)
    if first and (first.month, first.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def calendar(request: SignedInRequest, slug: str) -> HttpResponse:
    biome = any_biome(slug)
    form = CalendarForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, biome, form, status=422 if request.method == "POST" else 200)
    try:
        actions.add_calendar_entry(biome=biome, actor=request.user.code, at=now(), **form.said)
    except actions.CannotSchedule as refusal:
        return _page(request, biome, form, refusal=str(refusal), status=409)
    messages.success(request, _("The entry is in the calendar."))
    return redirect("biomes:desk_calendar", slug=slug)


def _page(
    request: HttpRequest, biome: Biome, form: CalendarForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    rows = [(one, words.KINDS[one.kind], words.days(one)) for one in queries.every_entry(biome)]
    context = {"biome": biome, "form": form, "refusal": refusal, "rows": rows}
    return render(request, "biomes/desk_calendar.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def end_entry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    biome = any_biome(slug)
    entry = queries.every_entry(biome).filter(pk=pk).first()
    if entry is None:
        raise Http404(_("The calendar has no such entry."))
    form = EndEntryForm(request.POST or None)
    context = {"biome": biome, "entry": entry, "days": words.days(entry), "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/end_entry.html", context, status=status)
    try:
        reason = form.cleaned_data["reason"]
        actions.end_calendar_entry(entry_id=pk, reason=reason, actor=request.user.code, at=now())
    except actions.CannotSchedule as refusal:
        return render(request, "biomes/end_entry.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The entry is out of the calendar."))
    return redirect("biomes:desk_calendar", slug=slug)
