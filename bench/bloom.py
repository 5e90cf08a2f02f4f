"""How fast the bloom model runs: one core's cell-steps, and the foundation's ensemble on two processes.

Limits (issue 2, specs/crises.md): 8 members x 128^2 x 10 days with statistics and frames < 30 s wall on
two cores; 140 M cell-steps/s of three tracers at 256^2 in float32 on one core is the goal.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from pathlib import Path

from crises import simulation as sim
from crises.simulation.__main__ import run
from crises.simulation.samples import defence, lagoon
from crises.simulation.setting import Setting


def cell_steps(cells: int, precision: str) -> float:
    """Millions of cell-steps (three tracers) a second: water cells times transport steps."""
    scenario = lagoon(cells, precision=precision, days=10)
    state = sim.start(scenario, 0)
    state, _day = sim.advance_day(scenario, 0, state)
    best = 0.0
    for _ in range(3):
        before, began = state.steps, time.process_time()
        state, _day = sim.advance_day(scenario, 0, state)
        took = time.process_time() - began
        best = max(best, (state.steps - before) * scenario.water.count / took / 1e6)
    return best


def ensemble_seconds(workers: int, *, members: int = 8, with_plan: bool = False) -> float:
    scenario = lagoon(128, members=members, days=10)
    if with_plan:
        scenario = scenario.with_plan(defence(scenario))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        run(scenario, Path(folder), workers=workers)
        return time.perf_counter() - began


def main() -> None:
    sim.warm()
    lagoon_256 = lagoon(256)
    Setting.of(lagoon_256, 0).segment(0, 0)  # the factorisation is paid once a run, not a day
    figures = {
        f"mcell_steps_{cells}_{precision}": round(cell_steps(cells, precision), 1)
        for cells in (128, 256)
        for precision in ("float32", "float64")
    }
    figures["ensemble_8x128x10_2_workers_s"] = round(ensemble_seconds(2), 2)
    figures["ensemble_8x128x10_1_worker_s"] = round(ensemble_seconds(1), 2)
    figures["plan_and_baseline_2_workers_s"] = round(ensemble_seconds(2, with_plan=True), 2)
    figures["rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["limit_ensemble_s"] = 30
    for name, value in figures.items():
        print(f"{name:34} {value:>10}")
    print(json.dumps({"name": "bloom", "figures": figures}))


if __name__ == "__main__":
    main()
