"""Founding a coalition, a page a step: each saves and goes on; the first step that is wanting is shown again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import SignedInRequest, now, signed_in
from ledger import queries as ledger
from moderation import actions as decisions
from moderation import queries as moderation
from petitions import actions, queries
from petitions.doors import language
from petitions.doors_coalitions import aroundable, own_coalition
from petitions.forms import AimForm, AppealForm, AroundForm, CoalitionBiomesForm, HatForm
from petitions.models import Coalition
from petitions.rules import coalitions as rules
from petitions.rules.coalitions import State, Step
from petitions.words import COALITION_STEPS

ASKED = "coalition_around"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def new_coalition(request: SignedInRequest) -> HttpResponse:
    """The first step; nothing is stored before it is right."""
    start = {"biomes": [slug for slug in request.GET.getlist("biome") if slug]}
    form = CoalitionBiomesForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_coalition(
                biomes=list(form.cleaned_data["biomes"]),
                language=language(request),
                user=request.user,
                at=now(),
            )
        except actions.CannotGather as refusal:
            form.add_error(None, str(refusal))
            return _page(request, None, Step.ABOUT, form, HTTPStatus.CONFLICT)
        request.session[ASKED] = request.GET.get("around", "")[:120]
        return redirect("petitions:founding", made.code, Step.AROUND)
    return _page(request, None, Step.ABOUT, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def founding(request: SignedInRequest, slug: str, step: str) -> HttpResponse:
    """Any step of a draft, by its founder."""
    coalition = own_coalition(slug, request.user)
    if step not in set(Step):
        raise Http404
    here = Step(step)
    if here is Step.CHECK or coalition.state != State.DRAFT:
        return _check(request, coalition)
    form = FORMS[here](request, coalition, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            SAVES[here](coalition, form, request.user)
        except actions.CannotGather as refusal:
            form.add_error(None, str(refusal))
            return _page(request, coalition, here, form, HTTPStatus.CONFLICT)
        return redirect("petitions:founding", coalition.code, rules.after(here))
    return _page(request, coalition, here, form)


def _page(
    request: HttpRequest, coalition: Coalition | None, here: Step, form: forms.Form, status: int = 0
) -> HttpResponse:
    before = rules.before(here)
    context = {
        "coalition": coalition,
        "form": form,
        "heading": COALITION_STEPS[here],
        "number": rules.STEPS.index(here) + 1,
        "of": len(rules.STEPS),
        "is_around": here is Step.AROUND,
        "back": reverse("petitions:founding", args=[coalition.code, before]) if coalition and before else "",
    }
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "petitions/coalition_step.html", context, status=status or wrong)


# --- The form of each step, and what it saves -----------------------------------------------------


def _biomes_form(request: HttpRequest, coalition: Coalition, data: Any) -> forms.Form:
    return CoalitionBiomesForm(data, initial={"biomes": [b.slug for b in coalition.biomes.all()]})


def _around_form(request: HttpRequest, coalition: Coalition, data: Any) -> forms.Form:
    asked = [subject for subject in [request.session.get(ASKED, "")] if subject]
    chosen = [row.subject for row in coalition.around.all()]
    return AroundForm(data, initial={"around": chosen or asked}, choices=aroundable(coalition, asked))


def _aim_form(request: HttpRequest, coalition: Coalition, data: Any) -> forms.Form:
    return AimForm(data, initial={"title": coalition.title, "aim": coalition.aim})


def _hat_form(request: HttpRequest, coalition: Coalition, data: Any) -> forms.Form:
    form = HatForm(data, hats=queries.hats_of(request.user, now()))
    if founder := coalition.members.whole().first():
        form.initial["who"] = queries.hat_of(founder).code
    return form


def _save_biomes(coalition: Coalition, form: Any, by: Any) -> None:
    chosen = list(form.cleaned_data["biomes"])
    actions.save_coalition_biomes(coalition_id=coalition.pk, biomes=chosen, by=by, at=now())


def _save_around(coalition: Coalition, form: Any, by: Any) -> None:
    chosen = form.cleaned_data["around"]
    actions.save_coalition_around(coalition_id=coalition.pk, subjects=chosen, by=by, at=now())


def _save_aim(coalition: Coalition, form: Any, by: Any) -> None:
    actions.save_coalition_aim(coalition_id=coalition.pk, by=by, at=now(), **form.cleaned_data)


def _save_founder(coalition: Coalition, form: Any, by: Any) -> None:
    actions.save_coalition_founder(coalition_id=coalition.pk, hat=form.hat, by=by, at=now())


FORMS: dict[Step, Callable[[HttpRequest, Coalition, Any], forms.Form]] = {
    Step.ABOUT: _biomes_form, Step.AROUND: _around_form, Step.AIM: _aim_form, Step.STANDING: _hat_form,
}  # fmt: skip
SAVES: dict[Step, Callable[[Coalition, Any, Any], None]] = {
    Step.ABOUT: _save_biomes, Step.AROUND: _save_around, Step.AIM: _save_aim, Step.STANDING: _save_founder,
}  # fmt: skip


# --- The last step, and after it ------------------------------------------------------------------


def _check(request: SignedInRequest, coalition: Coalition) -> HttpResponse:
    """Everything once more, then found it; and while the moderators read it, where it stands."""
    founder = coalition.members.whole().first()
    if coalition.state == State.DRAFT:
        wanting = rules.first_wanting(biomes=coalition.biomes.count(), title=coalition.title, aim=coalition.aim,
                                      has_founder=founder is not None)  # fmt: skip
        if wanting is not Step.CHECK:
            return redirect("petitions:founding", coalition.code, wanting)
    refusal = ""
    if request.method == "POST":
        try:
            actions.submit_coalition(coalition_id=coalition.pk, by=request.user, at=now())
            messages.success(request, _("Founded. It opens when a moderator has read it."))
            return redirect("petitions:founding", coalition.code, Step.CHECK)
        except actions.CannotGather as refused:
            refusal = str(refused)
    return _checked(request, coalition, refusal)


def _checked(
    request: SignedInRequest, coalition: Coalition, refusal: str = "", form: AppealForm | None = None
) -> HttpResponse:
    founder, item = coalition.members.whole().first(), moderation.latest_item(coalition.subject)
    context = {
        "coalition": coalition,
        "refusal": refusal,
        "founder": founder,
        "cards": [card for row in coalition.around.all() if (card := ledger.card(row.subject, request.user))],
        "number": len(rules.STEPS),
        "decision": moderation.last_decision(coalition.subject)
        if coalition.state == State.REJECTED
        else None,
        "may_appeal": bool(item and moderation.may_appeal(item, now())),
        "form": form or AppealForm(),
    }
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if refusal else wrong
    return render(request, "petitions/coalition_check.html", context, status=status)


@require_http_methods(["POST"])
@never_cache
@signed_in
def appeal_coalition(request: SignedInRequest, slug: str) -> HttpResponse:
    """The founder's one appeal against a moderator's decision."""
    coalition = own_coalition(slug, request.user)
    item, form = moderation.latest_item(coalition.subject), AppealForm(request.POST)
    if item is None:
        raise Http404
    if not form.is_valid():
        return _checked(request, coalition, form=form)
    try:
        decisions.appeal(item_id=item.pk, by=request.user.code, reason=form.cleaned_data["reason"], at=now())
    except decisions.CannotAppeal as refusal:
        return _checked(request, coalition, str(refusal), form)
    messages.success(request, _("Your appeal is in. Another moderator will answer it."))
    return redirect("petitions:founding", coalition.code, Step.CHECK)
