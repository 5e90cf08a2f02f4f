"""Figures about zones: curators' pages to record, correct and import them, and the table for everyone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.forms import CorrectFigureForm, FigureForm, FigureTableForm
from biomes.models import Zone, ZoneIndicator
from biomes.rules import zone_table
from biomes.rules.leaf import plain
from biomes.rules.words import Precision
from biomes.sheets import lines
from biomes.words import zone_indicators as words

curator = role_required(Role.CURATOR)
CSV = (*zone_table.COLUMNS, "unit", "is_current", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def figures(request: SignedInRequest, slug: str) -> HttpResponse:
    """A zone's figures, and the form for one more."""
    zone, at = _zone(slug), now()
    form = FigureForm(request.POST or None, today=at.date())
    if request.method != "POST" or not form.is_valid():
        return _figures(request, zone, form, status=422 if request.method == "POST" else 200)
    try:
        actions.set_zone_indicator(zone=zone, actor=request.user.code, at=at, **form.said)
    except actions.CannotRelate as refusal:
        return _figures(request, zone, form, refusal=str(refusal), status=409)
    messages.success(request, _("The figure stands, with its source."))
    return redirect("biomes:zone_indicators", slug=slug)


def _figures(
    request: HttpRequest, zone: Zone, form: FigureForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"zone": zone, "form": form, "refusal": refusal, "told": queries.indicators_of_zone(zone)}
    return render(request, "biomes/zone_indicators.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    former = queries.zone_indicator(pk)
    if former is None:
        raise Http404(_("No figure has this address."))
    initial = {"value": plain(former.value), "source": former.source, "source_url": former.source_url}
    form = CorrectFigureForm(request.POST or None, initial=initial, of=former.measure)
    context: dict[str, Any] = {"form": form, "former": former}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "biomes/correct_zone_indicator.html", context, status=status)
    try:
        actions.correct_zone_indicator(
            indicator_id=pk, actor=request.user.code, at=now(), **form.cleaned_data
        )
    except actions.CannotRelate as refusal:
        context["refusal"] = str(refusal)
        return render(request, "biomes/correct_zone_indicator.html", context, status=409)
    messages.success(request, _("The correction stands; the former row stays beside it."))
    return redirect("biomes:zone_indicators", slug=former.zone.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def pour(request: SignedInRequest) -> HttpResponse:
    """A table: first what it would do, then, with the same rows, what it does."""
    form = FigureTableForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _table(request, form)
    if not form.is_valid():
        return _table(request, form, status=422)
    dry_run = request.POST.get("do") != "import"
    try:
        found = actions.import_zone_indicators(
            text=form.table, actor=request.user.code, at=now(), dry_run=dry_run
        )
    except zone_table.BadTable as why:
        form.add_error("file" if form.cleaned_data["file"] else "text", words.bad_table(why))
        return _table(request, form, status=422)
    if found.is_stored:
        messages.success(request, _("The table is stored."))
        return redirect("biomes:desk_zones")
    status = 409 if found.refused_count and not dry_run else 200
    return _table(request, FigureTableForm(initial={"text": form.table}), found=found, status=status)


def _table(
    request: HttpRequest,
    form: FigureTableForm,
    *,
    found: actions.TableFound | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = [(row, words.VERDICTS[row.verdict], words.cell(row.reason)) for row in found.rows] if found else []
    # A long table is told by what is wrong with it.
    rows.sort(key=lambda row: (row[0].verdict != "refused", row[0].line))
    context = {
        "form": form,
        "found": found,
        "rows": rows[:200],
        "more": max(len(rows) - 200, 0),
        "columns": ",".join(zone_table.COLUMNS),
        "measures": queries.zone_measures(),
    }
    return render(request, "biomes/import_zone_indicators.html", context, status=status)


def _zone(slug: str) -> Zone:
    zone = queries.zone(slug)
    if zone is None:
        raise Http404(_("No zone has this address."))
    return zone


@require_safe
def figures_csv(_request: HttpRequest) -> StreamingHttpResponse:
    """Every row of every zone, corrected ones too, in the columns that the import reads."""
    rows = (_cells(one) for one in queries.zone_indicators().iterator(chunk_size=1000))
    response = StreamingHttpResponse(lines(CSV, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="zone-indicators.csv"'
    return response


def _cells(one: ZoneIndicator) -> list[str]:
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(one.precision), 10)
    is_current = not hasattr(one, "correction")
    return [
        one.zone.slug,
        one.measure.code,
        plain(one.value),
        one.on.isoformat()[:length],
        one.source,
        one.source_url,
        one.measure.unit,
        "yes" if is_current else "no",
        one.reason,
    ]
