"""A seat's word as it was called, its dispute, and the voices on it; a sitting that is declared a blackout."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, allowed_to, now, second_factor_required
from council import actions, queries
from council.forms import ReasonForm, room_reason_form
from council.forms_tellers import DisputeForm, JudgeForm
from council.models import Motion, Voting
from council.predicates import may_change_seats
from council.rules import roll_call
from council.rules.lifecycle import State
from council.rules.roll_call import Word
from council.views.reading import whole_motion
from council.views.sittings import page as sitting_page
from council.views.sittings import whole
from ledger import queries as ledger

# Beside the form of a dispute, which asks for a reason too.
WHY_ID = "why_%s"


def _counted(motion: Motion) -> Voting:
    """The motion's latest vote, called in a room and counted."""
    voting = queries.roll_call_of(motion)
    if voting is None or queries.decision_of(voting) is None:
        raise Http404
    return voting


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@second_factor_required
def called(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """The word of one's own seat as it was called and counted: a receipt, and for a day the way to dispute it."""
    motion = whole_motion(request, code)
    found, form = queries.seat(seat), DisputeForm(request.POST if request.method == "POST" else None)
    if found is None:
        raise Http404
    if request.method != "POST" or not form.is_valid():
        return _receipt(request, motion, found, form, status=422 if request.method == "POST" else 200)
    try:
        actions.dispute_word(
            motion_id=motion.pk, seat=found, word=form.claimed, reason=form.cleaned_data["reason"],
            by=request.user, at=now(),
        )  # fmt: skip
    except actions.CannotDispute as refusal:
        return _receipt(request, motion, found, form, refusal=str(refusal), status=409)
    messages.success(request, _("Your dispute is filed. Both tellers and the chair rule on it."))
    return redirect("council:disputes", code)


@require_POST
@never_cache
@second_factor_required
def tell_reason(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """Why one's own living system's seat gave the word that was called for it."""
    motion, found, at = whole_motion(request, code), queries.seat(seat), now()
    if found is None or not found.represents:
        raise Http404
    why = room_reason_form(found, motion, at, request.POST, auto_id=WHY_ID)
    if not why.is_valid():
        return _receipt(request, motion, found, DisputeForm(), why=why, status=422)
    try:
        actions.tell_room_reason(motion_id=motion.pk, seat=found, given=why.reasoning, by=request.user, at=at)
    except actions.CannotTellWhy as refusal:
        return _receipt(request, motion, found, DisputeForm(), why=why, refusal=str(refusal), status=409)
    messages.success(request, _("Your reason is public, beside the word it is for."))
    return redirect("council:called", code, seat)


def _receipt(
    request: SignedInRequest,
    motion: Motion,
    seat: Any,
    form: DisputeForm,
    *,
    why: ReasonForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    claim, voting = queries.own_claim(seat, request.user, now()), _counted(motion)
    if claim is None:
        raise Http404
    context = _called(motion, voting, seat, claim.hand) | {"form": form, "refusal": refusal}
    context["why"] = why or _why(motion, seat, context["word"])
    return render(request, "council/called.html", context, status=status)


def _called(motion: Motion, voting: Voting, seat: Any, hand: int) -> dict[str, Any]:
    """What was counted for one hand of a seat, and what was said of it since."""
    closed = ledger.public_around(motion.subject).filter(
        kind="council.voting.closed", body__round=voting.number
    )
    return {
        "motion": motion, "voting": voting, "decision": voting.decision, "seat": seat, "hand": hand,
        "name": queries.seat_names([seat])[seat.code], "fact": closed.last(),
        "word": voting.decision.words.get(roll_call.line_of(seat.code, hand)),
        "until": queries.disputed_until(voting) if motion.status is State.CLOSED else None,
        "filed": queries.disputes_of(voting).filter(seat=seat, hand=hand).first(),
        "told": queries.room_reason_of(voting, seat, hand),
    }  # fmt: skip


def _why(motion: Motion, seat: Any, word: str | None) -> ReasonForm | None:
    """The form for its reason, where the seat speaks for a living system and a word of it was counted."""
    if not seat.represents or word in (None, Word.ABSENT.value):
        return None
    return room_reason_form(seat, motion, now(), auto_id=WHY_ID)


@require_safe
def disputes(request: HttpRequest, code: str) -> HttpResponse:
    """Every dispute about a word called on this motion, and who said what of it."""
    return _disputes(request, whole_motion(request, code))


def _disputes(request: HttpRequest, motion: Motion, refusal: str = "", status: int = 200) -> HttpResponse:
    voting, at = _counted(motion), now()
    rows = list(queries.disputes_of(voting))
    names = queries.seat_names(row.seat for row in rows)
    listed = [
        (row, names[row.seat.code], None if row.ruling else queries.office_on(row, request.user, at))
        for row in rows
    ]
    base = voting.recounts or voting
    context = {
        "motion": motion, "voting": voting, "base": base, "rows": listed, "refusal": refusal,
        "until": queries.disputed_until(base),
    }  # fmt: skip
    return render(request, "council/disputes.html", context, status=status)


@require_POST
@second_factor_required
def judge(request: SignedInRequest, dispute: Any) -> HttpResponse:
    """One voice of three."""
    found = queries.dispute(dispute)
    if found is None:
        raise Http404
    motion, form = found.voting.motion, JudgeForm(request.POST)
    if not form.is_valid():
        return _disputes(request, motion, _("Say whether the seat is right."), status=422)
    try:
        actions.judge_dispute(code=found.code, says=form.voice, by=request.user, at=now())
    except actions.CannotDispute as refusal:
        return _disputes(request, motion, str(refusal), status=409)
    messages.success(request, _("Said; it is in the log."))
    return redirect("council:disputes", motion.code)


# --- A blackout ---------------------------------------------------------------------------------------------
REFUSALS = (actions.CannotSit, accounts.CannotApprove)


@require_POST
@allowed_to(may_change_seats)
def ask_blackout(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """The secretary or the chair says that this sitting runs, or ran, on paper."""
    found = whole(code, number)
    try:
        actions.ask_blackout(sitting_id=found.pk, by=request.user, at=now())
    except REFUSALS as refusal:
        return sitting_page(request, found, str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect(found)


@require_POST
@allowed_to(may_change_seats)
def agree_blackout(request: SignedInRequest, code: str, number: str, approval: int) -> HttpResponse:
    found = whole(code, number)
    if not queries.blackouts_asked(found, now()).filter(pk=approval).exists():
        raise Http404
    try:
        actions.agree_blackout(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return sitting_page(request, found, str(refusal), status=409)
    messages.success(request, _("Declared. Two tellers enter it from its sheets."))
    return redirect(found)
