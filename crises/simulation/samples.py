"""Small waters for warming the kernels, for tests and for a first try on the command line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .grids import Depth, Grid, Mask
from .measures import Barrier, DroneLine, NutrientCut, Plan
from .scenario import Blob, Opening, Scenario, Source, Wind

CORNER = (-24.16, 38.08)


def lagoon(cells: int = 64, **changes: object) -> Scenario:
    """A round lagoon with a river in the north-west and an inlet to the sea in the south-east."""
    grid = Grid(cells, cells, 12_800 / cells, *CORNER)
    y, x = np.mgrid[0:cells, 0:cells] / cells
    wide = max(0.035, 1.2 / cells)  # channels stay open on coarse grids
    water = (x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.42**2
    water |= (np.abs(x - 0.5 - 0.2 * (0.5 - y)) < wide) & (y < 0.2)
    water |= (np.abs(x - 0.32) < wide) & (y > 0.8)
    water &= (x - 0.62) ** 2 + (y - 0.6) ** 2 > 0.05**2
    scenario = Scenario(
        title="Round lagoon",
        grid=grid,
        water=Mask(water),
        depth=Depth(1.2, 5.0, 2000),
        blobs=(Blob(*grid.lonlat(0.36 * cells, 0.68 * cells), 1200, 55, 4),),
        sources=(Source("Outfall", *grid.lonlat(0.32 * cells, 0.85 * cells), 60, 300),),
        openings=(
            Opening("River", "north", 0, cells, 15, 4, 90),
            Opening("Inlet", "south", 0, cells, None, 1, 12),
        ),
        wind=Wind(5, 150, 2.5, 24),
        members=4,
    )
    return replace(scenario, **changes)


def small_scenario(precision: str = "float32") -> Scenario:
    """A day's work in milliseconds that still passes through every compiled function."""
    water = lagoon(16, members=1, days=1, precision=precision)
    return water.with_plan(defence(water))


def defence(scenario: Scenario, kind: str = "filtering") -> Plan:
    """A line of drones, a barrier of the given kind, and a cut of the first source."""
    n = scenario.grid.nx
    at = scenario.grid.lonlat
    return Plan(
        drones=(DroneLine("Mouth line", (at(0.28 * n, 0.7 * n), at(0.45 * n, 0.7 * n)), 6),),
        barrier=Barrier("Curtain", (at(0.3 * n, 0.5 * n), at(0.7 * n, 0.45 * n)), kind),
        cuts=(NutrientCut(scenario.sources[0].name, 0.6, 0, 2),) if scenario.sources else (),
    )
