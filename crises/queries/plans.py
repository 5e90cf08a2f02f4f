"""Reads of plans, of the waters they are for, and of what is deployed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from crises.models import Deployment, Measure, Plan, Template
from crises.rules.plan import Response, response_from


def public_plans() -> QuerySet[Plan]:
    """Every plan is public: what was weighed is no secret."""
    return Plan.objects.filter(biome__stage="published").select_related("biome").prefetch_related("measures")


def plans_for(biome_slug: str) -> QuerySet[Plan]:
    return Plan.objects.filter(biome__slug=biome_slug).prefetch_related("measures")


def standing_plan(biome_id: int) -> Plan | None:
    return Plan.objects.filter(biome_id=biome_id, standing=True).prefetch_related("measures").first()


def response_of(plan: Plan) -> Response:
    return response_from({m.kind: m.settings for m in plan.measures.all()})


@dataclass(frozen=True, slots=True)
class Price:
    credits: int
    lead_hours: int


def price_of(measures: Iterable[Measure]) -> Price:
    rows = list(measures)
    return Price(sum(m.cost for m in rows), max((m.lead_hours for m in rows), default=0))


def modelled() -> QuerySet[Template]:
    """Living systems a run can be asked for: those whose water somebody described."""
    return Template.objects.select_related("biome").filter(biome__stage="published").order_by("biome__name")


def template_for(biome_slug: str) -> Template | None:
    return modelled().filter(biome__slug=biome_slug).first()


def sources_of(template: Template) -> frozenset[str]:
    """The sources of nutrient that its description names."""
    return frozenset(source["name"] for source in template.settings.get("sources", []))


def public_deployments() -> QuerySet[Deployment]:
    return Deployment.objects.filter(biome__stage="published").select_related("biome", "plan")


def deployments_for(biome_slug: str) -> QuerySet[Deployment]:
    return Deployment.objects.filter(biome__slug=biome_slug).select_related("plan")
