"""How many it takes, body by body and zone by zone: what is in force, what is to come, what was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from petitions.models import SponsorNeed, Threshold
from petitions.rules.numbers import Dated
from petitions.rules.thresholds import DEFAULTS, SPONSORS, Kind


def thresholds() -> QuerySet[Threshold]:
    """Every number that a body has had, by body and kind, the newest first."""
    rows = Threshold.objects.select_related("body").prefetch_related("zones__zone")
    return rows.order_by("body__name", "kind", "-since")


def sponsor_needs() -> QuerySet[SponsorNeed]:
    return SponsorNeed.objects.select_related("zone").order_by("zone__name", "-since")


def as_dated(row: Threshold | SponsorNeed) -> Dated:
    zones = row.need().by_zone if isinstance(row, Threshold) else {}
    return Dated(count=row.count, since=row.since, until=row.until, by_zone=zones)


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one body and kind, or of one zone."""

    of: Any
    kind: str
    usual: int
    now: Threshold | SponsorNeed | None
    coming: Threshold | SponsorNeed | None
    former: Sequence[Threshold | SponsorNeed]

    @property
    def count(self) -> int:
        return self.now.count if self.now else self.usual


def threshold_lines(at: datetime) -> list[Line]:
    """Bodies that have set a number; all others have the usual one."""
    found: dict[tuple[int, str], list[Threshold]] = {}
    for row in thresholds():
        found.setdefault((row.body_id, row.kind), []).append(row)
    return [_line(rows[0].body, kind, DEFAULTS[Kind(kind)], rows, at) for (_, kind), rows in found.items()]


def sponsor_lines(at: datetime) -> list[Line]:
    found: dict[int, list[SponsorNeed]] = {}
    for row in sponsor_needs():
        found.setdefault(row.zone_id, []).append(row)
    return [_line(rows[0].zone, "sponsors", SPONSORS, rows, at) for rows in found.values()]


def _line(of: Any, kind: str, usual: int, rows: Iterable[Any], at: datetime) -> Line:
    """Newest first."""
    every = list(rows)
    now = next((row for row in every if as_dated(row).is_in_force(at)), None)
    to_come = next((row for row in every if row.since > at), None)
    return Line(of, kind, usual, now, to_come, [row for row in every if row not in (now, to_come)])
