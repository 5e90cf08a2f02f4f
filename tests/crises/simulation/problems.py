"""Problems with known answers, set up on the engines' own arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from crises.simulation import layout

Field = NDArray[np.floating]


@dataclass
class Square:
    """The unit square with n x n cells, one current and one spread, on a torus or with open edges."""

    engine: ModuleType
    cells: int
    steps: int
    time: float
    u: Field  # speeds through faces, [n, n+1]
    v: Field  # [n+1, n]
    spread: float
    torus: bool
    dtype: type = np.float64

    @classmethod
    def with_steps(cls, engine, cells, time, u, v, spread, torus, dtype=np.float64) -> Square:
        fastest = max(np.abs(u).max(), np.abs(v).max()) * cells + 2.4 * spread * cells**2
        u, v = np.broadcast_to(u, (cells, cells + 1)), np.broadcast_to(v, (cells + 1, cells))
        steps = int(np.ceil(time * fastest / 0.9))
        return cls(engine, cells, steps, time, u, v, spread, torus, dtype)

    @property
    def dt(self) -> float:
        return self.time / self.steps

    def run(self, field: Field, between: Callable[[Field, float], Field] | None = None) -> Field:
        """The field after ``time``; ``between`` is a reaction by Strang's splitting."""
        n, per_step = self.cells, self.dt * self.cells
        opened = np.ones((n, n + 1), bool), np.ones((n + 1, n), bool)
        current = layout.current_of(
            self.u * per_step, self.v * per_step, *opened, self.spread * self.dt * n**2, self.dtype
        )
        if self.torus:
            current.spread_x[:] = current.spread_y[:] = max(self.spread * self.dt * n**2, layout.ALMOST_NONE)
        one = np.ones((n, n))
        water = layout.water_of(
            one, np.ones((n, n + 1)), np.ones((n + 1, n)), self.u * per_step, self.v * per_step, self.dtype
        )
        q = layout.padded(field, self.dtype)
        rest = (
            q.copy(), current, water, layout.closed_filter(n), np.zeros((3, n + 1), self.dtype), np.zeros(2),
        )  # fmt: skip
        k, inside = layout.constants(self.dtype), layout.inner(q)
        advance = self._round_the_torus if self.torus else self.engine.transport
        if between is None:
            advance(q, *rest, self.steps, 0, k)
            return inside.copy()
        inside[:] = between(inside.astype(float), self.dt / 2)
        for step in range(self.steps):
            advance(q, *rest, 1, step, k)
            inside[:] = between(inside.astype(float), self.dt if step < self.steps - 1 else self.dt / 2)
        return inside.copy()

    def _round_the_torus(self, field, work, current, water, sieve, flux, border, steps, turn, k):
        """`transport` with the halo of a torus before each sweep."""
        across = (self.engine.sweep_x, water.per_volume_after_x, water.volume_after_x)
        along = (self.engine.sweep_y, water.per_volume_after_y, water.volume_after_y)
        for step in range(turn, turn + steps):
            first, second = (across, along) if step % 2 == 0 else (along, across)
            wrap(field)
            first[0](field, work, current, water, water.volume, first[1], sieve, flux, border, k)
            wrap(work)
            second[0](work, field, current, water, first[2], water.per_volume, sieve, flux, border, k)


def wrap(field: Field) -> None:
    """What lies beyond an edge of a torus is what lies inside of the other."""
    field[:, :2], field[:, -2:] = field[:, -4:-2], field[:, 2:4]
    field[:2], field[-2:] = field[-4:-2], field[2:4]


def centres(cells: int) -> tuple[Field, Field]:
    x = (np.arange(cells) + 0.5) / cells
    return tuple(np.meshgrid(x, x))


def logistic(rate: float) -> Callable[[Field, float], Field]:
    """The exact solution of dc/dt = rate c (1 - c)."""

    def react(c: Field, dt: float) -> Field:
        e = np.exp(rate * dt)
        return c * e / (1 + c * (e - 1))

    return react


def spectral_fisher(cells: int, steps: int, start: Field, *, spread, u, v, rate, time) -> Field:
    """Fourier in space, Strang in time, for c_t + u c_x + v c_y = D lap c + r c (1 - c) on the torus."""
    k, kr = 2 * np.pi * np.fft.fftfreq(cells, 1 / cells), 2 * np.pi * np.fft.rfftfreq(cells, 1 / cells)
    dt = time / steps
    symbol = np.exp(dt * (-spread * (k[:, None] ** 2 + kr**2) - 1j * (v * k[:, None] + u * kr)))
    react = logistic(rate)
    c = react(start, dt / 2)
    for step in range(steps):
        c = np.fft.irfft2(symbol * np.fft.rfft2(c), s=(cells, cells))
        c = react(np.maximum(c, 0), dt if step < steps - 1 else dt / 2)
    return c


def resample(field: Field, cells: int) -> Field:
    """A periodic field at the middles of another grid's cells, through its Fourier series."""
    n = len(field)
    at = (
        np.exp(2j * np.pi * np.outer((np.arange(cells) + 0.5) / cells - 0.5 / n, np.fft.fftfreq(n, 1 / n)))
        / n
    )
    return (at @ np.fft.fft2(field) @ at.T).real


def relative_l2(a: Field, b: Field) -> float:
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))
