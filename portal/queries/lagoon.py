"""The map of one living system: its shores, its zones, its stations, and what drifts in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from math import cos, radians
from typing import Any

from django.utils.translation import gettext as _
from shapely import affinity, contains_xy
from shapely.geometry import box, mapping, shape

from biomes import queries as biomes
from crises import queries as crises
from portal.rules import drawing

MOST_DOTS = 420
# Of a degree of latitude.
METRES = 111_320.0


@dataclass(frozen=True, slots=True)
class LagoonMap:
    features: list[dict[str, Any]]
    box: tuple[float, float, float, float]
    says: str
    stations: int = 0
    # The day the dots are of, and the run they come from; none without a finished run.
    bloom_at: date | None = None
    bloom_url: str = ""
    # Metres between two depth lines, 0 without them.
    depth_step: float = 0


def feature(geometry: Any, kind: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **properties}}


def lagoon_map(biome: Any, at: datetime) -> LagoonMap | None:
    """GeoJSON features in the manner of `portal.rules.maps`; None for a living system without a place."""
    if not biome.place:
        return None
    place = shape(biome.place)
    water = _is_water(biome)
    west, south, east, north = place.bounds
    air = 0.12 * max(east - west, north - south)
    frame = (west - air, south - air, east + air, north + air)
    found = [*borders(biomes.zones(), place), *_zone_labels(biomes.zones(), place, frame)]
    found.append(feature(biome.place, "water" if water else "biome", name=biome.name))
    stations = list(biomes.stations_of(biome))
    found += [
        feature(
            {"type": "Point", "coordinates": [float(s.lon), float(s.lat)]}, "station", name=s.code, quiet=True
        )
        for s in stations
    ]
    step, lines = depth_lines(biome, place)
    found += lines
    bloom = crises.bloom_now(biome.slug, at)
    if bloom is not None:
        found.append(feature({"type": "MultiPoint", "coordinates": strewn(bloom, place)}, "dots"))
    return LagoonMap(
        features=found,
        box=frame,
        says=_says(biome, bloom),
        stations=len(stations),
        bloom_at=bloom.at if bloom else None,
        bloom_url=bloom.run.get_absolute_url() if bloom else "",
        depth_step=step,
    )


def depth_lines(biome: Any, place: Any) -> tuple[float, list[dict[str, Any]]]:
    """Where the water is so many metres deep, as the newest simulation takes its bed: shelving from the shore."""
    bed = crises.depths(biome.slug)
    if bed is None or bed[0] >= bed[1] or bed[2] <= 0:
        return 0, []
    shore, deep, reach = bed
    step = drawing.nice_step(deep - shore, 5)
    squeeze = cos(radians(place.centroid.y))
    flat = affinity.scale(place, METRES * squeeze, METRES, origin=(0, 0))
    found = []
    for depth in drawing.ticks(shore, deep, 5):
        line = flat.buffer(-reach * (depth - shore) / (deep - shore)).simplify(20)
        if shore < depth and not line.is_empty:
            back = affinity.scale(line.boundary, 1 / (METRES * squeeze), 1 / METRES, origin=(0, 0))
            found.append(feature(mapping(back), "depth", quiet=True))
    return (step, found) if found else (0, [])


def _is_water(biome: Any) -> bool:
    """Marine, freshwater and their transitions are drawn as water; land and soil as land."""
    return str(biome.functional_group)[:1] in {"M", "F"}


def borders(zones: Iterable[Any], place: Any) -> list[dict[str, Any]]:
    """The lines between two zones, on land; where a zone ends towards nobody, nothing is drawn."""
    found = []
    for one, other in combinations([shape(zone.polygon) for zone in zones], 2):
        shared = one.boundary.intersection(other.boundary.buffer(1e-4)).difference(place)
        if not shared.is_empty:
            found += [feature(mapping(line), "edge") for line in _lines(shared)]
    return found


def _lines(geometry: Any) -> list[Any]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "LineString" and part.length > 1e-3]


def _zone_labels(
    zones: Iterable[Any], place: Any, frame: tuple[float, float, float, float]
) -> list[dict[str, Any]]:
    """A zone's name stands on its own ground, inside the frame, clear of the water and of the legend below."""
    west, south, east, north = frame
    room = box(
        west + (east - west) * 0.09,
        south + (north - south) * 0.15,
        east - (east - west) * 0.09,
        north - (north - south) * 0.07,
    )
    found = []
    for zone in zones:
        spot = _spot(shape(zone.polygon).intersection(room), place)
        if spot is None:
            continue
        found.append(
            feature(
                None,
                "zone",
                name=zone.name,
                under=_zone_words(zone.kind),
                minor=True,
                label_at=[spot.x, spot.y],
            )
        )
    return found


def _spot(ground: Any, place: Any) -> Any | None:
    """As far from the water as the ground allows: names are wide."""
    for clear in (0.012, 0.008, 0.004):
        free = ground.difference(place.buffer(clear))
        if free.area > 1e-5:
            return free.representative_point()
    return None


def _zone_words(kind: str) -> str:
    return {"entropy": _("Entropy Zone"), "life_luxury": _("Life-Luxury Zone"), "mixed": _("Mixed zone")}.get(
        kind, kind
    )


def strewn(bloom: Any, place: Any) -> list[tuple[float, float]]:
    """Dots whose density is the median field: as many as the field weighs, at most MOST_DOTS."""
    rows = len(bloom.values)
    columns = len(bloom.values[0]) if rows else 0
    top = max((v for row in bloom.values for v in row if v is not None and v == v), default=0.0)
    if not columns or top <= 0:
        return []
    west, south, east, north = bloom.bounds
    kept: list[tuple[float, float]] = []
    for index, (x, y) in enumerate(drawing.scatter(12 * MOST_DOTS, (0.0, 0.0, columns, rows)), 1):
        value = bloom.values[min(int(y), rows - 1)][min(int(x), columns - 1)]
        if value is None or value != value or value / top < drawing.halton(index, 5):
            continue
        spot = (west + (east - west) * x / columns, north - (north - south) * y / rows)
        if contains_xy(place, *spot):
            kept.append(spot)
        if len(kept) >= MOST_DOTS:
            break
    return kept


def _says(biome: Any, bloom: Any) -> str:
    if bloom is None:
        return _("Map of %(name)s with its zones and stations.") % {"name": biome.name}
    return _(
        "Map of %(name)s with its zones and stations. The dots are denser where the simulation finds more in the water."
    ) % {"name": biome.name}
