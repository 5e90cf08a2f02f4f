"""The secretary runs a sitting: calls it, orders its agenda, opens it, keeps the room and the floor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_sitting import SITTING_STEPS, CallForm, GiveActionForm, MoveForm, PointForm, ResumeForm
from council.models import Sitting
from council.views.sittings import room, whole

# What a step that shows nothing of itself answers.
SAID = {
    "publish": gettext_lazy("Notice is given; the agenda is public, and everybody is convened by letter."),
    "remind": gettext_lazy("A letter is on its way to each who has not answered."),
    "move": gettext_lazy("It is moved; whoever was convened hears of it by letter."),
    "give": gettext_lazy("It stands in the action list."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.SECRETARY)
def call(request: SignedInRequest) -> HttpResponse:
    """Sittings ahead, and the form that calls another."""
    at = now()
    form = CallForm(request.POST) if request.method == "POST" else CallForm.proposed(at)
    if request.method != "POST" or not form.is_valid():
        return _calls(request, form, status=422 if request.method == "POST" else 200)
    try:
        called = actions.call_sitting(**form.cleaned_data, by=request.user, at=at)
    except actions.CannotSit as refusal:
        return _calls(request, form, str(refusal), status=409)
    return redirect("council:sitting_desk", called.body.code, called.number)


def _calls(request: SignedInRequest, form: CallForm, refusal: str = "", status: int = 200) -> HttpResponse:
    ahead = queries.sittings().ahead()  # type: ignore[attr-defined]
    context = {"form": form, "ahead": ahead, "refusal": refusal}
    return render(request, "council/desk_sittings.html", context, status=status)


@require_safe
@role_required(Role.SECRETARY)
def run(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    return _run(request, whole(code, number))


def _run(
    request: SignedInRequest, found: Sitting, *, form: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    at = now()
    context = room(found, at) | {
        "points": queries.points(found),
        "point_form": form if isinstance(form, PointForm) else PointForm(sitting=found, at=at),
        "resume_form": form if isinstance(form, ResumeForm) else ResumeForm(sitting=found, at=at),
        "move_form": form if isinstance(form, MoveForm) else MoveForm(sitting=found, at=at),
        "give_form": form if isinstance(form, GiveActionForm) else GiveActionForm(sitting=found, at=at),
        "answers": queries.answers(found),
        "given": queries.listed_actions(
            queries.action_items().filter(point__sitting=found), request.user, at
        ),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "council/desk_sitting.html", context, status=status)


@require_POST
@role_required(Role.SECRETARY)
def step(request: SignedInRequest, code: str, number: str, verb: str) -> HttpResponse:
    found = whole(code, number)
    if verb not in SITTING_STEPS:
        raise Http404
    shape, act = SITTING_STEPS[verb]
    form = shape(request.POST, sitting=found, at=now())
    if not form.is_valid():
        return _run(request, found, form=form, status=422)
    try:
        getattr(actions, act)(sitting_id=found.pk, by=request.user, at=now(), **form.cleaned_data)
    except actions.CannotSit as refusal:
        return _run(request, found, form=form, refusal=str(refusal), status=409)
    if verb in SAID:
        messages.success(request, SAID[verb])
    return redirect("council:sitting_desk", code, number)
