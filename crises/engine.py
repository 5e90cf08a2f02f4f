"""The model, as a task sees it: documents and bytes in, documents and bytes out. No database.

`crises.simulation` computes; here its numbers become what a page can show: chances, bands, shapes on
the map, one finding. Importing this costs numpy; numba only comes with `warm` or the first day.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import rfc8785

from crises import simulation as sim
from crises.models import Run
from crises.rules.run_life import Arm

BadScenario = sim.BadScenario

# What the page is about: the toxin, because it is what a limit for people speaks of.
QUANTITY = "toxin"
CHANCES = (0.1, 0.3, 0.5, 0.7, 0.9)
# Bands of values are drawn at these multiples of the limit.
MULTIPLES = (0.25, 0.5, 1.0, 2.0, 4.0)


def warm() -> None:
    """Compile the kernels, or read them from the cache."""
    sim.warm()


def folder(run: Run) -> str:
    return f"runs/{run.number}"


def scenario_of(run: Run, arm: str) -> sim.Scenario:
    """The question of one arm: the same water and weather, with and without the plan."""
    whole = sim.Scenario.from_dict(run.scenario.document["model"])
    if arm == Arm.PLAN and run.plan_document:
        return whole.with_plan(sim.Plan.from_dict(run.plan_document))
    return whole


class Member:
    """One future on its way: resumed from bytes, advanced a day at a time."""

    def __init__(self, scenario: sim.Scenario, number: int, state: Any) -> None:
        self.scenario, self.number, self.state = scenario, number, state

    @classmethod
    def resume(cls, run: Run, arm: str, number: int, stored: bytes | None) -> "Member":
        scenario = scenario_of(run, arm)
        return cls(scenario, number, sim.State.from_bytes(stored) if stored else sim.start(scenario, number))

    def next_day(self) -> tuple[bytes, bytes]:
        """What the day looked like, and the state the next one starts from."""
        self.state, day = sim.advance_day(self.scenario, self.number, self.state)
        return day.to_bytes(), self.state.to_bytes()


@dataclass(frozen=True, slots=True)
class Picture:
    arm: str
    layer: str
    day: int
    png: bytes
    sha256: str
    scale: dict[str, Any]
    shapes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Results:
    document: dict[str, Any]
    sha256: str
    pictures: list[Picture]


def results(run: Run, load: Callable[[str, int, int], bytes]) -> Results:
    """Statistics, finding and pictures of a run all of whose days are stored."""
    from crises import findings  # numpy work on whole fields; only workers come here

    question = run.scenario.document
    limit = question["limits"][QUANTITY]["value"]
    arms: dict[str, Any] = {}
    for arm in Arm if run.plan_document else (Arm.BASELINE,):
        scenario = scenario_of(run, arm)
        arms[arm.value] = sim.summarise(
            scenario,
            _loader(load, arm.value),
            limits={QUANTITY: (limit,)},
            zones=findings.strips(scenario, question),
        )
    document = findings.document(run, scenario_of(run, Arm.BASELINE), arms)
    canonical = rfc8785.dumps(document)
    pictures = [picture for arm, stats in arms.items() for picture in _pictures(arm, stats, limit)]
    return Results(document, hashlib.sha256(canonical).hexdigest(), pictures)


def _loader(load: Callable[[str, int, int], bytes], arm: str) -> Callable[[int, int], sim.Day]:
    return lambda member, day: sim.Day.from_bytes(load(arm, member, day))


def _pictures(arm: str, stats: Any, limit: float) -> list[Picture]:
    """Three layers of every day."""
    found = []
    for index, day in enumerate(stats.days):
        quantiles = stats.quantiles[QUANTITY][index]
        fields = {
            "exceedance": (_dry(stats.share(QUANTITY, 0, day), quantiles[2]), CHANCES),
            "median": (quantiles[2], tuple(limit * m for m in MULTIPLES)),
            "spread": (quantiles[4] - quantiles[0], tuple(limit * m for m in MULTIPLES)),
        }
        for layer, (field, levels) in fields.items():
            png, scale = _encode(layer, field)
            shapes = [_labelled(band, field) for band in sim.frames.bands(field, levels)]
            found.append(Picture(arm, layer, int(day), png, hashlib.sha256(png).hexdigest(), scale, shapes))
    return found


def _dry(share: Any, wet: Any) -> Any:
    """A share with no value on land, as the other layers have none."""
    return np.where(np.isnan(wet), np.nan, share)


def _encode(layer: str, field: Any) -> tuple[bytes, dict[str, Any]]:
    if layer == "exceedance":
        png, scale = sim.frames.encode(field, floor=0.01, ceiling=1.0)
        return png, {**scale, "unit": "1"}
    return sim.frames.encode(field)


def _labelled(band: dict[str, Any], field: Any) -> dict[str, Any]:
    """A band with a place inside it for its number: the cell nearest to the middle of what it covers."""
    rows, columns = np.nonzero(np.nan_to_num(field) >= band["level"])
    if not len(rows):
        return {**band, "at": None}
    off = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    nearest = int(off.argmin())
    return {**band, "at": [int(columns[nearest]) + 0.5, field.shape[0] - int(rows[nearest]) - 0.5]}
