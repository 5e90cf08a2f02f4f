"""Tellers copy the roll and the sheets of a sitting on paper, two of them, each unseen by the other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_tellers import LinesSettleForm, PaperVoteForm, RollCallForm, TimesForm
from council.models import Point, Sitting, TellerSheet, Voting
from council.rules import blackout, roll_call
from council.rules.roll_call import Stage
from council.views.sittings import whole
from council.words import line_words


@require_safe
@never_cache
@role_required(Role.TELLER)
def tellers(request: SignedInRequest) -> HttpResponse:
    """What waits for a teller: votes being called, sittings on paper, disputes about what she copied."""
    at, me = now(), request.user
    papers = [(one, queries.typed_sheets(one, me)) for one in queries.sittings_on_paper()]
    asked = [row for row in queries.open_disputes() if queries.office_on(row, me, at)]
    context = {"calls": queries.roll_calls_under_way(), "papers": papers, "disputes": asked}
    return render(request, "council/tellers.html", context)


# --- A vote called in the room ------------------------------------------------------------------------------
def _called(code: str) -> Voting:
    motion = get_object_or_404(queries.public_motions(), number=code)
    voting = queries.roll_call_of(motion)
    if voting is None or voting.recounts_id or voting.held_at or voting.sitting is None:
        raise Http404
    return voting


def _names(lines: Any) -> dict[str, str]:
    return {row.line: line_words(row) for row in queries.named_lines(lines)}


def _page(
    request: SignedInRequest, sheets: list[TellerSheet], context: dict[str, Any], names: dict[str, str],
    starts_at: datetime, *, refusal: str = "", form: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """One sheet as it stands for this teller: to copy, waiting, to settle, or done."""
    own = next((sheet for sheet in sheets if sheet.teller_id == request.user.pk), None)
    stage = queries.stage_of(sheets)
    if own and stage is Stage.DIFFERING and not isinstance(form, LinesSettleForm):
        form = _settle_form(sheets, names, starts_at, own)
    told = {"stage": stage, "own": own, "entered": len(sheets), "form": form, "refusal": refusal}
    return render(request, "council/teller_sheet.html", context | told, status=status)


def _settle_form(
    sheets: list[TellerSheet], names: dict[str, str], starts_at: datetime, own: TellerSheet, data: Any = None
) -> LinesSettleForm:
    """Begins from what the other said, so that to agree is one press."""
    other = next((sheet.settles for sheet in sheets if sheet.pk != own.pk), None) or own.settles or {}
    initial = {line: said.rpartition("T")[2] if "T" in said else said for line, said in other.items()}
    differ = roll_call.differences(sheets[0].lines, sheets[1].lines)
    return LinesSettleForm(data, differences=differ, names=names, starts_at=starts_at, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.TELLER)
def roll_call_sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """One teller's copy of the roll that is being called."""
    voting = _called(code)
    rows = queries.named_lines(roll_call.lines_of(voting.frozen_roll()))
    form = RollCallForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method != "POST" or not form.is_valid():
        return _vote(request, voting, form=form, status=422 if request.method == "POST" else 200)
    try:
        actions.enter_roll_call(motion_id=voting.motion_id, words=form.told, by=request.user, at=now())
    except actions.CannotTell as refusal:
        return _vote(request, voting, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Your sheet is in."))
    return redirect("council:roll_call", code)


def _vote(request: SignedInRequest, voting: Voting, **more: Any) -> HttpResponse:
    code = voting.motion.code
    context = {
        "motion": voting.motion, "voting": voting, "decision": queries.decision_of(voting),
        "settle_to": reverse("council:settle_roll_call", args=[code]),
    }  # fmt: skip
    sheets = list(queries.sheets_of_vote(voting))
    return _page(request, sheets, context, _names(_lines(sheets)), voting.opened_at, **more)


def _lines(sheets: list[TellerSheet]) -> list[str]:
    """The lines of a roll that sheets hold."""
    return sorted({line for sheet in sheets for line in sheet.lines if "/" in line})


@require_POST
@role_required(Role.TELLER)
def settle_roll_call(request: SignedInRequest, code: str) -> HttpResponse:
    voting = _called(code)
    sheets = list(queries.sheets_of_vote(voting))

    def act(told: dict[str, str]) -> bool:
        return actions.settle_roll_call(motion_id=voting.motion_id, words=told, by=request.user, at=now())

    def again(**more: Any) -> HttpResponse:
        return _vote(request, voting, **more)

    return _settled(request, sheets, voting.opened_at, act, again) or redirect("council:roll_call", code)


def _settled(
    request: SignedInRequest, sheets: list[TellerSheet], starts_at: datetime,
    act: Callable[[dict[str, str]], bool], again: Callable[..., HttpResponse],
) -> HttpResponse | None:  # fmt: skip
    """What a page says to what was settled: itself, wrong (422) or refused (409); None when it is said."""
    own = next((sheet for sheet in sheets if sheet.teller_id == request.user.pk), None)
    if own is None or len(sheets) < 2:
        return again(refusal=_("Nothing on this sheet waits to be settled by you."), status=409)
    names = _names(_lines(sheets)) | _times_names(own)
    form = _settle_form(sheets, names, starts_at, own, request.POST)
    if not form.is_valid():
        return again(form=form, status=422)
    try:
        done = act(form.told)
    except actions.CannotTell as refusal:
        return again(form=form, refusal=str(refusal), status=409)
    messages.success(
        request,
        _("Both say the same: it is settled.")
        if done
        else _("Said. The other teller says it too, or otherwise."),
    )
    return None


# --- A sitting on paper -------------------------------------------------------------------------------------
@require_safe
def sheets(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The sheets to print with the pack: times, and a roll-call sheet for each motion; from the notice on."""
    found = whole(code, number)
    if found.notice_at is None:
        raise Http404
    printed = [(sheet, _address(found, sheet)) for sheet in queries.printed_sheets(found)]
    seats, _positions = queries.paper_times(found)
    context = {"sitting": found, "printed": printed, "seats": _seats(seats), "points": queries.points(found)}
    return render(request, "council/sheets.html", context)


def _address(found: Sitting, sheet: queries.Printed) -> str:
    path = reverse("council:sheet", args=[found.body.code, found.number, sheet.position])
    return f"{settings.SITE_URL}{path}?paper={sheet.code[:16]}"


def _seats(codes: list[str]) -> list[tuple[str, str]]:
    names = queries.seat_names(queries.every_seat().filter(code__in=codes))
    return [(code, names[code]) for code in codes]


def _point(found: Sitting, position: int) -> Point | None:
    """The motion's point a sheet is of; None for the sheet of times."""
    if found.blackout_at is None:
        raise Http404
    if position == blackout.TIMES:
        return None
    return get_object_or_404(queries.points(found), position=position, motion__isnull=False)


def _named_times(found: Sitting) -> list[tuple[str, str, str]]:
    """What the sheet of times asks for: (kind, which, name)."""
    seats, _points = queries.paper_times(found)
    points = [(blackout.POINT, str(p.position), f"{p.position}. {p.heading}") for p in queries.points(found)]
    return [
        (blackout.SITTING, "", _("The sitting")),
        *((blackout.SEAT, code, name) for code, name in _seats(seats)),
        *points,
    ]


def _times_names(own: TellerSheet) -> dict[str, str]:
    """Names of the lines of the sheet of times, where it is one."""
    named = {blackout.HELD_AT: _("Called at (UTC)")}
    if own.position != blackout.TIMES:
        return named
    for what, which, name in _named_times(own.sitting):
        named[blackout.key(what, which, "since")] = _("%(name)s: from") % {"name": name}
        named[blackout.key(what, which, "until")] = _("%(name)s: to") % {"name": name}
    return named


def _paper_form(found: Sitting, point: Point | None, request: HttpRequest) -> Any:
    data = request.POST if request.method == "POST" else None
    given: dict[str, Any] = {"starts_at": found.starts_at, "initial": {"paper": request.GET.get("paper", "")}}
    if point is None or point.motion is None:
        return TimesForm(data, named=_named_times(found), **given)
    rows = queries.named_lines(queries.paper_lines(found, point.motion))
    return PaperVoteForm(data, rows=rows, **given)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.TELLER)
def sheet(request: SignedInRequest, code: str, number: str, position: int) -> HttpResponse:
    """One teller's copy of one sheet of a sitting that ran on paper."""
    found = whole(code, number)
    point = _point(found, position)
    form = _paper_form(found, point, request)
    if request.method != "POST" or not form.is_valid():
        return _paper(request, found, point, form=form, status=422 if request.method == "POST" else 200)
    try:
        actions.enter_sheet(
            sitting_id=found.pk, position=position, lines=form.told, paper=form.cleaned_data["paper"],
            by=request.user, at=now(),
        )  # fmt: skip
    except actions.CannotTell as refusal:
        return _paper(request, found, point, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Your sheet is in."))
    return redirect("council:sheet", code, number, position)


def _paper(request: SignedInRequest, found: Sitting, point: Point | None, **more: Any) -> HttpResponse:
    position = point.position if point else blackout.TIMES
    held = list(queries.sheets_of(found, position, None))
    names = _names(_lines(held)) | (_times_names(held[0]) if held else {})
    settle_to = reverse("council:settle_sheet", args=[found.body.code, found.number, position])
    context = {"sitting": found, "point": point, "motion": point.motion if point else None}
    return _page(request, held, context | {"settle_to": settle_to}, names, found.starts_at, **more)


@require_POST
@role_required(Role.TELLER)
def settle_sheet(request: SignedInRequest, code: str, number: str, position: int) -> HttpResponse:
    found = whole(code, number)
    point = _point(found, position)

    def act(told: dict[str, str]) -> bool:
        return actions.settle_sheet(
            sitting_id=found.pk, position=position, lines=told, by=request.user, at=now()
        )

    def again(**more: Any) -> HttpResponse:
        return _paper(request, found, point, **more)

    held = list(queries.sheets_of(found, position, None))
    return _settled(request, held, found.starts_at, act, again) or redirect(
        "council:sheet", code, number, position
    )
