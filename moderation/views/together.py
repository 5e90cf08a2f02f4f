"""Near-duplicates decided as a group, and second opinions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import SignedInRequest, now
from ledger import queries as ledger
from moderation import actions, queries
from moderation.forms import AnswerForm, QuestionForm, TogetherForm
from moderation.models import Item
from moderation.rules import similarity
from moderation.views.queue import item_page, moderators_only, one


@require_http_methods(["GET", "POST"])
@never_cache
@moderators_only
def alike(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The texts that are nearly the same as one original: read it once, decide all or some."""
    original = queries.first_of_group(one(uuid))
    waiting = queries.alike_waiting(original)
    if request.method != "POST":
        return _group(request, original, TogetherForm(waiting=waiting))
    form = TogetherForm(request.POST, waiting=waiting)
    if not form.is_valid():
        return _group(request, original, form, status=422)
    code = form.cleaned_data["code"]
    try:
        together = actions.decide_together(
            original_id=original.pk, item_ids=[item.pk for item in form.cleaned_data["texts"]],
            moderator=request.user, approve=code.approves, code=code.slug, text=form.cleaned_data["text"], at=now(),
        )  # fmt: skip
    except actions.CannotDecide as why:
        return _group(request, original, form, refusal=str(why), status=409)
    _tell(request, together)
    if together.left or queries.alike_waiting(original).exists():
        return redirect("moderation:alike", uuid=original.uuid)
    return redirect("moderation:queue")


@require_POST
@moderators_only
def ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found, form = one(uuid), QuestionForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, question_form=form, status=422)
    try:
        actions.ask_opinion(item_id=found.pk, moderator=request.user, at=now(), **form.cleaned_data)
    except actions.CannotDecide as why:
        return item_page(request, one(uuid), question_form=form, refusal=str(why), status=409)
    messages.success(request, _("Asked. A colleague sees it first; it comes back to you with their answer."))
    return redirect("moderation:queue")


@require_POST
@moderators_only
def answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found, form = one(uuid), AnswerForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, answer_form=form, status=422)
    try:
        actions.give_opinion(item_id=found.pk, moderator=request.user, at=now(), **form.cleaned_data)
    except actions.CannotDecide as why:
        return item_page(request, one(uuid), answer_form=form, refusal=str(why), status=409)
    messages.success(request, _("Answered. It goes back to whoever asked."))
    return redirect("moderation:queue")


@require_POST
@moderators_only
def take_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = one(uuid)
    try:
        actions.take_back_question(item_id=found.pk, moderator=request.user, at=now())
    except actions.CannotDecide as why:
        return item_page(request, found, refusal=str(why), status=409)
    messages.success(request, _("Your question is taken back."))
    return redirect("moderation:item", uuid=uuid)


def _group(
    request: SignedInRequest, original: Item, form: TogetherForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "original": original,
        "form": form,
        "refusal": refusal,
        "rows": [
            (box, item, similarity.percent(item.likeness))
            for box in form["texts"]
            if (item := box.data["value"].instance)
        ],
        "fields": queries.snapshot_fields(original),
        "drafts": queries.drafts_for(original.language),
        "card": ledger.card(original.subject, request.user),
        "decisions": queries.decisions(original),
        "now": now(),
    }
    return render(request, "moderation/alike.html", context, status=status)


def _tell(request: SignedInRequest, together: actions.Together) -> None:
    number = len(together.made)
    if number:
        said = ngettext("%(number)s text is decided.", "%(number)s texts are decided.", number)
        messages.success(request, said % {"number": number})
    for item, why in together.left:
        messages.warning(request, _("Left: “%(title)s”. %(why)s") % {"title": item.title, "why": why})
