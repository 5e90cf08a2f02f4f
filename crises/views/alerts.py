"""Alerts: the list, one alert with its reasons and its history, and what officers do with it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from crises import actions, alert_page, messages, queries
from crises.forms import CancelForm, FilterForm
from crises.models import Alert

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = now()
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
    found = queries.filtered_alerts(
        request.user, at, state=chosen.get("state", ""), biome=chosen.get("biome", "")
    )
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "states": FilterForm.STATES,
        "chosen": chosen,
        "waiting": queries.waiting_drafts(),
        "crises": queries.public_crises().filter(closed_at=None),
        "is_officer": queries.is_officer(request.user, at),
    }
    return render(request, "crises/alerts.html", context)


@require_safe
def strip(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment for siblings: the alerts in force for one living system."""
    return render(request, "crises/_strip.html", {"alerts": queries.live_alerts().filter(biome__slug=slug)})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    alert = get_object_or_404(queries.alerts_seen_by(request.user, now()), code=code)
    return _render(request, alert)


@require_POST
@role_required(Role.ALERT_OFFICER)
def release(request: SignedInRequest, code: str) -> HttpResponse:
    alert = get_object_or_404(Alert, code=code)
    try:
        actions.release_alert(code=code, officer=request.user, at=now())
    except actions.CannotRelease as refusal:
        return _render(request, _again(alert), refusal=str(refusal), status=409)
    return redirect(alert)


@require_POST
@role_required(Role.ALERT_OFFICER)
def cancel(request: SignedInRequest, code: str) -> HttpResponse:
    alert = get_object_or_404(Alert, code=code)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _render(request, _again(alert), form=form, status=422)
    try:
        actions.cancel_alert(code=code, officer=request.user, reason=form.chosen, at=now())
    except actions.CannotCancel as refusal:
        return _render(request, _again(alert), refusal=str(refusal), status=409)
    return redirect(alert)


@require_safe
def cap(request: HttpRequest, code: str) -> HttpResponse:
    """The newest CAP 1.2 message. A draft has none."""
    alert = queries.public_alerts().filter(code=code).first()
    if alert is None:
        raise Http404
    response = HttpResponse(messages.xml(alert), content_type="application/cap+xml")
    response["Content-Disposition"] = f'inline; filename="{code}.xml"'
    return response


def _again(alert: Alert) -> Alert:
    """With everything its page shows, as it stands now."""
    return queries.alerts_with_all().get(pk=alert.pk)


def _render(
    request: HttpRequest,
    alert: Alert,
    *,
    refusal: str = "",
    form: CancelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    is_officer = queries.is_officer(request.user, at)
    context = alert_page.context(alert, is_officer=is_officer, at=at)
    context |= {"refusal": refusal, "form": form or CancelForm()}
    return render(request, "crises/alert.html", context, status=status)
