"""Asking to join, inviting, every move of a membership; ending a coalition and asking for a beacon."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import SignedInRequest, now, signed_in
from petitions import actions, queries
from petitions.doors import Hidden
from petitions.doors_coalitions import coalition_or_gone
from petitions.forms import BeaconForm, HatForm, InviteMemberForm
from petitions.models import Coalition
from petitions.rules.coalitions import Act
from petitions.views.coalitions import gone
from petitions.words import MOVES

STEWARD = "steward"


def steered(request: SignedInRequest, slug: str) -> Coalition:
    """The coalition, for its stewards; for anybody else the door is closed."""
    found = coalition_or_gone(slug)
    if not queries.is_steward(request.user, found, now()):
        raise PermissionDenied
    return found


def form_page(
    request: SignedInRequest, name: str, context: dict[str, Any], refusal: str = ""
) -> HttpResponse:
    form = context.get("form")
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if refusal else wrong
    return render(request, f"petitions/{name}.html", context | {"refusal": refusal}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def join_coalition(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask as oneself, as a body's office, as a living system's guardian; an invitation is accepted by it."""
    try:
        found = coalition_or_gone(slug)
    except Hidden:
        return gone(request)
    form = HatForm(
        request.POST if request.method == "POST" else None, hats=queries.hats_of(request.user, now())
    )
    context = {"coalition": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "coalition_join", context)
    try:
        member = actions.ask_to_join(coalition_id=found.pk, hat=form.hat, by=request.user, at=now())
    except actions.CannotJoin as refusal:
        return form_page(request, "coalition_join", context, str(refusal))
    said = _("Welcome.") if member.is_present else _("Asked. A steward answers.")
    messages.success(request, said)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def invite_member(request: SignedInRequest, slug: str) -> HttpResponse:
    """A steward invites; the answer is the same whether or not somebody has the address."""
    try:
        found = steered(request, slug)
    except Hidden:
        return gone(request)
    form = InviteMemberForm(request.POST if request.method == "POST" else None)
    context = {"coalition": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "coalition_invite", context)
    try:
        if hat := form.hat():
            actions.invite_member(coalition_id=found.pk, hat=hat, by=request.user, at=now())
    except actions.CannotJoin as refusal:
        # Whether an address is known here, and where its person stands, is told to nobody.
        if not form.cleaned_data["email"]:
            return form_page(request, "coalition_invite", context, str(refusal))
    messages.success(request, _("The invitation is on its way."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def move_member(request: SignedInRequest, slug: str, member: UUID, act: str) -> HttpResponse:
    """One move of a membership: a page that asks, a button that does."""
    try:
        found = coalition_or_gone(slug)
    except Hidden:
        return gone(request)
    who = queries.member_of(found, member)
    if who is None or act not in MOVES:
        raise Http404
    if not _may_move(request, who, act):
        raise PermissionDenied
    question, meaning, button = MOVES[act]
    context = {"coalition": found, "name": queries.name_of_member(who), "question": question, "meaning": meaning,
               "button": button}  # fmt: skip
    if request.method != "POST":
        return form_page(request, "coalition_move", context)
    try:
        _moved(request, who.pk, act)
    except actions.CannotJoin as refusal:
        return form_page(request, "coalition_move", context, str(refusal))
    messages.success(request, _("Done."))
    return redirect(found)


def _may_move(request: SignedInRequest, member: Any, act: str) -> bool:
    if act in {Act.ACCEPT, Act.DECLINE, Act.LEAVE}:
        return queries.may_speak_for(request.user, member, now())
    return queries.is_steward(request.user, member.coalition, now())


def _moved(request: SignedInRequest, member_id: int, act: str) -> None:
    if act == STEWARD:
        actions.hand_stewardship(member_id=member_id, by=request.user, at=now())
    else:
        actions.move_member(member_id=member_id, act=Act(act), by=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def end_coalition(request: SignedInRequest, slug: str) -> HttpResponse:
    try:
        found = steered(request, slug)
    except Hidden:
        return gone(request)
    context = {"coalition": found}
    if request.method != "POST":
        return form_page(request, "coalition_end", context)
    try:
        actions.end_coalition(coalition_id=found.pk, by=request.user, at=now())
    except actions.CannotGather as refusal:
        return form_page(request, "coalition_end", context, str(refusal))
    messages.success(request, _("The coalition has ended. Its page and its pledges stay."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def request_beacon(request: SignedInRequest, slug: str) -> HttpResponse:
    try:
        found = steered(request, slug)
    except Hidden:
        return gone(request)
    form = BeaconForm(request.POST if request.method == "POST" else None)
    context = {"coalition": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "coalition_beacon", context)
    try:
        actions.request_beacon(coalition_id=found.pk, why=form.cleaned_data["why"], by=request.user, at=now())
    except actions.CannotGather as refusal:
        return form_page(request, "coalition_beacon", context, str(refusal))
    messages.success(request, _("Asked. A moderator reads it before anybody is called."))
    return redirect(found)
