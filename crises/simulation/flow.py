"""The current: a stream function, so that no water is made or lost anywhere.

psi lives on the corners of cells; the volume crossing a face is the difference of psi between
its two ends, and around every cell these differences cancel exactly:

    psi(j+1,i) o-------o psi(j+1,i+1)        U(j,i) = psi(j+1,i) - psi(j,i)      eastward, m3/s
               |  (j,i) |                     V(j,i) = psi(j,i) - psi(j,i+1)      northward, m3/s
      psi(j,i) o-------o psi(j,i+1)

In each face the depth-averaged momentum balances pressure, wind stress and linear bed drag,
R U / h^2 = tau / (rho h) - g d(eta). Pressure is single-valued, so its loop sums vanish:
G' W G psi = G' s, a graph Laplacian. Corners joined by closed faces (a coast, an island, a
deflecting barrier) share one unknown: nothing can cross between them, and an island's psi
comes out of the same equations. It is linear, so a flow is a sum of modes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

from .grids import BadScenario, Bools, Floats, Terrain, faces_along
from .scenario import Barrier, Opening, Scenario

# Air over water: density ratio times a drag coefficient of 1.3e-3 (Large and Pond 1981).
STRESS_OVER_SPEED_SQUARED = 1.2 / 1000 * 1.3e-3
_EDDY_STREAM = 2**32 - 1  # spawn key of the eddies' shapes, away from every member's


@dataclass(frozen=True)
class Faces:
    """Which faces let water through, and how deep the water is there (the shallower side)."""

    open_x: Bools  # [ny, nx+1]
    open_y: Bools  # [ny+1, nx]
    depth_x: Floats
    depth_y: Floats


@dataclass(frozen=True)
class Modes:
    """Volume fluxes (m3/s) of unit modes: through-flow, wind east, wind north, eddies."""

    faces: Faces
    u: Floats  # [modes, ny, nx+1]
    v: Floats  # [modes, ny+1, nx]

    def mix(self, weights: Floats) -> tuple[Floats, Floats]:
        return np.tensordot(weights, self.u, 1), np.tensordot(weights, self.v, 1)


def faces_of(terrain: Terrain, openings: tuple[Opening, ...], barrier: Barrier | None) -> Faces:
    water, depth = terrain.water, terrain.depth
    ny, nx = water.shape
    open_x, open_y = np.zeros((ny, nx + 1), bool), np.zeros((ny + 1, nx), bool)
    open_x[:, 1:-1] = water[:, :-1] & water[:, 1:]
    open_y[1:-1] = water[:-1] & water[1:]
    for opening in openings:
        edge = np.zeros(nx if opening.side in {"north", "south"} else ny, bool)
        edge[opening.start : opening.stop] = True
        match opening.side:
            case "west":
                open_x[:, 0] |= edge & water[:, 0]
            case "east":
                open_x[:, -1] |= edge & water[:, -1]
            case "south":
                open_y[0] |= edge & water[0]
            case _:
                open_y[-1] |= edge & water[-1]
    if barrier is not None and barrier.kind == "deflecting":
        path = faces_along(terrain.grid, barrier.line)
        for j, i in path.across_x:
            open_x[j, i] = False
        for j, i in path.across_y:
            open_y[j, i] = False
    wide, tall = np.pad(depth, ((0, 0), (1, 1)), "edge"), np.pad(depth, ((1, 1), (0, 0)), "edge")
    return Faces(
        open_x,
        open_y,
        np.where(open_x, np.minimum(wide[:, 1:], wide[:, :-1]), 0.0),
        np.where(open_y, np.minimum(tall[1:], tall[:-1]), 0.0),
    )


def modes_of(scenario: Scenario, *, barrier_stands: bool) -> Modes:
    """The modes of the scenario's water, with or without its deflecting barrier; kept for the next day."""
    barrier = scenario.plan.barrier
    standing = barrier if barrier_stands and barrier is not None and barrier.kind == "deflecting" else None
    inflows = tuple(scenario.inflow_of(o) for o in scenario.openings)
    return _modes(
        scenario.terrain, scenario.openings, inflows, standing, scenario.currents.modes, scenario.seed
    )


@lru_cache(maxsize=4)
def _modes(
    terrain: Terrain,
    openings: tuple[Opening, ...],
    inflows: tuple[float, ...],
    barrier: Barrier | None,
    eddies: int,
    seed: int,
) -> Modes:
    faces = faces_of(terrain, openings, barrier)
    solver = _Solver(faces)
    edge = _edge_inflow(faces, openings, inflows)
    streams = [solver.psi(solver.no_forcing(), edge)]
    wind = terrain.grid.cell_m * STRESS_OVER_SPEED_SQUARED
    for east, north in ((1.0, 0.0), (0.0, 1.0)):
        streams.append(solver.psi(solver.wind(east * wind, north * wind), None))
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(_EDDY_STREAM,))))
    for _ in range(eddies):
        streams.append(_normalised(solver.psi(solver.swirl(rng), None), faces, terrain))
    u = np.array([np.diff(psi, axis=0) for psi in streams])
    v = np.array([-np.diff(psi, axis=1) for psi in streams])
    return Modes(faces, u, v)


def _edge_inflow(faces: Faces, openings: tuple[Opening, ...], inflows: tuple[float, ...]) -> Floats:
    """Inflow (m3/s) of every face of the edge: west, east, south, north one after the other."""
    ny, nx = faces.open_x.shape[0], faces.open_y.shape[1]
    depth = {
        "west": faces.depth_x[:, 0], "east": faces.depth_x[:, -1],
        "south": faces.depth_y[0], "north": faces.depth_y[-1],
    }  # fmt: skip
    inflow = {side: np.zeros(ny if side in {"west", "east"} else nx) for side in depth}
    for opening, total in zip(openings, inflows, strict=True):
        stretch = slice(opening.start, opening.stop)
        share = depth[opening.side][stretch]
        if share.sum() == 0:
            raise BadScenario(f"The opening {opening.name} meets no water.")
        inflow[opening.side][stretch] += total * share / share.sum()
    return np.concatenate([inflow[side] for side in ("west", "east", "south", "north")])


def _normalised(psi: Floats, faces: Faces, terrain: Terrain) -> Floats:
    """A stream function whose speed is 1 m/s in the mean square over the water."""
    u = np.diff(psi, axis=0)[faces.open_x] / faces.depth_x[faces.open_x]
    v = np.diff(psi, axis=1)[faces.open_y] / faces.depth_y[faces.open_y]
    mean_square = (np.mean(u**2) + np.mean(v**2)) / terrain.grid.cell_m**2
    return psi / np.sqrt(mean_square) if mean_square > 0 else psi


class _Solver:
    """One factorisation, many right-hand sides."""

    def __init__(self, faces: Faces) -> None:
        self.ny, self.nx = faces.open_x.shape[0], faces.open_y.shape[1]
        node = np.arange((self.ny + 1) * (self.nx + 1)).reshape(self.ny + 1, self.nx + 1)
        self.node = node
        inner_x, inner_y = faces.open_x.copy(), faces.open_y.copy()
        inner_x[:, [0, -1]] = False
        inner_y[[0, -1]] = False
        self.inner_x, self.inner_y = inner_x, inner_y
        # Flux through a face = psi[head] - psi[tail].
        self.tail = np.concatenate([node[:-1][inner_x], node[:, 1:][inner_y]])
        self.head = np.concatenate([node[1:][inner_x], node[:, :-1][inner_y]])
        self.depth = np.concatenate([faces.depth_x[inner_x], faces.depth_y[inner_y]])
        self.group = self._groups(faces)
        self.groups = int(self.group.max()) + 1
        self._factorise()

    def _groups(self, faces: Faces) -> NDArray[np.intp]:
        """Nodes joined by closed faces carry one psi."""
        shut_x, shut_y = ~faces.open_x, ~faces.open_y
        a = np.concatenate([self.node[:-1][shut_x], self.node[:, :-1][shut_y]])
        b = np.concatenate([self.node[1:][shut_x], self.node[:, 1:][shut_y]])
        joined = sparse.coo_array((np.ones(len(a)), (a, b)), shape=(self.node.size,) * 2)
        return csgraph.connected_components(joined, directed=False)[1].astype(np.intp)

    def _factorise(self) -> None:
        edge = np.concatenate([self.node[0], self.node[-1], self.node[:, 0], self.node[:, -1]])
        self.edge = np.unique(edge)
        self.is_fixed = np.zeros(self.groups, bool)
        self.is_fixed[self.group[self.edge]] = True
        tail, head, weight = self.group[self.tail], self.group[self.head], 1 / self.depth**2
        rows = np.concatenate([tail, head, tail, head])
        columns = np.concatenate([tail, head, head, tail])
        values = np.concatenate([weight, weight, -weight, -weight])
        matrix = sparse.coo_array((values, (rows, columns)), shape=(self.groups,) * 2).tocsr()
        # A free corner among land only has no face: give it a harmless equation of its own.
        alone = (matrix.diagonal() == 0).astype(float)
        matrix = (matrix + sparse.diags_array(alone)).tocsr()
        free = np.flatnonzero(~self.is_fixed)
        self.free = free
        self.coupling = matrix[free][:, np.flatnonzero(self.is_fixed)]
        self.lu = splu(matrix[free][:, free].tocsc()) if len(free) else None

    def no_forcing(self) -> Floats:
        return np.zeros(self.groups)

    def wind(self, east: float, north: float) -> Floats:
        """Loop sums of tau / (rho h) along the faces."""
        across_x = int(self.inner_x.sum())
        force = np.concatenate([np.full(across_x, east), np.full(len(self.tail) - across_x, north)])
        return self._loops(force / self.depth)

    def swirl(self, rng: np.random.Generator) -> Floats:
        """A smooth random vorticity: a few long waves with random phases."""
        y, x = np.mgrid[0 : self.ny + 1, 0 : self.nx + 1] / max(self.nx, self.ny)
        field = np.zeros_like(x)
        for kx, ky, phase, size in rng.uniform((-3, -3, 0, 0.5), (3, 3, 2 * np.pi, 1.0), size=(6, 4)):
            field += size * np.cos(2 * np.pi * (kx * x + ky * y) + phase)
        force = self.no_forcing()
        np.add.at(force, self.group, field.ravel())
        return force

    def _loops(self, along: Floats) -> Floats:
        force = self.no_forcing()
        np.add.at(force, self.group[self.head], along)
        np.add.at(force, self.group[self.tail], -along)
        return force

    def psi(self, force: Floats, edge_inflow: Floats | None) -> Floats:
        values = np.zeros(self.groups)
        if edge_inflow is not None:
            values = self._edge_values(edge_inflow)
        if self.lu is not None:
            fixed = values[self.is_fixed]
            values[self.free] = self.lu.solve(force[self.free] - self.coupling @ fixed)
        return values[self.group].reshape(self.ny + 1, self.nx + 1)

    def _edge_values(self, inflow: Floats) -> Floats:
        """psi around the grid's edge, from what enters through each face of it."""
        ny, nx = self.ny, self.nx
        west, east, south, north = np.split(inflow, [ny, 2 * ny, 2 * ny + nx])
        psi = np.zeros((ny + 1, nx + 1))
        psi[1:, 0] = np.cumsum(west)
        psi[0, 1:] = -np.cumsum(south)
        psi[-1, 1:] = psi[-1, 0] + np.cumsum(north)
        psi[1:, -1] = psi[0, -1] - np.cumsum(east)
        values = np.full(self.groups, np.nan)
        at_edge, group = psi.ravel()[self.edge], self.group[self.edge]
        values[group] = at_edge
        tolerance = 1e-9 * (1 + np.abs(inflow).sum())
        if np.abs(values[group] - at_edge).max() > tolerance:
            raise BadScenario(
                "The water that flows in has no way out: the barrier or the land closes it off.", "closed_off"
            )
        return np.where(np.isnan(values), 0.0, values)
