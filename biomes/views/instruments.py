"""Curators' pages for what measures: stations with their keys, and thresholds with their sources."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from biomes import actions, words
from biomes.forms import CorrectionForm, StationForm, ThresholdForm
from biomes.models import Station, StationKey, Threshold
from biomes.queries import desk as reads
from biomes.rules.words import Direction, State
from biomes.views import paging

curator = role_required(Role.CURATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    found = reads.all_thresholds().filter(pk=pk).first()
    if found is None:
        raise Http404(_("No threshold has this address."))
    form = CorrectionForm(request.POST or None, initial=_as_it_is(found))
    name = words.indicator_name(found.indicator.code, found.indicator.name)
    context = {"threshold": found, "form": form, "name": name, "unit": words.unit_name(found.indicator.unit)}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/correct.html", context, status=status)
    try:
        made = actions.correct_threshold(
            threshold_id=pk, author=request.user.code, at=now(), **form.cleaned_data
        )
    except actions.CannotCorrect as refusal:
        return render(request, "biomes/correct.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The limit is corrected; the former one stays on record."))
    return redirect("biomes:threshold", pk=made.pk)


def _as_it_is(found: Threshold) -> dict[str, object]:
    return {
        "value": words.number(found.value),
        "label": found.label,
        "source": found.source,
        "source_year": found.source_year,
        "source_url": found.source_url,
        "since": now().date(),
        "verified_on": now().date(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def new_threshold(request: SignedInRequest) -> HttpResponse:
    form = ThresholdForm(request.POST or None, initial={"verified_on": now().date()})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/new_threshold.html", {"form": form}, status=status)
    said = form.cleaned_data | {
        "level": State(form.cleaned_data["level"]),
        "direction": Direction(form.cleaned_data["direction"]),
    }
    try:
        made = actions.set_threshold(author=request.user.code, at=now(), **said)
    except actions.CannotCorrect as refusal:
        context = {"form": form, "refusal": str(refusal)}
        return render(request, "biomes/new_threshold.html", context, status=409)
    return redirect("biomes:threshold", pk=made.pk)


@require_safe
@curator
def stations(request: HttpRequest) -> HttpResponse:
    return render(request, "biomes/stations.html", {"page": paging.page_of(request, reads.all_stations())})


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def new_station(request: SignedInRequest) -> HttpResponse:
    form = StationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/new_station.html", {"form": form}, status=status)
    try:
        made = actions.open_station(actor=request.user.code, at=now(), **form.cleaned_data)
    except actions.CannotIssue as refusal:
        context = {"form": form, "refusal": str(refusal)}
        return render(request, "biomes/new_station.html", context, status=409)
    return redirect("biomes:keys", code=made.code)


@require_safe
@curator
def keys(request: HttpRequest, code: str) -> HttpResponse:
    return _keys_page(request, _station(code))


def _keys_page(
    request: HttpRequest,
    station: Station,
    *,
    secret: str = "",
    replaced: StationKey | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    at = now()
    keys = [(one, one.works(at)) for one in station.keys.all()]
    context = {"station": station, "keys": keys, "secret": secret, "replaced": replaced, "refusal": refusal}
    return render(request, "biomes/keys.html", context, status=status)


@require_POST
@curator
@never_cache
def issue(request: SignedInRequest, code: str) -> HttpResponse:
    """The answer is the only place where the key can ever be read."""
    station = _station(code)
    try:
        _key, secret = actions.issue_key(
            station_id=station.pk, actor=request.user.code, at=now(), seen=_seen(request)
        )
    except actions.CannotIssue as refusal:
        return _keys_page(request, station, refusal=str(refusal), status=409)
    return _keys_page(request, station, secret=secret)


def _seen(request: HttpRequest) -> int | None:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


@require_POST
@curator
@never_cache
def rotate(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """A new key beside the old one, which works on for a week; the answer is the only place that shows it."""
    station = _station(code)
    key = station.keys.filter(pk=pk).first()
    if key is None:
        raise Http404(_("This station has no such key."))
    try:
        made, secret = actions.rotate_key(key_id=key.pk, actor=request.user.code, at=now())
    except actions.CannotIssue as refusal:
        return _keys_page(request, station, refusal=str(refusal), status=409)
    return _keys_page(request, station, secret=secret, replaced=made.replaces)


@require_POST
@curator
def revoke(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    key = _station(code).keys.filter(pk=pk).first()
    if key is None:
        raise Http404(_("This station has no such key."))
    actions.revoke_key(key_id=key.pk, actor=request.user.code, at=now())
    messages.success(request, _("The key no longer works."))
    return redirect("biomes:keys", code=code)


@require_POST
@curator
def close(request: SignedInRequest, code: str) -> HttpResponse:
    actions.close_station(station_id=_station(code).pk, actor=request.user.code, at=now())
    messages.success(request, _("The station is closed; what it measured stays."))
    return redirect("biomes:stations")


def _station(code: str) -> Station:
    found = reads.any_station(code)
    if found is None:
        raise Http404(_("No station has this code."))
    return found
