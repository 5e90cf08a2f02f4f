"""Admins: people, their roles, the second admin's consent, suspension."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, queries
from accounts.actions.roles import ROLE_GRANTED
from accounts.doors import SignedInRequest, now, recently_authenticated, role_required
from accounts.forms import AppointForm, RoleForm, SearchForm
from accounts.models import User
from accounts.rules.roles import Role

PER_PAGE = 50
admin_only = role_required(Role.ADMIN)


@require_safe
@never_cache
@admin_only
def people(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    found = queries.search_people(form.cleaned_data.get("q", ""), form.cleaned_data.get("role", ""), now())
    context = {
        "form": form,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": queries.open_appointments(now()),
        "now": now(),
    }
    return render(request, "accounts/people.html", context)


@require_safe
@never_cache
@admin_only
def person(request: SignedInRequest, code: str) -> HttpResponse:
    return _page(request, _one(code), AppointForm())


@require_POST
@admin_only
@recently_authenticated
def appoint(request: SignedInRequest, code: str) -> HttpResponse:
    """Propose; another admin agrees."""
    found, form = _one(code), AppointForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    role = Role(form.cleaned_data["role"])

    def propose() -> None:
        actions.request_appointment(user=found, role=role, by=request.user, at=now(), until=form.until)

    return _act(request, found, propose, _("Proposed. Another admin has to agree before it counts."), form)


@require_POST
@admin_only
@recently_authenticated
def approve(request: SignedInRequest, approval: int) -> HttpResponse:
    found = get_object_or_404(queries.open_approvals(ROLE_GRANTED, now()), pk=approval)

    def agree() -> None:
        actions.approve_appointment(approval_id=found.pk, by=request.user, at=now())

    return _act(request, _one(found.subject.split("/")[1]), agree, _("Agreed. The role is in force now."))


@require_POST
@admin_only
def withdraw(request: SignedInRequest, approval: int) -> HttpResponse:
    found = get_object_or_404(queries.open_approvals(ROLE_GRANTED, now()), pk=approval)

    def take_back() -> None:
        actions.withdraw_approval(approval_id=found.pk, by=request.user, at=now())

    return _act(request, _one(found.subject.split("/")[1]), take_back, _("Taken back."))


@require_POST
@admin_only
@recently_authenticated
def end_role(request: SignedInRequest, code: str) -> HttpResponse:
    found, form = _one(code), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AppointForm(), status=422)
    role = Role(form.cleaned_data["role"])

    def end() -> None:
        actions.end_role(user=found, role=role, at=now(), actor=request.user.code)

    return _act(request, found, end, _("Ended. It takes effect at once."))


@require_POST
@admin_only
@recently_authenticated
def suspend(request: SignedInRequest, code: str) -> HttpResponse:
    found = _one(code)

    def close_out() -> None:
        actions.suspend_person(user=found, at=now(), by=request.user)

    return _act(request, found, close_out, _("Suspended. Their sessions have ended."))


@require_POST
@admin_only
@recently_authenticated
def restore(request: SignedInRequest, code: str) -> HttpResponse:
    found = _one(code)

    def let_in() -> None:
        actions.restore_person(user=found, at=now(), actor=request.user.code)

    return _act(request, found, let_in, _("They may sign in again."))


def _one(code: str) -> User:
    return get_object_or_404(queries.people(), code=code)


def _act(
    request: SignedInRequest, found: User, act: Callable[[], None], done: str, form: AppointForm | None = None
) -> HttpResponse:
    try:
        act()
    except (actions.CannotAppoint, actions.CannotApprove, actions.CannotSuspend) as why:
        return _page(request, found, form or AppointForm(), refusal=str(why), status=409)
    messages.success(request, done)
    return redirect("accounts:person", code=found.code)


def _page(
    request: SignedInRequest, found: User, form: AppointForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "refusal": refusal,
        "grants": queries.all_grants(found),
        "waiting": queries.open_appointments(now(), of=found),
        "has_second_factor": queries.has_second_factor(found),
        "now": now(),
    }
    return render(request, "accounts/person.html", context, status=status)
