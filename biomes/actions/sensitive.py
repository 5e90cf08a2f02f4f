"""What may be kept of a place that is sensitive, or has just become so: its squares and nothing finer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import connection

from biomes.models import Biome, Sighting, Station
from biomes.rules import coarse
from ledger import actions as ledger


def point_in(biome: Biome, lon: Decimal, lat: Decimal) -> tuple[Decimal, Decimal]:
    """The point as it may be kept there now, and until this transaction ends.

    Whoever makes the place sensitive holds its row FOR UPDATE. They wait for this transaction and then find its point,
    or this waits for them and then knows the squares. Stations that report at the same time are not held up.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coarse_km FROM biomes_biome WHERE id = %s FOR KEY SHARE", [biome.pk])
        (km,) = cursor.fetchone()
    return coarse.coarse_point(lon, lat, km)


def forget_exact_places(biome: Biome, *, actor: str, at: datetime) -> None:
    """Once a place is sensitive, older revisions, stations and sightings know it no better than the page does."""
    km = biome.coarse_km
    if not km:
        return
    changed = 0
    for old in biome.revisions.all():
        said = old.snapshot.get("place")
        if not said or (old.snapshot.get("coarse_km") or 0) >= km:
            continue
        blurred = coarse.coarsen(said, km)
        if blurred != said:
            old.snapshot = old.snapshot | {"place": blurred}
            old.save(update_fields=["snapshot"])
            changed += 1
    points: list[Station | Sighting] = [*biome.stations.all(), *biome.sightings.all()]
    for point in points:
        lon, lat = coarse.coarse_point(point.lon, point.lat, km)
        if (lon, lat) != (point.lon, point.lat):
            point.lon, point.lat = lon, lat
            point.save(update_fields=["lon", "lat"])
            changed += 1
    if changed:
        ledger.record(
            kind="biomes.place.coarsened",
            subject=biome.subject,
            actor=actor,
            at=at,
            public=False,
            km=km,
            changed=changed,
        )
