"""How many it takes: for everybody to read, for admins to set."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as accounts
from accounts.doors import SignedInRequest, now, role_required
from accounts.predicates import is_admin
from accounts.rules.roles import Role
from biomes import queries as biomes
from petitions import actions, queries
from petitions.forms import SponsorNeedForm, ThresholdForm
from petitions.rules.thresholds import DEFAULTS, MOST_SPONSORS, SPONSORS, Kind
from petitions.words import THRESHOLDS


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number in force, to come and past, with its reason."""
    return _numbers(request)


def _numbers(request: HttpRequest, refusal: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    at = now()
    context = {
        "thresholds": [(line, THRESHOLDS[Kind(line.kind)]) for line in queries.threshold_lines(at)],
        "sponsors": queries.sponsor_lines(at),
        "usual": [(THRESHOLDS[kind], number) for kind, number in DEFAULTS.items()],
        "usual_sponsors": SPONSORS,
        "most_sponsors": MOST_SPONSORS,
        "may_set": is_admin(request.user),
        "refusal": refusal,
    }
    return render(request, "petitions/numbers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.ADMIN)
def set_threshold(request: SignedInRequest) -> HttpResponse:
    start = {"body": request.GET.get("body", ""), "kind": request.GET.get("kind", "")}
    form = ThresholdForm(request.POST if request.method == "POST" else None, initial=start)
    return _set(request, form, actions.change_threshold, "threshold")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.ADMIN)
def set_sponsors(request: SignedInRequest) -> HttpResponse:
    start = {"zone": request.GET.get("zone", "")}
    form = SponsorNeedForm(request.POST if request.method == "POST" else None, initial=start)
    return _set(request, form, actions.change_sponsor_need, "sponsors")


def _set(request: SignedInRequest, form: Any, act: Any, what: str) -> HttpResponse:
    """One form, one act; a refusal stands beside the field that it is about."""
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            act(**form.wanted(at), by=request.user, at=at)
        except actions.CannotSet as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Set. It is public, with its date and its reason."))
            return redirect("petitions:numbers")
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "petitions/number_set.html", {"form": form, "what": what}, status=status)


@require_POST
@role_required(Role.ADMIN)
def take_back_threshold(request: SignedInRequest, body: str, kind: str) -> HttpResponse:
    found = accounts.organisation(body)
    if found is None or kind not in set(Kind):
        raise Http404
    return _take_back(request, actions.take_back_threshold, body=found, kind=Kind(kind))


@require_POST
@role_required(Role.ADMIN)
def take_back_sponsors(request: SignedInRequest, zone: str) -> HttpResponse:
    found = biomes.zone(zone)
    if found is None:
        raise Http404
    return _take_back(request, actions.take_back_sponsor_need, zone=found)


def _take_back(request: SignedInRequest, act: Any, **which: Any) -> HttpResponse:
    try:
        act(**which, by=request.user, at=now())
    except actions.CannotSet as refusal:
        return _numbers(request, str(refusal), HTTPStatus.CONFLICT)
    messages.success(request, _("Taken back. The number in force stays in force."))
    return redirect("petitions:numbers")
