"""Reads of alerts, runs and plans, for pages and for the apps above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet, Sum

from accounts import queries as accounts
from accounts.rules.roles import Role
from crises.models import (
    Alert,
    AlertEntry,
    Checkpoint,
    Crisis,
    Deployment,
    Frame,
    Measure,
    Member,
    Plan,
    Run,
    Statistics,
    Template,
)
from crises.rules import alert_life, run_life
from crises.rules.plan import Response, response_from

RELEASE = "crises.alert.released"

# --- Alerts ---------------------------------------------------------------------------------------


def _alerts() -> QuerySet[Alert]:
    entries = Prefetch("entries", AlertEntry.objects.order_by("number"))
    return Alert.objects.select_related("biome", "crisis", "run").prefetch_related(entries)


def public_alerts() -> QuerySet[Alert]:
    """Released ones and exercises, live or over, newest first. A draft is never among them."""
    return _alerts().public()


def alerts_for(biome_slug: str) -> QuerySet[Alert]:
    """The public alerts of one living system."""
    return public_alerts().filter(biome__slug=biome_slug)


def live_alerts() -> QuerySet[Alert]:
    """What is in force now, released by two officers: what a home page may call danger."""
    return public_alerts().filter(state=alert_life.State.ACTUAL.value)


def is_officer(viewer: Any, at: datetime) -> bool:
    return accounts.has_role(viewer, Role.ALERT_OFFICER, at)


def alerts_seen_by(viewer: Any, at: datetime) -> QuerySet[Alert]:
    """Officers see drafts too; everybody else what is public."""
    return _alerts() if is_officer(viewer, at) else public_alerts()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many drafts wait for release, and since when the oldest does: that much is public."""

    count: int
    since: datetime | None


def waiting_drafts() -> Waiting:
    found = Alert.objects.drafts().aggregate(count=Count("pk"), since=Min("raised_at"))
    return Waiting(found["count"], found["since"])


def live_alert(biome_id: int, indicator: str) -> Alert | None:
    """The one alert from readings that a new reading of this indicator would move."""
    return (
        Alert.objects.filter(biome_id=biome_id, indicator=indicator, source=alert_life.Source.READINGS.value)
        .live()
        .first()
    )


def entries_since_release(alert: Alert) -> list[AlertEntry]:
    """What the public may read of an alert's history; of an exercise, all of it.

    Who approved first is nobody's business; that two did is in the release.
    """
    return [e for e in alert.entries.all() if e.move != alert_life.Move.APPROVED.value]


def beyond_since(alert: Alert) -> datetime:
    """Since when the indicator is beyond its limit without a break: the first reading of the episode."""
    moments = [e.phenomenon_at for e in alert.entries.all() if e.phenomenon_at]
    return min(moments, default=alert.raised_at)


def latest_measured(alert: Alert) -> AlertEntry | None:
    """The newest entry that carries a value."""
    measured = [e for e in alert.entries.all() if e.value is not None]
    return measured[-1] if measured else None


# --- Crises ---------------------------------------------------------------------------------------


def public_crises() -> QuerySet[Crisis]:
    return Crisis.objects.select_related("biome")


def open_crisis(biome_id: int) -> Crisis | None:
    return Crisis.objects.filter(biome_id=biome_id, closed_at__isnull=True).first()


# --- Runs -----------------------------------------------------------------------------------------


def public_runs() -> QuerySet[Run]:
    """Every run is public and an exercise; its page links an alert only when that is public."""
    return Run.objects.select_related("biome", "crisis", "alert", "plan", "scenario")


def public_run(number: int) -> Run | None:
    return public_runs().select_related("statistics").filter(number=number).first()


def runs_for(biome_slug: str) -> QuerySet[Run]:
    return public_runs().filter(biome__slug=biome_slug)


def finished_runs() -> QuerySet[Run]:
    return public_runs().select_related("statistics").finished()


def progress_of(run: Run, at: datetime) -> run_life.Progress:
    """Member-days done, of all."""
    done = run.members.aggregate(done=Sum("days_done"), rows=Count("pk"))
    total = done["rows"] * run.days
    return run_life.progress(done=done["done"] or 0, total=total, started_at=run.started_at, at=at)


def run_frames(run: Run) -> QuerySet[Frame]:
    """Every picture of a finished run: by arm, layer and day."""
    return run.frames.order_by("arm", "layer", "day")


def frame(run: Run, arm: str, layer: str, day: int) -> Frame | None:
    return run.frames.filter(arm=arm, layer=layer, day=day).first()


def frames_on(run: Run, layer: str, day: int) -> dict[str, Frame]:
    """The two maps of a day: by arm."""
    return {f.arm: f for f in run.frames.filter(layer=layer, day=day)}


def plan_comparison(run: Run) -> dict[str, Any] | None:
    """What the plan changes, zone by zone: the part of the statistics that compares; None before the end."""
    found = Statistics.objects.filter(run=run).first()
    return cast("dict[str, Any] | None", found.document.get("comparison")) if found else None


def headline_of(run: Run) -> dict[str, Any] | None:
    """What a finished run says of the zone most in danger: indicator, zone, day, chance; None before the end."""
    found = Statistics.objects.filter(run=run).first()
    if found is None or not found.document["zones"]:
        return None
    finding = found.document["finding"]
    return {
        "indicator": found.document["limit"]["indicator"],
        "zone": finding["zone"],
        "day": finding["day"],
        "chance": finding["without"],
    }


def silent_runs(since: datetime) -> QuerySet[Run]:
    """Open runs that nobody has moved since: to be put to work again."""
    return Run.objects.open().filter(Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=since))


def unfinished_members(run: Run) -> QuerySet[Member]:
    return run.members.filter(days_done__lt=F("run__days"))


def checkpoint(member_id: int, day: int) -> Checkpoint | None:
    return Checkpoint.objects.filter(member_id=member_id, day=day).first()


def may_cancel(run: Run, viewer: Any, at: datetime) -> bool:
    """Whoever started it, and any engineer where an alert did."""
    if not run.is_open or not getattr(viewer, "is_authenticated", False):
        return False
    if run.started_by_id is not None:
        return run.started_by_id == viewer.pk and accounts.has_role(viewer, Role.ENGINEER, at)
    return accounts.has_role(viewer, Role.ENGINEER, at)


# --- Plans ----------------------------------------------------------------------------------------


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


def deployments_for(biome_slug: str) -> QuerySet[Deployment]:
    return Deployment.objects.filter(biome__slug=biome_slug).select_related("plan")


def last_number() -> int:
    return Run.objects.aggregate(last=Max("number"))["last"] or 0
