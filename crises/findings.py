"""From the fields of a finished run to what its page says: zones, shores, volumes, one finding.

Works on arrays, so only a worker imports it. Everything it answers is JSON with numbers rounded to
what they are worth.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from crises import simulation as sim
from crises.models import Run
from crises.rules import finding
from crises.rules.finding import ZoneChance
from crises.rules.run_life import Arm

QUANTITY = "toxin"
# "Along so many kilometres of shore": where the chance is at least this.
SHORE_CHANCE = 0.1
# A zone may not be made worse off by more than this share of its exposure.
WORSE_OFF = 0.02
DIGITS = 4


def rounded(value: Any) -> Any:
    """Numbers to four significant digits, through lists; not-a-number becomes None."""
    if isinstance(value, np.ndarray):
        return [rounded(v) for v in value.tolist()]
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    number = float(value)
    if not math.isfinite(number):
        return None
    return float(f"{number:.{DIGITS}g}")


def strips(scenario: sim.Scenario, question: Mapping[str, Any]) -> dict[str, Any]:
    """The water before each zone; a zone that touches none of it is left out."""
    within = question["shore_within_m"]
    masks = {z["slug"]: sim.shore_mask(scenario, z["polygon"], within_m=within) for z in question["zones"]}
    return {slug: mask for slug, mask in masks.items() if mask.any()}


def document(run: Run, scenario: sim.Scenario, arms: Mapping[str, Any]) -> dict[str, Any]:
    """The statistics of a run, whole: what the page shows and the log names by hash."""
    question = run.scenario.document
    limit = question["limits"][QUANTITY]
    masks = strips(scenario, question)
    zones = [
        _zone(z, arms, limit["value"], masks[z["slug"]], scenario)
        for z in question["zones"]
        if z["slug"] in masks
    ]
    chances = [_chance(z) for z in zones]
    head = finding.headline_zone(chances)
    return {
        "v": 1,
        "run": run.number,
        "scenario": run.scenario.sha256,
        "plan": run.plan_sha256,
        "members": run.members_count,
        "days": run.days,
        "begins_on": run.begins_on.isoformat(),
        "limit": {**limit, "quantity": QUANTITY},
        "finding": _finding(head),
        "zones": zones,
        "shore_km": {arm: _shore_km(stats, scenario) for arm, stats in arms.items()},
        "treated": _treated(arms, scenario, masks, head),
        "comparison": _comparison(zones) if Arm.PLAN.value in arms else None,
        "map": _map(scenario, question, run),
    }


def _zone(
    zone: Mapping[str, Any], arms: Mapping[str, Any], limit: float, mask: Any, scenario: sim.Scenario
) -> dict[str, Any]:
    slug = zone["slug"]
    found = {}
    for arm, stats in arms.items():
        series = np.asarray(stats.zones[slug][QUANTITY])  # [members, days]
        found[arm] = {
            "bands": rounded(np.quantile(series, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)),
            "chance": rounded((series >= limit).mean(axis=0)),
        }
    at, label = _places(zone, mask, scenario)
    return {
        **{key: zone[key] for key in ("slug", "name", "kind", "people")},
        "arms": found,
        "change": _change(slug, arms),
        "water_m3": rounded(_volume(scenario, mask)),
        "at": at,
        "label": label,
    }


# How far on the land, in cells, a zone's name is written.
INLAND = 9.0


def _places(zone: Mapping[str, Any], mask: Any, scenario: sim.Scenario) -> tuple[list[float], list[float]]:
    """In cells, north up: the middle of the strip, on the strip; and a place for the name, on the land."""
    rows, columns = np.nonzero(mask)
    nearest = int(((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2).argmin())
    x, y = float(columns[nearest]) + 0.5, float(rows[nearest]) + 0.5
    town = scenario.grid.in_metres(zone["polygon"]).centroid
    east, north = town.x / scenario.grid.cell_m - x, town.y / scenario.grid.cell_m - y
    far = max(math.hypot(east, north), 1e-9)
    scale = scenario.grid.nx / 128  # the same distance on the page for every grid
    name = [x + INLAND * scale * east / far, scenario.grid.ny - (y + INLAND * scale * north / far)]
    return [rounded(x), rounded(scenario.grid.ny - y)], [rounded(name[0]), rounded(name[1])]


def _change(slug: str, arms: Mapping[str, Any]) -> dict[str, Any] | None:
    """Member by member: toxin before the zone summed over the days, with the plan against without."""
    if Arm.PLAN.value not in arms:
        return None
    without = np.asarray(arms[Arm.BASELINE.value].zones[slug][QUANTITY]).sum(axis=1)
    with_plan = np.asarray(arms[Arm.PLAN.value].zones[slug][QUANTITY]).sum(axis=1)
    share = (with_plan - without) / np.maximum(without, 1e-9)
    low, middle, high = np.quantile(share, (0.05, 0.5, 0.95))
    return {
        "low": rounded(low), "median": rounded(middle), "high": rounded(high),
        "worse_off": bool(middle > WORSE_OFF),
    }  # fmt: skip


def _chance(zone: Mapping[str, Any]) -> ZoneChance:
    without = zone["arms"][Arm.BASELINE.value]["chance"]
    plan = zone["arms"].get(Arm.PLAN.value)
    return ZoneChance(
        zone["slug"], zone["people"], without.index(max(without)) + 1, max(without),
        max(plan["chance"]) if plan else None,
    )  # fmt: skip


def _finding(head: ZoneChance | None) -> dict[str, Any]:
    if head is None:
        return {
            "code": finding.Finding.STAYS_AWAY.value,
            "zone": "",
            "day": 1,
            "without": 0.0,
            "with_plan": None,
        }
    return {
        "code": finding.finding(head).value,
        "zone": head.zone,
        "day": head.day,
        "without": head.without,
        "with_plan": head.with_plan,
    }


def _shore_km(stats: Any, scenario: sim.Scenario) -> list[float]:
    """Kilometres of shore, day by day, before which the chance is one in ten or more."""
    water = scenario.water.array
    padded = np.pad(water, 1, constant_values=True)
    land_beside = ~(padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])
    counts = stats.exceedance[QUANTITY][0] / stats.members >= SHORE_CHANCE
    reached = (counts & (water & land_beside)).sum(axis=(1, 2))
    return [rounded(n * scenario.grid.cell_m / 1000) for n in reached]


def _volume(scenario: sim.Scenario, mask: Any) -> float:
    """Cubic metres of water over a mask."""
    return float(np.asarray(scenario.terrain.volume_m3)[mask].sum())


def _treated(
    arms: Mapping[str, Any], scenario: sim.Scenario, masks: Mapping[str, Any], head: ZoneChance | None
) -> dict[str, Any] | None:
    """What passed through the drones, beside how much water there is."""
    if Arm.PLAN.value not in arms:
        return None
    totals = arms[Arm.PLAN.value].totals
    found = {
        "treated_m3": rounded(np.asarray(totals["treated_m3"]).sum(axis=1).mean()),
        "water_m3": rounded(_volume(scenario, scenario.water.array)),
        "strip_m3": rounded(_volume(scenario, masks[head.zone])) if head else None,
    }
    for key in ("drones_algae_kg", "drones_toxin_kg", "barrier_kg"):
        if key in totals:
            found[key] = rounded(np.asarray(totals[key]).sum(axis=1).mean())
    return found


def _comparison(zones: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "worse_off_limit": WORSE_OFF,
        "zones": [{"slug": z["slug"], **z["change"]} for z in zones],
        "nobody_worse_off": not any(z["change"]["worse_off"] for z in zones),
    }


def _map(scenario: sim.Scenario, question: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """Shapes in cells of the grid, north up: the water's true outline, the plan's lines."""
    grid = scenario.grid

    def xy(lon: float, lat: float) -> list[float]:
        east, north = grid.metres(lon, lat)
        return [round(east / grid.cell_m, 2), round(grid.ny - north / grid.cell_m, 2)]

    plan = run.plan_document or {}
    drones = sim.Plan.from_dict(plan).drones if plan else ()
    barrier = plan.get("barrier")
    return {
        "nx": grid.nx,
        "ny": grid.ny,
        "cell_m": grid.cell_m,
        "bounds": rounded(list(grid.bounds)),
        "water": [
            [[xy(*p) for p in ring] for ring in polygon] for polygon in question["waters"]["coordinates"]
        ],
        "barrier": [xy(*p) for p in barrier["line"]] if barrier else [],
        "drones": [xy(*p) for line in drones for p in line.stations()],
        "view": _view(scenario),
    }


def _view(scenario: sim.Scenario) -> list[int]:
    """The part of the grid worth showing: the water and three cells around it."""
    rows, columns = np.nonzero(scenario.water.array)
    ny, nx = scenario.grid.ny, scenario.grid.nx
    west, east = max(0, int(columns.min()) - 3), min(nx, int(columns.max()) + 4)
    north, south = max(0, ny - int(rows.max()) - 4), min(ny, ny - int(rows.min()) + 3)
    return [west, north, east - west, south - north]
