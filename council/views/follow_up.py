"""The action list of a body: what is to be done, by whom and by when; its holders end it with evidence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms_papers import EndActionForm
from council.models import ActionItem, Body

MOST = 200


@require_safe
def action_list(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, get_object_or_404(queries.bodies(), code=code))


def _page(
    request: HttpRequest,
    body: Body,
    *,
    typed: tuple[ActionItem, EndActionForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """What is open, the late first; then what has ended, the latest first."""
    at, every = now(), queries.action_items_of(body)
    kept = {typed[0].pk: typed[1]} if typed else {}
    rows = queries.listed_actions(every.filter(ended_at__isnull=True)[:MOST], request.user, at)
    ended = queries.listed_actions(
        every.filter(ended_at__isnull=False).order_by("-ended_at")[:MOST], request.user, at
    )
    context: dict[str, Any] = {
        "body": body,
        "late": [(row, _form(row, kept)) for row in rows if row.late],
        "open": [(row, _form(row, kept)) for row in rows if not row.late],
        "ended": ended,
        "form": typed[1] if typed else None,
        "refusal": refusal,
    }
    return render(request, "council/actions.html", context, status=status)


def _form(row: Any, kept: dict[int, EndActionForm]) -> EndActionForm | None:
    if not row.may_end:
        return None
    return kept.get(row.pk) or EndActionForm(ends=row.may_end, auto_id=f"id_{row.code.hex}_%s")


@require_POST
@second_factor_required
def end(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Done or dropped, with what shows it."""
    found, at = queries.action_item(code), now()
    if found is None:
        raise Http404
    body = found.point.sitting.body
    ends = queries.ends_of(found, request.user, at) or frozenset({"done"})
    form = EndActionForm(request.POST, ends=ends, auto_id=f"id_{code.hex}_%s")
    if not form.is_valid():
        return _page(request, body, typed=(found, form), status=422)
    try:
        actions.end_action(code=code, by=request.user, at=at, **form.cleaned_data)
    except actions.CannotEndAction as refusal:
        return _page(request, body, typed=(found, form), refusal=str(refusal), status=409)
    messages.success(request, _("It has ended; the list keeps it with its evidence."))
    return redirect("council:actions", body.code)
