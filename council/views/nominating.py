"""Nominations on a seat's page: made by members and officers, answered by who is nominated."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import queries as people
from accounts.doors import SignedInRequest, now, second_factor_required, signed_in
from council import actions, queries
from council.forms_seats import NominationForm
from council.models import Nomination
from council.views.seat import page


@require_POST
@second_factor_required
def nominate(request: SignedInRequest, code: str) -> HttpResponse:
    found = get_object_or_404(queries.public_seats(), code=code)
    form = NominationForm(request.POST, of=found, auto_id="nominate_%s")
    if not form.is_valid():
        return page(request, found, form=form, status=422)
    person = people.person_at(form.cleaned_data["email"])
    if person is None:
        form.add_error("email", _("Nobody with this address has an account here."))
        return page(request, found, form=form, status=422)
    try:
        actions.nominate(
            seat=found, person=person, by=request.user, at=now(), hand=form.the_hand, since=form.begins_at,
            until=form.ends_at, attests=form.attested,
        )  # fmt: skip
    except actions.CannotSeat as refusal:
        return page(request, found, form=form, refusal=str(refusal), status=409)
    messages.success(
        request, _("Nominated. The person is asked, and nobody else reads of it before they agree.")
    )
    return redirect("council:seat", code=code)


@require_POST
@signed_in
def answer(request: SignedInRequest, nomination: UUID, word: str) -> HttpResponse:
    """`accept` or `decline`, by who is nominated."""
    found = _found(request, nomination)
    try:
        actions.answer_nomination(code=nomination, accepts=word == "accept", by=request.user, at=now())
    except actions.CannotNominate as refusal:
        return page(request, found.seat, refusal=str(refusal), status=409)
    messages.success(request, _("Accepted; a motion may take it up.") if word == "accept" else _("Declined."))
    return redirect("council:seat", code=found.seat.code)


@require_POST
@second_factor_required
def withdraw(request: SignedInRequest, nomination: UUID) -> HttpResponse:
    """By who made it."""
    found = _found(request, nomination)
    try:
        actions.withdraw_nomination(code=nomination, by=request.user, at=now())
    except actions.CannotNominate as refusal:
        return page(request, found.seat, refusal=str(refusal), status=409)
    messages.success(request, _("Withdrawn."))
    return redirect("council:seat", code=found.seat.code)


def _found(request: SignedInRequest, code: UUID) -> Nomination:
    found = queries.nomination_for(request.user, code)
    if found is None:
        raise Http404
    return found
