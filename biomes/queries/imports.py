"""Imports as curators see them: how far one has come, and what its check has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from biomes.models import Import, Remark
from biomes.models.on_its_way import OnItsWay
from biomes.rules import import_life as life


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    done: int
    total: int
    percent: int
    left: int | None


def imports() -> QuerySet[Import]:
    return Import.objects.select_related("biome", "station")


def import_of(uuid: UUID) -> Import | None:
    return imports().filter(uuid=uuid).first()


def progress_of(found: OnItsWay, at: datetime) -> Progress:
    """By bytes of the file, with the time that is left at the pace so far."""
    seconds = (at - found.started_at).total_seconds() if found.started_at else 0.0
    total = found.total or 1
    return Progress(
        done=found.offset,
        total=total,
        percent=min(100 * found.offset // total, 100),
        left=life.seconds_left(done=found.offset, total=found.total, seconds=seconds),
    )


def remarks_of(found: Import) -> QuerySet[Remark]:
    """Refused rows before doubted ones, each in the order of the file."""
    return found.remarks.order_by("-is_refusal", "line", "pk")


def open_imports(most: int = 5) -> tuple[list[Import], int]:
    """For the desk: the newest that want something of somebody, and how many there are."""
    found = imports().exclude(state__in=[one.value for one in life.OVER])
    return list(found[:most]), found.count()
