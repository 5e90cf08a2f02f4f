"""The curator's desk: the only reads that see drafts. Views ask for the role before they ask here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from biomes.models import Biome, Link, Reading, Revision, Station, Threshold
from biomes.rules.lifecycle import Stage
from biomes.rules.words import Quality

_WAITING = Revision.objects.filter(published_at__isnull=True, dropped_at__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    drafts: list[Biome]
    edited: list[Biome]
    withdrawn: list[Biome]
    doubtful: list[Reading]
    doubtful_count: int
    without_station: list[Biome]


def desk() -> Desk:
    doubtful = doubtful_readings()
    public = Biome.objects.public()
    waiting = Prefetch("revisions", queryset=_WAITING, to_attr="waiting")
    return Desk(
        drafts=list(Biome.objects.filter(stage=Stage.DRAFT.value).prefetch_related(waiting)),
        edited=list(public.filter(pk__in=_WAITING.values("biome")).prefetch_related(waiting)),
        withdrawn=list(Biome.objects.filter(stage=Stage.WITHDRAWN.value)),
        doubtful=list(doubtful[:25]),
        doubtful_count=doubtful.count(),
        without_station=list(public.filter(stations__isnull=True)),
    )


def doubtful_readings() -> QuerySet[Reading]:
    """Current values that wait for a person: flagged as wild or future, or of a station that asks for it."""
    found = Reading.objects.filter(quality=Quality.RAW.value, is_current=True)
    return found.select_related("station__biome", "indicator").order_by("-received_at", "-pk")


def any_biome(slug: str) -> Biome | None:
    return Biome.objects.prefetch_related("zones").filter(slug=slug).first()


def all_biomes() -> QuerySet[Biome]:
    return Biome.objects.exclude(stage=Stage.DISCARDED.value)


def waiting_revision(biome: Biome) -> Revision | None:
    return _WAITING.filter(biome=biome).first()


def published_revision(biome: Biome) -> Revision | None:
    return biome.revisions.filter(published_at__isnull=False).first()


def revision(biome: Biome, number: int) -> Revision | None:
    return biome.revisions.filter(number=number).first()


def any_station(code: str) -> Station | None:
    return Station.objects.select_related("biome", "operator").filter(code=code).first()


def all_stations() -> QuerySet[Station]:
    return Station.objects.select_related("biome").order_by("biome__name", "code")


def all_thresholds() -> QuerySet[Threshold]:
    return Threshold.objects.select_related("indicator", "biome")


def links_of(biome: Biome) -> QuerySet[Link]:
    return Link.objects.filter(source=biome).select_related("target")


def current_readings() -> QuerySet[Reading]:
    return Reading.objects.filter(is_current=True)


def current_reading(number: str) -> Reading | None:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return current_readings().filter(pk=int(number)).first()
