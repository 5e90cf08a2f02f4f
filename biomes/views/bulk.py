"""Files of profiles, zones and links: out for everyone, in for curators, looked at before they change anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from accounts.doors import SignedInRequest, now
from biomes import actions, bulk_files, bulk_steps, queries, sheets, tasks
from biomes import files as store
from biomes.forms import FilterForm
from biomes.forms.bulk import ApplyForm, SheetForm
from biomes.models import Bulk, SheetRow
from biomes.queries import bulk as reads
from biomes.queries import bulk_out
from biomes.rules import import_life as life
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.import_life import State
from biomes.rules.profile import Fault
from biomes.views.curate import curator
from biomes.words import curation
from biomes.words import imports as words

PER_PAGE = 100
FILES_PER_PAGE = 30


@require_safe
def profiles(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Every published profile, or those the list's filters leave: the same ones, read the same way."""
    return _file(form, Noun.BIOMES, bulk_out.public_lines(FilterForm(request.GET).wanted, now()))


@require_safe
def zones(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return _file(form, Noun.ZONES, bulk_out.zone_lines())


@require_safe
def links(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The lattice's standing links, in the columns in which a file of links comes in."""
    return _file(form, Noun.LINKS, bulk_out.link_lines())


@require_safe
@curator
def newest(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Every profile as its newest revision says it, drafts too."""
    return _file(form, Noun.BIOMES, bulk_out.newest_lines())


def _file(form: str, noun: Noun, lines: Iterator[bulk_out.Line]) -> StreamingHttpResponse:
    """Sent while it is read."""
    if form not in bulk_files.TYPES:
        raise Http404(_("There is no file of this form."))
    response = StreamingHttpResponse(bulk_files.write(form, noun, lines), content_type=bulk_files.TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{noun}.{form}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def files(request: SignedInRequest) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None, initial={"noun": request.GET.get("noun")})
    if request.method != "POST" or not form.is_valid():
        return _files(request, form, status=422 if form.is_bound else 200)
    try:
        sent = bulk_steps.receive(form, by=request.user.code, at=now())
    except actions.CannotImport as refusal:
        return _files(request, form, refusal=str(refusal), status=409)
    tasks.start_sheet(sent.pk)
    return redirect("biomes:sheet", uuid=sent.uuid)


def _files(request: HttpRequest, form: SheetForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    page = Paginator(reads.sheets(), FILES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "refusal": refusal,
        "page": page,
        "sheets": [(one, words.SHEET_STATES[one.state], _counts(one)) for one in page],
        "endings": list(bulk_files.TYPES),
    }
    return render(request, "biomes/bulk.html", context, status=status)


@require_safe
@curator
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _sheet(uuid), ApplyForm())


@require_POST
@curator
def check(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Look at it again: the world may have changed since."""
    found = _sheet(uuid)
    try:
        started = actions.check_sheet(uuid=uuid, at=now())
    except actions.CannotImport as refusal:
        return _page(request, found, ApplyForm(), refusal=str(refusal), status=409)
    tasks.start_sheet(started.pk)
    return redirect("biomes:sheet", uuid=uuid)


@require_POST
@curator
def apply(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _sheet(uuid)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        started = actions.apply_sheet(
            uuid=uuid,
            all_or_nothing=form.cleaned_data["how"] == "all",
            by=request.user.code,
            reason=form.cleaned_data["reason"],
            at=now(),
        )
    except actions.CannotImport as refusal:
        return _page(request, found, form, refusal=str(refusal), status=409)
    tasks.start_sheet(started.pk)
    return redirect("biomes:sheet", uuid=uuid)


@require_POST
@curator
def cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _sheet(uuid)
    try:
        _cancelled, file = actions.cancel_sheet(uuid=uuid, by=request.user.code, at=now())
    except actions.CannotImport as refusal:
        return _page(request, found, ApplyForm(), refusal=str(refusal), status=409)
    store.drop(file)
    messages.success(request, _("The file was called off."))
    return redirect("biomes:sheet", uuid=uuid)


@require_safe
@curator
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The fragment a watching page asks for every two seconds; 286 ends the asking."""
    context = _context(_sheet(uuid))
    response = render(request, "biomes/_sheet_progress.html", context)
    if context["is_moving"]:
        return response
    done = HttpResponseStopPolling(response.content)
    done["HX-Refresh"] = "true"
    return done


@require_safe
@curator
def report(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """Every row with its verdict, and every fault with its column, streamed."""
    found = _sheet(uuid)
    rows = reads.sheet_rows(found).iterator(chunk_size=2000)
    lines = sheets.lines(
        ("line", "row", "verdict", "changed", "column", "code", "says"),
        (line for one in rows for line in _told(found, one)),
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="file-{uuid}.csv"'
    return response


def _told(found: Bulk, one: SheetRow) -> list[tuple[Any, ...]]:
    """A line for each fault; one for a row that has none."""
    start = (one.line, one.key, reads.verdict_of(found, one).value, " ".join(one.changed))
    faults = [Fault(**fault) for fault in one.faults]
    return [(*start, fault.field, fault.code, curation.fault(fault)) for fault in faults] or [
        (*start, "", "", "")
    ]


def _page(
    request: HttpRequest, found: Bulk, form: ApplyForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in set(Verdict) else ""
    page = Paginator(reads.sheet_rows(found, verdict), PER_PAGE).get_page(request.GET.get("page"))
    counts = found.counts
    context = _context(found) | {
        "form": form,
        "refusal": refusal,
        "verdict": verdict,
        "page": page,
        "rows": [_row(found, one) for one in page],
        "changes_something": bool(counts.get(Verdict.NEW.value) or counts.get(Verdict.CHANGED.value)),
    }
    return render(request, "biomes/sheet.html", context, status=status)


def _context(found: Bulk) -> dict[str, Any]:
    state = State(found.state)
    return {
        "sheet": found,
        "state": words.SHEET_STATES[found.state],
        "is_moving": state in life.MOVING,
        "may_cancel": State.CANCELLED in life.MOVES[state],
        "may_check": State.CHECKING in life.MOVES[state] and found.is_read and bool(found.file),
        "progress": queries.progress_of(found, now()),
        "failure": words.failure(found.failure, found.failure_line) if found.failure else "",
        "counts": _counts(found),
        "was_applied": bool(found.applied_by),
    }


def _counts(found: Bulk) -> list[tuple[str, Any, int]]:
    """Verdicts with their words and counts, in one order."""
    return [
        (one.value, curation.VERDICTS[one], found.counts[one.value])
        for one in Verdict
        if found.counts.get(one.value)
    ]


def _row(found: Bulk, one: SheetRow) -> dict[str, Any]:
    return {
        "line": one.line,
        "key": one.key,
        "says": curation.VERDICTS[reads.verdict_of(found, one)],
        "fields": [curation.FIELDS.get(name, name) for name in one.changed],
        "errors": [(fault["field"], curation.fault(Fault(**fault))) for fault in one.faults],
    }


def _sheet(uuid: UUID) -> Bulk:
    found = reads.sheet(uuid)
    if found is None:
        raise Http404(_("There is no such file."))
    return found
