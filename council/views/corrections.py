"""A count corrected or an election annulled: asked for by one officer, agreed to by the other; each count that was kept; who is elected no more."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, allowed_to, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_correction import AnnulmentForm, CorrectionForm, SeatingForm
from council.models import Election
from council.predicates import may_change_seats
from council.views.elections import one_count, whole_election

REFUSALS = (actions.CannotElect, accounts.CannotApprove)


@require_safe
def count(request: HttpRequest, code: str, number: str, count: int) -> HttpResponse:
    """One count of several, whole: also one that was superseded."""
    found = whole_election(request, code, number)
    kept = next((row for row in queries.kept_counts(found) if row.count.number == count), None)
    if kept is None:
        raise Http404
    return render(request, "council/election_count.html", one_count(found, kept))


# --- Reopened, or annulled, by two ------------------------------------------------------------------
AGREED = {
    queries.REOPENED: (
        actions.agree_correction,
        gettext_lazy("Agreed. Two tellers enter the ballots anew; the count before is kept."),
    ),
    queries.ANNULLED: (actions.agree_annulment, gettext_lazy("Agreed. The election is annulled.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed_to(may_change_seats)
def correct(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """The secretary or the chair says what was wrong with the ballots; what waits for the other."""
    found = whole_election(request, code, number)
    if request.method != "POST":
        return _page(request, found)
    return _ask(request, found, CorrectionForm(request.POST, election=found), actions.ask_correction)


@require_POST
@allowed_to(may_change_seats)
def annul(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """The secretary or the chair says why nobody is to be elected by it."""
    found = whole_election(request, code, number)
    return _ask(request, found, AnnulmentForm(request.POST, election=found), actions.ask_annulment)


def _ask(request: SignedInRequest, found: Election, form: Any, act: Any) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        act(election_id=found.pk, by=request.user, at=now(), **form.cleaned_data)
    except REFUSALS as refusal:
        return _page(request, found, form, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:correct_election", found.body.code, found.number)


@require_POST
@allowed_to(may_change_seats)
def agree(request: SignedInRequest, code: str, number: str, approval: int) -> HttpResponse:
    found, asked = _with_request(request, code, number, approval)
    act, done = AGREED[asked.kind]
    try:
        act(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return _page(request, found, refusal=str(refusal), status=409)
    messages.success(request, done)
    return redirect(found)


@require_POST
@allowed_to(may_change_seats)
def withdraw(request: SignedInRequest, code: str, number: str, approval: int) -> HttpResponse:
    """Who asked takes it back, so that it may be asked for in other words."""
    found, _asked = _with_request(request, code, number, approval)
    try:
        accounts.withdraw_approval(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return _page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("Taken back."))
    return redirect("council:correct_election", code, number)


def _with_request(request: SignedInRequest, code: str, number: str, approval: int) -> tuple[Election, Any]:
    """The election, and that request if it waits for a second officer of it."""
    found = whole_election(request, code, number)
    for one in queries.asked_of_count(found, now()):
        if one.approval.pk == approval:
            return found, one.approval
    raise Http404


def _page(
    request: SignedInRequest, found: Election, form: Any = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    asked = queries.asked_of_count(found, now())
    context = {
        "election": found,
        "names": found.names(),
        "form": form,
        "correction_form": form if isinstance(form, CorrectionForm) else CorrectionForm(election=found),
        "annulment_form": form if isinstance(form, AnnulmentForm) else AnnulmentForm(election=found),
        "asked": asked,
        "under_way": found.correction_under_way,
        "may_ask": queries.has_result(found) and all(one.is_annulment for one in asked),
        "may_annul": queries.may_be_annulled(found) and not any(one.is_annulment for one in asked),
        "refusal": refusal,
    }
    return render(request, "council/correct_election.html", context, status=status)


# --- Who is not elected any more --------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.SECRETARY)
def seatings(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """The secretary's task: what became of those who had been declared elected. It unseats nobody."""
    found = whole_election(request, code, number)
    if request.method != "POST":
        return _seatings(request, found)
    form = SeatingForm(request.POST, election=found)
    if not form.is_valid():
        return _seatings(request, found, form, status=422)
    try:
        actions.review_seating(election_id=found.pk, by=request.user, at=now(), **form.cleaned_data)
    except actions.CannotElect as refusal:
        return _seatings(request, found, form, refusal=str(refusal), status=409)
    messages.success(request, _("Written down; it is published with the election."))
    return redirect("council:seatings", code, number)


def _seatings(
    request: SignedInRequest, found: Election, form: Any = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    rows = [(one, _form_of(found, one, form)) for one in queries.seatings_of(found)]
    context = {"election": found, "rows": rows, "form": form, "refusal": refusal}
    return render(request, "council/seatings.html", context, status=status)


def _form_of(found: Election, task: Any, sent: Any) -> SeatingForm:
    """What was sent for this one, with its faults; else an empty form."""
    own = {"count": task.count, "candidate": task.candidate.code}
    if sent is not None and all(str(sent.data.get(name)) == str(value) for name, value in own.items()):
        return sent  # type: ignore[no-any-return]
    return SeatingForm(election=found, initial=own, auto_id=f"id_{task.count}_{task.candidate.code}_%s")
