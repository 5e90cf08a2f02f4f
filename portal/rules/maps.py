"""A map drawn from GeoJSON features, as the server sends it: chart paper, north up, never mirrored.

A feature's ``properties.kind`` says what it is (KINDS). Unknown kinds are land-like outlines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape

from portal.rules import drawing, map_names
from portal.rules.drawing import Paper, Point
from portal.rules.map_names import Label, Name

# kind -> (class of its stroke or fill, drawn as); the order is the order of drawing.
KINDS: dict[str, tuple[str, str]] = {
    "zone": ("zone", "fill"),
    "biome": ("living", "fill"),
    "water": ("sea sea--shored", "fill"),
    "depth": ("iso", "line"),
    "river": ("river", "line"),
    "grass": ("grass minor", "tufts"),
    "shore": ("shore", "line"),
    "edge": ("edge", "line"),
    "link": ("link", "line"),
    "band": ("band", "fill"),
    "dots": ("dots", "dots"),
    "barrier": ("barrier", "line"),
    "drone": ("drone", "diamonds"),
    "station": ("station", "diamonds"),
}
ROUND = frozenset({"water", "depth", "biome"})
# Taller than this share of its width, a map pushes everything else off the page.
TALLEST = 0.9


@dataclass(frozen=True, slots=True)
class Shape:
    css: str
    path: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    viewbox: str
    shapes: list[Shape]
    labels: list[Label]
    width: float
    height: float


def positions(geometry: Mapping[str, Any] | None) -> list[list[Sequence[float]]]:
    """Every ring or line of a geometry, flat: Point, MultiPoint, LineString, Polygon, their Multi kinds."""
    if not geometry:
        return []
    kind, found = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return [part for each in geometry.get("geometries", ()) for part in positions(each)]
    if kind == "Point":
        return [[found]]  # type: ignore[list-item]
    if kind in {"MultiPoint", "LineString"}:
        return [list(found or ())]
    if kind in {"Polygon", "MultiLineString"}:
        return [list(part) for part in found or ()]
    if kind == "MultiPolygon":
        return [list(part) for polygon in found or () for part in polygon]
    return []


def _is_area(geometry: Mapping[str, Any]) -> bool:
    return "Polygon" in str(geometry.get("type"))


def extent(
    features: Sequence[Mapping[str, Any]], pad: float = 0.06
) -> tuple[float, float, float, float] | None:
    """The box around all features, with air, and never a tower; None for an empty map."""
    box = drawing.bounds(part for f in features for part in positions(f.get("geometry")))
    if box is None:
        return None
    west, south, east, north = box
    air = max(east - west, north - south, 0.001) * pad
    wanted = (north - south + 2 * air) / (TALLEST * max(cos(radians((south + north) / 2)), 0.01))
    beside = max(air, (wanted - (east - west)) / 2)
    return west - beside, south - air, east + beside, north + air


def draw(
    features: Sequence[Mapping[str, Any]],
    *,
    frame: tuple[float, float, float, float] | None = None,
    width: float = 1000.0,
) -> Map | None:
    """The map of these features; ``frame`` is west, south, east, north."""
    edges = frame or extent(features)
    if edges is None:
        return None
    paper = Paper.around(*edges, width=width)
    order = list(KINDS)
    ranked = sorted(features, key=lambda f: order.index(_kind(f)) if _kind(f) in KINDS else 0)
    shapes = [drawn for f in ranked if (drawn := _shape(f, paper)) is not None]
    marks = [
        paper.place(p[0], p[1])
        for f in ranked
        if _kind(f) == "station"
        for part in positions(f.get("geometry"))
        for p in part
    ]
    labels = map_names.settled([_names(f, paper, marks) for f in ranked], paper, marks)
    view = f"0 0 {drawing.short(paper.width)} {drawing.short(paper.height)}"
    return Map(view, shapes, labels, paper.width, paper.height)


def _kind(feature: Mapping[str, Any]) -> str:
    return str((feature.get("properties") or {}).get("kind", ""))


def _shape(feature: Mapping[str, Any], paper: Paper) -> Shape | None:
    geometry = feature.get("geometry") or {}
    properties = feature.get("properties") or {}
    css, manner = KINDS.get(_kind(feature), ("edge", "line"))
    parts = [[paper.place(p[0], p[1]) for p in part] for part in positions(geometry)]
    path = _path(parts, manner, is_area=_is_area(geometry), smooth=_kind(feature) in ROUND)
    if not path:
        return None
    if level := properties.get("level"):
        css = f"{css} e{int(level)}"
    if state := properties.get("state"):
        css = f"{css} is-{state}"
    return Shape(css, path, str(properties.get("name", "")), str(properties.get("url", "")))


def _path(parts: Sequence[Sequence[Point]], manner: str, *, is_area: bool, smooth: bool) -> str:
    if manner == "dots":
        return drawing.dots(p for part in parts for p in part)
    if manner == "diamonds":
        return drawing.diamonds((p for part in parts for p in part), 9)
    if manner == "tufts":
        return "".join(f"M{drawing.short(x)} {drawing.short(y)}v-6" for part in parts for x, y in part)
    if is_area:
        return "".join(drawing.ring(part, smooth=smooth) for part in parts)
    return "".join(drawing.line(part) for part in parts if len(part) > 1)


def _names(feature: Mapping[str, Any], paper: Paper, marks: Sequence[Point]) -> Name | None:
    """A name stands where `label_at` says, else in the middle of its feature; or near by, where that is taken."""
    properties = feature.get("properties") or {}
    text = str(properties.get("name", ""))
    where = properties.get("label_at") or middle(feature.get("geometry"))
    if not text or properties.get("quiet") or where is None:
        return None
    kind, point = _kind(feature), paper.place(where[0], where[1])
    if kind == "water" and not properties.get("label_at"):
        point = open_water(feature.get("geometry"), paper, text, marks) or point
    is_minor = bool(properties.get("minor")) or kind == "station"
    return Name(text, point, kind, under=str(properties.get("under") or ""), is_minor=is_minor)


def open_water(
    geometry: Mapping[str, Any] | None, paper: Paper, name: str, marks: Sequence[Point]
) -> Point | None:
    """Where a name of this length lies wholly in the water, as far as it can from shores and stations."""
    if not geometry or not _is_area(geometry):
        return None
    water = shape(geometry)
    water = shapely.transform(water, lambda found: np.array([paper.place(x, y) for x, y in found]))
    if water.is_empty or not water.is_valid:
        return None
    # The widest serif a machine may have, at 30 units and spaced.
    half = 10 * len(name)
    west, south, east, north = water.bounds
    across = west + (east - west) * np.arange(1, 24) / 24
    down = south + (north - south) * np.arange(1, 16) / 16
    x, y = (axis.ravel() for axis in np.meshgrid(across, down, indexing="ij"))
    words = shapely.box(x - half, y - 26, x + half, y + 10)
    shapely.prepare(water)
    inside = shapely.contains(water, words)
    if not inside.any():
        return None
    x, y, words = x[inside], y[inside], words[inside]
    room = shapely.distance(words, water.boundary)
    for mark in marks:
        room = np.minimum(room, shapely.distance(words, ShapelyPoint(mark)))
    best = int(np.argmax(room))
    return float(x[best]), float(y[best])


def middle(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    box = drawing.bounds(positions(geometry))
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None
