"""A member's motion: drafted, submitted, withdrawn. A biome's objection."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms import ObjectionForm
from council.forms_motion import MotionForm, words_of
from council.models import Motion
from council.views.reading import whole_motion


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def new(request: SignedInRequest) -> HttpResponse:
    at = now()
    council = queries.council_for(request.user, at)
    if council is None or not queries.is_member(request.user, council, at):
        return render(request, "council/not_a_member.html", status=403)
    start = {
        "act": request.GET.get("act", ""),
        "origin": request.GET.get("origin", ""),
        "kind": request.GET.get("kind", "resolution"),
        "language": get_language(),
    }
    form = MotionForm(request.POST or None, viewer=request.user, initial=start)
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        motion = actions.draft_motion(body=council, mover=request.user, at=at, **words_of(form.cleaned_data))
    except actions.CannotMove as refusal:
        return _form(request, form, refusal=str(refusal), status=409)
    return redirect(motion)


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    motion = _own(request, code)
    start = {name: getattr(motion, name) for name in MotionForm.base_fields}
    form = MotionForm(request.POST or None, viewer=request.user, initial=start)
    if request.method != "POST":
        return _form(request, form, motion)
    if not form.is_valid():
        return _form(request, form, motion, status=422)
    try:
        actions.revise_draft(motion_id=motion.pk, by=request.user, at=now(), **words_of(form.cleaned_data))
    except actions.CannotMove as refusal:
        return _form(request, form, motion, refusal=str(refusal), status=409)
    return redirect(motion)


def _form(
    request: SignedInRequest,
    form: MotionForm,
    motion: Motion | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "motion": motion, "refusal": refusal}
    return render(request, "council/draft.html", context, status=status)


def _own(request: SignedInRequest, code: str) -> Motion:
    motion = whole_motion(request, code)
    if motion.mover_id != request.user.pk:
        raise Http404
    return motion


@require_POST
@second_factor_required
def submit(request: SignedInRequest, code: str) -> HttpResponse:
    motion = _own(request, code)
    try:
        motion = actions.submit_motion(motion_id=motion.pk, by=request.user, at=now())
    except actions.CannotMove as refusal:
        return render(
            request, "council/refused.html", {"motion": motion, "refusal": str(refusal)}, status=409
        )
    messages.success(request, _("Submitted. The secretary admits it or says why not."))
    return redirect(motion)


@require_POST
@second_factor_required
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    motion = _own(request, code)
    try:
        motion = actions.withdraw_motion(motion_id=motion.pk, by=request.user, at=now())
    except actions.CannotMove as refusal:
        return render(
            request, "council/refused.html", {"motion": motion, "refusal": str(refusal)}, status=409
        )
    messages.success(request, _("Withdrawn."))
    return redirect(motion)


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def objection(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """A guardian objects to an adopted motion that touches the living system of her seat."""
    motion, at = whole_motion(request, code), now()
    found = queries.seat_to_object_with(motion, seat, request.user, at)
    if found is None:
        raise Http404
    form = ObjectionForm(request.POST or None, seat=found, at=at)
    context = {"motion": motion, "seat": found, "name": queries.seat_names([found])[seat], "form": form}
    if request.method != "POST":
        return render(request, "council/object.html", context)
    if not form.is_valid():
        return render(request, "council/object.html", context, status=422)
    try:
        actions.file_objection(
            motion_id=motion.pk, seat=found, by=request.user, at=at,
            articles=form.cleaned_data["articles"], evidence=form.cleaned_data["evidence"],
        )  # fmt: skip
    except actions.CannotObject as refusal:
        return render(request, "council/object.html", {**context, "refusal": str(refusal)}, status=409)
    messages.success(request, _("The objection is filed and public."))
    return redirect(motion)
