"""A member's ballots signed by her own passkey: begun and ended on her seat's page, asked for as she casts."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.doors import SignedInRequest, now, origin_of, second_factor_required
from council import actions, queries
from council.forms import BallotForm
from council.views import seat as seats
from council.views.reading import whole_motion


@require_POST
@never_cache
@second_factor_required
def prepare(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """What her passkey signs for the choice that she sends. Nothing is recorded."""
    motion, found = whole_motion(request, code), queries.seat(seat)
    if found is None:
        raise Http404
    form = BallotForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"detail": _("Choose yes, no or abstain.")}, status=422)
    try:
        asked = actions.prepare_ballot(
            motion_id=motion.pk,
            seat_id=found.pk,
            choice=form.chosen,
            caster=request.user,
            key=form.once,
            at=now(),
        )
    except actions.CannotVote as refusal:
        return JsonResponse({"detail": str(refusal)}, status=409)
    return JsonResponse(asked.options)


@require_POST
@second_factor_required
def enrol(request: SignedInRequest, code: str) -> HttpResponse:
    """Her ballots of this seat are signed from now on."""
    found = get_object_or_404(queries.public_seats(), code=code)
    picked = request.POST.get("passkey", "")
    passkey = int(picked) if picked.isascii() and picked.isdigit() and len(picked) < 16 else 0
    try:
        actions.enrol_ballot_key(
            seat=found, passkey=passkey, origin=origin_of(request), by=request.user, at=now()
        )
    except actions.CannotSign as refusal:
        return seats.page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("Your ballots for this seat are signed from now on. The log holds the key."))
    return redirect("council:seat", code=code)


@require_POST
@second_factor_required
def end(request: SignedInRequest, code: str) -> HttpResponse:
    """They are no longer."""
    found = get_object_or_404(queries.public_seats(), code=code)
    try:
        actions.end_ballot_key(seat=found, by=request.user, at=now())
    except actions.CannotSign as refusal:
        return seats.page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("Your ballots for this seat are no longer signed."))
    return redirect("council:seat", code=code)
