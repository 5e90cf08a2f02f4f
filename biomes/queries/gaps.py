"""What is missing from what is said of the living systems: sources, links to them, makers of pictures, stations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from biomes.models import Biome, Link, Picture, Station, Threshold
from biomes.rules.words import RedList

SHOWN = 12


class Gap(StrEnum):
    RED_LIST = "red_list"
    LINKS = "links"
    LIMITS = "limits"
    PICTURES = "pictures"
    STATION = "station"
    NAMES = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One kind of gap: how many there are, and the first of them as (name, slug or number)."""

    gap: Gap
    count: int
    first: list[Any]


def missing(at: datetime) -> list[Missing]:
    """Every kind of gap that there is, in a fixed order; none is left out because it is large."""
    found = [(gap, rows(at)) for gap, rows in _GAPS.items()]
    counted = [(gap, rows.count(), rows) for gap, rows in found]
    return [Missing(gap=gap, count=count, first=list(rows[:SHOWN])) for gap, count, rows in counted if count]


def _public() -> QuerySet[Biome]:
    """Without their outlines, of which one may have 20,000 points."""
    return Biome.objects.public().only("slug", "name")


def _red_list(_at: datetime) -> QuerySet[Any]:
    found = _public().exclude(red_list=RedList.NOT_EVALUATED.value)
    return found.filter(red_list_citation="")


def _links(_at: datetime) -> QuerySet[Any]:
    public = Biome.objects.public().values("pk")
    found = Link.objects.standing().filter(source__in=public, target__in=public, evidence_url="")
    rows = found.select_related("source", "target").order_by("source__name", "pk")
    return rows.defer("source__place", "source__story", "target__place", "target__story")


def _limits(at: datetime) -> QuerySet[Any]:
    """Limits in force whose source nobody can open."""
    return Threshold.objects.in_force(at).filter(source_url="").select_related("indicator", "biome")


def _pictures(_at: datetime) -> QuerySet[Any]:
    return Picture.objects.public().filter(subject__startswith="biomes.biome/", credit="")


def _station(_at: datetime) -> QuerySet[Any]:
    measured = Station.objects.filter(closed_at__isnull=True).values("biome")
    return _public().exclude(pk__in=measured)


def _names(_at: datetime) -> QuerySet[Any]:
    return _public().filter(names=[])


_GAPS: dict[Gap, Callable[[datetime], QuerySet[Any]]] = {
    Gap.RED_LIST: _red_list,
    Gap.LINKS: _links,
    Gap.LIMITS: _limits,
    Gap.PICTURES: _pictures,
    Gap.STATION: _station,
    Gap.NAMES: _names,
}
