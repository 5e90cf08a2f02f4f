"""Plans and what becomes of them in the world: composed by engineers, deployed, taken home."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from shapely.geometry import shape

from crises import queries
from crises.models import Deployment, Measure, Plan
from crises.rules import plan as rules
from crises.rules.plan import Fault, Kind, Response
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

# What a price is for: the days a run usually covers.
PRICED_DAYS = 10


class BadPlan(Exception):
    """The plan was refused; ``faults`` holds (kind, field, fault) for each reason."""

    def __init__(self, faults: list[tuple[Kind | None, str, Fault]]) -> None:
        super().__init__(_("This plan cannot be run."))
        self.faults = faults


@transaction.atomic
def compose_plan(
    *, biome: Any, title: str, response: Response, by: User | None, at: datetime, standing: bool = False,
    slug: str = "", costs: dict[Kind, int] | None = None, lead_hours: dict[Kind, int] | None = None,
    supplier: str = "", funder: str = "",
) -> Plan:  # fmt: skip
    """Keep a plan and its measures, priced; refuses what cannot be built or lies on land."""
    if response.is_empty:
        raise BadPlan([(None, "", Fault.EMPTY)])
    if found := rules.faults(response, shape(biome.place)):
        raise BadPlan([*found])
    if standing:
        Plan.objects.filter(biome=biome, standing=True).update(standing=False)
    plan = Plan.objects.create(
        slug=slug or _free_slug(biome.slug, title),
        biome=biome,
        title=title,
        standing=standing,
        made_by=by.code if by else "",
        made_at=at,
    )
    prices = rules.cost_of(response, days=PRICED_DAYS) | (costs or {})
    leads = rules.LEAD_HOURS | (lead_hours or {})
    Measure.objects.bulk_create(
        Measure(
            plan=plan, kind=kind.value, settings=settings, cost=prices[kind], lead_hours=leads[kind],
            supplier=supplier, funder=funder,
        )
        for kind, settings in rules.settings_of(response).items()
    )  # fmt: skip
    ledger.record(
        kind="crises.plan.composed", subject=plan.subject, actor=by.code if by else "", at=at, public=True,
        about=[biome.subject], biome=biome.slug, cost=sum(prices.values()),
    )  # fmt: skip
    return plan


def _free_slug(biome_slug: str, title: str) -> str:
    """A readable address that nobody has: the name, and a number from the second on."""
    stem = f"{biome_slug}-{slugify(title) or 'plan'}"[:40].rstrip("-")
    taken = set(Plan.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(s for n in range(1, len(taken) + 2) if (s := stem if n == 1 else f"{stem}-{n}") not in taken)


@transaction.atomic
def adopt_plan(*, plan_id: int, motion_subject: str, actor: str, at: datetime) -> Plan:
    """A council adopted it: from now on it is the one that stands ready for its living system."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    # The one that stood ready steps aside first: the database holds one for each living system.
    Plan.objects.filter(biome=plan.biome_id, standing=True).exclude(pk=plan.pk).update(standing=False)
    plan.standing = True
    plan.save(update_fields=["standing"])
    crisis = queries.open_crisis(plan.biome_id)
    ledger.record(
        kind="crises.plan.adopted", subject=plan.subject, actor=actor, at=at, public=True,
        about=[plan.biome.subject, motion_subject, *([crisis.subject] if crisis else [])],
        plan=plan.slug, motion=motion_subject,
    )  # fmt: skip
    return plan


@transaction.atomic
def deploy_measure(
    *, slug: str, title: str, plan: Plan, kind: Kind, since: datetime, station: str = "", by: User | None,
    at: datetime,
) -> Deployment:  # fmt: skip
    """Put a measure of a plan on the register of what works in the water."""
    deployment = Deployment.objects.create(
        slug=slug, title=title, biome=plan.biome, plan=plan, kind=kind.value, station=station, since=since
    )
    crisis = queries.open_crisis(plan.biome_id)
    ledger.record(
        kind="crises.deployment.begun", subject=deployment.subject, actor=by.code if by else "", at=at,
        public=True, about=[plan.biome.subject, plan.subject, *([crisis.subject] if crisis else [])],
        biome=plan.biome.slug, plan=plan.slug, measure=kind.value,
    )  # fmt: skip
    return deployment
