"""For auditors: the names of pseudonymous filers, which only two of them open together."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import NameReasonForm
from petitions.models import NameRequest, Petition
from petitions.words import NAME_STAGES

PER_PAGE = 50


@require_safe
@never_cache
@role_required(Role.AUDITOR)
def names(request: SignedInRequest) -> HttpResponse:
    """Every request, those that wait first; and the petitions whose filer's name is sealed."""
    at = now()
    asked = [queries.as_asked(row, at) for row in queries.name_requests()[:200]]
    shown = [(one, NAME_STAGES[one.stage]) for one in asked]
    waiting = [pair for pair in shown if pair[0].stage in {"asked", "readable"}]
    runs = {one.row.petition_id: one.row for one, _words in waiting}
    page = Paginator(queries.sealed_petitions(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": waiting,
        "ended": [pair for pair in shown if pair not in waiting],
        "page_obj": page,
        "sealed": [(one, runs.get(one.pk)) for one in page],
    }
    return render(request, "petitions/names.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.AUDITOR)
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """One auditor asks, with a reason that is published."""
    petition = _sealed(slug)
    form = NameReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"petition": petition, "form": form, "is_shown": queries.is_shown(petition)}
    context["running"] = queries.running_request(petition, now())
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask_for_name(
                petition_id=petition.pk, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except actions.CannotOpenName as refusal:
            context["refusal"] = str(refusal)
            return render(request, "petitions/name_ask.html", context, status=HTTPStatus.CONFLICT)
        messages.success(request, _("Asked. Another auditor has 72 hours to agree. The filer is told."))
        return redirect("petitions:name_request", row.key)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/name_ask.html", context, status=status)


def _sealed(slug: str) -> Petition:
    """A petition whose filer's name is or was sealed; any other has no such page."""
    petition = queries.petition_by_code(slug)
    if petition is None or not queries.was_sealed(petition):
        raise Http404
    return petition


@require_safe
@never_cache
@role_required(Role.AUDITOR)
def name_request(request: SignedInRequest, key: UUID) -> HttpResponse:
    """One request: its reason, its time, and what this auditor may do. Looking opens nothing."""
    return _page(request, _found(key))


def _found(key: UUID) -> NameRequest:
    row = queries.name_request(key)
    if row is None:
        raise Http404
    return row


@sensitive_variables("more")
def _page(request: HttpRequest, row: NameRequest, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    asked = queries.as_asked(row, now())
    context = {
        "asked": asked,
        "row": row,
        "petition": row.petition,
        "stage": NAME_STAGES[asked.stage],
        "is_own": row.asked_by == request.user.code,  # type: ignore[union-attr]
        "is_one_of_two": request.user.code in {row.asked_by, row.answered_by},  # type: ignore[union-attr]
    }
    return render(request, "petitions/name_request.html", context | more, status=status)


@require_POST
@never_cache
@role_required(Role.AUDITOR)
def answer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The second auditor agrees or refuses; anything else than these two words is neither."""
    row, said = _found(key), request.POST.get("answer", "")
    if said not in {"agree", "refuse"}:
        words = _("Choose whether you agree or refuse.")
        return _page(request, row, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=words)
    try:
        actions.answer_name_request(key=key, agrees=said == "agree", by=request.user, at=now())
    except actions.CannotOpenName as refusal:
        return _page(request, _found(key), HTTPStatus.CONFLICT, refusal=str(refusal))
    if said == "agree":
        messages.success(request, _("Agreed. You two may read the name for 24 hours. The filer is told."))
    else:
        messages.success(request, _("Refused. The name stays sealed. The filer is told."))
    return redirect("petitions:name_request", key)


@require_POST
@never_cache
@role_required(Role.AUDITOR)
def withdraw(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Whoever asked takes it back."""
    _found(key)
    try:
        actions.withdraw_name_request(key=key, by=request.user, at=now())
    except actions.CannotOpenName as refusal:
        return _page(request, _found(key), HTTPStatus.CONFLICT, refusal=str(refusal))
    messages.success(request, _("Taken back. The name stays sealed. The filer is told."))
    return redirect("petitions:name_request", key)


@require_POST
@never_cache
@sensitive_variables("name")
@role_required(Role.AUDITOR)
def read(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The name, on this one answer and on no address that could be opened again."""
    _found(key)
    try:
        name = actions.read_name(key=key, by=request.user, at=now())
    except actions.CannotOpenName as refusal:
        return _page(request, _found(key), HTTPStatus.CONFLICT, refusal=str(refusal))
    return _page(request, _found(key), name=name)
