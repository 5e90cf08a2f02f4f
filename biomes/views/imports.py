"""A curator's pages for files of past readings: hand over, say the columns, look at the dry run, store."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from biomes import actions, files, import_steps, queries, sheets, tasks, words
from biomes.forms import RunForm, SeparatorForm, UploadForm
from biomes.models import Import
from biomes.rules import import_life as life
from biomes.rules.import_life import State
from biomes.words import imports as said

curator = role_required(Role.CURATOR)
PER_PAGE = 30
SHOWN = 100


@require_safe
@curator
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.imports(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, said.STATES[one.state], _sums(one)) for one in page]
    return render(request, "biomes/imports.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def new(request: SignedInRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, initial={"biome": request.GET.get("biome")})
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = import_steps.receive(form, by=request.user.code, at=now())
                return redirect("biomes:import", uuid=made.uuid)
            except actions.CannotImport as why:
                refusal, status = str(why), 409
    return render(request, "biomes/new_import.html", {"form": form, "refusal": refusal}, status=status)


@require_safe
@curator
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _found(uuid), separator=request.GET.get("separator", ""))


def _page(
    request: HttpRequest,
    found: Import,
    *,
    form: Any = None,
    separator: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _context(found) | {"refusal": refusal}
    if State(found.state) in life.MAPPABLE and found.file:
        offered, separator, _header = import_steps.columns_form(found, separator=separator)
        context |= {
            "form": form or offered,
            "separator": separator,
            "separator_form": SeparatorForm(initial={"separator": separator}),
            "run_form": RunForm(),
        }
    return render(request, "biomes/import.html", context, status=status)


def _context(found: Import) -> dict[str, Any]:
    remarks = queries.remarks_of(found)
    return {
        "import": found,
        "state": said.STATES[found.state],
        "is_moving": State(found.state) in life.MOVING,
        "may_cancel": bool(life.MOVES[State(found.state)] & {State.CANCELLED}),
        "progress": queries.progress_of(found, now()),
        "failure": said.failure(found.failure, found.failure_line) if found.failure else "",
        "sums": _sums(found),
        "remarks": [(one, said.refusal(one.code)) for one in remarks[:SHOWN]],
        "remark_count": remarks.count(),
        "shown": SHOWN,
    }


def _sums(found: Import) -> list[tuple[Any, int]]:
    """Verdicts in words with their counts, in one order; of a file that was only checked, what they would be."""
    said_of = words.FORESEEN if State(found.state) in {State.CHECKING, State.CHECKED} else words.VERDICTS
    return [(name, found.counts[code]) for code, name in said_of.items() if found.counts.get(code)]


@require_POST
@curator
def check(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _found(uuid)
    form, separator, header = import_steps.columns_form(
        found, request.POST, request.POST.get("separator", "")
    )
    if not form.is_valid():
        return _page(request, found, form=form, separator=separator, status=422)
    try:
        started = actions.start_check(
            uuid=uuid, said=form.said | {"separator": separator}, header=header, at=now()
        )
    except actions.CannotImport as refusal:
        return _page(request, _found(uuid), refusal=str(refusal), status=409)
    tasks.start_steps(started.pk)
    return redirect("biomes:import", uuid=uuid)


@require_safe
@curator
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The fragment a watching page asks for every two seconds; 286 ends the asking."""
    context = _context(_found(uuid))
    response = render(request, "biomes/_import_progress.html", context)
    if context["is_moving"]:
        return response
    done = HttpResponseStopPolling(response.content)
    done["HX-Refresh"] = "true"
    return done


@require_POST
@curator
def run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    form = RunForm(request.POST)
    form.is_valid()  # two boxes: each is ticked or not
    _found(uuid)
    try:
        started = actions.start_import(uuid=uuid, by=request.user.code, at=now(), **form.cleaned_data)
    except actions.CannotImport as refusal:
        return _page(request, _found(uuid), refusal=str(refusal), status=409)
    tasks.start_steps(started.pk)
    return redirect("biomes:import", uuid=uuid)


@require_POST
@curator
def cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _found(uuid)
    try:
        _cancelled, file = actions.cancel_import(uuid=found.uuid, by=request.user.code, at=now())
    except actions.CannotImport as refusal:
        return _page(request, _found(uuid), refusal=str(refusal), status=409)
    files.drop(file)
    return redirect("biomes:import", uuid=uuid)


@require_safe
@curator
def report(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """Every remark of the check, streamed."""
    found = _found(uuid)
    rows = queries.remarks_of(found).iterator(chunk_size=2000)
    lines = sheets.lines(
        ("line", "column", "indicator", "written", "is", "code", "says"),
        (
            (one.line, one.column, one.indicator, one.said, "refused" if one.is_refusal else "kept", one.code, said.refusal(one.code))
            for one in rows
        ),
    )  # fmt: skip
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{uuid}.csv"'
    return response


def _found(uuid: UUID) -> Import:
    found = queries.import_of(uuid)
    if found is None:
        raise Http404(_("No import has this address."))
    return found
