"""Which living systems lie near a point: narrowed by the box around each place, which an index holds, then measured."""

from __future__ import annotations

from math import cos, degrees, radians

from django.db.models import BooleanField, FloatField, QuerySet
from django.db.models.expressions import RawSQL

from biomes.models import Biome, Zone
from biomes.rules import place

# Boxes are compared in degrees; so many are measured in metres before the nearest are named.
MEASURED = 40
_BOX = 'biomes_place_box("biomes_biome"."place")'


def distance_to(biome: Biome, lon: float, lat: float) -> float:
    """Metres from a point to the nearest edge of its place; 0 inside it."""
    return place.distance_m(biome.place, lon, lat) if biome.place else float("inf")


def nearest(found: QuerySet[Biome], lon: float, lat: float, most: int) -> list[tuple[Biome, float]]:
    away = RawSQL(f"{_BOX} <-> point(%s, %s)", [lon, lat], output_field=FloatField())  # noqa: S611 -- constant
    rows = found.filter(place__isnull=False).order_by(away)[:MEASURED]
    return by_distance([(biome, distance_to(biome, lon, lat)) for biome in rows])[:most]


def within(found: QuerySet[Biome], lon: float, lat: float, metres: float) -> QuerySet[Biome]:
    """Those whose box comes so near; some of them lie a little farther off."""
    north = degrees(metres / place.EARTH_RADIUS_M)
    # Near a pole every longitude is near.
    east = min(north / max(cos(radians(lat)), 1e-6), 360.0)
    overlaps = RawSQL(  # noqa: S611 -- constant
        f"{_BOX} && box(point(%s, %s), point(%s, %s))",
        [lon - east, lat - north, lon + east, lat + north],
        output_field=BooleanField(),
    )
    return found.filter(overlaps)


def by_distance(rows: list[tuple[Biome, float]]) -> list[tuple[Biome, float]]:
    return sorted(rows, key=lambda row: (row[1], row[0].name))


def zone_at(lon: float, lat: float) -> Zone | None:
    """The zone that a point lies in; the point itself is asked and forgotten. On a shared border, the first by name."""
    held = (
        zone for zone in Zone.objects.order_by("name", "pk") if not place.distance_m(zone.polygon, lon, lat)
    )
    return next(held, None)
