"""Filing without an account: the screen that says "look at your mail", and the link that asks, files and shows.

The screen is the same for everybody, whatever the address has done before; a link that is only looked at (mail
scanners look at every link) changes nothing.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import client_address, now
from biomes import actions, queries
from biomes.forms.guests import GuestAppealForm
from biomes.models import GuestFiling
from biomes.rules.guests import Kind
from biomes.rules.sighted import State
from biomes.words import everyone as words

# What a button of the link's page asks for; without a word it files.
ACTS: dict[str, Any] = {"withdraw": actions.withdraw_as_guest, "appeal": actions.appeal_as_guest}


def asked(request: HttpRequest, kind: Kind, form: Any, language: str) -> HttpResponse:
    """Keep what a guest wrote, and say where to look."""
    actions.ask_as_guest(
        kind=kind,
        content=form.content(language),
        email=form.cleaned_data["email"],
        address=client_address(request),
        at=now(),
    )
    return redirect("biomes:guest_sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "biomes/guest_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST files it or, once it is filed, takes a sighting back or appeals against its refusal."""
    at = now()
    found = queries.guest_filing(token, at)
    if found is None:
        return render(request, "biomes/guest_dead.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return _page(request, found)
    act, said = ACTS.get(request.POST.get("act", ""), actions.confirm_as_guest), {}
    if act is actions.appeal_as_guest:
        form = GuestAppealForm(request.POST)
        if not form.is_valid():
            return _page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        said = form.cleaned_data
    try:
        act(token=token, at=at, **said)
    except (actions.CannotConfirm, actions.CannotFile) as why:
        return _page(request, found, refusal=str(why), status=HTTPStatus.CONFLICT)
    if said:
        messages.success(request, _("Your appeal is in. Another moderator will answer it."))
    return redirect("biomes:guest", token)


def _page(
    request: HttpRequest,
    found: GuestFiling,
    *,
    refusal: str = "",
    form: GuestAppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    pin, sighting = queries.guest_pin(found), queries.guest_sighting(found)
    context = {
        "asked": found,
        "heading": _heading(found),
        "title": found.content.get("name", ""),
        "what": words.sighted(found.content["kind"]) if "kind" in found.content else "",
        "pin": pin,
        "sighting": sighting,
        "is_public": sighting is not None and sighting.state == State.ACCEPTED,
        "state": _state(found, pin, sighting),
        "decision": queries.guest_decision(found, now()),
        "form": form or GuestAppealForm(),
        "refusal": refusal,
    }
    return render(request, "biomes/guest.html", context, status=status)


def _heading(found: GuestFiling) -> str:
    if found.confirmed_at:
        return _("It is filed")
    return _("Put this on the map?") if found.kind == Kind.PIN else _("Send this sighting?")


def _state(found: GuestFiling, pin: Any, sighting: Any) -> str:
    """What became of it, in a few words."""
    if pin is not None:
        return str(words.STAGES[queries.shown_stage(pin, now())])
    if sighting is not None:
        return str(words.SIGHTING_STATES[sighting.state])
    return str(words.SIGHTING_STATES[State.WITHDRAWN]) if found.confirmed_at else ""
