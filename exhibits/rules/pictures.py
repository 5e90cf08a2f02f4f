"""The picture of a night: the water's bed as ridge lines seen from the south, the bloom as lights.

                 far, north          . .: .
              ___________________  .:::.      lights hang between bed and surface; so many to a
           _________________________ .        square kilometre as the water holds toxin
        _______________________________
                near, south

Nothing in it is invented: ridges are the scenario's depth, lights are the frame's field (the
median of the futures), barrier and drones stand where the plan puts them. Where a light falls
inside its cell is chance, seeded by the frame's hash, so the same frame is always the same sky.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDE, HIGH = 1000.0, 640.0
# Room for words before the drawing; where they are read from the right, the page moves the window, not the drawing.
VIEWBOX = "-790 -60 1790 800"
RIDGES, POINTS = 34, 72
# So many lights over a square kilometre whose water is exactly at the limit.
LIGHTS_PER_KM2 = 60.0
MOST_LIGHTS = 1600
# At most so many marks for drones; each then stands for several.
MOST_MARKS = 10
# Metres of water are drawn this much higher than they are wide.
STEEP = 17.0
LAND_M = 1.4
SIZES = (2.2, 3.4, 5.0, 7.2)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One night of one arm: a field (north first, NaN on land) and what stands in the water."""

    field: Floats
    cell_m: float
    limit: float
    shore_m: float
    deep_m: float
    reach_m: float
    seed: int
    barrier: Sequence[Sequence[float]] = ()  # in cells, north up
    drones: Sequence[Sequence[float]] = ()


def cropped(field: Floats, view: Sequence[int]) -> Floats:
    """The part of the grid a run's page shows: x, y, width and height in cells."""
    x, y, wide, high = view
    return field[y : y + high, x : x + wide]


def moved(points: Sequence[Sequence[float]], view: Sequence[int]) -> list[tuple[float, float]]:
    return [(float(px) - view[0], float(py) - view[1]) for px, py in points]


def depth_of(night: Night) -> Floats:
    """Metres of water in every cell, shelving from the shore; land stands a little above it."""
    water = ~np.isnan(night.field)
    steps = int(np.ceil(night.reach_m / night.cell_m)) + 1 if night.reach_m else 1
    away = _steps_from_land(water, steps)
    share = (
        np.clip((away - 1) * night.cell_m / night.reach_m, 0, 1) if night.reach_m else np.ones(water.shape)
    )
    return np.where(water, night.shore_m + (night.deep_m - night.shore_m) * share, -LAND_M)


def _steps_from_land(water: NDArray[np.bool_], most: int) -> Floats:
    """How many cells to the nearest land, counted by peeling shores; beyond ``most`` it no longer matters."""
    left, away = water.copy(), np.zeros(water.shape)
    for step in range(most):
        away[left] += 1
        rim = np.pad(left, 1, constant_values=True)
        inner = rim[1:-1, 1:-1] & rim[:-2, 1:-1] & rim[2:, 1:-1] & rim[1:-1, :-2] & rim[1:-1, 2:]
        if step % 2:  # every second peel takes corners too, which keeps circles round
            inner &= rim[:-2, :-2] & rim[2:, 2:] & rim[:-2, 2:] & rim[2:, :-2]
        left = inner
    return away


@dataclass(frozen=True, slots=True)
class Eye:
    """Where a point of the map and its height are seen; ``x``, ``y`` in cells from the north-west."""

    cells_x: int
    cells_y: int

    def at(self, x: Any, y: Any, up: Any) -> tuple[Any, Any]:
        near = np.clip(np.asarray(y) / self.cells_y, 0, 1)
        size = 0.52 + 0.48 * near
        across = (np.asarray(x) / self.cells_x - 0.5) * WIDE * size + WIDE / 2
        # Perspective: far rows lie closer together.
        down = 120 + (HIGH - 120) * near**1.25 - np.asarray(up) * STEEP * size
        return across, down


def picture(night: Night) -> dict[str, Any]:
    """Path data for an SVG of ``VIEWBOX``: ridges, lights by size, barrier, drones."""
    ny, nx = night.field.shape
    eye, depth = Eye(nx, ny), depth_of(night)
    return {
        "viewbox": VIEWBOX,
        "ridges": _ridges(depth, eye),
        "lights": _lights(night, depth, eye),
        "barrier": _barrier(night, depth, eye),
        "drones": [_diamond(*eye.at(x, y, 0.0)) for x, y in _thinned(night.drones)],
    }


def _ridges(depth: Floats, eye: Eye) -> list[str]:
    ny, nx = depth.shape
    columns = np.linspace(0, nx - 1, min(POINTS, nx))
    lines = []
    for row in np.linspace(0, ny - 1, min(RIDGES, ny)):
        profile = np.interp(columns, np.arange(nx), depth[round(row)])
        x, y = eye.at(columns + 0.5, np.full(len(columns), row + 0.5), -profile)
        lines.append(_path(zip(x, y, strict=True)))
    return lines


def _lights(night: Night, depth: Floats, eye: Eye) -> list[dict[str, Any]]:
    """Lights by size: the higher the concentration and the nearer the eye, the larger."""
    rng = np.random.Generator(np.random.Philox(night.seed))
    field = np.nan_to_num(night.field)
    expected = LIGHTS_PER_KM2 * (night.cell_m / 1000) ** 2 * field / night.limit
    expected *= min(1.0, MOST_LIGHTS / max(expected.sum(), 1e-9))
    count = rng.poisson(expected)
    rows, columns = np.nonzero(count)
    rows, columns = (np.repeat(part, count[rows, columns]) for part in (rows, columns))
    inside = rng.random((3, len(rows)))
    up = -depth[rows, columns] * inside[2]
    x, y = eye.at(columns + inside[0], rows + inside[1], up)
    strong = np.clip(field[rows, columns] / night.limit, 0, 2) / 2
    grade = np.clip((strong * 2.2 + rows / len(field) * 1.6).astype(int), 0, len(SIZES) - 1)
    return [
        {
            "size": size,
            "path": "".join(f"M{a:.0f} {b:.0f}h0" for a, b in zip(x[grade == k], y[grade == k], strict=True)),
        }
        for k, size in enumerate(SIZES)
        if (grade == k).any()
    ]


def _barrier(night: Night, depth: Floats, eye: Eye) -> dict[str, str]:
    """The curtain: its float on the surface, and hangers down to the bed."""
    if len(night.barrier) < 2:
        return {}
    marks = _along(night.barrier, 26)
    ny, nx = depth.shape
    top, hangers = [], []
    for x, y in marks:
        bed = max(0.0, float(depth[min(int(y), ny - 1), min(int(x), nx - 1)]))
        here, below = eye.at(x, y, 0.25), eye.at(x, y, -bed)
        top.append(here)
        hangers.append(f"M{here[0]:.0f} {here[1]:.0f}V{below[1]:.0f}")
    return {"float": _path(top), "hangers": "".join(hangers)}


def _along(line: Sequence[Sequence[float]], count: int) -> list[tuple[float, float]]:
    points = np.asarray(line, float)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    marks = np.linspace(0, way[-1], count)
    return [(float(np.interp(m, way, points[:, 0])), float(np.interp(m, way, points[:, 1]))) for m in marks]


def _thinned(places: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    each = -(-len(places) // MOST_MARKS)
    return places[each // 2 :: each] if each else ()


def _diamond(x: Any, y: Any) -> str:
    return f"M{float(x):.0f} {float(y) - 7:.0f}l6 7l-6 7l-6 -7Z"


def _path(points: Any) -> str:
    return "M" + "L".join(f"{float(x):.0f} {float(y):.1f}" for x, y in points)


# The nine parts of a map a reader knows, by thirds from the north-west.
PARTS = (
    ("north_west", "north", "north_east"), ("west", "middle", "east"), ("south_west", "south", "south_east"),
)  # fmt: skip


def thickest(field: Floats) -> str:
    """In which part of the water the field is highest: the centre of what lies above its ninth tenth."""
    rows, columns = np.nonzero(~np.isnan(field))
    values = field[rows, columns]
    # Where all is alike, every cell weighs the same and the answer is the middle.
    weight = np.maximum(values - np.quantile(values, 0.9), 0) + 1e-9
    down = (np.average(rows, weights=weight) - rows.min()) / max(np.ptp(rows), 1)
    across = (np.average(columns, weights=weight) - columns.min()) / max(np.ptp(columns), 1)
    return PARTS[min(int(3 * down), 2)][min(int(3 * across), 2)]
