"""Reads of alerts. A draft leaves this room only for officers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, QuerySet

from accounts import queries as accounts
from accounts.rules.roles import Role
from biomes import queries as biomes
from crises.models import Alert, AlertEntry, Crisis
from crises.rules import alert_life


def _whole(found: QuerySet[Alert]) -> QuerySet[Alert]:
    """With everything a page shows of an alert."""
    entries = Prefetch("entries", AlertEntry.objects.order_by("number"))
    return found.select_related("biome", "crisis", "run").prefetch_related(entries)


def public_alerts() -> QuerySet[Alert]:
    """Released ones and exercises, live or over, newest first. A draft is never among them."""
    return _whole(Alert.objects.public())


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
    return _whole(Alert.objects.all()) if is_officer(viewer, at) else public_alerts()


def alerts_with_all() -> QuerySet[Alert]:
    """Every alert, drafts included, with what its page shows: for doors that let only officers in."""
    return _whole(Alert.objects.all())


def filtered_alerts(viewer: Any, at: datetime, *, state: str = "", biome: str = "") -> QuerySet[Alert]:
    """The list of a person: by state (a live one, or "over") and living system."""
    found = alerts_seen_by(viewer, at)
    if biome:
        found = found.filter(biome__slug=biome)
    if state == "over":
        return found.exclude(state__in=[s.value for s in alert_life.LIVE])
    return found.filter(state=state) if state else found


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


def beyond_since(alert: Alert, at: datetime) -> datetime:
    """Since when the indicator is beyond its limit without a break, as the living system's state says."""
    reasons = biomes.state_of(alert.biome, at).reasons if alert.state in alert_life.LIVE else ()
    known = [str(r["since"]) for r in reasons if r["indicator"] == alert.indicator]
    moments = [datetime.fromisoformat(text) for text in known]
    moments += [e.phenomenon_at for e in alert.entries.all() if e.phenomenon_at]
    return min(moments, default=alert.raised_at)


def worst_told(alert: Alert, direction: str) -> Decimal | None:
    """The worst value the alert's history holds."""
    found = alert.entries.filter(value__isnull=False).aggregate(high=Max("value"), low=Min("value"))
    worst: Decimal | None = found["high" if direction == "above" else "low"]
    return worst


def latest_measured(alert: Alert) -> AlertEntry | None:
    """The newest entry that carries a value."""
    measured = [e for e in alert.entries.all() if e.value is not None]
    return measured[-1] if measured else None


def public_crises() -> QuerySet[Crisis]:
    return Crisis.objects.select_related("biome")


def open_crisis(biome_id: int) -> Crisis | None:
    return Crisis.objects.filter(biome_id=biome_id, closed_at__isnull=True).first()
