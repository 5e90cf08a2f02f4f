"""A sensitive place as everyone may know it: the squares of a grid that it touches, and never more.

The grid is fixed to the earth: rows of equal height from the equator, each cut into cells from the Greenwich
meridian. Towards the poles, where degrees of longitude shrink, cells get twice, four times, ... as many degrees
wide, so that a cell is never narrower than 0.7 nor wider than 1.5 of its height, and cells nest. A place drawn twice, moved inside its squares or coarsened again
gives the same squares, so that nobody learns the outline by comparing versions. A large place gets larger
squares (twice, four times, ...), because sixty-four across are enough to find one's way.

A degree of latitude is taken as 111.32 km, within 0.6 % of the truth everywhere.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil, cos, floor, log2, radians

import shapely
from shapely.geometry import Polygon, box, mapping, shape

from biomes.rules import place

KM_PER_DEGREE = 111.32
# What a curator may choose; 0 is a place that hides nothing.
SIZES_KM = (0, 1, 2, 5, 10, 20, 50)
MOST_ACROSS = 64
# Wider than the rounding to six decimals, narrower than anything drawn.
_EDGE = 3e-6
_SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows ``step`` degrees high; a row's cells are about as wide as they are high."""

    step: float

    def row_of(self, lat: float) -> int:
        return min(max(floor(lat / self.step), floor(-90 / self.step)), ceil(90 / self.step) - 1)

    def width(self, row: int) -> float:
        middle = min(abs(row + 0.5) * self.step, 89.0)
        return self.step * 2 ** round(log2(1 / cos(radians(middle))))

    def cell(self, row: int, column: int) -> Polygon:
        wide = self.width(row)
        return box(
            max(column * wide, -180.0),
            max(row * self.step, -90.0),
            min((column + 1) * wide, 180.0),
            min((row + 1) * self.step, 90.0),
        )

    def rows(self, south: float, north: float) -> range:
        return range(floor((south + _EDGE) / self.step), ceil((north - _EDGE) / self.step))

    def columns(self, row: int, west: float, east: float) -> range:
        wide = self.width(row)
        return range(floor((west + _EDGE) / wide), ceil((east - _EDGE) / wide))


def coarsen(geometry: place.Geometry, km: int) -> place.Geometry:
    """The union of the squares that the place covers a part of; ``km`` 0 gives the place back."""
    if geometry.get("type") == "Point":
        return _coarse_pin(geometry, km)
    checked = place.check(geometry)
    if not km:
        return checked
    outline = shape(checked)
    grid = _grid_for(outline.bounds, km)
    shapely.prepare(outline)
    squares = [cell for cell in _cells(grid, outline.bounds) if _covers_a_part(outline, cell)]
    # A place thinner than the rounding still lies somewhere.
    squares = squares or [_cell_at(grid, *place.middle(checked))]
    joined = shapely.union_all(squares, grid_size=1e-6)
    return place.check(json.loads(json.dumps(mapping(_tidy(joined)))))


def _coarse_pin(pin: place.Geometry, km: int) -> place.Geometry:
    """A pin that nobody has drawn an outline for yet."""
    lon, lat = (Decimal(repr(float(n))) for n in pin["coordinates"][:2])
    lon, lat = coarse_point(lon, lat, km)
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def _covers_a_part(outline: shapely.Geometry, cell: Polygon) -> bool:
    inner = cell.buffer(-_EDGE, join_style="mitre")
    return not inner.is_empty and bool(outline.intersects(inner))


def coarse_point(lon: Decimal, lat: Decimal, km: int) -> tuple[Decimal, Decimal]:
    """The middle of the square a point lies in; ``km`` 0 gives the point back."""
    if not km:
        return lon, lat
    middle = _cell_at(Grid(km / KM_PER_DEGREE), float(lon), float(lat)).centroid
    return _six(middle.x), _six(middle.y)


def _six(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(_SIX, ROUND_HALF_EVEN)


def _cell_at(grid: Grid, lon: float, lat: float) -> Polygon:
    row = grid.row_of(lat)
    wide = grid.width(row)
    column = min(floor(lon / wide), ceil(180 / wide) - 1)
    return grid.cell(row, max(column, floor(-180 / wide)))


def _grid_for(bounds: tuple[float, float, float, float], km: int) -> Grid:
    """The smallest doubling of ``km`` at which the place is at most sixty-four squares across.

    Counted in whole squares, so that the coarse place asks for the same grid again.
    """
    west, south, east, north = bounds
    grid = Grid(km / KM_PER_DEGREE)
    while True:
        rows = grid.rows(south, north)
        across = max((len(grid.columns(row, west, east)) for row in _ends(rows)), default=0)
        if max(len(rows), across) <= MOST_ACROSS:
            return grid
        grid = Grid(grid.step * 2)


def _ends(rows: range) -> set[int]:
    """Cells are narrowest in degrees, hence most, where the row is nearest to the equator."""
    return {rows[0], rows[-1], min(rows, key=lambda row: abs(row + 0.5))} if rows else set()


def _cells(grid: Grid, bounds: tuple[float, float, float, float]) -> Iterator[Polygon]:
    west, south, east, north = bounds
    for row in grid.rows(south, north):
        for column in grid.columns(row, west, east):
            yield grid.cell(row, column)


def _tidy(joined: shapely.Geometry) -> shapely.Geometry:
    """Without the points that lie on a straight side, which the union of squares leaves."""
    return shapely.normalize(shapely.simplify(shapely.normalize(joined), 0, preserve_topology=True))
