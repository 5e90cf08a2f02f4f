"""Sightings as the public reads them, as their observer does, and as moderators do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from biomes.models import Biome, CorroborationNeed, Sighting
from biomes.queries.pins import decides
from biomes.rules.corroboration import Need
from biomes.rules.sighted import Sighted, State


def public_sightings() -> QuerySet[Sighting]:
    """Accepted ones, the newest first."""
    return Sighting.objects.public().select_related("biome", "corroborated")


def public_sighting(code: str) -> Sighting | None:
    return public_sightings().filter(uuid=code).first()


def sighting_for(code: str, viewer: Any, at: datetime) -> Sighting | None:
    """Public, or the viewer's own, or waiting and the viewer decides; None otherwise."""
    found = Sighting.objects.select_related("biome", "corroborated").filter(uuid=code).first()
    if found is None or (found.state == State.WITHDRAWN and found.observer != getattr(viewer, "code", None)):
        return None
    if getattr(viewer, "is_authenticated", False) and (found.observer == viewer.code or decides(viewer, at)):
        return found
    return public_sighting(code)


def sightings_of(biome: Biome) -> QuerySet[Sighting]:
    return public_sightings().filter(biome=biome)


def sightings_by(user: Any) -> QuerySet[Sighting]:
    """What a person reported, and what became of it."""
    found = Sighting.objects.filter(observer=user.code).select_related("biome", "corroborated")
    return found.order_by("-filed_at")


def waiting_sightings() -> QuerySet[Sighting]:
    return Sighting.objects.filter(state=State.WAITING.value).select_related("biome").order_by("filed_at")


def sightings_to_confirm(biomes: Iterable[int], at: datetime) -> list[Sighting]:
    """Accepted lately and not borne out yet: another pair of eyes would help."""
    found = []
    needs = needs_in_force()
    for one in public_sightings().filter(biome__in=list(biomes), corroborated__isnull=True)[:100]:
        if at - one.seen_at <= timedelta(hours=needs[one.kind].hours):
            found.append(one)
    return found


def needs_in_force() -> dict[str, Need]:
    """For each kind: how many people, within which hours and metres."""
    rows = {
        row.kind: Need(people=row.people, hours=row.hours, radius_m=row.radius_m)
        for row in CorroborationNeed.objects.all()
    }
    return {kind.value: rows.get(kind.value, Need()) for kind in Sighted}


def corroboration_needs() -> list[tuple[str, Need, CorroborationNeed | None]]:
    """Each kind with its numbers, and the row that set them where one did."""
    rows = {row.kind: row for row in CorroborationNeed.objects.all()}
    return [(kind, need, rows.get(kind)) for kind, need in needs_in_force().items()]


def filtered_sightings(
    *, biome: str = "", kind: str = "", days: int | None = None, at: datetime
) -> QuerySet[Sighting]:
    found = public_sightings()
    if biome:
        found = found.filter(biome__slug=biome)
    if kind:
        found = found.filter(kind=kind)
    if days:
        found = found.filter(seen_at__gte=at - timedelta(days=days))
    return found
