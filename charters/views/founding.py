"""A new charter: drafted article by article, looked at, tabled for a motion to adopt."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, allowed_to, now
from charters import actions, queries, words
from charters.forms_founding import ArticleForm, CharterForm
from charters.models import CharterDraft
from charters.predicates import may_draft
from charters.rules import lifecycle
from ledger import queries as ledger


def must_be_hers(user: Any, of: str) -> None:
    """Somebody who drafts; may she draft a charter of this living system, or of every one?"""
    if not may_draft(user, CharterDraft(of=of)):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_draft)
def new(request: SignedInRequest) -> HttpResponse:
    form = CharterForm(request.POST or None, initial={"of": request.GET.get("of", "")})
    if request.method != "POST":
        return _form(request, form)
    return _saved(request, form, lambda told: actions.draft_charter(by=request.user, at=now(), **told))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_draft)
def rename(request: SignedInRequest, number: int) -> HttpResponse:
    """Its name, its address, of whom it speaks, its preamble."""
    draft = _own(request, number)
    start = {name: getattr(draft, name) for name in ("title", "slug", "of", "preamble", "reasons")}
    form = CharterForm(request.POST or None, initial=start, keeps=draft)
    if request.method != "POST":
        return _form(request, form, draft)
    return _saved(request, form, lambda told: actions.rename_draft(draft_id=draft.pk, **told), draft)


def _saved(
    request: SignedInRequest,
    form: CharterForm,
    save: Callable[[dict[str, Any]], CharterDraft],
    draft: CharterDraft | None = None,
) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, draft, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    must_be_hers(request.user, form.cleaned_data["of"])
    try:
        saved = save(form.cleaned_data)
    except actions.CannotFound as refusal:
        return _form(request, form, draft, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    return redirect("charters:draft", saved.pk)


def _form(
    request: HttpRequest,
    form: CharterForm,
    draft: CharterDraft | None = None,
    *,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "draft": draft, "refusal": refusal}
    return render(request, "charters/draft_name.html", context, status=status)


def _own(request: SignedInRequest, number: int) -> CharterDraft:
    """Her own, under a mandate for whom it speaks of."""
    found = get_object_or_404(queries.own_charter_drafts(request.user), pk=number)
    must_be_hers(request.user, found.of)
    return found


@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """The charter as it would read, and where it stands."""
    return _page(request, number)


def _page(
    request: HttpRequest, number: int, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    found = get_object_or_404(queries.charter_drafts_for(request.user), pk=number)
    # Under a mandate for whom it speaks of, as each of its steps asks again.
    is_hers = found.drafted_by_id == request.user.pk and may_draft(request.user, found)
    context = {
        "draft": found,
        "articles": found.texts,
        "of": ledger.card(found.of, request.user),
        "state": words.amendment_state(found.status),
        "is_draft": found.status is lifecycle.State.DRAFT,
        "is_tabled": found.status is lifecycle.State.TABLED,
        "is_hers": is_hers,
        "may_withdraw": is_hers and found.status in (lifecycle.State.DRAFT, lifecycle.State.TABLED),
        "motions": [card for card in _motions(found, request.user) if card],
        "refusal": refusal,
    }
    return render(request, "charters/draft.html", context, status=status)


def _motions(found: CharterDraft, viewer: Any) -> list[ledger.Card | None]:
    """The motions that point at it, from the record."""
    subjects = ledger.public_around(found.subject).values_list("subject", flat=True).distinct()
    return [ledger.card(s, viewer) for s in sorted(set(subjects)) if not s.startswith("charters.")]


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_draft)
def article(request: SignedInRequest, number: int, position: int) -> HttpResponse:
    """Write an article anew; the position behind the last adds one."""
    found = _own(request, number)
    if found.status is not lifecycle.State.DRAFT or not 1 <= position <= found.articles.count() + 1:
        raise Http404
    row = found.articles.filter(position=position).first()
    start = {name: getattr(row, name) for name in ("heading", "text", "entrenched")} if row else {}
    form = ArticleForm(request.POST or None, initial=start)
    context: dict[str, Any] = {"draft": found, "form": form, "position": position, "is_new": row is None}
    if request.method != "POST":
        return render(request, "charters/draft_article.html", context)
    if not form.is_valid():
        return render(request, "charters/draft_article.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.put_article(draft_id=found.pk, position=position, **form.cleaned_data)
    except actions.CannotFound as refusal:
        context["refusal"] = str(refusal)
        return render(request, "charters/draft_article.html", context, status=HTTPStatus.CONFLICT)
    return redirect("charters:draft", number)


@require_POST
@allowed_to(may_draft)
def remove_article(request: SignedInRequest, number: int, position: int) -> HttpResponse:
    found = _own(request, number)
    try:
        actions.remove_article(draft_id=found.pk, position=position)
    except actions.CannotFound as refusal:
        return _page(request, number, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    return redirect("charters:draft", number)


@require_POST
@allowed_to(may_draft)
def table(request: SignedInRequest, number: int) -> HttpResponse:
    found = _own(request, number)
    try:
        actions.table_charter(draft_id=found.pk, actor=request.user.code, at=now())
    except actions.CannotFound as refusal:
        return _page(request, number, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(request, _("The charter is tabled. Its words are frozen and everybody can read them."))
    return redirect("charters:draft", number)


@require_POST
@allowed_to(may_draft)
def withdraw(request: SignedInRequest, number: int) -> HttpResponse:
    found = _own(request, number)
    try:
        actions.close_charter_draft(
            draft_id=found.pk, to=lifecycle.State.WITHDRAWN, actor=request.user.code, at=now()
        )
    except actions.CannotFound as refusal:
        return _page(request, number, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(request, _("The charter is withdrawn."))
    return redirect("charters:draft", number)
