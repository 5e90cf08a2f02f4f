"""Figures about zones: the newest of each measure, with day and source, and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from biomes.models import Zone, ZoneIndicator, ZoneMeasure


def zone_measures() -> QuerySet[ZoneMeasure]:
    return ZoneMeasure.objects.all()


def zone_indicators() -> QuerySet[ZoneIndicator]:
    """Every row, corrected ones too."""
    return ZoneIndicator.objects.select_related("zone", "measure", "correction", "corrects")


def zone_indicator(pk: int) -> ZoneIndicator | None:
    return zone_indicators().filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Told:
    """One measure of a zone: what holds now, and what stands behind it, newest first."""

    measure: ZoneMeasure
    newest: ZoneIndicator
    earlier: list[ZoneIndicator]
    corrected: list[ZoneIndicator]


def indicators_of_zone(zone: Zone) -> list[Told]:
    rows = list(zone_indicators().filter(zone=zone).order_by("measure__rank", "measure__code", "-on", "-pk"))
    told = []
    for measure in dict.fromkeys(row.measure for row in rows):
        own = [row for row in rows if row.measure_id == measure.pk]
        standing = [row for row in own if not hasattr(row, "correction")]
        told.append(
            Told(measure, standing[0], standing[1:], [row for row in own if hasattr(row, "correction")])
        )
    return told
