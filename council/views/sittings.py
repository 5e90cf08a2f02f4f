"""Sittings as everybody reads them: a body's list, one sitting, the live room, the screen, the feed."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from icalendar import Calendar, Event

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms_sitting import SEAT_STEPS
from council.models import Sitting
from council.predicates import may_change_seats
from ledger.printing import printed

MOST = 100


@require_safe
def sittings(request: HttpRequest, code: str) -> HttpResponse:
    """Every sitting of a body: those ahead, those that are over."""
    body = get_object_or_404(queries.bodies(), code=code)
    found = queries.sittings().filter(body=body)
    context = {"body": body, "ahead": found.ahead()[:MOST], "over": found.over()[:MOST]}  # type: ignore[attr-defined]
    return render(request, "council/sittings.html", context)


def whole(code: str, number: str) -> Sitting:
    found = queries.sitting(code, number)
    if found is None:
        raise Http404
    return found


def room(found: Sitting, at: datetime) -> dict[str, Any]:
    """What the polled fragments say."""
    return {
        "sitting": found,
        "chambers": queries.in_the_room(found, at) if found.is_open else (),
        "speakers": queries.speakers(found) if found.is_open else None,
        "current": queries.current_point(found),
    }


@require_safe
def sitting(request: HttpRequest, code: str, number: str) -> HttpResponse:
    return page(request, whole(code, number))


def page(request: HttpRequest, found: Sitting, refusal: str = "", status: int = 200) -> HttpResponse:
    at = now()
    context = room(found, at) | {
        # Until the notice the agenda is the secretary's draft.
        "points": queries.points(found) if found.notice_at else (),
        "own": queries.own_seats(found, request.user, at) if found.is_open else (),
        "called": queries.convenings_of(request.user).filter(sitting=found),
        "minutes": queries.public_minutes().filter(sitting=found).first(),
        "refusal": refusal,
        "may_declare": may_change_seats(request.user),
        "asked": queries.blackouts_asked(found, at),
    }
    return render(request, "council/sitting.html", context, status=status)


@require_safe
@vary_on_headers("HX-Request")
def live(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The room, polled; the page itself without script. 286 ends the polling."""
    found = whole(code, number)
    if not request.headers.get("HX-Request"):
        return page(request, found)
    return render(request, "council/_room.html", room(found, now()), status=286 if found.is_over else 200)


@require_safe
@vary_on_headers("HX-Request")
def screen(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One big page for the room's wall; nothing on it is pressed."""
    found = whole(code, number)
    context = room(found, now())
    if not request.headers.get("HX-Request"):
        return render(request, "council/screen.html", context)
    return render(request, "council/_screen.html", context, status=286 if found.is_over else 200)


@require_safe
def pack(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Agenda and texts on one page, to read; it is there from the notice on."""
    return render(request, "council/pack.html", _packed(request, whole(code, number)))


def _packed(request: HttpRequest, found: Sitting) -> dict[str, Any]:
    if found.notice_at is None:
        raise Http404
    return {"sitting": found, "sheets": queries.pack(found, request.user)}


@require_safe
def pack_pdf(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The same in one file, to print and to take along."""
    found = whole(code, number)
    context = _packed(request, found)
    return printed(
        request, "council/_pack.html", context,
        title=_("Pack of sitting %(number)s, %(name)s") % {"number": number, "name": found.body.name},
        page=reverse("council:sitting_pack", args=[code, number]), publisher=found.body.name,
        made_at=found.notice_at or now(), name=f"{code}-{number}-pack",
    )  # fmt: skip


@require_POST
@second_factor_required
def seat_step(request: SignedInRequest, code: str, number: str, seat: str, verb: str) -> HttpResponse:
    """A member comes, goes, asks for the floor or no longer does, for a seat of her own."""
    found, held = whole(code, number), queries.seat(seat)
    if held is None or verb not in SEAT_STEPS:
        raise Http404
    try:
        getattr(actions, SEAT_STEPS[verb])(sitting_id=found.pk, seat=held, by=request.user, at=now())
    except actions.CannotSit as refusal:
        return page(request, found, str(refusal), status=409)
    return redirect(found)


@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """iCalendar (RFC 5545): a sitting is tentative until its notice is given."""
    body = get_object_or_404(queries.bodies(), code=code)
    made = Calendar()
    made.add("prodid", "-//Biolattice//sittings of a body//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", body.name)
    for found in queries.sittings().filter(body=body).order_by("-starts_at")[:MOST]:
        made.add_component(_event(request, found))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{code}-sittings.ics"'
    return response


def _event(request: HttpRequest, found: Sitting) -> Event:
    event = Event()
    event.add("uid", f"sitting-{found.code}@{request.get_host()}")
    stamps = [at for at in (found.called_at, found.notice_at, found.moved_at) if at]
    event.add("dtstamp", max(stamps, default=found.starts_at))
    event.add("dtstart", found.resumes_at or found.starts_at)
    name = _("Sitting %(number)s") % {"number": found.number}
    event.add("summary", f"{found.body.name}: {name}")
    event.add("status", "CONFIRMED" if found.notice_at else "TENTATIVE")
    if found.place:
        event.add("location", found.place)
    if found.notice_at:
        lines = [f"{point.position}. {point.heading}" for point in queries.points(found)]
        event.add("description", "\n".join(lines))
    event.add("url", request.build_absolute_uri(found.get_absolute_url()))
    return event
