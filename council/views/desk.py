"""The secretary's desk: motions step by step, sittings, seats and mandates by two persons."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts
from accounts import queries as people
from accounts.doors import SignedInRequest, allowed_to, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms import STEPS, CloseForm, DeclineForm, EndForm, RefuseForm, ScheduleForm, SeatChangeForm
from council.forms_seats import AbolishForm, SubstituteForm
from council.models import AgendaItem, Body, Motion
from council.predicates import may_change_seats
from council.rules.kinds import Ended
from council.rules.lifecycle import State
from council.rules.seats import Choice
from council.words import calendar
from ledger import queries as ledger

REFUSALS = (
    actions.CannotDecline,
    actions.CannotMove,
    actions.CannotOverride,
    actions.CannotSeat,
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


def _row(motion: Motion, typed: Any, at: datetime) -> tuple[Motion, Any, Any, Any]:
    """A motion with the forms its next step may need, empty or as they were typed."""
    schedule = typed if isinstance(typed, ScheduleForm) else ScheduleForm.proposed(motion, at)
    schedule.meets = calendar.meets(motion, schedule["opens_at"].value())
    return (
        motion,
        schedule,
        typed if isinstance(typed, RefuseForm) else RefuseForm(auto_id=f"id_{motion.number}_%s"),
        typed if isinstance(typed, CloseForm) else CloseForm(auto_id=f"id_{motion.number}_%s"),
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


# --- Seats ------------------------------------------------------------------------------------------
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
    at = now()
    council = queries.council_for(request.user, at)
    context = {
        "council": council,
        "rosters": queries.rosters(council, at) if council else (),
        "ending": queries.mandates_ending(at),
        "waiting": _waiting(request.user, at),
        "form": form or SeatChangeForm(),
        "end_form": EndForm(),
        "substitute_form": SubstituteForm(auto_id="sub_%s"),
        "substitutes": queries.substitutes(at),
        "abolish_form": AbolishForm(auto_id="end_%s"),
        "problems_form": problems or form,
        "refusal": refusal,
    }
    return render(request, "council/seats.html", context, status=status)


def _waiting(user: Any, at: datetime) -> list[tuple[Any, dict[str, Any], bool]]:
    """Each change that waits, in the words of the page, and whether this officer asked for it."""
    return [(row, _named(row), row.asked_by_id == user.pk) for row in queries.seat_changes(at)]


def _named(approval: Any) -> dict[str, Any]:
    """What was asked, in the words of the page."""
    body = approval.body
    if "mandate" in body:
        mandate = queries.members(approval.asked_at).filter(code=body["mandate"]).first()
        name = queries.seat_names([mandate.seat])[mandate.seat.code] if mandate else ""
        return {"ends": True, "seat": name, "person": str(mandate.person) if mandate else "", **body}
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
            until=form.ends_at, by=request.user, at=now(),
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
