"""Pictures of a field: an 8-bit logarithmic PNG with its scale, and outlines as SVG paths.

A frame is what a page, a slider and a scene draw from; the scale travels beside it, so that a
grey value is a number again: value = floor (ceiling / floor)^((grey - 1) / 254), grey 0 is land.
Pictures and paths have north up; fields have row 0 in the south.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
from scipy import ndimage

from .grids import Bools
from .layout import Array
from .scenario import Scenario
from .state import Damaged

FLOOR, CEILING = 0.1, 1000.0  # ug/L: the same for every frame, so that frames compare
BANDS = (0.1, 0.3, 0.5, 0.7, 0.9)
Scale = dict[str, Any]


def encode(field: Array, *, floor: float = FLOOR, ceiling: float = CEILING) -> tuple[bytes, Scale]:
    """The PNG and its scale; values below the floor are drawn as the floor, land (NaN) as 0."""
    land = np.isnan(field)
    share = np.log(np.clip(np.where(land, floor, field), floor, ceiling) / floor) / np.log(ceiling / floor)
    grey = np.where(land, 0, 1 + np.rint(254 * share)).astype(np.uint8)
    scale = {"kind": "log", "floor": floor, "ceiling": ceiling, "unit": "ug/L", "land": 0}
    return _png(grey[::-1]), scale


def decode(png: bytes, scale: Scale) -> Array:
    """The field back, to within half a grey step; south first, NaN on land."""
    grey = _grey(png)[::-1]
    ratio = float(scale["ceiling"]) / float(scale["floor"])
    field = float(scale["floor"]) * ratio ** ((grey.astype(float) - 1) / 254)
    return np.where(grey == int(scale["land"]), np.nan, field).astype(np.float32)


def _png(grey: Array) -> bytes:
    height, width = grey.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row starts with filter 0
    rows[:, 1:] = grey
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _grey(png: bytes) -> Array:
    """Reads what ``_png`` writes; anything else is refused."""
    try:
        width, height, bits, colour = struct.unpack(">IIBB", png[16:26])
        if png[:8] != b"\x89PNG\r\n\x1a\n" or (bits, colour) != (8, 0) or width * height > 2**22:
            raise Damaged("This is not a frame of ours.")
        data, at = b"", 8
        while at < len(png):
            (length,) = struct.unpack(">I", png[at : at + 4])
            if png[at + 4 : at + 8] == b"IDAT":
                data += png[at + 8 : at + 8 + length]
            at += length + 12
        raw = zlib.decompressobj().decompress(data, height * (width + 1) + 1)
        return np.frombuffer(raw, np.uint8).reshape(height, width + 1)[:, 1:]
    except (struct.error, zlib.error, ValueError) as trouble:
        raise Damaged("This is not a frame of ours.") from trouble


def viewbox(scenario: Scenario) -> str:
    return f"0 0 {scenario.grid.nx} {scenario.grid.ny}"


def land_path(scenario: Scenario) -> str:
    """The land as one filled path, edges of cells smoothed to the line half-way between middles."""
    return isoband((~scenario.water.array).astype(float), 0.5)


def bands(share: Array, levels: tuple[float, ...] = BANDS) -> list[dict[str, Any]]:
    """Nested outlines of an exceedance field: each band holds the cells at or above its level."""
    return [{"level": level, "path": isoband(share, level)} for level in levels]


def isoband(field: Array, level: float) -> str:
    """SVG path data (fill-rule evenodd) around everything at or above ``level``.

    Values are carried onto the land next to them, so that a band meets the coast: draw the land
    above it.
    """
    return " ".join(
        "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "Z" for ring in outlines(field, level)
    )


def dots(
    field: Array, step: int = 2, *, floor: float = 1.0, full: float = 60.0
) -> list[tuple[float, float, float]]:
    """Places and radii of dots for a picture at night: larger where the field is higher, none on land."""
    values = field[step // 2 :: step, step // 2 :: step]
    j, i = np.nonzero(np.nan_to_num(values) > floor)
    share = np.clip(np.log(values[j, i] / floor) / np.log(full / floor), 0, 1)
    ny = field.shape[0]
    return [
        (
            float(x * step + step / 2),
            float(ny - (y * step + step / 2)),
            round(float(0.12 + 0.36 * s) * step, 2),
        )
        for x, y, s in zip(i, j, share, strict=True)
    ]


def outlines(field: Array, level: float) -> list[list[tuple[float, float]]]:
    """Closed rings by marching squares over the middles of cells, in picture coordinates."""
    filled = _onto_land(np.asarray(field, float))
    ny = filled.shape[0]
    # A rim below every level closes the rings at the edge of the map.
    padded = np.pad(np.pad(filled, 1, "edge"), 1, constant_values=min(0.0, level) - 1.0)
    inside = padded >= level
    if not inside.any():
        return []
    return [[(x - 1.5, ny - (y - 1.5)) for x, y in ring] for ring in _rings(_segments(padded, inside, level))]


def _onto_land(field: Array) -> Array:
    land = np.isnan(field)
    if not land.any() or land.all():
        return np.nan_to_num(field)
    nearest = ndimage.distance_transform_edt(land, return_distances=False, return_indices=True)
    return field[tuple(nearest)]


# Marching squares: corner bits 1 south-west, 2 south-east, 4 north-east, 8 north-west; sides
# S, E, N, W. Segments run with the inside on their left, so that ends meet starts.
_CASES: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("S", "W"),), 2: (("E", "S"),), 3: (("E", "W"),), 4: (("N", "E"),), 5: (("S", "E"), ("N", "W")),
    6: (("N", "S"),), 7: (("N", "W"),), 8: (("W", "N"),), 9: (("S", "N"),), 10: (("E", "N"), ("W", "S")),
    11: (("E", "N"),), 12: (("W", "E"),), 13: (("S", "E"),), 14: (("W", "S"),),
}  # fmt: skip
Side = tuple[int, int, str]
Point = tuple[float, float]


def _segments(values: Array, inside: Bools, level: float) -> dict[Side, tuple[Side, Point]]:
    """From each side a line leaves through: where it goes next, and the point it starts from."""
    corners = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    links: dict[Side, tuple[Side, Point]] = {}
    for j, i in zip(*np.nonzero((corners > 0) & (corners < 15)), strict=True):
        for start, stop in _CASES[int(corners[j, i])]:
            here = _side(int(j), int(i), start)
            links[here] = (_side(int(j), int(i), stop), _crossing(values, here, level))
    return links


def _side(j: int, i: int, name: str) -> Side:
    """A side's own name, the same from both squares beside it."""
    if name == "N":
        return j + 1, i, "S"
    return (j, i + 1, "W") if name == "E" else (j, i, name)


def _crossing(values: Array, side: Side, level: float) -> Point:
    j, i, name = side
    a = values[j, i]
    b = values[j, i + 1] if name == "S" else values[j + 1, i]
    t = float((level - a) / (b - a)) if b != a else 0.5
    return (i + t, float(j)) if name == "S" else (float(i), j + t)


def _rings(links: dict[Side, tuple[Side, Point]]) -> list[list[Point]]:
    rings = []
    while links:
        side = next(iter(links))
        ring = []
        while side in links:
            side, point = links.pop(side)
            ring.append(point)
        if len(ring) > 2:
            rings.append(ring)
    return rings
