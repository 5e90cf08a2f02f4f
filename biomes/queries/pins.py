"""What anybody put on the map: for its author, for curators and moderators, and as far as it may be shown, for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import queries as people
from accounts.rules.roles import Role
from biomes.models import Biome, Filing, Sighting
from biomes.queries.near import by_distance, distance_to, within
from biomes.rules import lifecycle
from biomes.rules.folding import fold, words_of
from biomes.rules.lifecycle import Stage

NEAR_M = 5_000
NAMED_ALIKE_M = 20 * NEAR_M
MOST_ALIKE = 5


def unregistered_biomes() -> QuerySet[Biome]:
    """On the map, not in the registry, and looked at: what lists may show beside the registry."""
    found = Biome.objects.unregistered().filter(filing__looked_at__isnull=False)
    return found.select_related("filing").prefetch_related("zones").order_by("-filing__filed_at")


def pin(slug: str) -> Biome | None:
    """By its own address, looked at or not; merged and refused ones are asked for by `former_pin`."""
    found = Biome.objects.unregistered().select_related("filing").prefetch_related("zones")
    return found.filter(slug=slug).first()


def former_pin(slug: str) -> Biome | None:
    """One that was merged or refused: its address still answers."""
    gone = [Stage.MERGED.value, Stage.REFUSED.value]
    return Biome.objects.select_related("filing__into").filter(slug=slug, stage__in=gone).first()


def askable_biomes() -> QuerySet[Biome]:
    """What petitions, sightings and statements may be about: the registry, and what was looked at on the map."""
    return Biome.objects.listed().prefetch_related("zones")


def known_biome(slug: str) -> Biome | None:
    """What others may name: in the registry, or on the map and looked at."""
    return askable_biomes().filter(slug=slug).first()


def shown_stage(biome: Biome, at: datetime) -> Stage:
    """What it is called now, whether or not anybody swept."""
    filing = getattr(biome, "filing", None)
    return lifecycle.shown(Stage(biome.stage), filing.filed_at if filing else None, at)


def is_filer(biome: Biome, user: Any) -> bool:
    return bool(getattr(user, "code", "")) and biome.filing.filed_by == user.code


def decides(user: Any, at: datetime) -> bool:
    """Curators and moderators see what nobody has looked at yet, pictures too."""
    return any(people.has_role(user, role, at) for role in (Role.CURATOR, Role.MODERATOR))


def pins_of(user: Any) -> QuerySet[Filing]:
    found = Filing.objects.filter(filed_by=user.code).select_related("biome", "into")
    return found.order_by("-filed_at")


def undecided_pins() -> QuerySet[Biome]:
    """What waits for a curator, the longest waiting first."""
    stages = [stage.value for stage in lifecycle.UNDECIDED]
    found = Biome.objects.filter(stage__in=stages, filing__isnull=False).select_related("filing")
    # Counted for the rows that are shown, not for all that wait.
    seen = Sighting.objects.filter(biome=OuterRef("pk")).order_by().values("biome").annotate(n=Count("pk"))
    return found.annotate(seen=Coalesce(Subquery(seen.values("n")), 0)).order_by("filing__filed_at", "pk")


def any_pin(slug: str) -> Biome | None:
    """For curators: whatever became of it."""
    return Biome.objects.select_related("filing__into").filter(slug=slug, filing__isnull=False).first()


def alike(name: str, lon: float, lat: float) -> list[tuple[Biome, float]]:
    """Those it may already be: near by, or less near with nearly the same name; the nearest first."""
    wanted = set(words_of(name))
    rows = []
    for biome in within(askable_biomes(), lon, lat, NAMED_ALIKE_M):
        away = distance_to(biome, lon, lat)
        same = bool(wanted & set(fold(biome.name).split())) and away < NAMED_ALIKE_M
        if away <= NEAR_M or same:
            rows.append((biome, away))
    return by_distance(rows)[:MOST_ALIKE]


def named(found: QuerySet[Biome], text: str) -> QuerySet[Biome]:
    """Those in whose names, in any language, every word stands; accents and twin letters forgiven."""
    for word in words_of(text):
        found = found.filter(Q(name__folded__contains=word) | Q(names__folded__contains=word))
    return found
