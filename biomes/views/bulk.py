"""Files of profiles and zones: out for everyone, in for curators, looked at before they change anything."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now
from biomes import actions, bulk_files, queries
from biomes.forms import FilterForm
from biomes.forms.bulk import ApplyForm, SheetForm
from biomes.models import Bulk
from biomes.queries import bulk as reads
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.profile import Fault
from biomes.views.curate import curator
from biomes.words import curation


@require_safe
def profiles(request: HttpRequest, form: str) -> HttpResponse:
    """Every published profile, or those the list's filters leave: the same ones, read the same way."""
    shelf = queries.shelf(FilterForm(request.GET).wanted, now())
    biomes = sorted((row.biome for row in shelf.rows), key=lambda one: one.slug)
    return _file(form, Noun.BIOMES, reads.public_lines(biomes))


@require_safe
def zones(request: HttpRequest, form: str) -> HttpResponse:
    return _file(form, Noun.ZONES, reads.zone_lines())


@require_safe
@curator
def newest(request: HttpRequest, form: str) -> HttpResponse:
    """Every profile as its newest revision says it, drafts too."""
    return _file(form, Noun.BIOMES, reads.newest_lines())


def _file(form: str, noun: Noun, lines: Any) -> HttpResponse:
    if form not in bulk_files.TYPES:
        raise Http404(_("There is no file of this form."))
    response = HttpResponse(bulk_files.write(form, noun, lines), content_type=bulk_files.TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{noun}.{form}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def files(request: SignedInRequest) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "sheets": reads.sheets(), "endings": list(bulk_files.TYPES)}
        return render(request, "biomes/bulk.html", context, status=422 if form.is_bound else 200)
    kept = actions.keep_sheet(
        noun=Noun(form.cleaned_data["noun"]),
        name=form.cleaned_data["file"].name,
        rows=form.cleaned_data["rows"],
        sender=request.user.code,
        at=now(),
    )
    return redirect("biomes:sheet", uuid=kept.uuid)


@require_safe
@curator
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _sheet(uuid), ApplyForm())


@require_POST
@curator
def apply(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _sheet(uuid)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        actions.apply_sheet(
            bulk_id=found.pk,
            all_or_nothing=form.cleaned_data["how"] == "all",
            author=request.user.code,
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except actions.CannotApply as refusal:
        return _page(request, found, form, refusal=str(refusal), status=409)
    messages.success(request, _("The file was taken in."))
    return redirect("biomes:sheet", uuid=uuid)


def _page(
    request: HttpRequest, found: Bulk, form: ApplyForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    rows = (
        found.outcome
        if found.applied_at
        else [one.plain for one in reads.judged(Noun(found.noun), found.rows)]
    )
    counts = Counter(one["verdict"] for one in rows)
    context = {
        "sheet": found,
        "form": form,
        "refusal": refusal,
        "counts": [(curation.VERDICTS[one], counts[one.value]) for one in Verdict if counts[one.value]],
        "rows": [_row(one) for one in rows],
        "changes_something": bool(counts[Verdict.NEW] or counts[Verdict.CHANGED]),
    }
    return render(request, "biomes/sheet.html", context, status=status)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return one | {
        "says": curation.VERDICTS[one["verdict"]],
        "fields": [curation.FIELDS.get(name, name) for name in one["changed"]],
        "errors": [(fault["field"], curation.fault(Fault(**fault))) for fault in one["faults"]],
    }


def _sheet(uuid: UUID) -> Bulk:
    found = reads.sheet(uuid)
    if found is None:
        raise Http404(_("There is no such file."))
    return found
