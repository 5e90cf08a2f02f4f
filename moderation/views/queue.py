"""Moderators empty the queue."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from ledger import queries as ledger
from moderation import actions, queries
from moderation.forms import AnswerForm, DecisionForm, QuestionForm, QueueForm
from moderation.models import Item

PER_PAGE = 25
moderators_only = role_required(Role.MODERATOR)


@require_safe
@never_cache
@moderators_only
def queue(request: SignedInRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    waiting = queries.queue(**form.wanted())
    context = {
        "form": form,
        "counts": queries.counts(now()),
        "page_obj": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "now": now(),
        "asked": queries.questions_elsewhere(request.user),
    }
    return render(request, "moderation/queue.html", context)


@require_POST
@moderators_only
def take_next(request: SignedInRequest) -> HttpResponse:
    wanted = QueueForm(request.POST).wanted()
    item = actions.take_next(moderator=request.user, at=now(), **wanted)
    if item is None:
        messages.info(
            request,
            _("Nothing is left for you to read: the rest is with colleagues, or your own, or decided."),
        )
        return redirect(_still(reverse("moderation:queue"), wanted))
    return redirect(_still(reverse("moderation:item", args=[item.uuid]), wanted))


@require_safe
@never_cache
@moderators_only
def item(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """With `?code=`, the decision begins with that code and its draft."""
    found, code = one(uuid), request.GET.get("code", "")
    begun = {"code": code, "text": queries.drafts_for(found.language).get(code, "")} if code else None
    return item_page(request, found, form=DecisionForm(initial=begun))


@require_POST
@moderators_only
def take(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Hold this one; with `take_over`, from a colleague."""
    found = one(uuid)
    try:
        actions.lock(
            item_id=found.pk, moderator=request.user, at=now(), take_over="take_over" in request.POST
        )
    except actions.CannotDecide as why:
        return item_page(request, found, refusal=str(why), status=409)
    return redirect("moderation:item", uuid=uuid)


@require_POST
@moderators_only
def release(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    actions.release(item_id=one(uuid).pk, moderator=request.user)
    return redirect("moderation:queue")


@require_POST
@moderators_only
def decide(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Decide, and go on with the next one."""
    found, form = one(uuid), DecisionForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, form=form, status=422)
    code = form.cleaned_data["code"]
    try:
        actions.decide(
            item_id=found.pk,
            moderator=request.user,
            approve=code.approves,
            code=code.slug,
            text=form.cleaned_data["text"],
            at=now(),
        )
    except actions.CannotDecide as why:
        return item_page(request, one(uuid), form=form, refusal=str(why), status=409)
    messages.success(request, _("Decided: %(title)s") % {"title": found.title})
    return take_next(request) if "and_next" in request.POST else redirect("moderation:queue")


def one(uuid: UUID) -> Item:
    if found := queries.item(uuid):
        return found
    raise Http404


def item_page(
    request: SignedInRequest, found: Item, *, refusal: str = "", status: int = 200, **forms: object
) -> HttpResponse:
    """The text and what this moderator can do with it; ``forms`` replaces the empty ones."""
    context = {
        "item": found,
        "form": DecisionForm(),
        "question_form": QuestionForm(),
        "answer_form": AnswerForm(),
        "problems_of": next(iter(forms.values()), None),
        "refusal": refusal,
        "hold": queries.hold(found, request.user, now()),
        "fields": queries.snapshot_fields(found),
        "signals": queries.signals(found),
        "likeness": queries.likeness_to_original(found),
        "group_size": queries.group_size(found),
        "opinions": queries.opinions(found, request.user),
        "drafts": queries.drafts_for(found.language),
        "kind": queries.kind_label(found.kind),
        "card": ledger.card(found.subject, request.user),
        "decisions": queries.decisions(found),
        "wanted": QueueForm(request.POST or request.GET).wanted(),
    }
    return render(request, "moderation/item.html", context | forms, status=status)


def _still(address: str, wanted: dict[str, str]) -> str:
    """The same part of the queue on the next page."""
    chosen = {name: value for name, value in wanted.items() if value}
    return f"{address}?{urlencode(chosen)}" if chosen else address
