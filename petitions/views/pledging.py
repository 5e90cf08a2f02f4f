"""Pledges: one of them with its reports, and the forms to make, report and judge one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from petitions import actions, queries
from petitions.doors import Hidden
from petitions.doors_coalitions import coalition_or_gone, pledge_or_gone
from petitions.forms import JudgeForm, PledgeForm, ReportForm
from petitions.models import Pledge
from petitions.rules.pledges import Unit
from petitions.views.coalitions import gone
from petitions.views.joining import form_page


@require_safe
def pledge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    try:
        found = pledge_or_gone(slug, number)
    except Hidden:
        return gone(request)
    return render(request, "petitions/pledge.html", page_of(request, found))


def page_of(request: HttpRequest, found: Pledge) -> dict[str, Any]:
    at, user, newest = now(), request.user, queries.newest_report(found)
    return {
        "coalition": found.coalition,
        "row": queries.stood(found, at),
        "reports": list(reversed(found.reports.all())),
        "may_report": bool(queries.reporting_hats(user, found, at)),
        "may_judge": bool(newest and user.is_authenticated and queries.hats_to_judge(user, newest, at)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def make_pledge(request: SignedInRequest, slug: str) -> HttpResponse:
    try:
        found = coalition_or_gone(slug)
    except Hidden:
        return gone(request)
    at = now()
    members = list(queries.memberships(request.user, found, at).present())
    if not members:
        raise PermissionDenied
    today = at.astimezone(queries.site_clock()).date()
    form = PledgeForm(request.POST if request.method == "POST" else None, members=members, today=today)
    context = {"coalition": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "pledge_make", context)
    try:
        _make(form.cleaned_data, request)
    except actions.CannotPledge as refusal:
        return form_page(request, "pledge_make", context, str(refusal))
    messages.success(request, _("Pledged. It is on the page when a moderator has read it."))
    return redirect(found)


def _make(data: dict[str, Any], request: SignedInRequest) -> None:
    actions.make_pledge(
        member_id=data["member"].pk, what=data["what"], unit=Unit(data["unit"]), amount=data["amount"],
        due_on=data["due_on"], key=data["key"], by=request.user, at=now(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def report_pledge(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    try:
        found = pledge_or_gone(slug, number)
    except Hidden:
        return gone(request)
    members = queries.reporting_hats(request.user, found, now())
    if not members:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, members=members, pledged_in=found.unit)
    context = {"coalition": found.coalition, "row": queries.stood(found, now()), "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "pledge_report", context)
    try:
        _report(found, form.cleaned_data, request)
    except actions.CannotPledge as refusal:
        return form_page(request, "pledge_report", context, str(refusal))
    messages.success(request, _("Reported. Another member confirms or contests it."))
    return redirect("petitions:pledge", slug, number)


def _report(found: Pledge, data: dict[str, Any], request: SignedInRequest) -> None:
    actions.report_pledge(
        pledge_id=found.pk, member_id=data["member"].pk, unit=Unit(data["unit"]), done=data["done"],
        says=data["says"], link=data["link"], key=data["key"], by=request.user, at=now(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def judge_pledge(request: SignedInRequest, slug: str, number: int, report: int) -> HttpResponse:
    """By any member but whoever made the report."""
    try:
        found = pledge_or_gone(slug, number)
    except Hidden:
        return gone(request)
    judged = found.reports.filter(number=report).first()
    if judged is None:
        raise Http404
    members = queries.judging_hats(request.user, judged, now())
    if not members:
        raise PermissionDenied
    form = JudgeForm(request.POST if request.method == "POST" else None, members=members)
    context = {"coalition": found.coalition, "row": queries.stood(found, now()), "report": judged, "form": form}  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "pledge_judge", context)
    try:
        _judge(judged.pk, form.cleaned_data, request)
    except actions.CannotPledge as refusal:
        return form_page(request, "pledge_judge", context, str(refusal))
    messages.success(request, _("Your judgement is on record."))
    return redirect("petitions:pledge", slug, number)


def _judge(report_id: int, data: dict[str, Any], request: SignedInRequest) -> None:
    actions.judge_report(
        report_id=report_id, member_id=data["member"].pk, confirms=data["confirms"], says=data["says"],
        by=request.user, at=now(),
    )  # fmt: skip
