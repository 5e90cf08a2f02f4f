"""Where something was seen, kept no finer than a person chose: the middle of a cell of a fixed grid.

Rows of the grid are ``cell_m`` high, counted from the equator; in each row cells are as wide as they are high
(measured on the row's own middle). Every point of a cell gives the same stored point, so what is stored says
which cell, and nothing more. A degree of latitude is taken as 111,195 m (mean radius 6,371,008.8 m, IUGG).
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from math import asin, cos, floor, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
DEGREE_M = radians(1) * EARTH_RADIUS_M
# The sizes a person may choose from, in metres; the finest is the cell in which reports count as one place.
CELLS = (100, 1_000, 10_000)
FINEST = CELLS[0]


@dataclass(frozen=True)
class OffTheEarth(Exception):
    """The two numbers are no place; ``swapped`` when they would be one the other way round."""

    swapped: bool = False


def checked(lon: float, lat: float) -> tuple[float, float]:
    """The same two numbers if they are a place."""
    if -180 <= lon <= 180 and -90 <= lat <= 90:
        return lon, lat
    raise OffTheEarth(swapped=-90 <= lon <= 90 and -180 <= lat <= 180)


def coarsened(lon: float, lat: float, cell_m: int) -> tuple[Decimal, Decimal]:
    """The middle of its cell, with six decimals."""
    lon, lat = checked(lon, lat)
    height = cell_m / DEGREE_M
    rows = floor(90 / height)
    row = min(max(floor(lat / height), -rows - 1), rows)
    middle_lat = min(max((row + 0.5) * height, -90.0), 90.0)
    columns = max(floor(360 * max(cos(radians(middle_lat)), 0.0) / height), 1)
    width = 360 / columns
    column = floor((lon + 180) / width) % columns
    return _six(-180 + (column + 0.5) * width), _six(middle_lat)


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Along a great circle (haversine)."""
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def _six(degrees: float) -> Decimal:
    return Decimal(repr(degrees)).quantize(Decimal("0.000001"), rounding=ROUND_FLOOR)
