"""Transport against exact and spectral solutions (specs: validation table)."""

from __future__ import annotations

import numpy as np
import pytest

from .problems import Square, centres, logistic, relative_l2, resample, spectral_fisher

FISHER = {"spread": 7e-4, "u": 0.3, "v": 0.2, "rate": 5.0, "time": 1.0}


def bump(cells: int, x0: float, y0: float, sigma: float) -> np.ndarray:
    x, y = centres(cells)
    return np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * sigma**2))


@pytest.fixture(scope="module")
def fisher_reference() -> np.ndarray:
    start = 0.8 * bump(256, 0.3, 0.35, 0.06)
    coarse, fine = (spectral_fisher(256, steps, start, **FISHER) for steps in (250, 500))
    return (4 * fine - coarse) / 3  # the splitting error is of second order


def fisher_error(compiled, reference, cells, dtype=np.float64) -> float:
    square = Square.with_steps(compiled, cells, 1.0, FISHER["u"], FISHER["v"], FISHER["spread"], True, dtype)
    found = square.run(0.8 * bump(cells, 0.3, 0.35, 0.06), logistic(FISHER["rate"]))
    return relative_l2(found, resample(reference, cells))


def test_a_growing_front_in_a_current_matches_the_spectral_solution(compiled, fisher_reference):
    coarse = fisher_error(compiled, fisher_reference, 128)
    fine = fisher_error(compiled, fisher_reference, 256)

    assert fine <= 3e-4
    assert np.log2(coarse / fine) >= 2.5


def test_single_precision_is_as_accurate_as_the_grid(compiled, fisher_reference):
    assert fisher_error(compiled, fisher_reference, 256, np.float32) <= 3e-4


def test_a_drifting_spreading_gaussian_keeps_its_exact_shape(compiled):
    spread, sigma, time = 1e-3, 0.06, 1.0
    square = Square.with_steps(compiled, 256, time, 0.4, 0.3, spread, True)

    found = square.run(bump(256, 0.3, 0.35, sigma))

    wide = np.sqrt(sigma**2 + 2 * spread * time)
    images = sum(
        bump(256, 0.3 + 0.4 * time + i, 0.35 + 0.3 * time + j, wide) for i in (-1, 0, 1) for j in (-1, 0, 1)
    )
    assert relative_l2(found, sigma**2 / wide**2 * images) <= 6e-4


def rotation(compiled, cells: int) -> Square:
    """One turn about the middle of the square, open at its edges."""
    middle = (np.arange(cells) + 0.5) / cells - 0.5
    u = np.repeat(-2 * np.pi * middle[:, None], cells + 1, axis=1)
    v = np.repeat(2 * np.pi * middle[None, :], cells + 1, axis=0)
    return Square.with_steps(compiled, cells, 1.0, u, v, 0.0, False)


def test_a_gaussian_comes_back_after_one_turn(compiled):
    start = bump(256, 0.5, 0.75, 0.06)

    found = rotation(compiled, 256).run(start)

    assert relative_l2(found, start) <= 0.006
    assert found.max() >= 0.97


def test_the_slotted_disc_turns_without_over_or_undershoot(compiled):
    x, y = centres(256)
    disc = ((x - 0.5) ** 2 + (y - 0.75) ** 2 < 0.15**2) & ~((np.abs(x - 0.5) < 0.025) & (y < 0.85))
    start = disc.astype(float)

    found = rotation(compiled, 256).run(start)

    assert np.abs(found - start).sum() / start.sum() <= 0.22
    assert found.min() >= -1e-12
    assert found.max() <= 1 + 1e-12


def test_a_fisher_front_runs_at_the_speed_of_theory(compiled):
    """D 10 m2/s, r 1/d, cells of 100 m: speed / 2 sqrt(r D) = 1 - 3 / (4 r t) as it settles."""
    from crises.simulation import layout

    cells, cell, spread = 1200, 100.0, 10.0 * 86_400
    steps_a_day = int(np.ceil(2.4 * spread / cell**2 / 0.9))
    dt, react = 1 / steps_a_day, logistic(1.0)
    shape = np.zeros((8, cells + 1)), np.zeros((9, cells))
    opened = np.ones_like(shape[0], bool), np.ones_like(shape[1], bool)
    current = layout.current_of(*shape, *opened, spread * dt / cell**2, np.float64)
    ones = np.ones((8, cells)), np.ones_like(shape[0]), np.ones_like(shape[1])
    water = layout.water_of(*ones, *shape, np.float64)
    start = np.zeros((8, cells))
    start[:, :20] = 1.0
    q = layout.padded(start, np.float64)
    inside, k = layout.inner(q), layout.constants(np.float64)
    rest = q.copy(), current, water, layout.closed_filter(8), np.zeros((3, cells + 1)), np.zeros(2)
    places = {}

    for step in range(56 * steps_a_day + 1):
        if step % steps_a_day == 0:
            row = inside[4]
            i = int(np.nonzero(row >= 0.5)[0][-1])
            places[step // steps_a_day] = cell * (i + (row[i] - 0.5) / (row[i] - row[i + 1]))
        inside[:] = react(inside, dt / 2)
        compiled.transport(q, *rest, 1, step, k)
        inside[:] = react(inside, dt / 2)

    for t in (25, 35, 45, 55):
        speed = (places[t + 1] - places[t - 1]) / 2
        assert speed / (2 * np.sqrt(spread)) == pytest.approx(1 - 3 / (4 * t), rel=0.003)
