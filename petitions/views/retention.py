"""For auditors: whose signers were forgotten, whose are next, whose are kept and why."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import ExemptionForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.AUDITOR, Role.ADMIN)
def retention(request: SignedInRequest) -> HttpResponse:
    """What was forgotten when, what is exempt, what is next; and the form that exempts one."""
    form = ExemptionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "petitions/retention.html", _page(request, form))
    if not form.is_valid():
        return render(
            request, "petitions/retention.html", _page(request, form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        actions.exempt_petition(**form.wanted(), by=request.user, at=now())
    except actions.CannotExempt as refusal:
        page = _page(request, form, refusal=str(refusal))
        return render(request, "petitions/retention.html", page, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Its signers are kept until that day. The reason is on its page."))
    return redirect("petitions:retention")


@require_POST
@role_required(Role.AUDITOR, Role.ADMIN)
def end_exemption(request: SignedInRequest, key: str) -> HttpResponse:
    if not queries.exemptions().filter(key=key).exists():
        raise Http404
    try:
        actions.end_exemption(key=key, by=request.user, at=now())
    except actions.CannotExempt as refusal:
        page = _page(request, ExemptionForm(), refusal=str(refusal))
        return render(request, "petitions/retention.html", page, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Ended. It is forgotten in its time, like any other."))
    return redirect("petitions:retention")


def _page(request: HttpRequest, form: ExemptionForm, **more: Any) -> dict[str, Any]:
    at = now()
    return {
        "form": form,
        "coming": queries.next_to_forget(at),
        "exempt": queries.standing_exemptions(at),
        "page_obj": Paginator(queries.forgotten(), 50).get_page(request.GET.get("page")),
        "at": at,
    } | more
