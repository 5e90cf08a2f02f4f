"""For auditors: what the limits held, how often each rule fired, and who is on the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.rules.limits import Rule
from petitions.models import Attempt, Firing, Letter, Listed
from petitions.queries.progress import site_clock

SPANS = (1, 7, 30)


def held_attempts(*, rule: str = "", petition: str = "", day: date | None = None) -> QuerySet[Attempt]:
    """What the limits held, of one rule, one petition, one day of the site; the newest first."""
    found = Attempt.objects.held().select_related("petition", "zone").order_by("-asked_at", "-pk")
    if rule:
        found = found.filter(held_by=rule)
    if petition:
        found = found.filter(petition__slug=petition)
    if day:
        found = found.filter(asked_at__date=day)
    return found


def held_letters(*, rule: str = "", petition: str = "", day: date | None = None) -> QuerySet[Letter]:
    """The letters of filers and sponsors that the limits held, narrowed as the attempts are."""
    found = Letter.objects.held().select_related("petition").order_by("-asked_at", "-pk")
    if rule:
        found = found.filter(held_by=rule)
    if petition:
        found = found.filter(Q(petition__slug=petition) | Q(petition__code=petition))
    return found.filter(asked_at__date=day) if day else found


def held_by_rule(found: QuerySet[Attempt]) -> dict[str, int]:
    """How many of a selection each rule holds, the most first."""
    rows = found.order_by().values_list("held_by").annotate(n=Count("pk"))
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


@dataclass(frozen=True, slots=True)
class Fired:
    """How often a rule held an attempt: on the last day, in seven, in thirty."""

    rule: Rule
    day: int
    week: int
    month: int


def firings(at: datetime) -> list[Fired]:
    """Every rule, those that never fired too."""
    today = at.astimezone(site_clock()).date()
    sums = {f"in_{days}": Sum("count", filter=Q(day__gt=today - timedelta(days=days))) for days in SPANS}
    rows: dict[str, Any] = {
        row["rule"]: row for row in Firing.objects.order_by().values("rule").annotate(**sums)
    }
    return [
        Fired(rule, *(rows.get(rule.value, {}).get(f"in_{days}") or 0 for days in SPANS)) for rule in Rule
    ]


def listings(*, ended: bool = False, values: list[str] | None = None, at: datetime) -> QuerySet[Listed]:
    """Entries of the lists: those in force, or those that have ended; or only those that name a sender."""
    rows = Listed.objects.filter(until__lte=at) if ended else Listed.objects.in_force(at)
    if values is not None:
        rows = rows.naming(values)
    return rows.order_by("-since", "-pk")


def listing(key: str) -> Listed | None:
    return Listed.objects.filter(key=key).first()
