"""The compiled inner loops. Everything slow to read here has its plain twin in oracle.py.

One process computes one member: no threads inside (parallel=False), the lock is released
(nogil), and machine code is kept on disk (cache). Loops run along rows over contiguous slices
with one output each, which is what lets the compiler use vector instructions.

Four doors are compiled (transport, react, feed, clear), each of its parts named once in them and
written into it (inline): a row's slices then cost no reference counts, and a first start compiles
each loop once. Slices begin at the row's first water, so loops count from zero, and the compiler
need not look for negative indices.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

_HOW: dict[str, Any] = {
    "cache": True, "nogil": True, "parallel": False, "fastmath": True, "error_model": "numpy",
}  # fmt: skip
_door: Any = njit(**_HOW)
_part: Any = njit(**_HOW, inline="always")


@_part
def _face(before, left, right, after, courant, depth, gate_before, gate, gate_after, flux, count, k):
    """Flux through ``count`` faces: third-order limited advection and corrected diffusion, one stencil.

    ``left`` and ``right`` are the cells beside the face, ``before`` and ``after`` those beyond.
    Slopes across closed faces are zero, so land needs no ghost values.
    """
    for i in range(count):
        c = courant[i]
        speed = abs(c)
        d = gate[i]
        step = right[i] - left[i]
        step_before = left[i] - before[i] if gate_before[i] > k.zero else k.zero
        step_after = after[i] - right[i] if gate_after[i] > k.zero else k.zero
        upwind = step_before if c > k.zero else step_after
        slope = step - (k.one + speed) * k.third * (step - upwind)
        size = min(abs(slope), min(k.two * abs(step), k.two * abs(upwind)))
        size = size if step > k.zero else -size
        size = size if step * upwind > k.zero else k.zero
        size = size if d > k.zero else k.zero
        size = k.half * (k.one - speed) * size
        carried = left[i] + size if c > k.zero else right[i] - size
        bent = c * d * k.half * (step_after - step_before)
        bent -= (k.half * d * d - d * k.twelfth) * (step_after - k.two * step + step_before)
        most = k.half * d * abs(step)
        bent = max(-most, min(most, bent))
        flux[i] = depth[i] * (c * carried - d * step + bent)


@_part
def _update(field, volume, into, out_of, per_volume, out, count):
    """New concentration: the mass that is left and came, over the water that is there now."""
    for i in range(count):
        out[i] = (field[i] * volume[i] - (out_of[i] - into[i])) * per_volume[i]


@_part
def _hold_back(flux, filtering, room):
    """What a filter keeps of a flux: its share, while there is room."""
    kept = min(abs(flux) * filtering, room[0])
    room[0] -= kept
    room[1] += kept
    return kept


@_part
def _take(out, j, i, amount, k):
    """Subtracts what came through a filter; all of it may leave minus a rounding, which is no algae."""
    out[j, i] = max(out[j, i] - amount, k.zero)


@_part
def sweep_x(field, out, current, water, volume, per_volume, sieve, rows, border, k):
    """Along rows. ``border`` gains what entered [0] and left [1] at the grid's edge."""
    ny, width = current.courant_x.shape
    nx, flux = width - 1, rows[0]
    for j in range(ny):
        lo, hi = water.first[j], water.last[j]
        if lo == hi:
            continue
        q = field[j + 2, lo:]
        gate = current.spread_x[j, lo:]
        _face(
            q, q[1:], q[2:], q[3:], current.courant_x[j, lo:], water.depth_x[j, lo:],
            gate, gate[1:], gate[2:], flux[lo:], hi + 1 - lo, k,
        )  # fmt: skip
        _update(
            q[2:],
            volume[j, lo:],
            flux[lo:],
            flux[lo + 1 :],
            per_volume[j, lo:],
            out[j + 2, lo + 2 :],
            hi - lo,
        )
        if lo == 0:
            border[0] += max(flux[0], k.zero)
            border[1] += max(-flux[0], k.zero)
        if hi == nx:
            border[0] += max(-flux[nx], k.zero)
            border[1] += max(flux[nx], k.zero)
        for p in range(sieve.x_start[j], sieve.x_start[j + 1]):
            i = sieve.x_face[p]
            kept = _hold_back(flux[i], sieve.share[0], sieve.room)
            to = i if flux[i] > k.zero else i - 1
            _take(out, j + 2, to + 2, field.dtype.type(kept) * per_volume[j, to], k)


@_part
def sweep_y(field, out, current, water, volume, per_volume, sieve, flux, border, k):
    """Along columns, a row of faces at a time; row j of faces lies below row j of cells."""
    ny = volume.shape[0]
    gate = current.spread_y
    for j in range(ny + 1):
        under, over = max(j - 1, 0), min(j, ny - 1)
        lo, hi = min(water.first[under], water.first[over]), max(water.last[under], water.last[over])
        below, above = flux[1 + (j + 1) % 2], flux[1 + j % 2]
        _face(
            field[j, lo + 2 :], field[j + 1, lo + 2 :], field[j + 2, lo + 2 :], field[j + 3, lo + 2 :],
            current.courant_y[j, lo:], water.depth_y[j, lo:],
            gate[j, lo:], gate[j + 1, lo:], gate[j + 2, lo:], above[lo:], hi - lo, k,
        )  # fmt: skip
        if j == 0 or j == ny:
            inward = k.one if j == 0 else -k.one
            for i in range(lo, hi):
                border[0] += max(inward * above[i], k.zero)
                border[1] += max(-inward * above[i], k.zero)
        if j == 0:
            continue
        lo, hi = water.first[under], water.last[under]
        _update(
            field[j + 1, lo + 2 :], volume[under, lo:], below[lo:], above[lo:],
            per_volume[under, lo:], out[j + 1, lo + 2 :], hi - lo,
        )  # fmt: skip
        _sieve_y(out, below, above, per_volume, sieve, under, k)


@_part
def _sieve_y(out, below, above, per_volume, sieve, j, k):
    """A row is complete once its upper faces are known; each face is charged to its receiving row."""
    for p in range(sieve.y_start[j], sieve.y_start[j + 2]):  # its lower faces, then its upper ones
        i = sieve.y_column[p]
        flux = below[i] if p < sieve.y_start[j + 1] else -above[i]
        if flux > k.zero:
            kept = _hold_back(flux, sieve.share[0], sieve.room)
            _take(out, j + 2, i + 2, out.dtype.type(kept) * per_volume[j, i], k)


@_door
def transport(field, work, current, water, sieve, flux, border, steps, turn, k):
    """``steps`` time steps in place, two sweeps each; ``turn`` says which way the first one sweeps first."""
    for sweep in range(2 * steps):
        is_second = sweep % 2
        source, target = (work, field) if is_second else (field, work)
        if (sweep // 2 + turn + is_second) % 2 == 0:
            volume = water.volume_after_y if is_second else water.volume
            per_volume = water.per_volume if is_second else water.per_volume_after_x
            sweep_x(source, target, current, water, volume, per_volume, sieve, flux, border, k)
        else:
            volume = water.volume_after_x if is_second else water.volume
            per_volume = water.per_volume if is_second else water.per_volume_after_y
            sweep_y(source, target, current, water, volume, per_volume, sieve, flux, border, k)


@_part
def _light(algae, depth, growth, rates, count, k):
    """Growth rate under the light of each column, before nutrient: mu_max fT FL.

    FL = ln((H + I0) / (H + I0 exp(-tau))) / tau. The exponential is Taylor's after six
    halvings, the logarithm the atanh series after three square roots: relative error < 1e-6
    for tau up to 40, and the loop stays free of calls, so that it vectorises.
    """
    scale = k.one / algae.dtype.type(64)
    sixteenth = algae.dtype.type(16)
    for i in range(count):
        tau = (rates.shade_water + rates.shade_algae * algae[i]) * depth[i]
        x = -min(tau, algae.dtype.type(40)) * scale
        e = k.one + x * (k.one + x * k.half * (k.one + x * k.third * (k.one + x * k.half * k.half)))
        e = e * e
        e = e * e
        e = e * e
        e = e * e
        e = e * e
        e = e * e
        y = (rates.light_half + rates.light) / (rates.light_half + rates.light * e)
        root = math.sqrt(math.sqrt(math.sqrt(y)))
        z = (root - k.one) / (root + k.one)
        zz = z * z
        log = sixteenth * z * (k.one + zz * (k.third + zz * (k.fifth + zz * k.seventh)))
        growth[i] = rates.growth * log / tau


@_part
def _middle(algae, nutrient, growth, loss, rates, dt, mean, pull, count, k):
    """Algae in the middle of the step (mean), and the nutrient's pull per unit of it."""
    for i in range(count):
        a, n = algae[i], nutrient[i]
        g = growth[i]
        room = rates.half_saturation + n
        n_mid = n * room / (room + k.half * dt * rates.bound * g * a)
        b = g / (rates.half_saturation + n_mid)
        pull[i] = b
        mean[i] = a / (k.one - k.half * dt * (b * n_mid - loss[i]))


@_part
def _eat(nutrient, pull, mean, rates, dt, eaten, count, k):
    """Nutrient by the trapezoid of its linear equation; ``eaten`` is the growth it paid for."""
    for i in range(count):
        c = mean[i]
        rate = min(k.half * dt * rates.bound * pull[i] * c, k.one)
        n = nutrient[i]
        new = (n * (k.one - rate) + dt * rates.returned * c) / (k.one + rate)
        eaten[i] = rate * (n + new) / rates.bound
        nutrient[i] = new


@_part
def _grow(algae, eaten, mean, loss, dt, count):
    for i in range(count):
        algae[i] = algae[i] + eaten[i] - dt * loss[i] * mean[i]


@_part
def _poison(toxin, mean, made, kept, count):
    """Dissolved toxin by the trapezoid of release and decay."""
    for i in range(count):
        toxin[i] = toxin[i] * kept + made * mean[i]


@_part
def _row_sums(volume, mean, eaten, loss, toxin, sums, count):
    """Adds to ``sums``: grown, lost, mean algae, toxin (all times volume)."""
    grown = lost = present = held = volume[0] * 0
    for i in range(count):
        grown += volume[i] * eaten[i]
    for i in range(count):
        lost += volume[i] * loss[i] * mean[i]
    for i in range(count):
        present += volume[i] * mean[i]
    for i in range(count):
        held += volume[i] * toxin[i]
    sums[0] += grown
    sums[1] += lost
    sums[2] += present
    sums[3] += held


@_door
def react(algae, nutrient, toxin, water, loss, rates, dt, rows, sums, k):
    """Growth, loss, uptake, release and decay over ``dt`` days; ``sums`` in mg per m2 of cell.

    sums: grown, lost (death and settling), algae-days, toxin decayed.
    """
    growth, mean, pull, eaten = rows[0], rows[1], rows[2], rows[3]
    fade = k.half * dt * rates.decay
    kept = (k.one - fade) / (k.one + fade)
    made = dt * rates.released / (k.one + fade)
    row = np.zeros(4)
    for j in range(water.volume.shape[0]):
        lo, count = water.first[j], water.last[j] - water.first[j]
        if count == 0:
            continue
        a, n, x = algae[j + 2, lo + 2 :], nutrient[j + 2, lo + 2 :], toxin[j + 2, lo + 2 :]
        depth, lost = water.volume[j, lo:], loss[j, lo:]
        _light(a, depth, growth, rates, count, k)
        _middle(a, n, growth, lost, rates, dt, mean, pull, count, k)
        _eat(n, pull, mean, rates, dt, eaten, count, k)
        _grow(a, eaten, mean, lost, dt, count)
        _poison(x, mean, made, kept, count)
        _row_sums(depth, mean, eaten, lost, x, row, count)
    sums[0] += row[0]
    sums[1] += dt * row[1]
    sums[2] += dt * row[2]
    before = (row[3] - made * row[2]) / kept
    sums[3] += k.half * dt * rates.decay * (row[3] + before)


@_door
def feed(nutrient, feeds, dt):
    for f in range(len(feeds.row)):
        nutrient[feeds.row[f] + 2, feeds.column[f] + 2] += nutrient.dtype.type(feeds.rate[f] * dt)


@_door
def clear(algae, toxin, agents, depth, hour, step):
    """Every drone on duty takes its exponential share of its cell, algae only while its hopper has room.

    ``hour`` is when the step of ``step`` days begins; no step reaches over midnight.
    """
    for d in range(len(agents.row)):
        dt = min(max(agents.hours[d] - hour % 24.0, 0.0) / 24.0, step)
        if hour < agents.starts[d] or dt <= 0.0 or agents.room[d] <= 0.0:
            continue
        j, i = agents.row[d], agents.column[d]
        metres = depth[j, i]
        a, x = algae[j + 2, i + 2], toxin[j + 2, i + 2]
        take = min(a * (1.0 - math.exp(-agents.clear_algae[d] * dt)), agents.room[d] / metres)
        rid = x * (1.0 - math.exp(-agents.clear_toxin[d] * dt))
        algae[j + 2, i + 2] = algae.dtype.type(a - take)
        toxin[j + 2, i + 2] = toxin.dtype.type(x - rid)
        # What the rounded fields really lost is what the drone holds.
        agents.room[d] -= (a - algae[j + 2, i + 2]) * metres
        agents.done[d, 0] += (a - algae[j + 2, i + 2]) * metres
        agents.done[d, 1] += (x - toxin[j + 2, i + 2]) * metres
        agents.done[d, 2] += dt
