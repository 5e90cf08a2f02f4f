"""The desk of elections: the secretary drafts, opens, cancels, settles ties and declares."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as people
from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_election import ELECTION_STEPS, ElectionForm, NewElectionForm, TieForm, WhyForm
from council.models import Election
from council.rules.elections import MOVES, OVER, Stand
from council.views.elections import result, whole_election

DESK = (Role.SECRETARY, Role.TELLER)
MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.SECRETARY)
def draft(request: SignedInRequest) -> HttpResponse:
    """A new election."""
    form = NewElectionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _draft(request, form, status=422 if request.method == "POST" else 200)
    try:
        made = actions.draft_election(**form.given(), by=request.user, at=now())
    except actions.CannotElect as refusal:
        return _draft(request, form, refusal=str(refusal), status=409)
    return redirect("council:election_desk", made.body.code, made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.SECRETARY)
def revise(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    found = whole_election(request, code, number)
    form = ElectionForm(request.POST) if request.method == "POST" else ElectionForm.of(found)
    if request.method != "POST" or not form.is_valid():
        return _draft(request, form, found, status=422 if request.method == "POST" else 200)
    try:
        actions.revise_election(election_id=found.pk, **form.given(), by=request.user, at=now())
    except actions.CannotElect as refusal:
        return _draft(request, form, found, refusal=str(refusal), status=409)
    return redirect("council:election_desk", code, number)


def _draft(
    request: SignedInRequest, form: Any, found: Election | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "election": found, "refusal": refusal}
    return render(request, "council/draft_election.html", context, status=status)


@require_safe
@never_cache
@role_required(*DESK)
def desk(request: SignedInRequest) -> HttpResponse:
    """Elections that wait for somebody, then those that are over."""
    found = queries.elections_for(request.user, now())
    is_secretary = people.has_role(request.user, Role.SECRETARY, now())
    over = sorted(stand.value for stand in OVER)
    context = {
        "waiting": found.exclude(state__in=over)[:MOST],
        "over": found.filter(state__in=over)[:MOST],
        "is_secretary": is_secretary,
        "seatings": queries.seatings_to_review() if is_secretary else [],
    }
    return render(request, "council/desk_elections.html", context)


@require_safe
@never_cache
@role_required(*DESK)
def run(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    return desk_page(request, whole_election(request, code, number))


def desk_page(
    request: SignedInRequest, found: Election, *, form: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Where it stands, and what this person can do with it."""
    context = result(found) | {
        "is_secretary": people.has_role(request.user, Role.SECRETARY, now()),
        "tellers": queries.tellers_of(found, request.user, now()),
        "may_cancel": not found.counts.all() and Stand.CANCELLED in MOVES[found.status],
        "open_tie": queries.tie_left_open(found),
        "tie_form": form if isinstance(form, TieForm) else TieForm(election=found),
        "why_form": form if type(form) is WhyForm else WhyForm(election=found),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "council/desk_election.html", context, status=status)


@require_POST
@role_required(Role.SECRETARY)
def step(request: SignedInRequest, code: str, number: str, verb: str) -> HttpResponse:
    found = whole_election(request, code, number)
    if verb not in ELECTION_STEPS:
        raise Http404
    shape, act = ELECTION_STEPS[verb]
    form = shape(request.POST, election=found)
    if not form.is_valid():
        return desk_page(request, found, form=form, status=422)
    try:
        getattr(actions, act)(election_id=found.pk, by=request.user, at=now(), **form.cleaned_data)
    except actions.CannotElect as refusal:
        return desk_page(request, found, form=form, refusal=str(refusal), status=409)
    if verb == "declare":
        messages.success(request, _("Declared: the result is final."))
    return redirect("council:election_desk", code, number)


@require_POST
@role_required(*DESK)
def count(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """Counted by a teller or the secretary."""
    found = whole_election(request, code, number)
    try:
        actions.count_election(election_id=found.pk, by=request.user, at=now())
    except actions.CannotElect as refusal:
        return desk_page(request, found, refusal=str(refusal), status=409)
    return redirect("council:election_desk", code, number)
