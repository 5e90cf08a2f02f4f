"""One seat in full: who speaks for it, under what, until when, and who did; its interests and substitutes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import queries as people
from accounts.doors import SignedInRequest, now, second_factor_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_seats import ApologiesForm, InterestForm, NominationForm
from council.models import Seat
from ledger import queries as ledger

REFUSALS = (actions.CannotRecuse, actions.CannotSubstitute)


@require_safe
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Abolished seats keep their page: what they said stays on record."""
    return page(request, get_object_or_404(queries.every_seat(), code=code))


def page(
    request: HttpRequest, found: Seat, *, form: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    at, user = now(), request.user
    own = queries.own_claim(found, user, at) if user.is_authenticated else None
    secretary = user.is_authenticated and people.has_role(user, Role.SECRETARY, at)
    stands = found.abolished_at is None
    context = {
        "seat": found,
        **_told(found, user, at),
        "calls": [(call, _may_end(call, own, secretary, user)) for call in queries.calls_of(found, at)],
        "own": own,
        "may_send": stands and (own is not None or secretary),
        "interest_form": InterestForm(seats=[found], auto_id="interest_%s") if own and stands else None,
        "apologies_form": ApologiesForm(motions=queries.motions_to_come(found), auto_id="away_%s"),
        "passkeys": people.passkeys(user) if own and stands else (),
        "signs": own.mandate.ballot_keys.standing().first() if own else None,
        **_nominations(found, user, stands, at),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "council/seat.html", context, status=status)


def _nominations(found: Seat, user: Any, stands: bool, at: datetime) -> dict[str, Any]:
    """Who is nominated, as this reader may see it, and whether this reader may nominate."""
    council = found.body.council
    may = user.is_authenticated and stands
    may = may and (queries.is_member(user, council, at) or queries.officers_may_seat(user, at, council))
    return {
        "nominations": queries.nominations_of(found, user),
        "nomination_form": NominationForm(of=found, auto_id="nominate_%s") if may else None,
    }


def _told(found: Seat, user: Any, at: datetime) -> dict[str, Any]:
    """What everybody reads of a seat."""
    return {
        "appointer": ledger.card(found.appointer, user) if found.appointer else None,
        "name": queries.seat_names([found])[found.code],
        "hands": queries.hands_of(found, at),
        "signed_hands": {key.mandate_id: key for key in queries.ballot_keys_of(found, at)},
        "history": queries.history_of(found),
        "interests": queries.interests_of(found),
        "recusals": queries.recusals().filter(seat=found).order_by("-at")[:12],
        "substitutes": queries.substitutes_of(found, at),
    }


def _may_end(call: Any, own: Any, secretary: bool, user: Any) -> bool:
    return secretary or call.substitute.person_id == user.pk or (own is not None and own.hand == call.hand)


@require_POST
@second_factor_required
def declare(request: SignedInRequest, code: str) -> HttpResponse:
    """A holder declares an interest."""
    found = get_object_or_404(queries.public_seats(), code=code)
    form = InterestForm(request.POST, seats=[found], auto_id="interest_%s")
    if not form.is_valid():
        return page(request, found, form=form, status=422)
    try:
        actions.declare_interest(seat=found, what=form.cleaned_data["what"], by=request.user, at=now())
    except REFUSALS as refusal:
        return page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("Declared; it stands in the public register."))
    return redirect("council:seat", code=code)


@require_POST
@second_factor_required
def withdraw_interest(request: SignedInRequest, interest: UUID) -> HttpResponse:
    """It no longer holds."""
    found = queries.interests().filter(code=interest).first()
    if found is None:
        raise Http404
    try:
        actions.withdraw_interest(code=interest, by=request.user, at=now())
    except REFUSALS as refusal:
        return page(request, found.seat, refusal=str(refusal), status=409)
    messages.success(request, _("Withdrawn; the register keeps it with this day."))
    return redirect("council:seat", code=found.seat.code)


@require_POST
@second_factor_required
def apologies(request: SignedInRequest, code: str) -> HttpResponse:
    """The holder cannot come: her substitute is called."""
    found = get_object_or_404(queries.public_seats(), code=code)
    form = ApologiesForm(request.POST, motions=queries.motions_to_come(found), auto_id="away_%s")
    if not form.is_valid():
        return page(request, found, form=form, status=422)
    number, hand = form.cleaned_data["motion"], request.POST.get("hand", "")
    motion = queries.public_motions().filter(number=number).first() if number else None
    try:
        actions.send_apologies(
            seat=found, motion=motion, until=form.ends_at, hand=int(hand) if hand in ("1", "2") else 0,
            by=request.user, at=now(),
        )  # fmt: skip
    except REFUSALS as refusal:
        return page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("The next substitute in order is called."))
    return redirect("council:seat", code=code)


@require_POST
@second_factor_required
def end_call(request: SignedInRequest, call: UUID) -> HttpResponse:
    """The holder is back, or the substitute cannot come."""
    found = queries.calls().filter(code=call).first()
    if found is None:
        raise Http404
    try:
        following = actions.end_call(code=call, by=request.user, at=now())
    except REFUSALS as refusal:
        return page(request, found.seat, refusal=str(refusal), status=409)
    messages.success(request, _("Ended; the next substitute is called.") if following else _("Ended."))
    return redirect("council:seat", code=found.seat.code)
