"""Admins keep the codes and the delay notice; moderators keep the drafts of reasons."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from moderation import actions, queries
from moderation.forms import CodeForm, DraftForm, NoticeForm
from moderation.models import Code
from moderation.views.queue import moderators_only

admins_only = role_required(Role.ADMIN)
LANGUAGES = dict(settings.LANGUAGES)


@require_safe
@never_cache
@admins_only
def manage(request: SignedInRequest) -> HttpResponse:
    return _manage(request)


@require_http_methods(["GET", "POST"])
@never_cache
@admins_only
def add(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_code(by=request.user, at=now(), **form.said())
        except actions.CannotChange as why:
            return _code_page(request, form, refusal=str(why), status=409)
        messages.success(request, _("The code is published."))
        return redirect("moderation:manage_codes")
    return _code_page(request, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@admins_only
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    code = get_object_or_404(Code, slug=slug)
    form = CodeForm(_sent(request), instance=code)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_code(by=request.user, at=now(), **form.said())
        except actions.CannotChange as why:
            return _code_page(request, form, code=code, refusal=str(why), status=409)
        messages.success(request, _("Changed."))
        return redirect("moderation:manage_codes")
    return _code_page(request, form, code=code, status=422 if form.errors else 200)


@require_POST
@admins_only
def retire(request: SignedInRequest, slug: str) -> HttpResponse:
    return _do(request, slug, actions.retire_code, _("Retired: it is offered no longer."))


@require_POST
@admins_only
def restore(request: SignedInRequest, slug: str) -> HttpResponse:
    return _do(request, slug, actions.restore_code, _("Offered again."))


@require_POST
@admins_only
def delete(request: SignedInRequest, slug: str) -> HttpResponse:
    return _do(request, slug, actions.delete_code, _("Deleted: nobody had used it."))


@require_POST
@admins_only
def notice(request: SignedInRequest) -> HttpResponse:
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _manage(request, form=form, status=422)
    actions.set_notice(by=request.user, at=now(), **form.cleaned_data)
    messages.success(request, _("Set. It holds from now on."))
    return redirect("moderation:manage_codes")


@require_safe
@never_cache
@moderators_only
def drafts(request: SignedInRequest) -> HttpResponse:
    """Which code has words to begin with, in which language."""
    held = queries.drafts()
    rows = [
        (code, [(tag, name, held.get((code.slug, tag))) for tag, name in LANGUAGES.items()])
        for code in queries.codes()
    ]
    return render(request, "moderation/drafts.html", {"rows": rows, "columns": LANGUAGES.values()})


@require_http_methods(["GET", "POST"])
@never_cache
@moderators_only
def draft(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    code = get_object_or_404(Code, slug=slug)
    if language not in LANGUAGES:
        raise Http404
    versions = list(queries.versions(slug, language))
    newest = versions[0] if versions else None
    form, refusal, status = (
        DraftForm(_sent(request), initial={"text": newest.text if newest else ""}),
        "",
        200,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_draft(slug=slug, language=language, by=request.user, at=now(), **form.cleaned_data)
        except actions.CannotChange as why:
            # What they wrote stays in the form; sent again, it comes after the version they can read below it now.
            refusal, status = str(why), 409
        else:
            messages.success(request, _("Kept as a new version."))
            return redirect("moderation:drafts")
    context = {"code": code, "language": language, "versions": versions, "form": form, "refusal": refusal}
    return render(request, "moderation/draft.html", context, status=422 if form.errors else status)


def _sent(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _manage(
    request: SignedInRequest, *, form: NoticeForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "codes": queries.all_codes(),
        "form": form or NoticeForm(initial={"length": queries.notice_at(now())}),
        "refusal": refusal,
    }
    return render(request, "moderation/manage_codes.html", context, status=status)


def _code_page(
    request: SignedInRequest,
    form: CodeForm,
    *,
    code: Code | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "code": code, "refusal": refusal}
    return render(request, "moderation/code.html", context, status=status)


def _do(request: SignedInRequest, slug: str, act: Callable[..., None], said: str) -> HttpResponse:
    code = get_object_or_404(Code, slug=slug)
    try:
        act(slug=code.slug, by=request.user, at=now())
    except actions.CannotChange as why:
        return _manage(request, refusal=str(why), status=409)
    messages.success(request, said)
    return redirect("moderation:manage_codes")
