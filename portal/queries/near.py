"""What is near a point: what lives there, what is in danger, what can be done. The point is asked, used and forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from biomes import queries as biomes
from biomes.rules import cells, place
from council import queries as council
from crises import queries as crises
from petitions import queries as petitions

MOST = 8
WITHIN_M = 100_000
# About a kilometre: an address that somebody shares tells no house.
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Point:
    lon: float
    lat: float
    # The name of the zone whose middle it is; empty for a pin.
    name: str = ""


@dataclass(frozen=True, slots=True)
class Living:
    """A living system and how far it is: of the registry with its state, or on the map with its stage."""

    biome: Any
    metres: float
    finding: Any = None
    stage: Any = None


@dataclass(frozen=True, slots=True)
class Near:
    point: Point
    living: list[Living] = field(default_factory=list)
    alerts: list[Any] = field(default_factory=list)
    petitions: list[Any] = field(default_factory=list)
    sittings: list[Any] = field(default_factory=list)
    to_confirm: list[Any] = field(default_factory=list)
    station: tuple[Any, float] | None = None


def read_point(lon: str, lat: str) -> Point | None:
    """Two numbers as typed, kept no finer than two decimals; None when they are no place on the earth."""
    try:
        found = cells.checked(float(lon), float(lat))
    except (ValueError, cells.OffTheEarth):
        return None
    return Point(round(found[0], DECIMALS), round(found[1], DECIMALS))


def point_of_zone(slug: str) -> Point | None:
    zone = biomes.zone(slug) if slug and "\x00" not in slug else None
    if zone is None:
        return None
    lon, lat = place.middle(zone.polygon)
    return Point(round(lon, DECIMALS), round(lat, DECIMALS), zone.name)


def near(point: Point, at: datetime) -> Near:
    around = biomes.nearest(biomes.askable_biomes().select_related("filing"), point.lon, point.lat, MOST)
    around = [(biome, metres) for biome, metres in around if metres <= WITHIN_M]
    keys = [biome.pk for biome, _metres in around]
    findings = biomes.states_of([biome for biome, _metres in around if biome.is_public], at)
    return Near(
        point=point,
        living=[
            Living(
                biome=biome,
                metres=metres,
                finding=findings.get(biome.pk),
                stage=None if biome.is_public else biomes.shown_stage(biome, at),
            )
            for biome, metres in around
        ],
        alerts=list(crises.live_alerts().filter(biome__in=keys)),
        petitions=list(
            petitions.public_petitions()
            .filter(biomes__in=keys, state="open")
            .order_by("closes_at")
            .distinct()[:MOST]
        ),
        sittings=_sittings(at),
        to_confirm=biomes.sightings_to_confirm(keys, at)[:MOST],
        station=_nearest_station(biomes.public_stations().filter(closed_at__isnull=True), point),
    )


def _sittings(at: datetime) -> list[Any]:
    """The next sitting of each body: whoever lives near any water may come."""
    found = [sitting for body in council.bodies() if (sitting := council.next_sitting(body, at))]
    return sorted(found, key=lambda one: one.starts_at)[:3]


def _nearest_station(stations: Iterable[Any], point: Point) -> tuple[Any, float] | None:
    rows = [(one, cells.distance_m(point.lon, point.lat, float(one.lon), float(one.lat))) for one in stations]
    return min(rows, key=lambda row: row[1], default=None)


def features(found: Near) -> list[dict[str, Any]]:
    """The map of the list: each living system, the nearest station, and the point itself."""
    rows = [
        biomes.feature(
            one.biome.place,
            kind="biome" if one.biome.is_public else "station",
            name=one.biome.name,
            **({"state": one.finding.state.value} if one.finding else {}),
        )
        for one in found.living[:4]
        if one.metres <= WITHIN_M / 4
    ]
    here = {"type": "Point", "coordinates": [found.point.lon, found.point.lat]}
    return [*rows, biomes.feature(here, kind="drone", name=found.point.name)]
