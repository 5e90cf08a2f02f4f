"""A seat's ballot box: the page that weighs little, the cast, the receipt."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms import BallotForm, ballot_form
from council.models import Ballot, Motion, Reason
from council.queries import Box
from council.rules import lifecycle
from council.views.reading import briefly, rule_words, whole_motion


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@second_factor_required
@vary_on_headers("HX-Request")
def cast(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """GET shows the box on a page of its own (<= 40 kB with everything); POST casts."""
    motion, at = whole_motion(request, code), now()
    found = queries.seat(seat)
    if found is None:
        raise Http404
    form = ballot_form(found, motion, at, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, motion, seat, form, at)
    if not form.is_valid():
        return _page(request, motion, seat, form, at, status=422)
    try:
        ballot = actions.cast_ballot(
            motion_id=motion.pk,
            seat_id=found.pk,
            choice=form.chosen,
            caster=request.user,
            key=form.once,
            at=at,
            reason=getattr(form, "reasoning", None),
            assertion=form.assertion,
        )
    except actions.CannotVote as refusal:
        return _page(request, motion, seat, form, at, refusal=str(refusal), status=409)
    return redirect("council:receipt", commitment=ballot.commitment)


@require_safe
@never_cache
@second_factor_required
@vary_on_headers("HX-Request")
def seat_in(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """That this seat's ballot is in, from any device of its holder; the motion's page without script."""
    motion = whole_motion(request, code)
    box = _own(request, motion, seat, now())
    if box is None:
        raise Http404
    if not request.htmx:
        return redirect(f"{motion.get_absolute_url()}#ballot")
    # 286 tells htmx to stop asking: the vote is over.
    still = motion.status in lifecycle.OPEN_TO_BALLOTS
    return render(
        request, "council/_seat_in.html", {"motion": motion, "box": box}, status=200 if still else 286
    )


def _page(
    request: SignedInRequest,
    motion: Motion,
    seat: str,
    form: BallotForm,
    at: datetime,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    box = _own(request, motion, seat, at)
    if box is None and not refusal:
        raise Http404
    if request.method == "GET" and box and box.mine:
        form = ballot_form(box.seat, motion, at, **_as_cast(box.mine))
    context = {
        "motion": motion,
        "form": form,
        "refusal": refusal,
        "brief": briefly(motion, request.user, box.seat if box else None, box.name if box else ""),
        "rule_words": rule_words(motion.rule.rule) if motion.rule else (),
        **_around(box, request.user, at),
    }
    return render(request, "council/cast.html", context, status=status)


def _around(box: Box | None, user: Any, at: datetime) -> dict[str, Any]:
    """The box, what its seat was instructed, and the key that must sign."""
    if box is None:
        return {"box": None}
    told = queries.consultation(box.motion, box.seat, user, at)
    return {"box": box, "consultation": told, "signer": queries.ballot_key_of(box.claim)}


def _as_cast(ballot: Ballot) -> dict[str, Any]:
    """What she put in, to begin from when she changes it."""
    reason: Reason | None = getattr(ballot, "reason", None)
    why = (
        {"reason": reason.text, "articles": reason.articles, "departure": reason.departure} if reason else {}
    )
    return {"choice": ballot.choice, **why}


def _own(request: HttpRequest, motion: Motion, seat: str, at: datetime) -> Box | None:
    return queries.box(motion, queries.voting_of(motion), request.user, seat, at)


@require_safe
@never_cache
@second_factor_required
def receipt(request: SignedInRequest, commitment: str) -> HttpResponse:
    """One's own ballot as the log holds it: entry, commitment, proof."""
    ballot = queries.receipt(commitment, request.user)
    if ballot is None:
        raise Http404
    motion = ballot.voting.motion
    context = {
        "ballot": ballot,
        "motion": motion,
        "name": queries.seat_names([ballot.seat])[ballot.seat.code],
        "entry": queries.ballot_receipt(ballot),
        "box": _own(request, motion, ballot.seat.code, now()),
        "unexplained": queries.is_unexplained(ballot),
        "opened": queries.decision_of(ballot.voting),
        "salt": bytes(ballot.salt).hex(),
    }
    return render(request, "council/receipt.html", context)
