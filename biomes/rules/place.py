"""Where something lies: a GeoJSON Polygon or MultiPolygon, longitude first, that a map can trust.

Checked in this order, so that the first sentence a person reads is the most helpful one: shape, numbers,
range (with a hint when the two numbers look swapped), closed rings, size, the 180th meridian, crossings.
Six decimals (11 cm) are kept; more is false precision.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, isfinite, radians, sin
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.polygon import orient

DECIMALS = 6
MOST_VERTICES = 20_000
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG

Geometry = dict[str, Any]


# Not frozen: Python itself writes an exception's traceback.
@dataclass(eq=False)
class BadPlace(Exception):
    """Why a drawing cannot be a place: a code, and where."""

    code: str
    lon: float | None = None
    lat: float | None = None
    count: int | None = None

    def __str__(self) -> str:
        return self.code


def read(text: str) -> Geometry:
    """A checked geometry from GeoJSON text: a geometry, a feature, or a collection of one."""
    try:
        return check(json.loads(text))
    except (ValueError, RecursionError) as not_json:
        if isinstance(not_json, json.JSONDecodeError | RecursionError):
            raise BadPlace("not_geojson") from not_json
        raise


def check(said: object) -> Geometry:
    """The geometry with six decimals and outer rings anticlockwise (RFC 7946), or BadPlace."""
    polygons = [[_ring(ring) for ring in rings] for rings in polygons_of(geometry_of(said))]
    points = [point for rings in polygons for ring in rings for point in ring]
    if len(points) > MOST_VERTICES:
        raise BadPlace("too_many_vertices", count=len(points))
    _in_range(points)
    for rings in polygons:
        for ring in rings:
            if ring[0] != ring[-1]:
                raise BadPlace("not_closed", *ring[0])
            if len(set(ring)) < 3:
                raise BadPlace("too_few_points", *ring[0])
    # Each part by itself: a place that was cut at the 180th meridian has one on either side.
    for rings in polygons:
        if max(lon for lon, _ in rings[0]) - min(lon for lon, _ in rings[0]) > 180:
            raise BadPlace("antimeridian")
    return _whole(polygons)


def looks_swapped(place: Geometry, near: tuple[float, float]) -> bool:
    """Far from where its neighbours are, but close once the two numbers change places."""
    lon, lat = middle(place)
    far = abs(lon - near[0]) + abs(lat - near[1])
    swapped = abs(lat - near[0]) + abs(lon - near[1])
    return far > 10 and swapped < 5


def middle(place: Geometry) -> tuple[float, float]:
    """A point surely inside."""
    point = shape(place).representative_point()
    return point.x, point.y


def clear_of(ground: Geometry, water: Geometry) -> tuple[float, float]:
    """Where a name has most room on the ground outside the water; inside it where there is no such ground."""
    free = shape(ground).difference(shape(water))
    parts = [one for one in getattr(free, "geoms", [free]) if isinstance(one, Polygon) and not one.is_empty]
    if not parts:
        return middle(ground)
    centre = shapely.maximum_inscribed_circle(max(parts, key=lambda one: one.area)).coords[0]
    return centre[0], centre[1]


def bounds(place: Geometry) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    west, south, east, north = shape(place).bounds
    return west, south, east, north


def distance_m(place: Geometry, lon: float, lat: float) -> float:
    """Metres from a point to the nearest edge; 0 inside. On a plane around the point, so for neighbours."""
    stretched = shapely.transform(
        shape(place), lambda points: (points - (lon, lat)) * (cos(radians(lat)), 1.0)
    )
    return float(stretched.distance(Point(0, 0))) * radians(1) * EARTH_RADIUS_M


def count(place: Geometry) -> int:
    """How many points it is drawn with."""
    return sum(len(ring) for rings in polygons_of(place) for ring in rings)


def touches(one: Geometry, other: Geometry, *, within_m: float = 0) -> bool:
    return float(shape(one).distance(shape(other))) * 111_320 <= within_m


def area_km2(place: Geometry) -> float:
    """On the sphere, holes taken out (Chamberlain and Duquette, JPL 2007)."""
    if place.get("type") == "Point":
        return 0.0
    total = 0.0
    for rings in polygons_of(place):
        areas = [abs(_ring_m2(ring)) for ring in rings]
        total += areas[0] - sum(areas[1:])
    return total / 1e6


def _ring_m2(ring: list[Any]) -> float:
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in pairwise(ring):
        total += radians(lon2 - lon1) * (2 + sin(radians(lat1)) + sin(radians(lat2)))
    return total * EARTH_RADIUS_M**2 / 2


def geometry_of(said: object) -> Geometry:
    if isinstance(said, dict) and said.get("type") == "FeatureCollection":
        features = said.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise BadPlace("one_feature")
        said = features[0]
    if isinstance(said, dict) and said.get("type") == "Feature":
        said = said.get("geometry")
    if not isinstance(said, dict):
        raise BadPlace("not_geojson")
    return said


def polygons_of(geometry: Geometry) -> list[Any]:
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        coordinates = [coordinates]
    elif geometry.get("type") != "MultiPolygon":
        raise BadPlace("wrong_type")
    if not isinstance(coordinates, list) or not coordinates:
        raise BadPlace("empty")
    if any(not isinstance(rings, list) or not rings for rings in coordinates):
        raise BadPlace("empty")
    return coordinates


def _ring(said: object) -> list[tuple[float, float]]:
    if not isinstance(said, list) or len(said) < 4:
        raise BadPlace("too_few_points")
    return list(points_of(said))


def points_of(said: list[Any]) -> Iterator[tuple[float, float]]:
    for point in said:
        if not isinstance(point, list) or not 2 <= len(point) <= 3:
            raise BadPlace("not_a_point")
        if any(isinstance(n, bool) or not isinstance(n, int | float) for n in point):
            raise BadPlace("not_a_number")
        # 1e400 is infinite in JSON too; an integer may be too long for a float.
        if any(abs(n) > 1e6 or not isfinite(n) for n in point[:2]):
            raise BadPlace("not_a_number")
        yield round(float(point[0]), DECIMALS), round(float(point[1]), DECIMALS)


def _in_range(points: list[tuple[float, float]]) -> None:
    for lon, lat in points:
        if -180 <= lon <= 180 and -90 <= lat <= 90:
            continue
        if all(abs(one) <= 90 and abs(other) <= 180 for one, other in points):
            raise BadPlace("swapped", lon, lat)
        raise BadPlace("antimeridian" if abs(lat) <= 90 and abs(lon) <= 360 else "out_of_range", lon, lat)


def _whole(polygons: list[list[list[tuple[float, float]]]]) -> Geometry:
    made = [Polygon(rings[0], rings[1:]) for rings in polygons]
    geometry = MultiPolygon(made) if len(made) > 1 else made[0]
    if not geometry.is_valid:
        raise _crossing(shapely.is_valid_reason(geometry))
    turned = [orient(one) for one in made]
    found = mapping(MultiPolygon(turned) if len(turned) > 1 else turned[0])
    result: Geometry = json.loads(json.dumps(found))
    return result


def _crossing(reason: str) -> BadPlace:
    """ "Self-intersection[2.5 1]" -> self_crossing at (2.5, 1)."""
    word, _, where = reason.partition("[")
    code = "self_crossing" if "Self-intersection" in word else "broken_holes"
    try:
        lon, lat = (float(n) for n in where.rstrip("]").split()[:2])
    except ValueError:
        return BadPlace(code)
    return BadPlace(code, round(lon, DECIMALS), round(lat, DECIMALS))
