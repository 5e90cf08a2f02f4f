"""For those who answer for the count: auditors take signatures off and put them back, operators switch, both look."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import CriteriaForm, IntervalForm, PauseForm, WhyForm
from petitions.models import Invalidation, Petition
from petitions.rules.books import PARTS
from petitions.rules.invalidation import REVERSIBLE, Stage
from petitions.words import BOOKS, RULES, STAGES, THRESHOLDS


@require_safe
@never_cache
@role_required(Role.AUDITOR)
def invalidations(request: SignedInRequest) -> HttpResponse:
    """Every record, newest first."""
    page = Paginator(queries.invalidations(), 50).get_page(request.GET.get("page"))
    rows = [(record, STAGES[record.stage]) for record in page]
    return render(request, "petitions/invalidations.html", {"page_obj": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.AUDITOR)
def draw_up(request: SignedInRequest, slug: str) -> HttpResponse:
    """The first step: say what to look for. Nothing changes."""
    petition = queries.public_petition(slug)
    if petition is None:
        raise Http404
    form = CriteriaForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"petition": petition, "form": form}
    if request.method != "POST":
        return render(request, "petitions/draw_up.html", context)
    if not form.is_valid():
        return render(request, "petitions/draw_up.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        record = _drawn_up(request, petition, form)
    except actions.CannotInvalidate as refusal:
        return render(
            request, "petitions/draw_up.html", context | {"refusal": str(refusal)}, status=HTTPStatus.CONFLICT
        )
    return redirect(record)


def _drawn_up(request: SignedInRequest, petition: Petition, form: CriteriaForm) -> Invalidation:
    at = now()
    return actions.draw_up_invalidation(
        petition_id=petition.pk, criteria=actions.criteria_of(**form.wanted(), petition=petition, at=at), by=request.user, at=at,
        reason=form.cleaned_data["reason"],
    )  # fmt: skip


def record_or_404(key: Any) -> Invalidation:
    record = queries.invalidations().filter(key=key).first()
    if record is None:
        raise Http404
    return record


@require_safe
@never_cache
@role_required(Role.AUDITOR)
def invalidation(request: SignedInRequest, key: str) -> HttpResponse:
    """What it would take, what it takes, what it took."""
    record = record_or_404(key)
    name = "_invalidation_progress.html" if request.headers.get("HX-Request") else "invalidation.html"
    return render(request, f"petitions/{name}", _page_of(record))


def may_reverse(record: Invalidation) -> bool:
    """Whether it took something off that nobody has put back or is putting back."""
    if record.reverses_id or record.line_id or record.stage not in REVERSIBLE:
        return False
    undone = any(back.stage in {Stage.RUNNING, Stage.DONE} for back in record.reversals.all())
    return bool(record.done + record.done_waiting) and not undone


def _page_of(record: Invalidation, form: WhyForm | None = None, refusal: str = "") -> dict[str, Any]:
    is_drawn_up = record.stage == "drawn_up"
    preview = queries.preview(record.petition, record.criteria()) if is_drawn_up else None
    return {
        "record": record, "petition": record.petition, "stage": STAGES[record.stage], "preview": preview,
        "lost": [THRESHOLDS[kind] for kind in preview.lost] if preview else [],
        "rule": RULES.get(record.held_by, ""), "may_start": is_drawn_up, "refusal": refusal,
        "may_reverse": may_reverse(record),
        "form": form or WhyForm(),
    }  # fmt: skip


def _refused(request: HttpRequest, record: Invalidation, refusal: Exception) -> HttpResponse:
    context = _page_of(record, refusal=str(refusal))
    return render(request, "petitions/invalidation.html", context, status=HTTPStatus.CONFLICT)


@require_POST
@role_required(Role.AUDITOR)
def start(request: SignedInRequest, key: str) -> HttpResponse:
    """The second step."""
    record = record_or_404(key)
    try:
        actions.start_invalidation(invalidation_id=record.pk, by=request.user, at=now())
    except actions.CannotInvalidate as refusal:
        return _refused(request, record, refusal)
    return redirect(record)


@require_POST
@role_required(Role.AUDITOR)
def cancel(request: SignedInRequest, key: str) -> HttpResponse:
    record = record_or_404(key)
    try:
        actions.cancel_invalidation(invalidation_id=record.pk, by=request.user, at=now())
    except actions.CannotInvalidate as refusal:
        return _refused(request, record, refusal)
    return redirect(record)


@require_POST
@role_required(Role.AUDITOR)
def reverse(request: SignedInRequest, key: str) -> HttpResponse:
    """Put back what it took, by a record of its own."""
    record, form = record_or_404(key), WhyForm(request.POST)
    if not form.is_valid():
        context = _page_of(record, form)
        return render(request, "petitions/invalidation.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = actions.reverse_invalidation(
            invalidation_id=record.pk, reason=form.cleaned_data["reason"], by=request.user, at=now()
        )
    except actions.CannotInvalidate as refusal:
        return _refused(request, record, refusal)
    return redirect(made)


@require_safe
@never_cache
@role_required(Role.AUDITOR, Role.ADMIN)
def books(request: SignedInRequest) -> HttpResponse:
    """The last looks through the books, and what was found."""
    page = Paginator(queries.audits(), 30).get_page(request.GET.get("page"))
    return render(
        request, "petitions/books.html", {"page_obj": page, "lines": [BOOKS[part] for part in PARTS]}
    )


@require_POST
@role_required(Role.AUDITOR, Role.ADMIN)
def check_books(request: SignedInRequest) -> HttpResponse:
    actions.ask_audit(by=request.user, at=now())
    messages.success(
        request, _("Asked for. A worker looks through every petition now; look again in a minute.")
    )
    return redirect("petitions:books")


@require_safe
@never_cache
@role_required(Role.ADMIN)
def switches(request: SignedInRequest) -> HttpResponse:
    return render(request, "petitions/switches.html", _switches())


def _switches(**more: Any) -> dict[str, Any]:
    at = now()
    return {
        "pause": queries.pause_in_force(at), "pauses": queries.pauses()[:20], "seconds": queries.counting_interval(at),
        "intervals": queries.intervals()[:20], "pause_form": PauseForm(), "interval_form": IntervalForm(),
    } | more  # fmt: skip


@require_POST
@role_required(Role.ADMIN)
def pause(request: SignedInRequest) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        return render(request, "petitions/switches.html", _switches(pause_form=form, form=form), status=422)
    try:
        actions.pause_signing(reason=form.cleaned_data["reason"], by=request.user, at=now())
    except actions.CannotSwitch as refusal:
        return render(request, "petitions/switches.html", _switches(refusal=str(refusal)), status=409)
    messages.success(request, _("Nobody can sign from now on."))
    return redirect("petitions:switches")


@require_POST
@role_required(Role.ADMIN)
def resume(request: SignedInRequest) -> HttpResponse:
    try:
        actions.resume_signing(by=request.user, at=now())
    except actions.CannotSwitch as refusal:
        return render(request, "petitions/switches.html", _switches(refusal=str(refusal)), status=409)
    messages.success(request, _("Signing goes on."))
    return redirect("petitions:switches")


@require_POST
@role_required(Role.ADMIN)
def interval(request: SignedInRequest) -> HttpResponse:
    form = IntervalForm(request.POST)
    if not form.is_valid():
        return render(
            request, "petitions/switches.html", _switches(interval_form=form, form=form), status=422
        )
    actions.set_interval(seconds=form.cleaned_data["seconds"], by=request.user, at=now())
    messages.success(request, _("Counted at that interval from now on."))
    return redirect("petitions:switches")
