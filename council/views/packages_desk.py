"""Importing a package: an officer brings it and sees what it would make, another agrees."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions as accounts
from accounts.doors import SignedInRequest, allowed_to, now
from council import actions, queries
from council.forms_packages import ImportForm
from council.predicates import may_import_boxes
from council.rules.fields import RuleFault
from council.words import packages as words

REFUSALS = (actions.CannotImport, accounts.CannotApprove)


@require_safe
@allowed_to(may_import_boxes)
def desk(request: SignedInRequest) -> HttpResponse:
    """An empty form; with ``?of=`` one of the packages that come with the product in it."""
    name = request.GET.get("of", "")
    data = queries.shipped_boxes().get(name)
    first = {"package": data.decode(), "code": name} if data else {}
    return _page(request, form=ImportForm(initial=first))


def _page(request: SignedInRequest, *, form: ImportForm, status: int = 200, **more: Any) -> HttpResponse:
    waiting = [(row, row.asked_by_id == request.user.pk) for row in queries.imports_waiting(now())]
    context = {"form": form, "waiting": waiting, **more}
    return render(request, "council/box_import.html", context, status=status)


@require_POST
@allowed_to(may_import_boxes)
def ask(request: SignedInRequest) -> HttpResponse:
    """Look first (`by=look`), or ask for it; a fault leaves everything in the form."""
    form = ImportForm(request.POST, request.FILES or None)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    looked = _look(form)
    if form.errors or request.POST.get("by") == "look":
        return _page(request, form=form, status=422 if form.errors else 200, **looked)
    given = form.cleaned_data
    try:
        actions.ask_to_import(
            text=given["package"], code=given["code"], key=given["key"], unsigned=given["unsigned"],
            beings=form.beings(), by=request.user, at=now(),
        )  # fmt: skip
    except actions.CannotImport as refusal:
        return _refused(request, form, refusal, looked)
    except accounts.CannotApprove as refusal:
        return _page(request, form=form, refusal=str(refusal), status=409, **looked)
    messages.success(request, _("Asked. The council is made when a second officer agrees."))
    return redirect("council:box_desk")


def _refused(
    request: SignedInRequest, form: ImportForm, refusal: actions.CannotImport, looked: dict[str, Any]
) -> HttpResponse:
    if not refusal.field:
        return _page(request, form=form, refusal=str(refusal), status=409, **looked)
    if not form.errors:
        form.add_error(refusal.field, str(refusal))
    return _page(request, form=form, status=422, **looked)


def _look(form: ImportForm) -> dict[str, Any]:
    """What the package is, whose, and what it would make; what is wrong with it stands at its field."""
    given = form.cleaned_data
    try:
        found = actions.unpacked(text=given["package"], key=given["key"])
    except RuleFault as fault:
        form.add_error("package", words.problem_sentence(fault.path, fault.code))
        return {}
    except actions.CannotImport as refusal:
        form.add_error(refusal.field, str(refusal))
        return {}
    plan = queries.import_plan(found.box, given["code"], form.beings())
    for problem in plan.problems[:8]:
        form.add_error("code", words.problem_sentence(problem.path, problem.code, problem.name))
    return {
        "found": found,
        "plan": plan,
        "signature": words.signature_sentence(found),
        "placed": form.placed(found.box),
        "sittings": [words.recurrence_sentence(one) for one in found.box.sittings],
    }


@require_POST
@allowed_to(may_import_boxes)
def agree(request: SignedInRequest, approval: int) -> HttpResponse:
    at = now()
    if not queries.imports_waiting(at).filter(pk=approval).exists():
        raise Http404
    try:
        made = actions.agree_to_import(approval_id=approval, by=request.user, at=at)
    except REFUSALS as refusal:
        return _page(request, form=ImportForm(), refusal=str(refusal), status=409)
    messages.success(request, _("Agreed; the council is there. Its seats are vacant."))
    return redirect("council:body", made.code)
