"""A guardian asks those who appointed her; they instruct her seat. Nobody else learns more than that she asked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms import InstructionForm
from council.queries import Consultation
from council.views.reading import briefly, whole_motion


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@second_factor_required
def instruction(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """GET: what was asked and answered, to the two of them alone; POST: the answer of those who were asked."""
    found = _consultation(request, code, seat)
    if request.method != "POST":
        return _page(request, found, _as_given(found))
    form = InstructionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        actions.give_instruction(
            motion_id=found.motion.pk,
            seat_id=found.seat.pk,
            answer=form.answered,
            text=form.cleaned_data["reason"],
            by=request.user,
            at=now(),
        )
    except actions.CannotInstruct as refusal:
        return _page(request, found, form, refusal=str(refusal), status=409)
    messages.success(request, _("Your instruction is in, sealed until the close."))
    return redirect("council:instruction", code=found.motion.code, seat=found.seat.code)


@require_POST
@second_factor_required
def ask(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """The seat's holder puts the motion to those who appointed her."""
    found = _consultation(request, code, seat)
    try:
        actions.ask_for_instruction(
            motion_id=found.motion.pk, seat_id=found.seat.pk, by=request.user, at=now()
        )
    except actions.CannotInstruct as refusal:
        return _page(request, found, InstructionForm(), refusal=str(refusal), status=409)
    messages.success(request, _("They are asked, and told by e-mail."))
    return redirect("council:instruction", code=found.motion.code, seat=found.seat.code)


@require_safe
@never_cache
@second_factor_required
def questions(request: SignedInRequest) -> HttpResponse:
    """What was put to those one speaks for."""
    return render(request, "council/questions.html", {"rows": queries.questions_to(request.user, now())})


def _consultation(request: SignedInRequest, code: str, seat: str) -> Consultation:
    motion, place = whole_motion(request, code), queries.seat(seat)
    found = queries.consultation(motion, place, request.user, now()) if place else None
    if found is None:
        raise Http404
    return found


def _as_given(found: Consultation) -> InstructionForm:
    last = found.instruction
    return InstructionForm(initial={"answer": last.answer, "reason": last.text} if last else {})


def _page(
    request: SignedInRequest,
    found: Consultation,
    form: InstructionForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": found,
        "motion": found.motion,
        "form": form,
        "refusal": refusal,
        "brief": briefly(found.motion, request.user, found.seat if found.holds else None, found.name),
    }
    return render(request, "council/instruction.html", context, status=status)
