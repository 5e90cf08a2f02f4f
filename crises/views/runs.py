"""Runs: the list that compares, one run while it computes and once it is done, and its files."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseStopPolling

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from crises import actions, queries, run_page, words
from crises.forms import RunForm, asked_biome
from crises.models import Run
from ledger import files

PER_PAGE = 20
YEAR = 365 * 24 * 3600


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = queries.public_runs().select_related("statistics").prefetch_related("plan__measures")
    if slug := asked_biome(request.GET):
        found = found.filter(biome__slug=slug)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(run, words.run_title(run), words.RUN_STATE[run.state], run_page.summary(run)) for run in page]
    context = {"page": page, "rows": rows, "may_start": queries.may_start(request.user, now())}
    return render(request, "crises/runs.html", context)


@require_safe
@vary_on_headers("HX-Request")
def show(request: HttpRequest, number: int) -> HttpResponse:
    run = queries.public_run(number)
    if run is None:
        raise Http404
    if not run.is_finished:
        return render(request, "crises/run_open.html", _open_context(request, run))
    context = run_page.context(run, request.GET.dict()) | _around(request, run)
    if request.headers.get("HX-Target") == "run-maps":
        return render(request, "crises/_maps.html", context)
    return render(request, "crises/run.html", context)


def _around(request: HttpRequest, run: Run) -> dict[str, object]:
    at = now()
    return {
        "title": words.run_title(run),
        "alert": run.alert if run.alert and run.alert.is_public else None,
        "exercise": run.exercises.first(),
        "is_officer": queries.is_officer(request.user, at),
    }


def _open_context(request: HttpRequest, run: Run, refusal: str = "") -> dict[str, object]:
    at = now()
    return _around(request, run) | {
        "run": run,
        "progress": queries.progress_of(run, at),
        "may_cancel": queries.may_cancel(run, request.user, at),
        "state": words.RUN_STATE[run.state],
        "refusal": refusal,
    }


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The fragment a watching page asks for every two seconds; 286 ends the asking."""
    run = get_object_or_404(queries.public_runs(), number=number)
    response = render(request, "crises/_progress.html", _open_context(request, run))
    if run.is_open:
        return response
    done = HttpResponseStopPolling(response.content)
    if run.is_finished:
        done["HX-Refresh"] = "true"
    return done


@require_POST
@role_required(Role.ENGINEER)
def cancel(request: SignedInRequest, number: int) -> HttpResponse:
    run = get_object_or_404(queries.public_runs(), number=number)
    try:
        actions.cancel_run(number=number, by=request.user, at=now())
    except actions.CannotCancelRun as refusal:
        context = _open_context(request, run, str(refusal))
        return render(request, "crises/run_open.html", context, status=409)
    return redirect(run)


@require_POST
@role_required(Role.ALERT_OFFICER)
def exercise(request: SignedInRequest, number: int) -> HttpResponse:
    run = get_object_or_404(queries.public_runs(), number=number)
    try:
        alert = actions.raise_exercise(run_number=number, officer=request.user, at=now())
    except actions.CannotExercise as refusal:
        context = _open_context(request, run, str(refusal))
        return render(request, "crises/run_open.html", context, status=409)
    return redirect(alert)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ENGINEER)
def new(request: SignedInRequest) -> HttpResponse:
    template = queries.template_for(asked_biome(request.GET)) or queries.modelled().first()
    if template is None:
        return render(request, "crises/run_none.html")
    form = RunForm(template, request.POST or None, initial={"plan": request.GET.get("plan", "")})
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(_start(request, template.biome, form))
            except actions.CannotStart as why:
                refusal, status = str(why), 409
    context = {
        "form": form, "template": template, "others": queries.modelled(), "refusal": refusal,
        "plans": [(p, queries.price_of(p.measures.all())) for p in form.plans.values()],
    }  # fmt: skip
    return render(request, "crises/run_new.html", context, status=status)


def _start(request: SignedInRequest, biome: object, form: RunForm) -> Run:
    return actions.queue_run(
        biome=biome,
        plan=form.chosen_plan,
        members=form.cleaned_data["members"],
        days=form.cleaned_data["days"],
        cells=form.cleaned_data["cells"],
        by=request.user,
        key=form.given_key,
        at=now(),
    )


@require_safe
def frame(request: HttpRequest, number: int, arm: str, layer: str, day: int) -> HttpResponse:
    """One picture as PNG; it never changes, so anybody may keep it for a year."""
    run = get_object_or_404(queries.public_runs(), number=number)
    found = queries.frame(run, arm, layer, day)
    if found is None:
        raise Http404
    response = HttpResponse(files.load(found.file), content_type="image/png")
    patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
    response["ETag"] = f'"{found.sha256}"'
    return response


@require_safe
def document(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """What the run's fact names by hash: its scenario, plan and statistics."""
    run = queries.public_run(number)
    found = queries.documents_of(run).get(name) if run else None
    if found is None:
        raise Http404
    response = JsonResponse(found)
    patch_cache_control(response, public=True, max_age=YEAR)
    return response


@require_safe
def zones_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The chart's numbers: zone, arm, day, five quantiles, chance."""
    run = queries.public_run(number)
    if run is None or not run.is_finished:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="run-{number}-zones.csv"'
    writer = csv.writer(response)
    writer.writerow(["zone", "arm", "day", "q05", "q25", "q50", "q75", "q95", "chance_above_limit"])
    writer.writerows(run_page.table(run.statistics.document))
    return response


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """What the model can and cannot know."""
    return render(request, "crises/method.html", {"parameters": run_page.parameters()})
