"""The same scheme in plain NumPy, a whole array at a time: slow, readable, and the judge of kernels.py.

Functions and arguments mirror the compiled module; arrays are changed in place there and here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .layout import Agents, Array, Constants, Current, Feeds, Filter, Rates, Water, inner


def face_flux(
    before: Array, left: Array, right: Array, after: Array,
    c: Array, depth: Array, gate_before: Array, d: Array, gate_after: Array, k: Constants,
) -> Array:  # fmt: skip
    """Flux through every face from the four cells of its stencil."""
    speed, step = np.abs(c), right - left
    step_before = np.where(gate_before > 0, left - before, k.zero)
    step_after = np.where(gate_after > 0, after - right, k.zero)
    upwind = np.where(c > 0, step_before, step_after)
    slope = step - (k.one + speed) * k.third * (step - upwind)
    size = np.minimum(np.abs(slope), k.two * np.minimum(np.abs(step), np.abs(upwind)))
    size = np.where((step * upwind > 0) & (d > 0), np.sign(step) * size, k.zero)
    size = k.half * (k.one - speed) * size
    carried = np.where(c > 0, left + size, right - size)
    bent = c * d * k.half * (step_after - step_before)
    bent = bent - (k.half * d * d - d * k.twelfth) * (step_after - k.two * step + step_before)
    most = k.half * d * np.abs(step)
    return depth * (c * carried - d * step + np.clip(bent, -most, most))


def sweep_x(
    field: Array, out: Array, current: Current, water: Water, volume: Array, per_volume: Array,
    sieve: Filter, border: Array, k: Constants,
) -> None:  # fmt: skip
    q, gate = field[2:-2], current.spread_x
    flux = face_flux(
        q[:, :-3], q[:, 1:-2], q[:, 2:-1], q[:, 3:], current.courant_x, water.depth_x,
        gate[:, :-2], gate[:, 1:-1], gate[:, 2:], k,
    )  # fmt: skip
    inner(out)[:] = (inner(field) * volume - np.diff(flux, axis=1)) * per_volume
    _book_border(border, flux[:, 0], flux[:, -1])
    for j in range(len(volume)):
        for i in sieve.x_face[sieve.x_start[j] : sieve.x_start[j + 1]]:
            to = i if flux[j, i] > 0 else i - 1
            kept = _hold_back(flux[j, i], sieve)
            out[j + 2, to + 2] = max(out[j + 2, to + 2] - kept * per_volume[j, to], 0)


def sweep_y(
    field: Array, out: Array, current: Current, water: Water, volume: Array, per_volume: Array,
    sieve: Filter, border: Array, k: Constants,
) -> None:  # fmt: skip
    q, gate = field[:, 2:-2], current.spread_y
    flux = face_flux(
        q[:-3], q[1:-2], q[2:-1], q[3:], current.courant_y, water.depth_y, gate[:-2], gate[1:-1], gate[2:], k
    )
    inner(out)[:] = (inner(field) * volume - np.diff(flux, axis=0)) * per_volume
    _book_border(border, flux[0], flux[-1])
    for j in range(len(volume)):
        # In the compiled order: a row's lower faces, then its upper ones, each as it receives.
        for row, receives in ((j, 1), (j + 1, -1)):
            for i in sieve.y_column[sieve.y_start[row] : sieve.y_start[row + 1]]:
                if flux[row, i] * receives > 0:
                    kept = _hold_back(flux[row, i], sieve)
                    out[j + 2, i + 2] = max(out[j + 2, i + 2] - kept * per_volume[j, i], 0)


def _book_border(border: Array, low: Array, high: Array) -> None:
    border[0] += np.maximum(low, 0).sum(dtype=float) + np.maximum(-high, 0).sum(dtype=float)
    border[1] += np.maximum(-low, 0).sum(dtype=float) + np.maximum(high, 0).sum(dtype=float)


def _hold_back(flux: Any, sieve: Filter) -> float:
    kept = min(abs(float(flux)) * sieve.share[0], sieve.room[0])
    sieve.room[0] -= kept
    sieve.room[1] += kept
    return float(kept)


def transport(
    field: Array, work: Array, current: Current, water: Water, sieve: Filter, _flux: Array,
    border: Array, steps: int, turn: int, k: Constants,
) -> None:  # fmt: skip
    for s in range(steps):
        if (s + turn) % 2 == 0:
            sweep_x(field, work, current, water, water.volume, water.per_volume_after_x, sieve, border, k)
            sweep_y(work, field, current, water, water.volume_after_x, water.per_volume, sieve, border, k)
        else:
            sweep_y(field, work, current, water, water.volume, water.per_volume_after_y, sieve, border, k)
            sweep_x(work, field, current, water, water.volume_after_y, water.per_volume, sieve, border, k)


def light_factor(algae: Array, depth: Array, rates: Rates) -> Array:
    """FL: growth under the column's mean of saturating light, relative to full light."""
    tau = (rates.shade_water + rates.shade_algae * algae) * depth
    bottom = rates.light_half + rates.light * np.exp(-tau)
    return np.log((rates.light_half + rates.light) / bottom) / tau


def react(
    algae: Array, nutrient: Array, toxin: Array, water: Water, loss: Array, rates: Rates, dt: Any,
    _rows: Array, sums: Array, k: Constants,
) -> None:  # fmt: skip
    # Land has volume 1 for the transport's sake; its zeros stay zeros here too, but for nutrient 0.
    a, n, x, volume = inner(algae), inner(nutrient), inner(toxin), water.volume
    g = rates.growth * light_factor(a, volume, rates)
    room = rates.half_saturation + n
    n_mid = n * room / (room + k.half * dt * rates.bound * g * a)
    pull = g / (rates.half_saturation + n_mid)
    mean = a / (k.one - k.half * dt * (pull * n_mid - loss))
    rate = np.minimum(k.half * dt * rates.bound * pull * mean, k.one)
    new = (n * (k.one - rate) + dt * rates.returned * mean) / (k.one + rate)
    eaten = rate * (n + new) / rates.bound
    fade = k.half * dt * rates.decay
    kept, made = (k.one - fade) / (k.one + fade), dt * rates.released / (k.one + fade)
    n[:] = new
    a[:] = a + eaten - dt * loss * mean
    before = float((volume * x).sum(dtype=float))
    x[:] = x * kept + made * mean
    after = float((volume * x).sum(dtype=float))
    sums += (
        (volume * eaten).sum(dtype=float),
        dt * (volume * loss * mean).sum(dtype=float),
        dt * (volume * mean).sum(dtype=float),
        0.5 * dt * rates.decay * (before + after),
    )


def feed(nutrient: Array, feeds: Feeds, dt: float) -> None:
    np.add.at(nutrient, (feeds.row + 2, feeds.column + 2), (feeds.rate * dt).astype(nutrient.dtype))


def clear(algae: Array, toxin: Array, agents: Agents, depth: Array, hour: float, step: float) -> None:
    for d in range(len(agents.row)):
        dt = min(max(agents.hours[d] - hour % 24.0, 0.0) / 24.0, step)
        if hour < agents.starts[d] or dt <= 0 or agents.room[d] <= 0:
            continue
        j, i = agents.row[d], agents.column[d]
        at, metres = (j + 2, i + 2), float(depth[j, i])
        a, x = float(algae[at]), float(toxin[at])
        algae[at] = a - min(a * (1 - math.exp(-agents.clear_algae[d] * dt)), agents.room[d] / metres)
        toxin[at] = x - x * (1 - math.exp(-agents.clear_toxin[d] * dt))
        agents.room[d] -= (a - float(algae[at])) * metres
        agents.done[d] += ((a - float(algae[at])) * metres, (x - float(toxin[at])) * metres, dt)
