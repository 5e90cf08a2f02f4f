"""The arrays both engines work on: shapes, padding, and the numbers of one flow.

A field is padded by two cells on every side; cell (j, i) sits at [j + 2, i + 2]. The halo
holds what flows in from outside. Concentrations are ug/L = mg/m3; ``volume`` is metres of
water, so that a field times volume times the cell's area is a mass in milligrams.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
PAD = 2
# A face counts as open where its diffusion number is positive, so no diffusion is "almost none".
ALMOST_NONE = 1e-30


class Constants(NamedTuple):
    """Literals in the field's own precision: a plain 0.5 would lift float32 to float64."""

    zero: Any
    half: Any
    one: Any
    two: Any
    third: Any
    twelfth: Any
    fifth: Any
    seventh: Any
    tiny: Any


def constants(dtype: Any) -> Constants:
    t = np.dtype(dtype).type
    return Constants(t(0), t(0.5), t(1), t(2), t(1 / 3), t(1 / 12), t(1 / 5), t(1 / 7), t(1e-30))


class Current(NamedTuple):
    """What carries one tracer for one time step."""

    courant_x: Array  # [ny, nx+1] velocity dt / dx through the face between columns i-1 and i
    courant_y: Array  # [ny+1, nx]
    spread_x: Array  # [ny, nx+3] D dt / dx^2; 0 where closed; face i at [i+1]
    spread_y: Array  # [ny+3, nx]


class Water(NamedTuple):
    """Depths of faces, and volumes before, between and after the two sweeps of a step."""

    depth_x: Array  # [ny, nx+1]
    depth_y: Array  # [ny+1, nx]
    volume: Array  # [ny, nx]
    volume_after_x: Array
    volume_after_y: Array
    per_volume: Array  # 1 / volume, 1 on land
    per_volume_after_x: Array
    per_volume_after_y: Array
    first: Array  # int64 [ny]: the first water column of a row
    last: Array  # int64 [ny]: one past the last


class Filter(NamedTuple):
    """The faces of a filtering barrier, row by row."""

    x_start: Array  # int64 [ny+1] where a row's faces begin in x_face
    x_face: Array  # int64 face columns
    y_start: Array  # int64 [ny+2] where a face row's columns begin in y_column
    y_column: Array
    share: Array  # float64 [1]
    room: Array  # float64 [2] what still fits and what was caught, mg / m2 of cell; kept up in place


class Rates(NamedTuple):
    """Biology of one member on one day, in the field's precision, per day."""

    growth: Any  # mu_max fT
    loss: Any
    half_saturation: Any
    bound: Any  # Y
    returned: Any  # rho Y m
    released: Any  # q m + e
    decay: Any
    light: Any  # I0
    light_half: Any  # H
    shade_water: Any  # k_bg
    shade_algae: Any  # k_c


class Feeds(NamedTuple):
    """Nutrient entering cells, ug/L a day."""

    row: Array  # int64
    column: Array
    rate: Array  # float64


class Agents(NamedTuple):
    """Drones at their cells."""

    row: Array  # int64
    column: Array
    clear_algae: Array  # float64, share of the cell's water cleared a day: eps Q / V
    clear_toxin: Array
    hours: Array  # on duty from midnight
    starts: Array  # hour of the run
    room: Array  # what the hopper still takes today, mg per m2 of cell
    done: Array  # [drones, 3] algae and toxin taken (mg per m2 of cell), days worked


def closed_filter(ny: int) -> Filter:
    none = np.zeros(0, np.int64)
    return Filter(
        np.zeros(ny + 1, np.int64), none, np.zeros(ny + 2, np.int64), none.copy(), np.zeros(1), np.zeros(2)
    )


def padded(field: Array, dtype: Any) -> Array:
    out = np.zeros((field.shape[0] + 2 * PAD, field.shape[1] + 2 * PAD), dtype)
    out[PAD:-PAD, PAD:-PAD] = field
    return out


def inner(field: Array) -> Array:
    return field[PAD:-PAD, PAD:-PAD]


def current_of(
    courant_x: Array, courant_y: Array, open_x: Array, open_y: Array, spread: float, dtype: Any
) -> Current:
    """``spread`` is D dt / dx^2. The grid's edge is never open for diffusion."""
    ny, nx = courant_x.shape[0], courant_y.shape[1]
    spread_x, spread_y = np.zeros((ny, nx + 3), dtype), np.zeros((ny + 3, nx), dtype)
    spread_x[:, 2:-2] = np.where(open_x[:, 1:-1], max(spread, ALMOST_NONE), 0)
    spread_y[2:-2] = np.where(open_y[1:-1], max(spread, ALMOST_NONE), 0)
    return Current(
        np.ascontiguousarray(courant_x, dtype), np.ascontiguousarray(courant_y, dtype), spread_x, spread_y
    )


def water_of(
    depth: Array, depth_x: Array, depth_y: Array, courant_x: Array, courant_y: Array, dtype: Any
) -> Water:
    """Volumes follow from the same rounded Courant numbers the tracers use: constants stay constant."""
    wet = depth > 0
    depth_x, depth_y = depth_x.astype(dtype), depth_y.astype(dtype)
    volume = np.where(wet, depth, 1).astype(dtype)
    through_x = depth_x * courant_x.astype(dtype)
    through_y = depth_y * courant_y.astype(dtype)
    after_x = volume - np.diff(through_x, axis=1)
    after_y = volume - np.diff(through_y, axis=0)
    columns = np.arange(depth.shape[1])
    first = np.where(wet.any(1), np.where(wet, columns, depth.shape[1]).min(1), 0)
    last = np.where(wet.any(1), np.where(wet, columns, -1).max(1) + 1, 0)
    one = np.dtype(dtype).type(1)
    return Water(
        depth_x, depth_y, volume, after_x, after_y,
        one / volume, one / after_x, one / after_y, first.astype(np.int64), last.astype(np.int64),
    )  # fmt: skip
