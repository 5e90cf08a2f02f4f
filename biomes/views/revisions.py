"""Revisions of a profile: every one of them, any two side by side, publishing as a step, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now
from biomes import actions, queries
from biomes.forms import CompareForm, PublishForm, ReasonForm
from biomes.models import Biome, Revision
from biomes.queries import comparing
from biomes.queries import desk as reads
from biomes.rules import diff
from biomes.views.curate import any_biome, curator
from biomes.words import curation


@require_safe
@curator
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    biome = any_biome(slug)
    rows = reads.all_revisions(biome)
    form = CompareForm(numbers=[one.number for one, _author in rows])
    return render(request, "biomes/revisions.html", {"biome": biome, "revisions": rows, "form": form})


@require_safe
@curator
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    biome = any_biome(slug)
    return _page(request, biome, _revision(biome, number))


def _page(
    request: HttpRequest, biome: Biome, found: Revision, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    before = comparing.published_before(biome, found.number)
    waiting = reads.waiting_revision(biome)
    context = {
        "biome": biome,
        "revision": found,
        "author": reads.names_of([found.author]).get(found.author, found.author),
        "before": before,
        "is_waiting": waiting is not None and waiting.pk == found.pk,
        "publish": PublishForm(initial={"number": found.number}),
        "refusal": refusal,
        **_difference(before.snapshot if before else {}, found.snapshot),
    }
    return render(request, "biomes/revision.html", context, status=status)


@require_safe
@curator
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Any two revisions of one profile; the two numbers are in the address, so that it can be sent on."""
    biome = any_biome(slug)
    numbers = [one.number for one in biome.revisions.all()]
    form = CompareForm(request.GET or None, numbers=numbers)
    context: dict[str, Any] = {"biome": biome, "form": form}
    if not form.is_valid():
        return render(request, "biomes/compare.html", context, status=422 if form.is_bound else 200)
    before, after = (_revision(biome, form.cleaned_data[side]) for side in ("before", "after"))
    names = reads.names_of([before.author, after.author])
    context |= {
        "before": before,
        "after": after,
        "before_author": names.get(before.author, before.author),
        "after_author": names.get(after.author, after.author),
        **_difference(before.snapshot, after.snapshot),
    }
    return render(request, "biomes/compare.html", context)


def _difference(then: dict[str, Any], current: dict[str, Any]) -> dict[str, Any]:
    """For `_difference.html`."""
    found = comparing.compared(then, current)
    rows = [
        (
            curation.FIELDS[one.field],
            diff.sides(curation.said(one.field, one.before), curation.said(one.field, one.after)),
        )
        for one in found.fields
        if one.field != "pictures"
    ]
    return {
        "rows": rows,
        "areas": found.areas,
        "pictures": found.pictures,
        "features": _place_features(then.get("place"), current.get("place")) if found.areas else [],
    }


def _place_features(then: Any, current: Any) -> list[dict[str, Any]]:
    features = [queries.feature(then, kind="zone", name=_("Before"))] if then else []
    return features + ([queries.feature(current, kind="biome", name=_("Now"))] if current else [])


@require_POST
@curator
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    biome = any_biome(slug)
    form = PublishForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such revision."))
    number = form.cleaned_data["number"]
    found = _revision(biome, number)
    try:
        actions.publish_biome(biome_id=biome.pk, number=number, actor=request.user.code, at=now())
    except actions.CannotEdit as refusal:
        return _page(request, biome, found, refusal=str(refusal), status=409)
    messages.success(request, _("Revision %(number)s is published.") % {"number": number})
    return redirect("biomes:biome", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def revert(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    biome = any_biome(slug)
    found = _revision(biome, number)
    form = ReasonForm(request.POST or None)
    context = {"biome": biome, "revision": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/revert.html", context, status=status)
    try:
        made = actions.revert_biome(
            biome_id=biome.pk,
            number=number,
            author=request.user.code,
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except actions.CannotEdit as refusal:
        return render(request, "biomes/revert.html", context | {"refusal": str(refusal)}, status=409)
    return redirect("biomes:revision", slug=slug, number=made.number)


def _revision(biome: Biome, number: int) -> Revision:
    found = reads.revision(biome, number)
    if found is None:
        raise Http404(_("There is no such revision."))
    return found
