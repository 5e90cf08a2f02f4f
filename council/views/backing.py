"""Who stands behind a motion: its draft shared, moved too, or asked for as an emergency."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.rules.kinds import BackingKind
from council.views.reading import whole_motion


@require_POST
@second_factor_required
def share(request: SignedInRequest, code: str) -> HttpResponse:
    """The mover lets the members of her council read a draft."""
    motion = whole_motion(request, code)
    if motion.mover_id != request.user.pk:
        raise Http404
    try:
        motion = actions.share_draft(motion_id=motion.pk, by=request.user, at=now())
    except actions.CannotMove as refusal:
        return _refused(request, motion, refusal)
    messages.success(request, _("Shared: the members of this council read it, and may move it too."))
    return redirect(motion)


@require_POST
@second_factor_required
def back(request: SignedInRequest, code: str, seat: str, kind: str) -> HttpResponse:
    """A holder stands behind the motion for her seat."""
    return _step(request, code, seat, kind, actions.back_motion, _("Your seat stands behind this motion."))


@require_POST
@second_factor_required
def unback(request: SignedInRequest, code: str, seat: str, kind: str) -> HttpResponse:
    """A holder takes that back."""
    return _step(request, code, seat, kind, actions.withdraw_backing, _("Taken back."))


def _step(
    request: SignedInRequest, code: str, seat: str, kind: str, verb: Callable[..., Any], done: str
) -> HttpResponse:
    motion, found = whole_motion(request, code), queries.seat(seat)
    if found is None or kind not in tuple(BackingKind):
        raise Http404
    try:
        verb(motion_id=motion.pk, kind=BackingKind(kind), seat=found, by=request.user, at=now())
    except actions.CannotMove as refusal:
        return _refused(request, motion, refusal)
    messages.success(request, done)
    return redirect(motion)


def _refused(request: SignedInRequest, motion: Any, refusal: Exception) -> HttpResponse:
    return render(request, "council/refused.html", {"motion": motion, "refusal": str(refusal)}, status=409)
