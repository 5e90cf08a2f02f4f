"""An engineer composes a plan."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from crises import actions, queries
from crises.forms import PlanForm, asked_biome
from crises.models import Template


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ENGINEER)
def new(request: SignedInRequest) -> HttpResponse:
    template = queries.template_for(asked_biome(request.GET)) or queries.modelled().first()
    if template is None:
        raise Http404
    form = PlanForm(template, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = actions.compose_plan(
                    biome=template.biome, title=form.cleaned_data["title"], response=form.response,
                    by=request.user, at=now(),
                )  # fmt: skip
            except actions.BadPlan as bad:
                form.take_faults(bad.faults)
            else:
                return redirect(f"{reverse('crises:run_new')}?biome={template.biome.slug}&plan={made.slug}")
        status = 422
    context = {
        "form": form, "template": template, "features": _features(template),
        "map_label": _("%(biome)s with its gates") % {"biome": template.biome.name},
    }  # fmt: skip
    return render(request, "crises/plan_new.html", context, status=status)


def _features(template: Template) -> list[dict[str, Any]]:
    """The water and its gates, for the map beside the form."""
    water = {"type": "Feature", "geometry": template.biome.place, "properties": {"kind": "water"}}
    gates = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [gate["lon"], gate["lat"]]},
            "properties": {"kind": "station", "name": gate["name"]},
        }
        for gate in template.settings.get("gates", [])
    ]
    return [water, *gates]
