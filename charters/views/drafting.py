"""Drafting an amendment, looking at it, tabling it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, allowed_to, now
from charters import actions, queries, words
from charters.forms import DraftForm, StepForm
from charters.models import Amendment, Article, Charter
from charters.predicates import may_draft
from charters.rules import lifecycle
from charters.rules.amend import Operation
from charters.rules.compare import Row
from charters.rules.text import ArticleText
from ledger import queries as ledger


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_draft)
def amend(request: SignedInRequest, slug: str, eid: str) -> HttpResponse:
    """Change one article: a new draft, or one more step of the draft `?to=`."""
    base = queries.article_to_amend(slug, eid)
    if base is None:
        raise Http404
    _must_be_hers(request, base.edition.charter)
    draft = _own_draft(request, request.GET.get("to", ""), base.edition.charter_id)
    name = None if draft else DraftForm(request.POST or None)
    step = StepForm(request.POST or None, initial=_as_it_reads(base))
    context = {"charter": base.edition.charter, "article": base, "form": step, "name": name, "draft": draft}
    if request.method != "POST":
        return render(request, "charters/amend.html", context)
    if not (step.is_valid() and (name is None or name.is_valid())):
        context["problems"] = _problems(name)
        return render(request, "charters/amend.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return redirect("charters:amendment", _save(request, base, draft, name, step))
    except actions.CannotAmend as refusal:
        context["refusal"] = str(refusal)
        return render(request, "charters/amend.html", context, status=HTTPStatus.CONFLICT)


def _must_be_hers(request: SignedInRequest, charter: Charter) -> None:
    """The door let her in as somebody who drafts; is it this charter that she may change?"""
    if not may_draft(request.user, charter):
        raise PermissionDenied


def _as_it_reads(base: Article) -> dict[str, str]:
    return {
        "operation": Operation.REPLACE.value,
        "heading": base.heading,
        "text": base.text,
        "expected_sha256": base.sha256,
    }


def _own_draft(request: SignedInRequest, number: str, charter_id: int) -> Amendment | None:
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404
    drafts = queries.drafts_of(request.user).filter(charter_id=charter_id)
    return get_object_or_404(drafts, pk=int(number))


def _problems(name: DraftForm | None) -> list[tuple[str, str]]:
    """(field id, sentence) of the draft's name; the page adds the step's own."""
    if name is None:
        return []
    return [(name[field].id_for_label, str(errors[0])) for field, errors in name.errors.items()]


@transaction.atomic
def _save(
    request: SignedInRequest, base: Article, draft: Amendment | None, name: DraftForm | None, step: StepForm
) -> int:
    """The draft and its step together, or nothing."""
    if draft is None:
        assert name is not None  # noqa: S101 - a new draft always comes with its name
        draft = actions.draft_amendment(
            charter_id=base.edition.charter_id, drafted_by=request.user, at=now(), **name.cleaned_data
        )
    actions.add_instruction(amendment_id=draft.pk, change=step.change(base.eid))
    return draft.pk


def _row(step: queries.Preview) -> Row:
    """An instruction as a pair of texts: what stands there now, and what would."""
    change = step.instruction.value
    if change.operation is Operation.REPEAL:
        return Row(change.eid, step.before, None)
    new = ArticleText(change.new_eid or change.eid, change.heading, change.text)
    return Row(new.eid, step.before if change.operation is Operation.REPLACE else None, new)


def _step(step: queries.Preview) -> dict[str, Any]:
    return {
        "instruction": step.instruction,
        "row": _row(step),
        "why": actions.refusal(step.why.value) if step.why else "",
        "operation": words.operation(step.instruction.value.operation),
    }


@require_safe
def amendment(request: HttpRequest, number: int) -> HttpResponse:
    """What the amendment would do to the words, and where it stands."""
    found = get_object_or_404(queries.amendments_for(request.user), pk=number)
    steps = [_step(step) for step in queries.preview(found)]
    mine = found.drafted_by_id == request.user.pk
    context = {
        "amendment": found,
        "steps": steps,
        "overtaken": any(step["why"] for step in steps) and found.status in lifecycle.OPEN,
        "state": words.amendment_state(found.status),
        "is_draft": found.status is lifecycle.State.DRAFT,
        "is_tabled": found.status is lifecycle.State.TABLED,
        "mine": mine,
        "may_withdraw": mine and found.status in (lifecycle.State.DRAFT, lifecycle.State.TABLED),
        "may_rebase": may_draft(request.user, found.charter),
        "rivals": queries.rivals_of(found) if found.is_public else [],
        "toc": queries.values(queries.latest_edition(found.charter)),
        "motions": _motions(found, request.user),
    }
    return render(request, "charters/amendment.html", context)


def _motions(found: Amendment, viewer: Any) -> list[ledger.Card]:
    """The motions that point at it, from the record."""
    subjects = ledger.public_around(found.subject).values_list("subject", flat=True).distinct()
    cards = [ledger.card(s, viewer) for s in sorted(set(subjects)) if not s.startswith("charters.")]
    return [card for card in cards if card]


@require_POST
@allowed_to(may_draft)
def table(request: SignedInRequest, number: int) -> HttpResponse:
    found = get_object_or_404(queries.drafts_of(request.user), pk=number)
    _must_be_hers(request, found.charter)
    try:
        actions.table_amendment(amendment_id=found.pk, actor=request.user.code, at=now())
    except actions.CannotAmend as refusal:
        return _refused(request, number, refusal)
    messages.success(request, _("The amendment is tabled. Its words are frozen and everybody can read them."))
    return redirect("charters:amendment", number)


@require_POST
@allowed_to(may_draft)
def withdraw(request: SignedInRequest, number: int) -> HttpResponse:
    found = get_object_or_404(queries.own_amendments(request.user), pk=number)
    _must_be_hers(request, found.charter)
    try:
        actions.close_amendment(
            amendment_id=found.pk, to=lifecycle.State.WITHDRAWN, actor=request.user.code, at=now()
        )
    except actions.CannotAmend as refusal:
        return _refused(request, number, refusal)
    messages.success(request, _("The amendment is withdrawn."))
    return redirect("charters:amendment", number)


@require_POST
@allowed_to(may_draft)
def rebase(request: SignedInRequest, number: int) -> HttpResponse:
    """A new draft with the same words, against the text as it reads now."""
    found = get_object_or_404(queries.amendments_for(request.user), pk=number)
    _must_be_hers(request, found.charter)
    new = actions.rebase_amendment(amendment_id=found.pk, by=request.user, at=now())
    messages.success(request, _("A new draft with the same words. Look at each step before you table it."))
    return redirect("charters:amendment", new.pk)


@require_POST
@allowed_to(may_draft)
def remove_step(request: SignedInRequest, number: int, position: int) -> HttpResponse:
    found = get_object_or_404(queries.own_amendments(request.user), pk=number)
    _must_be_hers(request, found.charter)
    try:
        actions.remove_instruction(amendment_id=found.pk, position=position)
    except actions.CannotAmend as refusal:
        return _refused(request, number, refusal)
    return redirect("charters:amendment", number)


def _refused(request: HttpRequest, number: int, refusal: Exception) -> HttpResponse:
    context = {"refusal": str(refusal), "number": number}
    return render(request, "charters/refused.html", context, status=HTTPStatus.CONFLICT)
