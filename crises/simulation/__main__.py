"""`python -m crises.simulation SCENARIO.json`: run an ensemble and print its figures.

Writes days, statistics and frames into --out; needs no database. `--sample` prints a scenario
to start from.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from . import comparison, engine, ensemble, frames, samples
from .grids import BadScenario
from .scenario import Scenario
from .statistics import Statistics

LIMITS = {"chlorophyll": (24.0,), "toxin": (8.0,)}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m crises.simulation", description=__doc__)
    parser.add_argument("scenario", nargs="?", type=Path, help="a scenario as JSON")
    parser.add_argument("--out", type=Path, help="folder for days, statistics and frames")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sample", action="store_true", help="print a scenario and stop")
    parser.add_argument("--warm", action="store_true", help="compile the kernels for later, and stop")
    options = parser.parse_args(arguments)
    if options.warm:
        engine.warm()
        return 0
    if options.sample:
        water = samples.lagoon(64)
        print(json.dumps(water.with_plan(samples.defence(water)).to_dict(), indent=1))  # noqa: T201
        return 0
    if options.scenario is None:
        parser.error("a scenario is needed (or --sample)")
    try:
        scenario = Scenario.from_dict(json.loads(options.scenario.read_text()))
    except (BadScenario, ValueError, OSError) as trouble:
        print(f"{options.scenario}: {trouble}", file=sys.stderr)  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as spare:
        figures = run(scenario, options.out or Path(spare), workers=options.workers)
    print(json.dumps(figures, indent=1))  # noqa: T201
    return 0


def run(scenario: Scenario, out: Path, *, workers: int) -> dict[str, object]:
    """Runs the plan beside its baseline (one run where there is no plan) and answers its figures."""
    began = time.perf_counter()
    runs = {"baseline": scenario.baseline()} | ({} if scenario.plan.is_empty else {"plan": scenario})
    ensemble.run_ensemble(runs, out, workers=workers)
    zones = {"all-water": scenario.water.array}
    found = {
        name: ensemble.summarise_folder(s, out / name, limits=LIMITS, zones=zones) for name, s in runs.items()
    }
    for name, statistics in found.items():
        write(statistics, out / name)
    figures: dict[str, object] = {
        "digest": scenario.digest,
        "members": scenario.members,
        "days": scenario.days,
        "seconds": round(time.perf_counter() - began, 2),
        **{name: _figures(statistics) for name, statistics in found.items()},
    }
    if "plan" in found:
        figures["comparison"] = comparison.compare(found["baseline"], found["plan"]).to_dict()
    return figures


def write(statistics: Statistics, folder: Path) -> None:
    (folder / "statistics.npz").write_bytes(statistics.to_bytes())
    for quantity in statistics.quantiles:
        for day in statistics.days:
            png, scale = frames.encode(statistics.median(quantity, day))
            (folder / f"{quantity}-day-{day:03d}.png").write_bytes(png)
            (folder / f"{quantity}-scale.json").write_text(json.dumps(scale))


def _figures(statistics: Statistics) -> dict[str, object]:
    return {
        "mean_ug_l": {q: round(float(z.mean()), 3) for q, z in statistics.zones["all-water"].items()},
        "treated_m3": round(float(statistics.totals["treated_m3"].sum(axis=1).mean())),
        "drones_algae_kg": round(float(statistics.totals["drones_algae_kg"].sum(axis=1).mean()), 3),
        "barrier_kg": round(float(statistics.totals["barrier_kg"].sum(axis=1).mean()), 3),
    }


if __name__ == "__main__":
    raise SystemExit(main())
