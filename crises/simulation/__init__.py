"""The bloom model: scenarios in, days and statistics out. No Django; numba only when a day is computed.

    scenario --start--> State --advance_day--> (State, Day) --...--> summarise -> Statistics -> compare

docs/models/bloom.md holds the equations, units, sources and limits.
"""

from collections.abc import Mapping
from typing import Any

from . import frames
from .comparison import Comparison, Paired, compare
from .engine import advance_day, day_zero, imbalance, start, warm
from .grids import BadScenario, Bools, Depth, DepthField, Grid, Mask, near_mask, water_mask
from .measures import Barrier, DroneLine, NutrientCut, Plan
from .parameters import PARAMETERS, Parameter
from .scenario import Background, Blob, Currents, Opening, Scenario, Source, Wind
from .setting import Setting
from .state import Damaged, Day, DroneDay, State
from .statistics import ARRIVALS, QUANTILES, QUANTITIES, Statistics, summarise

__all__ = [
    "ARRIVALS", "PARAMETERS", "QUANTILES", "QUANTITIES", "Background", "BadScenario", "Barrier", "Blob",
    "Comparison", "Currents", "Damaged", "Day", "Depth", "DepthField", "DroneDay", "DroneLine", "Grid",
    "Mask", "NutrientCut", "Opening", "Paired", "Parameter", "Plan", "Scenario", "Source", "State",
    "Statistics", "Wind", "advance_day", "check", "compare", "day_zero", "frames", "imbalance", "near_mask",
    "shore_mask", "start", "summarise", "warm", "water_mask", "water_volume_m3",
]  # fmt: skip


def shore_mask(scenario: Scenario, geojson: Mapping[str, Any], within_m: float = 600) -> Bools:
    """The water cells a zone on land is exposed to."""
    return near_mask(scenario.grid, scenario.water, geojson, within_m)


def check(scenario: Scenario) -> None:
    """Refuses (BadScenario) what only shows once the water flows: a closed channel, drones on land,
    a current too fast for the cells. A third of a second, no compiler."""
    for day in {0, scenario.days - 1, *(int(b.from_day) for b in [scenario.plan.barrier] if b)}:
        setting = Setting.of(scenario, 0)
        setting.segment(min(day, scenario.days - 1), 0)
        setting.feeds(0.0)
        setting.drones()


def water_volume_m3(scenario: Scenario) -> float:
    return float(scenario.terrain.volume_m3.sum())
