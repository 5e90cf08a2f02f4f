"""What is offered for a drawing that cannot be a place yet: turn its numbers round, cut it, thin it out.

Each repair answers a geometry that the person then looks at; nothing is repaired unasked.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping, shape

from biomes.rules import place
from biomes.rules.place import DECIMALS, MOST_VERTICES, BadPlace, Geometry

# More than this is not looked at: a country's whole coast at a metre has fewer.
MOST_READ = 500_000
# Metres on the ground; the first that leaves few enough points is offered.
TOLERANCES_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
METRES_PER_DEGREE = 111_320


class Repair(StrEnum):
    SWAP = "swap"
    CUT = "cut"
    CLOSE = "close"
    THIN = "thin"


# Which repair a fault of a drawing can be answered with.
FOR = {
    "swapped": Repair.SWAP,
    "antimeridian": Repair.CUT,
    "not_closed": Repair.CLOSE,
    "too_many_vertices": Repair.THIN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinned:
    """What a tolerance would do: how many points before and after, and how far any may move."""

    geometry: Geometry
    before: int
    after: int
    tolerance_m: int


def repaired(text: str, how: Repair) -> Geometry:
    """The drawing after one repair; BadPlace where another fault is left to be told."""
    geometry = _read(text)
    acts: dict[Repair, Callable[[Geometry], Geometry]] = {
        Repair.SWAP: _swapped,
        Repair.CUT: _cut,
        Repair.CLOSE: _closed,
        Repair.THIN: lambda one: thinned(one).geometry,
    }
    return acts[how](geometry)


def thinning(text: str) -> Thinned:
    """What thinning out would do to this drawing."""
    return thinned(_read(text))


def thinned(geometry: Geometry) -> Thinned:
    """With as few points less as the limit asks for (Douglas and Peucker 1973, topology kept)."""
    before = _count(geometry["coordinates"])
    if before > MOST_READ:
        raise BadPlace("too_many_to_thin", count=before)
    drawn = _drawn(geometry)
    for metres in TOLERANCES_M:
        thin = shapely.simplify(drawn, metres / METRES_PER_DEGREE, preserve_topology=True)
        after = int(shapely.get_num_coordinates(thin))
        if after <= MOST_VERTICES:
            return Thinned(geometry=place.check(_plain(thin)), before=before, after=after, tolerance_m=metres)
    raise BadPlace("too_many_vertices", count=before)


def extra_decimals(text: str) -> int:
    """How many points say more than six decimals; they are rounded, and the person is told."""
    try:
        coordinates = _read(text)["coordinates"]
    except BadPlace:
        return 0
    return _each(coordinates, lambda point: any(round(n, DECIMALS) != n for n in point[:2]))


def _read(text: str) -> Geometry:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise BadPlace("not_geojson") from why
    geometry = place.geometry_of(said)
    polygons = place.polygons_of(geometry)
    for rings in polygons:
        for ring in rings:
            if not isinstance(ring, list):
                raise BadPlace("too_few_points")
            list(place.points_of(ring))
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _each(coordinates: Any, wanted: Callable[[Any], bool]) -> int:
    if not coordinates or isinstance(coordinates[0], list):
        return sum(_each(one, wanted) for one in coordinates)
    return int(wanted(coordinates))


def _count(coordinates: Any) -> int:
    return _each(coordinates, lambda _point: True)


def _moved(coordinates: Any, move: Callable[[list[float]], list[float]]) -> Any:
    if not coordinates or isinstance(coordinates[0], list):
        return [_moved(one, move) for one in coordinates]
    return move(coordinates)


def _swapped(geometry: Geometry) -> Geometry:
    return geometry | {"coordinates": _moved(geometry["coordinates"], lambda p: [p[1], p[0]])}


def _closed(geometry: Geometry) -> Geometry:
    polygons = geometry["coordinates"]
    rings = polygons if geometry["type"] == "Polygon" else [ring for one in polygons for ring in one]
    for ring in rings:
        if ring and ring[0] != ring[-1]:
            ring.append(list(ring[0]))
    return geometry


def _cut(geometry: Geometry) -> Geometry:
    """In two at the 180th meridian: what lies west of -180 or east of 180 comes back on the other side."""
    near = [[_unrolled(ring) for ring in rings] for rings in place.polygons_of(geometry)]
    whole = shapely.make_valid(MultiPolygon([(rings[0], rings[1:]) for rings in near]))
    parts: list[Polygon] = []
    for turn in (-360, 0, 360):
        piece = whole.intersection(box(-180 + turn, -90, 180 + turn, 90))
        shifted = shapely.transform(piece, lambda xy, by=turn: xy - [by, 0])
        parts += [one for one in getattr(shifted, "geoms", [shifted]) if isinstance(one, Polygon)]
    parts = [one for one in parts if one.area > 1e-9]
    if not parts:
        raise BadPlace("empty")
    return place.check(_plain(MultiPolygon(parts) if len(parts) > 1 else parts[0]))


def _unrolled(ring: list[list[float]]) -> list[tuple[float, float]]:
    """No step longer than half the globe: 179 -> -179 is read as 179 -> 181."""
    if len(ring) < 4:
        raise BadPlace("too_few_points")
    turned: list[tuple[float, float]] = []
    for lon, lat in (point[:2] for point in ring):
        if turned:
            while lon - turned[-1][0] > 180:
                lon -= 360
            while lon - turned[-1][0] < -180:
                lon += 360
        turned.append((float(lon), float(lat)))
    return turned


def _drawn(geometry: Geometry) -> shapely.Geometry:
    try:
        return shape(geometry)
    except (ValueError, shapely.errors.GEOSException) as why:
        raise BadPlace("not_closed") from why


def _plain(geometry: shapely.Geometry) -> Geometry:
    found: Geometry = json.loads(json.dumps(mapping(geometry)))
    return found
