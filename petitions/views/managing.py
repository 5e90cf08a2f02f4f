"""The creator's view, the ways a petition ends, and a body's answer."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as accounts
from accounts.actions import CannotApprove
from accounts.doors import SignedInRequest, now, role_required, signed_in
from accounts.rules.roles import Role
from accounts.rules.tokens import Purpose
from moderation import actions as decisions
from moderation import queries as moderation
from petitions import actions, predicates, queries
from petitions.actions.ending import STOP
from petitions.doors import Hidden, gone, own_petition, public_or_gone, user_or_none
from petitions.forms import AppealForm, InviteForm, ReasonForm, ResponseForm
from petitions.models import Petition
from petitions.rules import lifecycle
from petitions.rules.lifecycle import State
from petitions.rules.thresholds import MOST_SPONSORS
from petitions.words import FUNNEL, NAME_STAGES, STATES

SEEKING = frozenset({State.SEEKING_SPONSORS, State.MODERATION})


@require_safe
@never_cache
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    petition = own_petition(request, slug)
    return _manage(request, petition, InviteForm())


def _manage(
    request: HttpRequest, petition: Petition, form: InviteForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    sponsors, invited = queries.sponsors_of(petition)
    item = moderation.latest_item(petition.subject)
    context: dict[str, Any] = {
        "petition": petition,
        "state_words": STATES[petition.state],
        "sponsors": sponsors,
        "invited": invited,
        "left": MOST_SPONSORS - invited,
        "needed": queries.sponsors_needed(petition, now()),
        "is_seeking": petition.state in SEEKING,
        "share_url": sponsors_link(petition),
        "form": form,
        **_funnel(petition),
        "name_requests": _name_requests(petition) if petition.filer.is_pseudonymous else [],
        "marks": queries.marks(petition, now()) if petition.opened_at else [],
        "item": item,
        "may_appeal": item is not None and moderation.may_appeal(item, now()),
        "decision": moderation.last_decision(petition.subject),
        "may_withdraw": petition.state in lifecycle.WITHDRAWABLE,
        "queue": moderation.counts(now()),
    }
    return render(request, "petitions/manage.html", context, status=status)


def _name_requests(petition: Petition) -> list[tuple[queries.Asked, Any]]:
    at = now()
    asked = [queries.as_asked(row, at) for row in queries.requests_for(petition)]
    return [(one, NAME_STAGES[one.stage]) for one in asked]


def _funnel(petition: Petition) -> dict[str, Any]:
    """Signing day by day, newest first as a table, oldest first as lines."""
    rows = queries.funnel(petition, now()) if petition.opened_at else []
    lines = [
        (words, [(row.day, getattr(row, name)) for row in reversed(rows)]) for name, words in FUNNEL.items()
    ]
    return {"funnel": rows, "lines": lines}


def sponsors_link(petition: Petition) -> str:
    share = actions.token_of(Purpose.INVITE, petition.code)
    return str(settings.SITE_URL + reverse("petitions:sponsor", args=[petition.code, share]))


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    petition = own_petition(request, slug)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _manage(request, petition, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        number = actions.invite_sponsors(
            petition_id=petition.pk, emails=form.cleaned_data["emails"], at=now()
        )
    except actions.CannotSponsor as refusal:
        form.add_error(None, str(refusal))
        return _manage(request, petition, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Invitations on their way: %(number)s.") % {"number": number})
    return redirect("petitions:manage", petition.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    petition = own_petition(request, slug)
    if request.method != "POST":
        return render(request, "petitions/withdraw.html", {"petition": petition})
    try:
        actions.withdraw_petition(petition_id=petition.pk, by=user_or_none(request), at=now())
    except actions.CannotEnd as refusal:
        context = {"petition": petition, "refusal": str(refusal)}
        return render(request, "petitions/withdraw.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The petition is withdrawn."))
    return redirect("petitions:manage", petition.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal(request: HttpRequest, slug: str) -> HttpResponse:
    """The filer's one appeal against a moderator's decision, with an account or by the filer's link."""
    petition = own_petition(request, slug)
    item = moderation.latest_item(petition.subject)
    if item is None:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "petition": petition,
        "form": form,
        "decision": moderation.last_decision(petition.subject),
        "may_appeal": moderation.may_appeal(item, now()),
    }
    if request.method == "POST" and form.is_valid():
        try:
            decisions.appeal(item_id=item.pk, by=item.author, reason=form.cleaned_data["reason"], at=now())
        except decisions.CannotAppeal as refusal:
            return render(request, "petitions/appeal.html", context | {"refusal": str(refusal)}, status=409)
        messages.success(request, _("Your appeal is in. Another moderator will answer it."))
        return redirect("petitions:manage", petition.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/appeal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.MODERATOR)
def stop(request: SignedInRequest, slug: str) -> HttpResponse:
    """One moderator asks with a reason, another agrees: signing ends and the reason is public."""
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    approval = accounts.open_approval(STOP, petition.subject, now())
    form = ReasonForm(request.POST if request.method == "POST" and not approval else None)
    context: dict[str, Any] = {"petition": petition, "form": form, "approval": approval}
    if request.method == "POST" and (approval or form.is_valid()):
        try:
            return _stopped(request, petition, approval, form)
        except (actions.CannotEnd, CannotApprove) as refusal:
            context["refusal"] = str(refusal)
            return render(request, "petitions/stop.html", context, status=HTTPStatus.CONFLICT)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/stop.html", context, status=status)


def _stopped(request: SignedInRequest, petition: Petition, approval: Any, form: ReasonForm) -> HttpResponse:
    if approval:
        actions.agree_to_stop(petition_id=petition.pk, approval_id=approval.pk, by=request.user, at=now())
        return redirect("petitions:petition", petition.slug)
    actions.ask_to_stop(
        petition_id=petition.pk, by=request.user, reason=form.cleaned_data["reason"], at=now()
    )
    messages.info(request, _("Another moderator must agree before anything changes."))
    return redirect("petitions:stop", petition.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def respond(request: SignedInRequest, slug: str) -> HttpResponse:
    """A body answers, ask by ask, through somebody who speaks for it."""
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    bodies = predicates.bodies_spoken_for(request.user, petition, now())
    if not bodies:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ResponseForm(data, petition=petition, today=now().date())
    context = {"petition": petition, "form": form, "body": bodies[0], "asks": queries.asks_of(petition)}
    if request.method == "POST" and form.is_valid():
        answers = [actions.AnswerTo(**answer) for answer in form.answers()]
        try:
            actions.respond(petition_id=petition.pk, body=bodies[0], by=request.user,
                            summary=form.cleaned_data["summary"], answers=answers, at=now())  # fmt: skip
        except actions.CannotRespond as refusal:
            return render(request, "petitions/respond.html", context | {"refusal": str(refusal)}, status=409)
        return redirect("petitions:petition", petition.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/respond.html", context, status=status)
