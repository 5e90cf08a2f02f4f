"""A crisis as one page: what is known, what is done, in the order in which it happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.doors import now
from biomes import queries as biomes
from crises import queries, timeline


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return redirect("crises:alerts")


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    crisis = get_object_or_404(queries.public_crises(), slug=slug)
    at = now()
    context = {
        "crisis": crisis,
        "state": biomes.state_of(crisis.biome, at),
        "alerts": queries.public_alerts().filter(crisis=crisis),
        "runs": queries.public_runs().filter(crisis=crisis)[:5],
        "best": queries.finished_runs().filter(crisis=crisis).exclude(plan=None).first(),
        "deployments": queries.deployments_for(crisis.biome.slug),
        "events": timeline.of_crisis(crisis),
        "zones": crisis.biome.zones.order_by("-population"),
    }
    return render(request, "crises/crisis.html", context)
