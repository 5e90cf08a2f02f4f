"""Curators' pages for what stands around a living system: zones, links, guardians, those who must answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from biomes import actions, queries, words
from biomes.forms import (
    CompetentForm,
    EndGuardianshipForm,
    EndLinkForm,
    GuardianForm,
    LinkForm,
    ZoneForm,
)
from biomes.models import Zone
from biomes.queries import desk as reads
from biomes.rules.words import GuardianshipEnd
from biomes.views import drawing, paging

curator = role_required(Role.CURATOR)
REFUSALS = (actions.CannotRelate, accounts.CannotApprove)


# --- Zones -----------------------------------------------------------------------------------------
@require_safe
@curator
def zones(request: HttpRequest) -> HttpResponse:
    rows = [(zone, words.ZONE_KINDS[zone.kind]) for zone in queries.zones()]
    return render(request, "biomes/desk_zones.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def new_zone(request: SignedInRequest) -> HttpResponse:
    data, told = drawing.repaired(request, "polygon")
    form = ZoneForm(data or request.POST or None, is_new=True)
    if data:
        return _zone_form(request, form, told=told)
    if request.method != "POST" or not form.is_valid():
        return _zone_form(request, form, status=422 if request.method == "POST" else 200)
    try:
        made = actions.draw_zone(actor=request.user.code, at=now(), **form.said)
    except actions.CannotRelate as refusal:
        return _zone_form(request, form, refusal=str(refusal), status=409)
    messages.success(request, _("The zone is on the map."))
    return redirect("biomes:zone", slug=made.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def edit_zone(request: SignedInRequest, slug: str) -> HttpResponse:
    zone = queries.zone(slug)
    if zone is None:
        raise Http404(_("No zone has this address."))
    said = {name: getattr(zone, name) for name in ("name", "kind", "polygon", "population", "about")}
    data, told = drawing.repaired(request, "polygon")
    form = ZoneForm(data or request.POST or None, initial=said | {"seen": zone.fingerprint})
    if data:
        return _zone_form(request, form, zone=zone, told=told)
    if request.method != "POST" or not form.is_valid():
        return _zone_form(request, form, zone=zone, status=422 if request.method == "POST" else 200)
    try:
        actions.redraw_zone(zone_id=zone.pk, actor=request.user.code, at=now(), **form.said)
    except actions.CannotRelate as refusal:
        # Who was told of a newer outline has seen it when they save again.
        zone.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = zone.fingerprint
        return _zone_form(request, form, zone=zone, refusal=str(refusal), status=409)
    messages.success(request, _("The zone says so from now on."))
    return redirect("biomes:zone", slug=slug)


def _zone_form(
    request: HttpRequest,
    form: ZoneForm,
    *,
    zone: Zone | None = None,
    refusal: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    others = [one for one in queries.zones() if zone is None or one.pk != zone.pk]
    around = [queries.feature(one.polygon, kind="zone", name=one.name) for one in others]
    context = {
        "form": form,
        "zone": zone,
        "refusal": refusal,
        "said": told,
        **drawing.around_fault(form, "polygon"),
        "changes": reads.zone_changes(zone) if zone else [],
        "around": {"type": "FeatureCollection", "features": around},
    }
    return render(request, "biomes/zone_form.html", context, status=status)


# --- Links -----------------------------------------------------------------------------------------
@require_safe
@curator
def links(request: HttpRequest) -> HttpResponse:
    return render(request, "biomes/desk_links.html", {"page": paging.page_of(request, reads.all_links())})


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def new_link(request: SignedInRequest) -> HttpResponse:
    form = LinkForm(request.POST or None)
    context = {"form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/new_link.html", context, status=status)
    try:
        actions.add_link(actor=request.user.code, at=now(), **form.said)
    except actions.CannotRelate as refusal:
        return render(request, "biomes/new_link.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The link stands, with its evidence."))
    return redirect("biomes:links")


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def end_link(request: SignedInRequest, pk: int) -> HttpResponse:
    link = reads.link(pk)
    if link is None:
        raise Http404(_("No link has this address."))
    form = EndLinkForm(request.POST or None)
    context = {"form": form, "link": link}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/end_link.html", context, status=status)
    try:
        actions.end_link(link_id=pk, reason=form.cleaned_data["reason"], actor=request.user.code, at=now())
    except actions.CannotRelate as refusal:
        return render(request, "biomes/end_link.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("The link has ended; its evidence stays on record."))
    return redirect("biomes:links")


# --- Guardians, by two curators ---------------------------------------------------------------------
@require_safe
@curator
def guardians(request: SignedInRequest) -> HttpResponse:
    return _guardians(request)


def _guardians(request: SignedInRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    at = now()
    waiting: list[tuple[Any, bool]] = [
        (one, one.approval.asked_by_id == request.user.pk) for one in reads.waiting_requests(at)
    ]
    context = {
        "page": paging.page_of(request, reads.trusts(at)),
        "waiting": waiting,
        "refusal": refusal,
        "now": at,
    }
    return render(request, "biomes/desk_guardians.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def ask_guardian(request: SignedInRequest) -> HttpResponse:
    form = GuardianForm(request.POST or None, initial={"biome": request.GET.get("biome", "")[:50]})
    context = {"form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/new_guardian.html", context, status=status)
    try:
        actions.ask_guardianship(by=request.user, at=now(), **form.said)
    except REFUSALS as refusal:
        return render(request, "biomes/new_guardian.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("Asked. It takes effect when another curator agrees."))
    return redirect("biomes:guardians")


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def ask_end_of_guardianship(request: SignedInRequest, pk: int) -> HttpResponse:
    held = reads.guardianship(pk, now())
    if held is None:
        raise Http404(_("No guardianship in force has this address."))
    form = EndGuardianshipForm(request.POST or None)
    context = {"form": form, "held": held}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/end_guardian.html", context, status=status)
    try:
        reason = GuardianshipEnd(form.cleaned_data["reason"])
        actions.ask_to_end(guardianship_id=pk, reason=reason, by=request.user, at=now())
    except REFUSALS as refusal:
        return render(request, "biomes/end_guardian.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("Asked. It takes effect when another curator agrees."))
    return redirect("biomes:guardians")


@require_POST
@curator
def agree(request: SignedInRequest, approval: int) -> HttpResponse:
    """The second curator agrees to a change of hands."""
    _waiting(approval)
    try:
        actions.agree_to_guardianship(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return _guardians(request, refusal=str(refusal), status=409)
    messages.success(request, _("Agreed; it is in force."))
    return redirect("biomes:guardians")


@require_POST
@curator
def take_back(request: SignedInRequest, approval: int) -> HttpResponse:
    """Who asked takes the request back."""
    _waiting(approval)
    try:
        accounts.withdraw_approval(approval_id=approval, by=request.user, at=now())
    except accounts.CannotApprove as refusal:
        return _guardians(request, refusal=str(refusal), status=409)
    messages.success(request, _("Taken back."))
    return redirect("biomes:guardians")


def _waiting(approval: int) -> None:
    """A request of another kind is none of this page's, and is not found here."""
    if reads.waiting_request(approval, now()) is None:
        raise Http404(_("No such request waits."))


# --- Who must answer --------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@curator
def competent(request: SignedInRequest) -> HttpResponse:
    form, at = CompetentForm(request.POST or None), now()
    page = paging.page_of(request, reads.Competences(at))
    offered = [(one.subject.removeprefix("biomes."), one.name) for one in page]
    context = {"form": form, "page": page, "offered": offered, "now": at}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/desk_competent.html", context, status=status)
    try:
        actions.name_competent(actor=request.user.code, at=at, **form.said)
    except actions.CannotRelate as refusal:
        return render(request, "biomes/desk_competent.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("Named; the organisation before it answers until then."))
    return redirect("biomes:competent")
