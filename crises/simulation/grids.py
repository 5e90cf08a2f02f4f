"""Where water is: the grid over the map, its water mask and its depth.

Cells are square; row 0 lies in the south, column 0 in the west. Degrees become metres by the
equirectangular rule at the grid's middle latitude (error below 0.1 % over 20 km).
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry import shape

METRES_PER_DEGREE = 111_320.0
LonLat = tuple[float, float]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


class BadScenario(Exception):
    """The scenario cannot be computed; the message is fit to show to a person.

    ``code`` names what people meet who choose among sound parts: closed_off, far_from_water, too_fast.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Grid:
    nx: int
    ny: int
    cell_m: float
    west: float
    south: float

    def __post_init__(self) -> None:
        if not (8 <= self.nx <= 1024 and 8 <= self.ny <= 1024):
            raise BadScenario("A grid has 8 to 1024 cells on each side.")
        if not (1 <= self.cell_m <= 10_000):
            raise BadScenario("A cell is 1 m to 10 km wide.")
        if not (-180 <= self.west <= 180 and -80 <= self.south <= 80):
            raise BadScenario("The grid's corner is not a place: west is -180 to 180, south -80 to 80.")

    @property
    def degree_x(self) -> float:
        """Metres in a degree of longitude at the grid's middle."""
        middle = self.south + self.ny * self.cell_m / METRES_PER_DEGREE / 2
        return METRES_PER_DEGREE * math.cos(math.radians(middle))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return (
            self.west,
            self.south,
            self.west + self.nx * self.cell_m / self.degree_x,
            self.south + self.ny * self.cell_m / METRES_PER_DEGREE,
        )

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.degree_x, (lat - self.south) * METRES_PER_DEGREE

    def lonlat(self, i: float, j: float) -> LonLat:
        """The middle of cell (i, j)."""
        return (
            self.west + (i + 0.5) * self.cell_m / self.degree_x,
            self.south + (j + 0.5) * self.cell_m / METRES_PER_DEGREE,
        )

    def cell(self, lon: float, lat: float) -> tuple[int, int]:
        """Column and row of the cell holding the point (it may lie outside the grid)."""
        x, y = self.metres(lon, lat)
        return math.floor(x / self.cell_m), math.floor(y / self.cell_m)

    def holds(self, lon: float, lat: float) -> bool:
        i, j = self.cell(lon, lat)
        return 0 <= i < self.nx and 0 <= j < self.ny

    def centres(self) -> tuple[Floats, Floats]:
        """Metres east and north of the corner of every cell's middle, as [ny, nx] arrays."""
        x = (np.arange(self.nx) + 0.5) * self.cell_m
        y = (np.arange(self.ny) + 0.5) * self.cell_m
        xx, yy = np.meshgrid(x, y)
        return xx, yy

    def in_metres(self, geojson: Mapping[str, Any]) -> shapely.Geometry:
        """A GeoJSON geometry moved onto the grid's metres."""
        try:
            geometry = shape(dict(geojson))
        except Exception as trouble:  # shapely raises half a dozen kinds for broken GeoJSON
            raise BadScenario("The outline is not a GeoJSON polygon.") from trouble
        if geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            raise BadScenario("The outline must be a polygon with some area.")
        scale = np.array([self.degree_x, METRES_PER_DEGREE])
        return shapely.transform(geometry, lambda p: (p - np.array([self.west, self.south])) * scale)


def _unpacked(text: str, size: int) -> bytes:
    """Exactly ``size`` bytes from packed text; a small text that would unfold into more is refused."""
    if not 0 < size <= 2 * 1024**2:
        raise ValueError("no size of a grid")
    raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), size + 1)
    if len(raw) != size:
        raise ValueError("wrong size")
    return raw


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Which cells are water; travels in JSON as packed bits."""

    array: Bools

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mask) and np.array_equal(self.array, other.array)

    def __hash__(self) -> int:
        return hash(self.array.tobytes())

    @property
    def count(self) -> int:
        return int(self.array.sum())

    def to_dict(self) -> dict[str, Any]:
        packed = zlib.compress(np.packbits(self.array).tobytes(), 9)
        ny, nx = self.array.shape
        return {"nx": nx, "ny": ny, "bits": base64.b64encode(packed).decode()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Mask:
        try:
            nx, ny = int(data["nx"]), int(data["ny"])
            flat = np.unpackbits(np.frombuffer(_unpacked(data["bits"], -(-nx * ny // 8)), np.uint8))[
                : nx * ny
            ]
        except (KeyError, ValueError, TypeError, zlib.error) as trouble:
            raise BadScenario("The water mask is damaged.") from trouble
        return cls(flat.reshape(ny, nx).astype(bool))


@dataclass(frozen=True, slots=True)
class Depth:
    """Water that shelves from ``shore_m`` at the shore to ``deep_m`` at ``reach_m`` from it."""

    shore_m: float = 1.0
    deep_m: float = 5.0
    reach_m: float = 1500.0

    def __post_init__(self) -> None:
        if not (0.3 <= self.shore_m <= 200 and 0.3 <= self.deep_m <= 200 and 0 <= self.reach_m <= 100_000):
            raise BadScenario("Depths are 0.3 to 200 m: the model has one mixed layer.")

    @classmethod
    def uniform(cls, metres: float) -> Depth:
        return cls(metres, metres, 0.0)

    def over(self, water: Bools, cell_m: float) -> Floats:
        """Metres of water in every cell; 0 on land. The grid's edge is no shore."""
        if self.reach_m == 0 or self.shore_m == self.deep_m:
            return np.where(water, self.deep_m, 0.0)
        padded = np.pad(water, 1, mode="edge")
        away = ndimage.distance_transform_edt(padded)[1:-1, 1:-1] * cell_m
        share = np.clip((away - cell_m) / self.reach_m, 0.0, 1.0)
        return np.where(water, self.shore_m + (self.deep_m - self.shore_m) * share, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class DepthField:
    """A surveyed depth in metres for every cell; travels in JSON as whole centimetres."""

    array: NDArray[np.float32]

    def __post_init__(self) -> None:
        if not np.isfinite(self.array).all() or self.array.min() < 0 or self.array.max() > 200:
            raise BadScenario("A depth field holds 0 to 200 m in every cell.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DepthField) and np.array_equal(self.array, other.array)

    def __hash__(self) -> int:
        return hash(self.array.tobytes())

    def over(self, water: Bools, cell_m: float) -> Floats:
        if self.array.shape != water.shape:
            raise BadScenario("The depth field does not fit the grid.")
        return np.where(water, np.maximum(self.array.astype(float), 0.3), 0.0)

    def to_dict(self) -> dict[str, Any]:
        ny, nx = self.array.shape
        packed = zlib.compress(np.rint(self.array * 100).astype("<u2").tobytes(), 9)
        return {"nx": nx, "ny": ny, "centimetres": base64.b64encode(packed).decode()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DepthField:
        try:
            nx, ny = int(data["nx"]), int(data["ny"])
            flat = np.frombuffer(_unpacked(data["centimetres"], 2 * nx * ny), "<u2")
        except (KeyError, ValueError, TypeError, zlib.error) as trouble:
            raise BadScenario("The depth field is damaged.") from trouble
        return cls((flat.reshape(ny, nx) / 100).astype(np.float32))


def water_mask(grid: Grid, geojson: Mapping[str, Any], *, largest_only: bool = True) -> Mask:
    """The cells whose middle lies in the polygon; ponds cut off from the largest water are dropped."""
    inside = _inside(grid, grid.in_metres(geojson))
    if largest_only:
        labels, count = ndimage.label(inside)
        if count > 1:
            inside = labels == 1 + np.argmax(ndimage.sum_labels(inside, labels, range(1, count + 1)))
    if inside.sum() < 4:
        raise BadScenario("No water of that outline lies on the grid.")
    return Mask(inside)


def near_mask(grid: Grid, water: Mask, geojson: Mapping[str, Any], within_m: float) -> Bools:
    """The water cells within a distance of an area on land: what its people are exposed to."""
    area = grid.in_metres(geojson).buffer(within_m)
    return _inside(grid, area) & water.array


def _inside(grid: Grid, geometry: shapely.Geometry) -> Bools:
    shapely.prepare(geometry)
    xx, yy = grid.centres()
    return np.asarray(shapely.contains_xy(geometry, xx, yy), dtype=bool)


@dataclass(frozen=True, slots=True)
class FacePath:
    """Faces of cells along a line: ``across_x`` between columns i-1 and i, ``across_y`` between rows."""

    across_x: tuple[tuple[int, int], ...]  # (row, face column)
    across_y: tuple[tuple[int, int], ...]  # (face row, column)


def faces_along(grid: Grid, line: Iterable[LonLat]) -> FacePath:
    """The staircase of faces nearest to a line, walked from node to node without gaps.

    Nodes are cell corners; a walk between neighbouring nodes passes exactly one face, so the
    staircase is closed even where the line is slanted.
    """
    nodes = [_nearest_node(grid, lon, lat) for lon, lat in line]
    across_x: dict[tuple[int, int], None] = {}
    across_y: dict[tuple[int, int], None] = {}
    for (i0, j0), (i1, j1) in pairwise(nodes):
        for (a, b), (c, d) in _staircase(i0, j0, i1, j1):
            if a == c:  # a step north: the face between columns a-1 and a of that row
                across_x[(min(b, d), a)] = None
            else:
                across_y[(b, min(a, c))] = None
    return FacePath(tuple(across_x), tuple(across_y))


def _nearest_node(grid: Grid, lon: float, lat: float) -> tuple[int, int]:
    x, y = grid.metres(lon, lat)
    return (
        min(max(round(x / grid.cell_m), 0), grid.nx),
        min(max(round(y / grid.cell_m), 0), grid.ny),
    )


def _staircase(i0: int, j0: int, i1: int, j1: int) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    """Unit steps from one node to another, staying as near the straight line as steps allow."""
    i, j = i0, j0
    di, dj = abs(i1 - i0), abs(j1 - j0)
    si, sj = (1 if i1 > i0 else -1), (1 if j1 > j0 else -1)
    done_i = done_j = 0
    while done_i < di or done_j < dj:
        # Compare the progress in each direction without dividing.
        along_i = done_j >= dj or (done_i < di and (done_i + 0.5) * dj <= (done_j + 0.5) * di)
        here = (i, j)
        if along_i:
            i, done_i = i + si, done_i + 1
        else:
            j, done_j = j + sj, done_j + 1
        yield here, (i, j)


@dataclass(frozen=True, eq=False)  # compared by identity: terrain() keeps one per water
class Terrain:
    """Mask and depth of a scenario as arrays, with the volumes that follow."""

    grid: Grid
    water: Bools
    depth: Floats

    @cached_property
    def volume_m3(self) -> Floats:
        return self.depth * self.grid.cell_m**2


@lru_cache(maxsize=16)
def terrain(grid: Grid, water: Mask, depth: Depth | DepthField) -> Terrain:
    if water.array.shape != (grid.ny, grid.nx):
        raise BadScenario("The water mask does not fit the grid.")
    return Terrain(grid, water.array, depth.over(water.array, grid.cell_m))
