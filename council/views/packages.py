"""A body in a box, for everybody: a council's package to take along, those that come with the product, two compared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.throttling import UserRateThrottle

from accounts.doors import now
from council import actions, queries
from council.forms_packages import SHIPPED, CompareForm
from council.models import Body
from council.rules.boxes.comparing import differences
from council.rules.boxes.opening import open_package
from council.rules.boxes.parts import Box
from council.rules.boxes.schema import SCHEMA
from council.rules.fields import RuleFault, canonical
from council.words import packages as words


class Comparisons(UserRateThrottle):
    rate = "60/min"
    scope = "compare-page"


def council_with_box(code: str) -> Body:
    """A council that has seats and a rule: what has neither has no statutes yet."""
    found = queries.body(code)
    if found is None or not queries.has_statutes(found):
        raise Http404
    return found


def _file(data: bytes | str, name: str, media: str = "application/json") -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def package(request: HttpRequest, code: str) -> HttpResponse:
    """The council's statutes of today, in their canonical bytes."""
    return _file(queries.exported_box(council_with_box(code), now()), f"{code}.box.json")


@require_safe
def signed(request: HttpRequest, code: str) -> HttpResponse:
    """The same bytes as a note signed with this installation's key."""
    note = actions.signed_box(council=council_with_box(code), at=now())
    return _file(note, f"{code}.box.note", "text/plain; charset=utf-8")


@require_safe
def origin(request: HttpRequest, code: str) -> HttpResponse:
    """The package a council was imported from, as it was sent."""
    found = queries.imported_from(council_with_box(code))
    if found is None:
        raise Http404
    return _file(canonical(found.data), f"{code}.imported.json")


@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(SCHEMA, content_type="application/schema+json")


@require_safe
def shipped(request: HttpRequest, name: str) -> HttpResponse:
    found = queries.shipped_boxes().get(name)
    if found is None:
        raise Http404
    return _file(found, f"{name}.json")


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """The packages that come with the product, and those of the councils here."""
    rows = [(name, open_package(data.decode(), ()).box) for name, data in queries.shipped_boxes().items()]
    context = {"shipped": rows, "councils": queries.councils_with_statutes(), "may_import": _may(request)}
    return render(request, "council/boxes.html", context)


def _may(request: HttpRequest) -> bool:
    return request.user.is_authenticated and queries.may_import(request.user, now())


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """What differs between two packages, in order, in words."""
    councils = queries.councils_with_statutes()
    asked: Any = request.POST if request.method == "POST" else request.GET or None
    form = CompareForm(asked, request.FILES or None, councils=councils)
    found, status = None, 200
    if request.method == "POST" and not Comparisons().allow_request(request, None):  # type: ignore[arg-type]
        refusal = _("Too many comparisons in a minute. Try again in a moment.")
        return render(request, "council/box_compare.html", {"form": form, "refusal": refusal}, status=429)
    if asked is not None:
        if form.is_valid() and (boxes := _boxes(form)):
            found = [(one.where, words.difference_sentence(one)) for one in differences(*boxes)]
        else:
            status = 422
    context = {"form": form, "found": found}
    return render(request, "council/box_compare.html", context, status=status)


def _boxes(form: CompareForm) -> tuple[Box, Box] | None:
    """Both packages; None where the one that was sent is none, which the form then says."""
    given = form.cleaned_data
    try:
        other = _named(given["other"]) if given["other"] else open_package(given["package"], ()).box
    except RuleFault as fault:
        form.add_error("package", words.problem_sentence(fault.path, fault.code))
        return None
    return _named(given["one"]), other


def _named(name: str) -> Box:
    if name.startswith(SHIPPED):
        return open_package(queries.shipped_boxes()[name.removeprefix(SHIPPED)].decode(), ()).box
    council = queries.body(name)
    if council is None:
        raise Http404(_("There is no such council."))
    return queries.box_of(council, now())
