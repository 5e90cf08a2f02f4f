"""The curator's desk: drafts, edits, publishing as a step, revisions side by side, doubtful readings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from biomes import actions, queries, words
from biomes.forms import BiomeForm, PublishForm, ReasonForm
from biomes.models import Biome, Revision
from biomes.queries import desk as reads
from biomes.rules.profile import FIELDS
from biomes.rules.words import Quality

curator = role_required(Role.CURATOR)


@require_safe
@curator
def desk(request: HttpRequest) -> HttpResponse:
    found = reads.desk()
    doubtful = [(one, _value(one), [words.FLAGS[flag] for flag in one.flags]) for one in found.doubtful]
    return render(request, "biomes/desk.html", {"desk": found, "doubtful": doubtful})


def _value(one: Any) -> str:
    name = words.indicator_name(one.indicator.code, one.indicator.name)
    return f"{name} {one.qualifier}{words.number(one.value)} {words.unit_name(one.unit)}"


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def draft(request: SignedInRequest) -> HttpResponse:
    form = BiomeForm(request.POST or None, is_new=True, initial={"red_list": "NE"})
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        biome = actions.draft_biome(
            slug=form.cleaned_data["slug"],
            content=form.content,
            author=request.user.code,
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except actions.CannotEdit as refusal:
        return _form(request, form, refusal=str(refusal), status=409)
    return redirect("biomes:revision", slug=biome.slug, number=1)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    biome = _any(slug)
    newest = biome.revisions.first()
    said = _newest_content(biome)
    form = BiomeForm(
        request.POST or None, initial=said | {"based_on": newest.number if newest else None, "reason": ""}
    )
    if request.method != "POST":
        return _form(request, form, biome=biome)
    if not form.is_valid():
        return _form(request, form, biome=biome, status=422)
    try:
        revision = actions.edit_biome(
            biome_id=biome.pk,
            content=form.content,
            author=request.user.code,
            reason=form.cleaned_data["reason"],
            based_on=form.cleaned_data["based_on"],
            at=now(),
        )
    except actions.CannotEdit as refusal:
        return _form(request, form, biome=biome, refusal=str(refusal), status=409)
    return redirect("biomes:revision", slug=slug, number=revision.number)


def _newest_content(biome: Biome) -> dict[str, Any]:
    """What the form starts from: the waiting draft, else what is published."""
    newest = reads.waiting_revision(biome) or reads.published_revision(biome) or biome.revisions.first()
    return dict(newest.snapshot) if newest else {}


def _form(
    request: HttpRequest, form: BiomeForm, *, biome: Biome | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    around = [queries.feature(zone.polygon, kind="zone", name=zone.name) for zone in queries.zones()]
    context = {
        "form": form,
        "biome": biome,
        "refusal": refusal,
        "around": {"type": "FeatureCollection", "features": around},
    }
    return render(request, "biomes/form.html", context, status=status)


@require_safe
@curator
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    biome = _any(slug)
    return render(request, "biomes/revisions.html", {"biome": biome, "revisions": reads.all_revisions(biome)})


@require_safe
@curator
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    biome = _any(slug)
    found = _revision(biome, number)
    return _revision_page(request, biome, found)


def _revision_page(
    request: HttpRequest, biome: Biome, found: Revision, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    before = biome.revisions.filter(published_at__isnull=False, number__lt=found.number).first()
    then = before.snapshot if before else {}
    rows = [
        (words.FIELDS[field], field, _shown(field, then.get(field)), _shown(field, found.snapshot.get(field)))
        for field in FIELDS
        if (then.get(field) or None) != (found.snapshot.get(field) or None)
    ]
    waiting = reads.waiting_revision(biome)
    context = {
        "biome": biome,
        "revision": found,
        "before": before,
        "rows": rows,
        "is_waiting": waiting is not None and waiting.pk == found.pk,
        "features": _place_features(then.get("place"), found.snapshot.get("place")),
        "publish": PublishForm(initial={"number": found.number}),
        "refusal": refusal,
    }
    return render(request, "biomes/revision.html", context, status=status)


def _place_features(then: Any, current: Any) -> list[dict[str, Any]]:
    if then == current:
        return []
    features = [queries.feature(then, kind="zone", name=_("Before"))] if then else []
    return features + ([queries.feature(current, kind="biome", name=_("Now"))] if current else [])


def _shown(field: str, value: Any) -> str:
    """A field of a snapshot in words, for the two columns."""
    if not value:
        return ""
    if field == "names":
        return "\n".join(f"{one['language']}: {one['name']}" for one in value)
    if field == "zones":
        return ", ".join(value)
    if field == "red_list":
        return str(words.RED_LIST.get(value, value))
    if field == "place":
        points = sum(len(ring) for ring in value["coordinates"] if value["type"] == "Polygon")
        return _("%(kind)s, %(points)s points") % {"kind": value["type"], "points": points}
    return str(value)


@require_POST
@curator
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    biome = _any(slug)
    form = PublishForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such revision."))
    number = form.cleaned_data["number"]
    found = _revision(biome, number)
    try:
        actions.publish_biome(biome_id=biome.pk, number=number, actor=request.user.code, at=now())
    except actions.CannotEdit as refusal:
        return _revision_page(request, biome, found, refusal=str(refusal), status=409)
    messages.success(request, _("Revision %(number)s is published.") % {"number": number})
    return redirect("biomes:biome", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def revert(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    biome = _any(slug)
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


STEPS = {
    "withdraw": actions.withdraw_biome,
    "restore": actions.restore_biome,
    "discard": actions.discard_biome,
}


@require_POST
@curator
def step(request: SignedInRequest, slug: str, verb: str) -> HttpResponse:
    """Withdraw, restore, discard: one step of the lifecycle, refused where the table has no such move."""
    biome = _any(slug)
    if verb not in STEPS:
        raise Http404
    try:
        STEPS[verb](biome_id=biome.pk, actor=request.user.code, at=now())
    except actions.CannotEdit as refusal:
        context = {"biome": biome, "revisions": reads.all_revisions(biome), "refusal": str(refusal)}
        return render(request, "biomes/revisions.html", context, status=409)
    messages.success(request, _("Done."))
    return redirect(reverse("biomes:desk"))


@require_POST
@curator
def judge(request: SignedInRequest, number: str) -> HttpResponse:
    """A doubtful reading is checked or rejected by a person."""
    wanted = request.POST.get("quality", "")
    found = reads.current_reading(number)
    if found is None or wanted not in {Quality.CHECKED, Quality.REJECTED}:
        raise Http404(_("No reading has this address."))
    try:
        actions.judge_reading(
            reading_id=found.number, quality=Quality(wanted), actor=request.user.code, at=now()
        )
    except actions.CannotJudge as refusal:
        messages.error(request, str(refusal))
        return redirect("biomes:desk")
    messages.success(request, _("The reading is %(quality)s.") % {"quality": words.QUALITIES[wanted]})
    return redirect("biomes:desk")


def _any(slug: str) -> Biome:
    found = reads.any_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found


def _revision(biome: Biome, number: int) -> Revision:
    found = reads.revision(biome, number)
    if found is None:
        raise Http404(_("There is no such revision."))
    return found
