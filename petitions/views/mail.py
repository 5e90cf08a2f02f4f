"""The mail queue: what is due, waits, failed or came back; in numbers and keys, never with an address."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import KindForm, MailForm, WorksForm
from petitions.rules.mail import MailState
from petitions.words import DROPPED, LETTERS, MAIL_STATES

COLUMNS = tuple(MailState)
MAILOUTS = 10


@require_safe
@never_cache
@role_required(Role.AUDITOR, Role.ADMIN)
def mail(request: SignedInRequest) -> HttpResponse:
    form = MailForm(request.GET)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, status, form=form)


def _page(request: SignedInRequest, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    at = now()
    form = more.get("form") if isinstance(more.get("form"), MailForm) else MailForm({})
    wanted = form.wanted()
    rows = queries.troubled(at, state=MailState(wanted["state"]), kind=wanted["kind"])
    queue = queries.queue(at)
    context = {
        "filters": form,
        "works": WorksForm(),
        "columns": [MAIL_STATES[state] for state in COLUMNS],
        "queue": [
            (row.kind, LETTERS[row.kind], [row.counts.get(state, 0) for state in COLUMNS],
             row.counts.get(MailState.FAILED, 0))
            for row in queue
        ],
        "hours": queries.by_hour(at),
        "oldest": queries.oldest_waiting(),
        "mailouts": [(row, LETTERS[row.kind]) for row in queries.mailouts()[:MAILOUTS]],
        "state": MAIL_STATES[wanted["state"]],
        "rows": [(row, LETTERS[row.kind], DROPPED.get(row.why, "")) for row in rows],
        "most": queries.MOST_MAILS_SHOWN,
    }  # fmt: skip
    return render(request, "petitions/mail_queue.html", context | more, status=status)


@require_POST
@role_required(Role.AUDITOR, Role.ADMIN)
def retry(request: SignedInRequest, key: str) -> HttpResponse:
    """One mail."""
    try:
        actions.retry_mail(key=key, by=request.user, at=now())
    except actions.CannotRetry as refusal:
        return _page(request, HTTPStatus.CONFLICT, refusal=str(refusal))
    messages.success(request, _("It is tried again with the next tick."))
    return redirect("petitions:mail")


@require_POST
@role_required(Role.AUDITOR, Role.ADMIN)
def retry_kind(request: SignedInRequest) -> HttpResponse:
    """All of a kind that were given up."""
    form = KindForm(request.POST)
    if not form.is_valid():
        return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    try:
        number = actions.retry_kind(kind=form.cleaned_data["kind"], by=request.user, at=now())
    except actions.CannotRetry as refusal:
        return _page(request, HTTPStatus.CONFLICT, refusal=str(refusal))
    words = ngettext("%(number)s mail is tried again.", "%(number)s mails are tried again.", number)
    messages.success(request, words % {"number": number})
    return redirect("petitions:mail")


@require_POST
@role_required(Role.AUDITOR, Role.ADMIN)
def lift(request: SignedInRequest) -> HttpResponse:
    """An address works again."""
    form = WorksForm(request.POST)
    if not form.is_valid():
        return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, works=form, form=form)
    try:
        actions.lift_bounces(email=form.cleaned_data["address"], by=request.user, at=now())
    except actions.CannotRetry as refusal:
        return _page(request, HTTPStatus.CONFLICT, refusal=str(refusal), works=form)
    messages.success(request, _("Updates go to this address again."))
    return redirect("petitions:mail")
