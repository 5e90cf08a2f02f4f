"""Seats and mandates at the desk: every change is asked by one officer and agreed to by another."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts
from accounts import queries as people
from accounts.doors import SignedInRequest, allowed_to, now
from council import actions, queries, words
from council.forms import EndForm, SeatChangeForm
from council.forms_seats import AbolishForm, CompositionForm, HoldOverForm, SubstituteForm
from council.predicates import may_change_seats
from council.rules.composition import read_composition
from council.rules.kinds import Ended

REFUSALS = (actions.CannotSeat, accounts.CannotApprove)


@require_safe
@allowed_to(may_change_seats)
def seats(request: SignedInRequest) -> HttpResponse:
    return _seats(request)


def _seats(
    request: SignedInRequest,
    *,
    form: SeatChangeForm | None = None,
    problems: Any = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_page(request.user, now(), problems),
        "form": form or SeatChangeForm(),
        "problems_form": problems or form,
        "refusal": refusal,
    }
    return render(request, "council/seats.html", context, status=status)


def _page(user: Any, at: datetime, problems: Any) -> dict[str, Any]:
    """All of the page but the form of a change: what stands, what waits, and the other forms as they were typed."""
    council = queries.council_for(user, at)
    composes = problems if isinstance(problems, CompositionForm) else None
    return {
        "council": council,
        "rosters": queries.rosters(council, at) if council else (),
        "ending": _ending(at, problems),
        "waiting": _waiting(user, at),
        "end_form": EndForm(),
        "substitute_form": SubstituteForm(auto_id="sub_%s"),
        "substitutes": queries.substitutes(at),
        "compose_form": composes or CompositionForm(auto_id="compose_%s"),
        "abolish_form": AbolishForm(auto_id="end_%s"),
    }


def _ending(at: datetime, typed: Any) -> list[tuple[Any, str, HoldOverForm]]:
    """Mandates that run out with nobody to follow, each with the form that holds it over, as it was typed."""
    rows = queries.may_be_held_over(at)
    names = queries.seat_names(mandate.seat for mandate in rows)
    found = []
    for mandate in rows:
        prefix = f"over_{mandate.pk}"
        own = isinstance(typed, HoldOverForm) and typed.auto_id == f"{prefix}_%s"
        found.append(
            (mandate, names[mandate.seat.code], typed if own else HoldOverForm(auto_id=f"{prefix}_%s"))
        )
    return found


def _waiting(user: Any, at: datetime) -> list[tuple[Any, dict[str, Any], bool]]:
    """Each change that waits, in the words of the page, and whether this officer asked for it."""
    return [(row, _named(row), row.asked_by_id == user.pk) for row in queries.seat_changes(at)]


def _named(approval: Any) -> dict[str, Any]:
    """What was asked, in the words of the page."""
    body = approval.body
    if approval.kind == actions.COMPOSED:
        found = queries.body(body["body"])
        clauses = read_composition(body["composition"])
        told = [words.clause_sentence(clause) for clause in clauses]
        return {"composes": True, "name": found.name if found else body["body"], "clauses": told}
    if "mandate" in body:
        return _named_mandate(approval)
    seat = queries.seat(body["seat"])
    if "substitute" in body:
        substitute = queries.every_substitute().filter(code=body["substitute"]).first()
        return {
            **body,
            "unnames": True,
            "person": str(substitute.person) if substitute else "",
            "seat": body["seat"],
        }
    abolishes = "person" not in body
    name = queries.seat_names([seat])[seat.code] if seat else body["seat"]
    person = "" if abolishes else people.name_of(body["person"])
    return {**body, "ends": False, "abolishes": abolishes, "seat": name, "person": person}


def _named_mandate(approval: Any) -> dict[str, Any]:
    """What was asked of one mandate, its end or its holding over, in the words of the page."""
    body = approval.body
    mandate = queries.mandate_by_code(body["mandate"])
    name = queries.seat_names([mandate.seat])[mandate.seat.code] if mandate else ""
    over = approval.kind == actions.HELD_OVER
    until = datetime.fromisoformat(body["until"]) if over else None
    person = str(mandate.person) if mandate else ""
    return {**body, "ends": not over, "over": over, "until": until, "seat": name, "person": person}


@require_POST
@allowed_to(may_change_seats)
def ask_seat(request: SignedInRequest) -> HttpResponse:
    form = SeatChangeForm(request.POST)
    if not form.is_valid():
        return _seats(request, form=form, status=422)
    data = form.cleaned_data
    person = people.people().filter(email__iexact=data["email"]).first()
    if person is None:
        form.add_error("email", _("Nobody here has this address."))
        return _seats(request, form=form, status=422)
    try:
        actions.ask_to_seat(
            seat=data["seat"], person=person, instrument=data["instrument"], hand=data["hand"],
            until=form.ends_at, attests=form.attested, by=request.user, at=now(),
        )  # fmt: skip
    except REFUSALS as refusal:
        return _seats(request, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_end(request: SignedInRequest, mandate: Any) -> HttpResponse:
    found = queries.members(now()).filter(code=mandate).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        return _seats(request, refusal=_("Say why the mandate ends."), status=422)
    try:
        reason = Ended(form.cleaned_data["reason"])
        actions.ask_to_end_mandate(mandate=found, reason=reason, by=request.user, at=now())
    except REFUSALS as refusal:
        return _seats(request, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_compose(request: SignedInRequest) -> HttpResponse:
    """One officer proposes the composition of a body; another agrees."""
    form = CompositionForm(request.POST, auto_id="compose_%s")
    if not form.is_valid():
        return _seats(request, problems=form, status=422)
    body, data = form.cleaned_data["body"], form.cleaned_data["composition"]
    try:
        actions.ask_to_compose(body=body, data=data, by=request.user, at=now())
    except REFUSALS as refusal:
        return _seats(request, problems=form, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_hold_over(request: SignedInRequest, mandate: Any) -> HttpResponse:
    """One officer proposes that who held a mandate that ran out should go on; another agrees."""
    found = queries.mandate_by_code(mandate)
    if found is None:
        raise Http404
    form = HoldOverForm(request.POST, auto_id=f"over_{found.pk}_%s")
    if not form.is_valid():
        return _seats(request, problems=form, status=422)
    try:
        actions.ask_to_hold_over(
            mandate=found,
            until=form.ends_at,
            instrument=form.cleaned_data["instrument"],
            by=request.user,
            at=now(),
        )
    except REFUSALS as refusal:
        return _seats(request, problems=form, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_http_methods(["POST"])
@allowed_to(may_change_seats)
def agree(request: SignedInRequest, approval: int) -> HttpResponse:
    """The second officer agrees to a change of seats."""
    if not queries.seat_changes(now()).filter(pk=approval).exists():
        raise Http404
    try:
        actions.agree_to_change(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return _seats(request, refusal=str(refusal), status=409)
    messages.success(request, _("Agreed; it is in force."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_substitute(request: SignedInRequest) -> HttpResponse:
    """One officer names who stands in for a hand; another agrees."""
    form = SubstituteForm(request.POST, auto_id="sub_%s")
    person = people.people().filter(email__iexact=form.data.get("email", "")).first()
    if form.is_valid() and person is None:
        form.add_error("email", _("Nobody here has this address."))
    if form.errors or person is None:
        return _seats(request, problems=form, status=422)
    data = form.cleaned_data
    try:
        actions.ask_to_name_substitute(
            seat=data["seat"], person=person, instrument=data["instrument"], hand=data["hand"],
            place=data["place"], until=form.ends_at, by=request.user, at=now(),
        )  # fmt: skip
    except REFUSALS as refusal:
        return _seats(request, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_abolish(request: SignedInRequest) -> HttpResponse:
    """One officer proposes that a vacant seat should cease; another agrees."""
    form = AbolishForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return _seats(request, problems=form, status=422)
    try:
        actions.ask_to_abolish(seat=form.cleaned_data["seat"], by=request.user, at=now())
    except REFUSALS as refusal:
        return _seats(request, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")


@require_POST
@allowed_to(may_change_seats)
def ask_unname(request: SignedInRequest, substitute: Any) -> HttpResponse:
    """One officer proposes that a substitute should leave the order; another agrees."""
    found = queries.substitutes(now()).filter(code=substitute).first()
    if found is None:
        raise Http404
    try:
        actions.ask_to_unname_substitute(substitute=found, by=request.user, at=now())
    except REFUSALS as refusal:
        return _seats(request, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:seats")
