"""For admins: bodies that close, who follows them, and what waits for a body."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import CloseBodyForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.ADMIN)
def bodies(request: SignedInRequest) -> HttpResponse:
    """What waits, what was decided, and the form that closes a body."""
    form = CloseBodyForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "petitions/bodies.html", _page(form))
    if not form.is_valid():
        return render(request, "petitions/bodies.html", _page(form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        row = actions.close_body(**form.cleaned_data, by=request.user, at=now())
    except actions.CannotSucceed as refusal:
        page = _page(form, refusal=str(refusal))
        return render(request, "petitions/bodies.html", page, status=HTTPStatus.CONFLICT)
    if row.successor:
        messages.success(request, _("Done. Its petitions and what it owes are with the body that follows."))
    else:
        messages.success(
            request, _("Closed. Its petitions stay with it, marked, until you name who follows.")
        )
    return redirect("petitions:bodies")


def _page(form: CloseBodyForm, **more: Any) -> dict[str, Any]:
    return {"form": form, "stranded": queries.stranded(), "decided": queries.successions()[:100]} | more
