"""Profiles, zones, links, and who stands beside a living system. Published ones only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from biomes.models import Biome, Guardianship, Jurisdiction, Link, Revision, Station, StationKey, Zone
from biomes.rules.keys import digest_of


def public_biomes() -> QuerySet[Biome]:
    """Every published living system, with its zones at hand."""
    return Biome.objects.public().prefetch_related("zones")


def public_biome(slug: str) -> Biome | None:
    return public_biomes().filter(slug=slug).first()


def zones() -> QuerySet[Zone]:
    return Zone.objects.all()


def named_zones() -> QuerySet[Zone]:
    """For lists and choices: without what is drawn or told at length."""
    return zones().defer("polygon", "about")


def zone(slug: str) -> Zone | None:
    return zones().filter(slug=slug).first()


def biomes_of_zone(zone: Zone) -> QuerySet[Biome]:
    return public_biomes().filter(zones=zone)


def biomes_by_zone() -> dict[int, frozenset[int]]:
    """Zone -> the published living systems it lies beside, by their keys: one question for a whole count."""
    rows = Biome.zones.through.objects.filter(biome__in=Biome.objects.public().values("pk"))
    found: dict[int, set[int]] = {}
    for zone_id, biome_id in rows.values_list("zone_id", "biome_id"):
        found.setdefault(zone_id, set()).add(biome_id)
    return {zone_id: frozenset(biomes) for zone_id, biomes in found.items()}


def public_revisions(biome: Biome) -> QuerySet[Revision]:
    """What was published, newest first; drafts are not history yet."""
    return biome.revisions.filter(published_at__isnull=False)


def public_stations() -> QuerySet[Station]:
    return Station.objects.public().select_related("biome", "operator")


def public_station(code: str) -> Station | None:
    return public_stations().filter(code=code).first()


def station_key(secret: str) -> StationKey | None:
    """The key a station shows, revoked or not."""
    return StationKey.objects.select_related("station__biome").filter(digest=digest_of(secret)).first()


def stations_of(biome: Biome) -> QuerySet[Station]:
    """Those that are open."""
    return biome.stations.filter(closed_at__isnull=True)


def public_links(biome: Biome | None = None) -> QuerySet[Link]:
    """Links that stand, and whose two ends are published; of one living system when it is named."""
    public = Biome.objects.public().values("pk")
    found = Link.objects.standing().filter(source__in=public, target__in=public)
    found = found.select_related("source", "target")
    if biome is not None:
        found = found.filter(Q(source=biome) | Q(target=biome))
    return found.order_by("-strength", "pk")


def guardians_of(biome: Biome, at: datetime) -> list[Guardianship]:
    """Who guards it then, first hand first."""
    return list(Guardianship.objects.in_force(at).filter(biome=biome).select_related("user").order_by("hand"))


def public_guardianships() -> QuerySet[Guardianship]:
    """Every hand ever held for a published living system; guardians are named in public."""
    public = Biome.objects.public().values("pk")
    return Guardianship.objects.filter(biome__in=public).select_related("biome", "user").order_by("pk")


def public_jurisdictions() -> QuerySet[Jurisdiction]:
    """Who must answer, then and now, for every zone and every published living system."""
    public = Biome.objects.public().values("pk")
    found = Jurisdiction.objects.filter(Q(zone__isnull=False) | Q(biome__in=public))
    return found.select_related("organisation", "biome", "zone").order_by("pk")


def guardianships_of_user(user: Any, at: datetime) -> list[Guardianship]:
    """The hands a person holds; none for a stranger, a suspended or an inactive person."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.suspended_at:
        return []
    found = Guardianship.objects.in_force(at).filter(user=user, biome__in=Biome.objects.public())
    return list(found.select_related("biome").order_by("biome__name"))


def is_guardian(user: Any, biome: Biome, at: datetime) -> bool:
    return any(held.biome_id == biome.pk for held in guardianships_of_user(user, at))


def competent_organisation(biome: Biome, at: datetime) -> Any | None:
    """Who must answer: the body named for the living system itself, else for one of its zones."""
    zones = {zone.pk: zone.slug for zone in biome.zones.all()}
    named = Jurisdiction.objects.in_force(at).filter(Q(biome=biome) | Q(zone__in=zones))
    found = min(
        named.select_related("organisation"),
        key=lambda one: (one.biome_id is None, zones.get(one.zone_id or 0, ""), one.pk),
        default=None,
    )
    return found.organisation if found else None
