"""Minutes: for everybody once they are published, the secretary's desk, and their approval by two officers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions as accounts
from accounts import queries as people
from accounts.doors import SignedInRequest, allowed_to, now, role_required
from accounts.rules.roles import Role
from council import actions, queries, words
from council.forms_papers import MINUTES_STEPS, RemarkForm, remark_forms
from council.models import Minutes, Sitting
from council.predicates import may_change_seats
from council.views.sittings import whole
from ledger.printing import printed

REFUSALS = (actions.CannotSit, accounts.CannotApprove)


@require_safe
def latest(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The newest that was approved; while none was, the one published as a draft."""
    public = queries.public_minutes().filter(sitting=whole(code, number))
    found = public.filter(approved_at__isnull=False).first() or public.first()
    if found is None:
        raise Http404
    return _page(request, found)


@require_safe
def version(request: HttpRequest, code: str, number: str, version: int) -> HttpResponse:
    return _page(request, _version(code, number, version))


def _version(code: str, number: str, version: int) -> Minutes:
    found = queries.public_minutes().filter(sitting=whole(code, number), version=version).first()
    if found is None:
        raise Http404
    return found


@require_safe
def version_pdf(request: HttpRequest, code: str, number: str, version: int) -> HttpResponse:
    """One version in a file, to print, sign and keep."""
    found = _version(code, number, version)
    return printed(
        request, "council/_minutes.html", {"sitting": found.sitting, **_told(found)},
        title=_("Minutes of sitting %(number)s, %(name)s") % {"number": number, "name": found.sitting.body.name},
        page=found.get_absolute_url(), publisher=found.sitting.body.name,
        made_at=found.approved_at or found.published_at or now(), name=f"{code}-{number}-minutes-{version}",
    )  # fmt: skip


def _page(request: HttpRequest, found: Minutes, refusal: str = "", status: int = 200) -> HttpResponse:
    at = now()
    table = queries.sitting_at_minutes(found)
    context = {
        "sitting": found.sitting,
        **_told(found),
        "versions": queries.public_minutes().filter(sitting=found.sitting),
        "table": table,
        "roles": queries.officer_roles(request.user, table, at) if table else frozenset(),
        "waiting": queries.approval_of(found, at),
        "refusal": refusal,
    }
    return render(request, "council/minutes.html", context, status=status)


def _told(found: Minutes) -> dict[str, Any]:
    """The minutes with their votes in words, point by point."""
    said = queries.minutes_said(found)
    names = {body.code: body.name for body in queries.bodies_of(found.sitting.body.council)}
    points = [
        (
            point,
            [words.vote_said(vote, names) for vote in point.votes],
            [(one.name, words.recusal_word(one.more)) for one in point.recused],
        )
        for point in said.points
    ]
    return {"said": said, "points": points}


@require_safe
@role_required(Role.SECRETARY)
def desk(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    return _desk(request, whole(code, number))


def _desk(
    request: SignedInRequest, sitting: Sitting, *, typed: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    in_hand, at = queries.minutes_in_hand(sitting), now()
    told = _told(in_hand) if in_hand else {}
    context = {"sitting": sitting, "in_hand": in_hand, "refusal": refusal, "form": typed, **told}
    context["versions"] = queries.minutes_of(sitting)
    if told:
        said = told["said"]
        forms = remark_forms(sitting, at, {0: said.remark} | {p.position: p.remark for p in said.points})
        if isinstance(typed, RemarkForm) and (typed["position"].value() or "").isdecimal():
            forms[int(typed["position"].value())] = typed
        context["whole"] = forms[0]
        context["rows"] = [(*row, forms[row[0].position]) for row in told["points"]]
    return render(request, "council/minutes_desk.html", context, status=status)


@require_POST
@role_required(Role.SECRETARY)
def step(request: SignedInRequest, code: str, number: str, verb: str) -> HttpResponse:
    """Draft, correct, publish."""
    sitting, at = whole(code, number), now()
    if verb not in MINUTES_STEPS:
        raise Http404
    shape, act = MINUTES_STEPS[verb]
    form = shape(request.POST, sitting=sitting, at=at)
    if not form.is_valid():
        return _desk(request, sitting, typed=form, status=422)
    try:
        getattr(actions, act)(sitting_id=sitting.pk, by=request.user, at=at, **form.cleaned_data)
    except actions.CannotSit as refusal:
        return _desk(request, sitting, typed=form, refusal=str(refusal), status=409)
    return redirect("council:minutes_desk", code, number)


@require_POST
@allowed_to(may_change_seats)
def ask(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    """At the point for the minutes: the first of two officers."""
    sitting = whole(code, number)
    found = queries.minutes_to_approve(sitting)
    if found is None:
        raise Http404
    try:
        actions.ask_to_approve_minutes(sitting_id=sitting.pk, by=request.user, at=now())
    except REFUSALS as refusal:
        return _page(request, found, str(refusal), status=409)
    messages.success(request, _("Asked. They are approved when the other officer agrees."))
    return redirect(found)


@require_POST
@allowed_to(may_change_seats)
def agree(request: SignedInRequest, approval: int) -> HttpResponse:
    """The second officer: from now on nobody edits them."""
    asked = people.open_approvals("council.minutes.approved", now()).filter(pk=approval).first()
    found = queries.minutes_by_code(asked.subject.partition("/")[2]) if asked else None
    if found is None:
        raise Http404
    try:
        actions.approve_minutes(approval_id=approval, by=request.user, at=now())
    except REFUSALS as refusal:
        return _page(request, found, str(refusal), status=409)
    messages.success(request, _("Approved; nobody edits these minutes any more."))
    return redirect(found)
