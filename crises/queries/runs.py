"""Reads of runs: every one is public, and an exercise."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from accounts import queries as accounts
from accounts.rules.roles import Role
from crises.models import Alert, Checkpoint, Frame, Member, Run, Statistics
from crises.rules import run_life


def public_runs() -> QuerySet[Run]:
    """Every run is public and an exercise; its page links an alert only when that is public."""
    return Run.objects.select_related("biome", "crisis", "alert", "plan", "scenario")


def public_run(number: int) -> Run | None:
    return public_runs().select_related("statistics").filter(number=number).first()


def runs_for(biome_slug: str) -> QuerySet[Run]:
    return public_runs().filter(biome__slug=biome_slug)


def finished_runs() -> QuerySet[Run]:
    return public_runs().select_related("statistics").filter(state=run_life.State.FINISHED.value)


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


def compared_zones(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statistics' zones by what the plan changes, the best served first; empty without a plan."""
    changed = [zone for zone in document["zones"] if zone["change"]]
    return sorted(changed, key=lambda zone: float(zone["change"]["median"]))


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


def runs_of(alert: Alert) -> QuerySet[Run]:
    """What the model said of an alert, newest first."""
    return public_runs().filter(alert=alert)


def documents_of(run: Run) -> dict[str, Any]:
    """The documents a run's facts name by hash."""
    found = {"scenario": run.scenario.document}
    if run.plan_document:
        found["plan"] = run.plan_document
    if run.is_finished:
        found["statistics"] = run.statistics.document
    return found


def may_start(viewer: Any, at: datetime) -> bool:
    return accounts.has_role(viewer, Role.ENGINEER, at)


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


def last_number() -> int:
    return Run.objects.aggregate(last=Max("number"))["last"] or 0
