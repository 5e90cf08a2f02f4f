"""The secretary's desk: motions step by step, matters on the agenda."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, allowed_to, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms import (
    STEPS,
    CloseForm,
    DeclineForm,
    DivideForm,
    RefuseForm,
    ScheduleForm,
)
from council.models import AgendaItem, Body, Motion
from council.predicates import may_change_seats
from council.rules.lifecycle import State
from council.rules.seats import Choice
from council.words import calendar
from ledger import queries as ledger

REFUSALS = (
    actions.CannotDecline,
    actions.CannotMove,
    actions.CannotOverride,
    accounts.CannotApprove,
)


@require_safe
@role_required(Role.SECRETARY)
def desk(request: SignedInRequest) -> HttpResponse:
    return _desk(request)


def _desk(
    request: SignedInRequest,
    *,
    of: Motion | AgendaItem | None = None,
    form: Any = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The desk; after a refusal, with what was typed ``of`` one motion still there."""
    at = now()
    council = queries.council_for(request.user, at)
    waiting = list(queries.to_sort(council)) if council else []
    context = {
        "council": council,
        "rows": [_row(motion, form if motion == of else None, at) for motion in waiting],
        "open": queries.open_motions(council) if council else (),
        "concerns": queries.concerns_waiting().filter(motion__body=council),
        "matters": _matters(request, council, form if isinstance(of, AgendaItem) else None, of)
        if council
        else (),
        "sitting": queries.next_sitting(council, at) if council else None,
        "late": _late(request, council, at) if council else (),
        "refusal": refusal,
        "form": form,
    }
    return render(request, "council/desk.html", context, status=status)


def _late(request: SignedInRequest, council: Body, at: datetime) -> list[Any]:
    """Actions whose day is over by the database's clock."""
    return queries.listed_actions(queries.overdue_actions(council, at), request.user, at)


def _matters(
    request: SignedInRequest, council: Body, typed: Any, of: Any
) -> list[tuple[AgendaItem, Any, Any]]:
    """Petitions on the agenda that no motion has taken up, each with the form that declines its debate."""
    waiting = queries.agenda(council).filter(motion__isnull=True, source__startswith="petitions.petition/")
    return [
        (item, ledger.card(item.source, request.user),
         typed if typed and item == of else DeclineForm(auto_id=f"id_item_{item.pk}_%s"))
        for item in waiting
    ]  # fmt: skip


def _row(motion: Motion, typed: Any, at: datetime) -> tuple[Motion, Any, Any, Any, Any]:
    """A motion with the forms its next step may need, empty or as they were typed."""
    schedule = typed if isinstance(typed, ScheduleForm) else ScheduleForm.proposed(motion, at)
    schedule.meets = calendar.meets(motion, schedule["opens_at"].value())
    return (
        motion,
        schedule,
        typed if isinstance(typed, RefuseForm) else RefuseForm(auto_id=f"id_{motion.number}_%s"),
        typed if isinstance(typed, CloseForm) else CloseForm(auto_id=f"id_{motion.number}_%s"),
        _division(motion, typed),
    )


def _division(motion: Motion, typed: Any) -> DivideForm | None:
    if not queries.is_divisible(motion):
        return None
    return (
        typed
        if isinstance(typed, DivideForm)
        else DivideForm(motion=motion, auto_id=f"id_{motion.number}_%s")
    )


@require_POST
@role_required(Role.SECRETARY)
def step(request: SignedInRequest, code: str, verb: str) -> HttpResponse:
    motion = queries.public_motions().filter(number=code).first()
    if motion is None or verb not in STEPS:
        raise Http404
    shape, act = STEPS[verb]
    form = shape(request.POST, auto_id=f"id_{motion.number}_%s") if shape else None
    if form is not None and not form.is_valid():
        return _desk(request, of=motion, form=form, status=422)
    try:
        getattr(actions, act)(
            motion_id=motion.pk, by=request.user, at=now(), **(form.cleaned_data if form else {})
        )
    except REFUSALS as refusal:
        return _desk(request, of=motion, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Done: motion %(number)s.") % {"number": motion.number})
    if form and "opens_at" in form.cleaned_data:
        for sentence in calendar.meets(motion, form.cleaned_data["opens_at"]):
            messages.warning(request, sentence)
    return redirect("council:desk")


@require_POST
@role_required(Role.SECRETARY)
def divide(request: SignedInRequest, code: str) -> HttpResponse:
    """Vote by parts: the parts in the hours of the whole, then the whole as they left it."""
    motion = queries.public_motions().filter(number=code).first()
    if motion is None:
        raise Http404
    form = DivideForm(request.POST, motion=motion, auto_id=f"id_{motion.number}_%s")
    if not form.is_valid():
        return _desk(request, of=motion, form=form, status=422)
    try:
        parts = actions.divide_motion(
            motion_id=motion.pk, starts=form.cleaned_data["starts"], by=request.user, at=now()
        )
    except REFUSALS as refusal:
        return _desk(request, of=motion, form=form, refusal=str(refusal), status=409)
    numbers = ", ".join(part.code for part in parts)
    messages.success(request, _("Divided: its parts are motions %(numbers)s.") % {"numbers": numbers})
    return redirect("council:desk")


@require_POST
@role_required(Role.SECRETARY)
def decline(request: SignedInRequest, item: int) -> HttpResponse:
    """No debate on a petition, with the reason that is published."""
    found = queries.agenda_item(item)
    if found is None:
        raise Http404
    form = DeclineForm(request.POST, auto_id=f"id_item_{found.pk}_%s")
    if not form.is_valid():
        return _desk(request, of=found, form=form, status=422)
    try:
        actions.decline_debate(
            item_id=found.pk, reason=form.cleaned_data["reason"], by=request.user, at=now()
        )
    except REFUSALS as refusal:
        return _desk(request, of=found, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Declined; the reason is published."))
    return redirect("council:desk")


@require_POST
@allowed_to(may_change_seats)
def casting(request: SignedInRequest, code: str) -> HttpResponse:
    """The chair breaks a tie."""
    motion = queries.public_motions().filter(number=code, state=State.TIED.value).first()
    if motion is None:
        raise Http404
    return _casting(request, motion)


def _casting(request: SignedInRequest, motion: Motion) -> HttpResponse:
    word = request.POST.get("choice", "")
    try:
        if word not in ("yes", "no"):
            raise actions.CannotMove(_("A casting vote is yes or no."))
        actions.cast_casting_vote(motion_id=motion.pk, choice=Choice(word), by=request.user, at=now())
    except actions.CannotMove as refusal:
        return render(
            request, "council/refused.html", {"motion": motion, "refusal": str(refusal)}, status=409
        )
    return redirect(motion)
