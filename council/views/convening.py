"""Her own page: the sitting she is called to, and one press that says whether she comes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import queries as people
from accounts.doors import SignedInRequest, now, second_factor_required, signed_in
from accounts.rules.roles import Role
from council import actions, queries
from council.models import Convening

ANSWERS = {"acknowledge": actions.acknowledge_convening, "apologise": actions.send_sitting_apologies}


def _hers(request: HttpRequest, code: UUID) -> Convening:
    """The person's own, or any for the secretary; of others not even that it exists."""
    found = queries.convening(code)
    if found is None:
        raise Http404
    if found.person_id != request.user.pk and not people.has_role(request.user, Role.SECRETARY, now()):
        raise Http404
    return found


@require_safe
@signed_in
def convening(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _page(request, _hers(request, code))


def _page(request: HttpRequest, found: Convening, refusal: str = "", status: int = 200) -> HttpResponse:
    at = now()
    context: dict[str, Any] = {
        "row": found,
        "sitting": found.sitting,
        "hour": queries.hour_of(found.sitting),
        "name": queries.seat_names([found.seat])[found.seat.code],
        "own": found.person_id == request.user.pk,
        "left": queries.substitutes_left(found.sitting, found.seat, found.hand, at).exists(),
        "refusal": refusal,
    }
    return render(request, "council/convening.html", context, status=status)


@require_POST
@second_factor_required
def answer(request: SignedInRequest, code: UUID, verb: str) -> HttpResponse:
    found = _hers(request, code)
    if verb not in ANSWERS:
        raise Http404
    try:
        done = ANSWERS[verb](code=code, by=request.user, at=now())
    except (actions.CannotSit, actions.CannotSubstitute) as refusal:
        return _page(request, found, str(refusal), status=409)
    messages.success(request, _said(verb, done))
    return redirect(found)


def _said(verb: str, done: Convening | None) -> str:
    if verb == "acknowledge":
        return _("Thank you: the secretary sees that you come.")
    if done is None:
        return _("Your apologies are noted. No substitute is left to call.")
    return _("Your apologies are noted; the next substitute in order is called.")
