"""The council's calendar: its sessions, set by two officers."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, allowed_to, now
from council import actions, queries
from council.forms import Words
from council.models import Body, Session
from council.predicates import may_change_seats

REFUSALS = (actions.CannotSetSession, accounts.CannotApprove)
DAY = forms.DateInput(attrs={"type": "date"})


def begin(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


class SessionForm(forms.Form):
    """A session by its first and last day, both whole, in UTC."""

    title = Words(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("As it is cited: “Session of 2150”."),
        error_messages={"required": gettext_lazy("Give the session a name.")},
    )
    first = forms.DateField(
        label=gettext_lazy("First day"),
        widget=DAY,
        error_messages={"required": gettext_lazy("Say on which day the session begins.")},
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DAY,
        help_text=gettext_lazy("What the council has not decided by its end lapses."),
        error_messages={"required": gettext_lazy("Say on which day the session ends.")},
    )

    def period(self) -> tuple[datetime, datetime]:
        return begin(self.cleaned_data["first"]), begin(self.cleaned_data["last"]) + timedelta(days=1)


class EndOfSessionForm(forms.Form):
    last = forms.DateField(
        label=gettext_lazy("New last day"),
        widget=DAY,
        error_messages={"required": gettext_lazy("Say on which day the session ends.")},
    )

    def until(self) -> datetime:
        return begin(self.cleaned_data["last"]) + timedelta(days=1)


@require_safe
@allowed_to(may_change_seats)
def sessions(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: SignedInRequest,
    *,
    form: SessionForm | None = None,
    moved: tuple[Session, EndOfSessionForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    at = now()
    council = queries.council_for(request.user, at)
    context = {
        "council": council,
        "rows": _rows(council, moved) if council else (),
        "at": at,
        "waiting": [
            (row, _said(row), row.asked_by_id == request.user.pk) for row in queries.session_changes(at)
        ],
        "form": form or SessionForm(),
        "problems": _problems(moved[1]) if moved else (),
        "refusal": refusal,
    }
    return render(request, "council/sessions.html", context, status=status)


def _rows(council: Body, moved: tuple[Session, EndOfSessionForm] | None) -> list[tuple[Session, Any]]:
    """Each session with the form that moves its end, empty or as it was typed."""
    typed = {moved[0].pk: moved[1]} if moved else {}
    return [
        (one, typed.get(one.pk, EndOfSessionForm(auto_id=f"id_{one.pk}_%s")))
        for one in queries.sessions(council)
    ]


def _problems(form: EndOfSessionForm) -> list[tuple[str, str]]:
    """What is wrong with the day that was typed, and where it stands."""
    return [(form[name].id_for_label, str(text)) for name, errors in form.errors.items() for text in errors]


def _said(approval: Any) -> dict[str, Any]:
    """What was asked: the last day is the one before the moment at which it ends."""
    moments = {
        name: datetime.fromisoformat(approval.body[name])
        for name in ("since", "until")
        if name in approval.body
    }
    moved = queries.session(approval.subject.partition("/")[2]) if "title" not in approval.body else None
    return {
        "title": moved.title if moved else approval.body.get("title", ""),
        "moves": moved is not None,
        "first": moments.get("since"),
        "last": moments["until"] - timedelta(days=1),
    }


@require_POST
@allowed_to(may_change_seats)
def ask_session(request: SignedInRequest) -> HttpResponse:
    form, at = SessionForm(request.POST), now()
    if not form.is_valid():
        return _page(request, form=form, status=422)
    council = queries.council_for(request.user, at)
    if council is None:
        raise Http404
    since, until = form.period()
    try:
        actions.ask_for_session(
            body=council, title=form.cleaned_data["title"], since=since, until=until, by=request.user, at=at
        )
    except REFUSALS as refusal:
        return _page(request, form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:sessions")


@require_POST
@allowed_to(may_change_seats)
def ask_session_end(request: SignedInRequest, key: Any) -> HttpResponse:
    found = queries.session(key)
    if found is None:
        raise Http404
    form = EndOfSessionForm(request.POST, auto_id=f"id_{found.pk}_%s")
    if not form.is_valid():
        return _page(request, moved=(found, form), status=422)
    try:
        actions.ask_to_move_end(session=found, until=form.until(), by=request.user, at=now())
    except REFUSALS as refusal:
        return _page(request, moved=(found, form), refusal=str(refusal), status=409)
    messages.success(request, _("Asked. It takes effect when a second officer agrees."))
    return redirect("council:sessions")


@require_POST
@allowed_to(may_change_seats)
def agree_session(request: SignedInRequest, approval: int) -> HttpResponse:
    at = now()
    if not queries.session_changes(at).filter(pk=approval).exists():
        raise Http404
    try:
        actions.agree_to_session(approval_id=approval, by=request.user, at=at)
    except REFUSALS as refusal:
        return _page(request, refusal=str(refusal), status=409)
    messages.success(request, _("Agreed; it is in force."))
    return redirect("council:sessions")
