"""Paper: the sheet that anybody prints, and the desk where sheets are entered twice, settled, compared and looked at."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from petitions import actions, queries
from petitions.doors import Hidden, dead_link, gone, public_or_gone
from petitions.forms import AsideForm, CheckForm, LinesForm, LookForm, RegisterForm, SettleForm
from petitions.models import Line, Sheet
from petitions.predicates import DESK
from petitions.rules import paper
from petitions.rules.paper import Stage
from petitions.words import SHEET_FAULTS, SHEET_STAGES

SHELVES = {
    "": None,
    "open": sorted(paper.UNDER_WAY),
    "accepted": [Stage.ACCEPTED],
    "refused": [Stage.REFUSED],
}


@require_safe
@never_cache
def paper_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet to print, in the petition's language, each time with a number of its own."""
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    if not petition.is_open:
        return dead_link(request, _("This petition is closed: nobody can sign it any more."), petition)
    with translation.override(petition.language):
        page = settings.SITE_URL + reverse("petitions:petition", args=[petition.slug])
        context = {
            "petition": petition, "asks": petition.asks.all(), "page": page,
            "number": paper.grouped(paper.number_from(secrets.token_bytes(5))), "lines": range(1, paper.LINES + 1),
        }  # fmt: skip
        return render(request, "petitions/paper_sheet.html", context)


@require_safe
@never_cache
@role_required(*DESK)
def sheets(request: SignedInRequest) -> HttpResponse:
    """Every sheet with its state, the newest first."""
    shown = request.GET.get("show", "")
    stages = SHELVES.get(shown)
    found = queries.sheets() if stages is None else queries.sheets().filter(stage__in=stages)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [(sheet, SHEET_STAGES[sheet.stage]) for sheet in page]
    context = {"page_obj": page, "rows": rows, "shown": shown, "held": queries.held_lines().count()}
    return render(request, "petitions/sheets.html", context)


def sheet_or_404(key: Any) -> Sheet:
    found = queries.sheets().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def sent_by(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is bound to: an empty one that is sent is wrong, not new."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def answer(
    request: HttpRequest, name: str, context: dict[str, Any], form: Any, act: Callable[[], Any]
) -> HttpResponse | None:
    """What a page says to a form: itself, what is wrong with it (422), what refuses it (409); None when it is done."""
    if request.method != "POST":
        return render(request, name, context)
    if not form.is_valid():
        return render(request, name, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act()
    except actions.CannotTakePaper as refusal:
        return render(request, name, context | {"refusal": str(refusal)}, status=HTTPStatus.CONFLICT)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(*DESK)
def register_sheet(request: SignedInRequest, slug: str) -> HttpResponse:
    """A sheet came back."""
    petition = queries.public_petition(slug)
    if petition is None:
        raise Http404
    form = RegisterForm(*sent_by(request))
    made: list[Sheet] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(actions.register_sheet(petition_id=petition.pk, **data, by=request.user, at=now()))

    context = {"petition": petition, "form": form}
    return answer(request, "petitions/register_sheet.html", context, form, act) or redirect(made[0])


@require_safe
@never_cache
@role_required(*DESK)
def sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """Where it stands, and what this person can do with it."""
    return render(request, "petitions/paper_record.html", record_of(request, sheet_or_404(key), AsideForm()))


def record_of(request: SignedInRequest, found: Sheet, form: AsideForm) -> dict[str, Any]:
    hands, me = queries.hands_of(found), request.user.code
    return {
        "sheet": found, "petition": found.petition, "stage": SHEET_STAGES[found.stage], "form": form,
        "fault": SHEET_FAULTS.get(found.fault, ""), "entered": len(hands.entered), "by_me": me in hands.entered,
        "may_enter": found.stage == Stage.REGISTERED and hands.may_enter(me),
        "may_settle": found.stage == Stage.DIFFERING and hands.may_settle(me),
        "may_check": found.stage == Stage.SETTLED and hands.may_check(me),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(*DESK)
def enter_sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """Twenty lines, as this person reads them; nobody sees another's entry here."""
    found = sheet_or_404(key)
    hands = queries.hands_of(found)
    if request.method != "POST" and not (
        found.stage == Stage.REGISTERED and hands.may_enter(request.user.code)
    ):
        return redirect(found)
    form = LinesForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.enter_sheet(sheet_id=found.pk, lines=form.written(), by=request.user, at=now())

    context = {"sheet": found, "petition": found.petition, "form": form}
    if again := answer(request, "petitions/enter_sheet.html", context, form, act):
        return again
    messages.success(request, _("Your entry is kept."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(*DESK)
def compare_sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """The lines two people read differently, for a third."""
    found = sheet_or_404(key)
    left = queries.differing(found)
    if found.stage != Stage.DIFFERING or not queries.hands_of(found).may_settle(request.user.code):
        return refused(request, found, _("There is nothing on this sheet for you to settle."))
    form = SettleForm(left, request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.settle_lines(sheet_id=found.pk, lines=form.settled(), by=request.user, at=now())

    context = {"sheet": found, "petition": found.petition, "form": form}
    return answer(request, "petitions/compare_sheet.html", context, form, act) or redirect(found)


def refused(request: SignedInRequest, found: Sheet, why: str) -> HttpResponse:
    """The sheet's page says why; a link that is not for this person leads there as well."""
    context = record_of(request, found, AsideForm()) | {"refusal": why}
    return render(request, "petitions/paper_record.html", context, status=HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(*DESK)
def check_sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """A sample of the lines beside the scan, for somebody who had no hand in them."""
    found = sheet_or_404(key)
    if found.stage != Stage.SETTLED or not queries.hands_of(found).may_check(request.user.code):
        return refused(request, found, _("There is nothing on this sheet for you to compare."))
    form = CheckForm(queries.sampled_lines(found), *sent_by(request))

    def act() -> None:
        scan, wrong = form.cleaned_data["scan"], form.wrong()
        actions.check_sheet(sheet_id=found.pk, scan=scan, wrong=wrong, by=request.user, at=now())

    context = {
        "sheet": found,
        "petition": found.petition,
        "form": form,
        "most": paper.most_wrong(len(form.lines)),
    }
    return answer(request, "petitions/check_sheet.html", context, form, act) or redirect(found)


@require_POST
@role_required(*DESK)
def set_sheet_aside(request: SignedInRequest, key: str) -> HttpResponse:
    found, form = sheet_or_404(key), AsideForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.set_sheet_aside(sheet_id=found.pk, reason=reason, by=request.user, at=now())

    context = record_of(request, found, form)
    return answer(request, "petitions/paper_record.html", context, form, act) or redirect(found)


@require_safe
@never_cache
@role_required(*DESK)
def twins(request: SignedInRequest) -> HttpResponse:
    """Lines that look signed twice, each beside what it looks like."""
    return render(request, "petitions/twins.html", _twins(request))


def _twins(request: SignedInRequest, **more: Any) -> dict[str, Any]:
    page = Paginator(queries.held_lines(), 30).get_page(request.GET.get("page"))
    me = request.user.code
    rows = [(line, queries.twin_signature(line), queries.hands_of(line.sheet).may_judge(me)) for line in page]
    return {"page_obj": page, "rows": rows} | more


@require_POST
@role_required(*DESK)
def judge_line(request: SignedInRequest, key: str) -> HttpResponse:
    if not Line.objects.filter(key=key).exists():
        raise Http404
    form = LookForm(request.POST)

    def act() -> None:
        actions.judge_line(key=key, is_same=form.cleaned_data["same"] == "yes", by=request.user, at=now())

    if again := answer(request, "petitions/twins.html", _twins(request, form=form), form, act):
        return again
    messages.success(request, _("Looked at. The count follows within seconds."))
    return redirect("petitions:twins")
