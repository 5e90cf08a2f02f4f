"""Moderators empty the queue; authors appeal; everybody reads the codes."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required, signed_in
from accounts.rules.roles import Role
from ledger import queries as ledger
from moderation import actions, queries
from moderation.forms import AppealForm, DecisionForm, QueueForm
from moderation.models import Item

PER_PAGE = 25
PUBLISHED_FOR = timedelta(days=90)
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
    }
    return render(request, "moderation/queue.html", context)


@require_POST
@moderators_only
def take_next(request: SignedInRequest) -> HttpResponse:
    item = actions.take_next(moderator=request.user, at=now(), **QueueForm(request.POST).wanted())
    if item is None:
        messages.info(request, _("Nothing is left to read: the rest is held by colleagues, or decided."))
        return redirect("moderation:queue")
    return redirect("moderation:item", uuid=item.uuid)


@require_safe
@never_cache
@moderators_only
def item(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _one(uuid), DecisionForm())


@require_POST
@moderators_only
def take(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Hold this one; with `take_over`, from a colleague."""
    found = _one(uuid)
    try:
        actions.lock(
            item_id=found.pk, moderator=request.user, at=now(), take_over="take_over" in request.POST
        )
    except actions.CannotDecide as why:
        return _page(request, found, DecisionForm(), refusal=str(why), status=409)
    return redirect("moderation:item", uuid=uuid)


@require_POST
@moderators_only
def release(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    actions.release(item_id=_one(uuid).pk, moderator=request.user)
    return redirect("moderation:queue")


@require_POST
@moderators_only
def decide(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Decide, and go on with the next one."""
    found, form = _one(uuid), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
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
        return _page(request, _one(uuid), form, refusal=str(why), status=409)
    messages.success(request, _("Decided: %(title)s") % {"title": found.title})
    return take_next(request) if "and_next" in request.POST else redirect("moderation:queue")


@require_safe
@never_cache
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What I asked to publish, what was decided, and where I may appeal."""
    rows = [(item, queries.may_appeal(item, now())) for item in queries.items_of(request.user)]
    return render(request, "moderation/mine.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def appeal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found, form, refusal, status = (
        _own(uuid, request),
        AppealForm(request.POST if request.method == "POST" else None),
        "",
        200,
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.appeal(item_id=found.pk, by=found.author, reason=reason, at=now())
        except actions.CannotAppeal as why:
            refusal, status = str(why), 409
        else:
            messages.success(request, _("Your appeal is in. Another moderator will answer it."))
            return redirect("moderation:mine")
    context = {
        "item": found,
        "form": form,
        "refusal": refusal,
        "decision": queries.last_decision(found.subject),
        "may_appeal": queries.may_appeal(found, now()),
    }
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else status)


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Public: what is decided by, how often, and how long it takes."""
    since = now() - PUBLISHED_FOR
    context = {
        "codes": queries.published_codes(since),
        "medians": [
            (queries.kind_label(kind), wait / timedelta(days=1))
            for kind, wait in queries.median_waits(since).items()
        ],
        "counts": queries.counts(now()),
        "days": PUBLISHED_FOR.days,
    }
    return render(request, "moderation/codes.html", context)


def _one(uuid: UUID) -> Item:
    if found := queries.item(uuid):
        return found
    raise Http404


def _own(uuid: UUID, request: SignedInRequest) -> Item:
    """The author's own item; to everybody else it does not exist."""
    found = queries.item(uuid)
    if found is None or found.author != request.user.code:
        raise Http404
    return found


def _page(
    request: SignedInRequest, found: Item, form: DecisionForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "item": found,
        "form": form,
        "refusal": refusal,
        "hold": queries.hold(found, request.user, now()),
        "fields": queries.snapshot_fields(found),
        "signals": queries.signals(found),
        "kind": queries.kind_label(found.kind),
        "card": ledger.card(found.subject, request.user),
        "decisions": queries.decisions(found),
        "waiting": queries.queue().count(),
    }
    return render(request, "moderation/item.html", context, status=status)
