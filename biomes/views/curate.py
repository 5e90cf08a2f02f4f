"""The curator's desk: drafts, edits, kinds, the steps of a profile's life, doubtful readings."""

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
from biomes.forms import BiomeForm, CompareForm
from biomes.models import Biome, Revision
from biomes.queries import desk as reads
from biomes.queries import gaps
from biomes.rules import repair, typology
from biomes.rules.words import Quality
from biomes.views import drawing
from biomes.words import drawing as words_of_drawing
from biomes.words import queues
from biomes.words import typology as kind_words

curator = role_required(Role.CURATOR)


@require_safe
@curator
def desk(request: HttpRequest) -> HttpResponse:
    found = reads.desk()
    doubtful = [(one, _value(one), [words.FLAGS[flag] for flag in one.flags]) for one in found.doubtful]
    missing = [queues.queue(one) for one in gaps.missing(now())]
    q, stage = (request.GET.get(name, "")[:80].replace("\x00", "") for name in ("q", "stage"))
    context = {
        "desk": found,
        "doubtful": doubtful,
        "queues": missing,
        "counts": [
            ("drafts", _("Drafts"), len(found.drafts)),
            ("edited", _("Changes to publish"), len(found.edited)),
            ("desk-provisional", _("By people"), found.pin_count + found.sighting_count),
            ("doubtful", _("Readings to look at"), found.doubtful_count),
            ("gaps", _("What is missing"), sum(one.count for one in missing)),
            ("down", _("Taken down"), len(found.withdrawn)),
        ],
        "q": q,
        "stage": stage,
        "stages": list(queues.STAGES.items()),
        "found": reads.found(q, stage) if q or stage else [],
    }
    return render(request, "biomes/desk.html", context)


def _value(one: Any) -> str:
    name = words.indicator_name(one.indicator.code, one.indicator.name)
    return f"{name} {one.qualifier}{words.number(one.value)} {words.unit_name(one.unit)}"


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def draft(request: SignedInRequest) -> HttpResponse:
    data, said = drawing.repaired(request, "place")
    form = BiomeForm(
        data or request.POST or None, request.FILES or None, is_new=True, initial={"red_list": "NE"}
    )
    if request.method != "POST" or data:
        return _form(request, form, said=said)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        biome = actions.draft_biome(
            slug=form.cleaned_data["slug"],
            content=form.content,
            photo=_photo(form),
            author=request.user.code,
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except actions.CannotEdit as refusal:
        return _form(request, form, refusal=str(refusal), status=409)
    except actions.CannotKeep as unfit:
        return _unfit(request, form, unfit)
    _say_rounded(request)
    return redirect("biomes:revision", slug=biome.slug, number=1)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    biome = any_biome(slug)
    data, said = drawing.repaired(request, "place")
    form = BiomeForm(data or request.POST or None, request.FILES or None, initial=_start(biome))
    if request.method != "POST" or data:
        return _form(request, form, biome=biome, said=said)
    if not form.is_valid():
        return _form(request, form, biome=biome, status=422)
    try:
        revision = _edited(request, biome, form)
    except actions.CannotEdit as refusal:
        return _refused(request, form, biome, str(refusal))
    except actions.CannotKeep as unfit:
        return _unfit(request, form, unfit, biome=biome)
    _say_rounded(request)
    return redirect("biomes:revision", slug=slug, number=revision.number)


def _refused(request: HttpRequest, form: BiomeForm, biome: Biome, refusal: str) -> HttpResponse:
    """The words stay. Who was told of a newer revision has seen it when they save again."""
    newest = biome.revisions.first()
    unseen = newest.number if newest and newest.number != form.cleaned_data["based_on"] else None
    if unseen:
        form.data = form.data.copy()
        form.data["based_on"] = str(unseen)
    return _form(request, form, biome=biome, refusal=refusal, unseen=unseen, status=409)


def _edited(request: SignedInRequest, biome: Biome, form: BiomeForm) -> Revision:
    return actions.edit_biome(
        biome_id=biome.pk,
        content=form.content,
        photo=_photo(form),
        author=request.user.code,
        reason=form.cleaned_data["reason"],
        based_on=form.cleaned_data["based_on"],
        at=now(),
    )


def _photo(form: BiomeForm) -> actions.Photo | None:
    said = form.said_of_photo
    return actions.Photo(**said) if said else None


def _unfit(
    request: HttpRequest, form: BiomeForm, unfit: actions.CannotKeep, biome: Biome | None = None
) -> HttpResponse:
    form.add_error("photo", str(unfit))
    return _form(request, form, biome=biome, status=422)


def _say_rounded(request: HttpRequest) -> None:
    if said := words_of_drawing.rounded(repair.extra_decimals(request.POST.get("place", ""))):
        messages.info(request, said)


def _start(biome: Biome) -> dict[str, Any]:
    """What the form starts from: the waiting draft, else what is published; and which revision that was."""
    newest = biome.revisions.first()
    found = reads.edited_revision(biome)
    said = dict(found.snapshot) if found else {}
    return said | {"based_on": newest.number if newest else None, "reason": ""}


def _form(
    request: HttpRequest,
    form: BiomeForm,
    *,
    biome: Biome | None = None,
    refusal: str = "",
    said: str = "",
    unseen: int | None = None,
    status: int = 200,
) -> HttpResponse:
    around = [queries.feature(zone.polygon, kind="zone", name=zone.name) for zone in queries.zones()]
    context = {
        "form": form,
        "biome": biome,
        "refusal": refusal,
        "said": said,
        "unseen": unseen,
        "around": {"type": "FeatureCollection", "features": around},
        "realms": typology.REALMS.values(),
        "credit": typology.CREDIT,
        "typology_link": typology.LINK,
        **drawing.around_fault(form, "place"),
    }
    return render(request, "biomes/form.html", context, status=status)


@require_safe
@curator
def kinds(request: HttpRequest) -> HttpResponse:
    """The 110 functional groups by words and realm: a page, or the filtered options to htmx."""
    asked = request.GET
    found = kind_words.search(asked.get("kind_q", "")[:80], asked.get("kind_realm", "")[:3])
    grouped: dict[str, list[typology.Group]] = {}
    for one in found:
        grouped.setdefault(one.broader, []).append(one)
    context = {
        "groups": [(typology.BIOMES[code], rows) for code, rows in grouped.items()],
        "count": len(found),
        "chosen": asked.get("functional_group", ""),
        "realms": typology.REALMS.values(),
        "q": asked.get("kind_q", ""),
        "realm": asked.get("kind_realm", ""),
        "credit": typology.CREDIT,
        "typology_link": typology.LINK,
    }
    page = "biomes/_kind_options.html" if request.headers.get("HX-Request") else "biomes/kinds.html"
    return render(request, page, context)


STEPS = {
    "withdraw": actions.withdraw_biome,
    "restore": actions.restore_biome,
    "discard": actions.discard_biome,
}


@require_POST
@curator
def step(request: SignedInRequest, slug: str, verb: str) -> HttpResponse:
    """Withdraw, restore, discard: one step of the lifecycle, refused where the table has no such move."""
    biome = any_biome(slug)
    if verb not in STEPS:
        raise Http404
    try:
        STEPS[verb](biome_id=biome.pk, actor=request.user.code, at=now())
    except actions.CannotEdit as refusal:
        rows = reads.all_revisions(biome)
        form = CompareForm(numbers=[one.number for one, _author in rows])
        context = {"biome": biome, "revisions": rows, "form": form, "refusal": str(refusal)}
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


def any_biome(slug: str) -> Biome:
    found = reads.any_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found
