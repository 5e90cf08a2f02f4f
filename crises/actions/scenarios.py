"""From a biome's place, its newest readings and its template to one question for the model, by hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from shapely.geometry import shape

from biomes import queries as biomes
from crises import simulation as sim
from crises.models import Plan, Scenario, Template
from crises.queries import response_of
from crises.rules.plan import Response

# Cells of land kept around the water, so that the map has a shore.
MARGIN = 3
# What the model calls its quantities, and the indicators that measure them.
QUANTITIES = {"chlorophyll": "chlorophyll-a", "toxin": "microcystin"}
WARNED_AT = "distressed"
# Limits where no threshold row is in force (WHO 2021 alert level 2; US EPA 2019).
FALLBACK_LIMITS = {"chlorophyll": 24.0, "toxin": 8.0}


TOXIN_QUOTA = next(p.default for p in sim.PARAMETERS if p.name == "toxin_quota")


def digest(document: Any) -> str:
    """The name of a document: SHA-256 of its canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def make_scenario(
    template: Template, *, members: int, days: int, cells: int, seed_text: str, at: datetime
) -> Scenario:
    """The scenario of these numbers; the same question twice is one row."""
    document = _document(template, members=members, days=days, cells=cells, seed_text=seed_text, at=at)
    scenario, _made = Scenario.objects.get_or_create(
        sha256=digest(document),
        defaults={"biome": template.biome, "document": document, "made_at": at},
    )
    return scenario


def _document(
    template: Template, *, members: int, days: int, cells: int, seed_text: str, at: datetime
) -> dict[str, Any]:
    biome, settings = template.biome, template.settings
    grid = _grid(template, cells)
    waters = _waters(template)
    mask = sim.water_mask(grid, waters)
    model = {
        "title": biome.name,
        "grid": {"nx": grid.nx, "ny": grid.ny, "cell_m": grid.cell_m, "west": grid.west, "south": grid.south},
        "water": mask.to_dict(),
        "depth": _depth(template),
        "starts_on": at.date().isoformat(),
        "days": days,
        "members": members,
        "seed": int.from_bytes(hashlib.sha256(seed_text.encode()).digest()[:6], "big"),
        "blobs": _blobs(template, at),
        "openings": _openings(settings.get("openings", []), mask),
        **{k: settings[k] for k in PASSED_ON if k in settings},
    }
    return {
        "v": 1,
        # Through the model's own reader: what it would refuse is refused now, not in a worker.
        "model": json.loads(json.dumps(sim.Scenario.from_dict(model).to_dict())),
        "waters": waters,
        "limits": _limits(biome, at),
        "zones": [
            {"slug": z.slug, "name": z.name, "kind": z.kind, "people": z.population, "polygon": z.polygon}
            for z in biome.zones.order_by("slug")
        ],
        "shore_within_m": settings.get("shore_within_m", 400),
        "gates": settings.get("gates", []),
    }


# Settings of a template that are the model's own, word for word.
PASSED_ON = (
    "temperature_c", "overcast", "background", "parameters", "sources", "wind", "currents",
)  # fmt: skip


def _grid(template: Template, cells: int) -> Any:
    """The template's frame, or the place's own bounds, cut into square cells."""
    if frame := template.settings.get("frame"):
        return sim.Grid(cells, cells, frame["side_m"] / cells, frame["west"], frame["south"])
    west, south, east, north = shape(template.biome.place).bounds
    probe = sim.Grid(cells, cells, 100, west, south)
    wide, high = probe.metres(east, north)
    cell = max(wide, high) / (cells - 2 * MARGIN)
    corner = sim.Grid(cells, cells, cell, west, south).lonlat(-MARGIN - 0.5, -MARGIN - 0.5)
    return sim.Grid(cells, cells, cell, corner[0], corner[1])


def _waters(template: Template) -> dict[str, Any]:
    """The biome's place with the river and sea the template joins to it: one outline for mask and map."""
    joined = [template.biome.place, *template.settings.get("joined", [])]
    polygons = [p for place in joined for p in _polygons(place)]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygons(place: Mapping[str, Any]) -> list[Any]:
    coordinates: list[Any] = place["coordinates"]
    return coordinates if place["type"] == "MultiPolygon" else [coordinates]


def _depth(template: Template) -> dict[str, float]:
    """A water that shelves; the template's mean depth where it says no more."""
    mean = float(template.depth_m)
    shelf: dict[str, float] = template.settings.get("depth") or {
        "shore_m": mean, "deep_m": mean, "reach_m": 1000.0,
    }  # fmt: skip
    return shelf


def _openings(rows: list[dict[str, Any]], mask: Any) -> list[dict[str, Any]]:
    """Where the water crosses the grid's edge: the template names the side, the mask tells the cells."""
    array, found = mask.array, []
    edges = {"west": array[:, 0], "east": array[:, -1], "south": array[0], "north": array[-1]}
    for row in rows:
        wet = [int(i) for i in edges[row["side"]].nonzero()[0]]
        if wet:
            found.append({**row, "start": wet[0], "stop": wet[-1] + 1})
    return found


def _blobs(template: Template, at: datetime) -> list[dict[str, float]]:
    """The bloom as it was last measured: a hill at each station above the background; else the template's.

    Toxin is measured with what the algae hold; the model adds that itself, so it is taken off here.
    """
    settings = template.settings
    background = settings.get("background", {})
    quota = float(settings.get("parameters", {}).get("toxin_quota", TOXIN_QUOTA))
    found: dict[str, dict[str, float]] = {}
    for reading in biomes.latest_readings(template.biome, at):
        code, station = reading.indicator.code, reading.station
        if at - reading.phenomenon_at > reading.indicator.validity or code not in QUANTITIES.values():
            continue
        hill = found.setdefault(
            station.code,
            {
                "lon": float(station.lon), "lat": float(station.lat),
                "radius_m": float(settings.get("blob_radius_m", 900)), "chlorophyll_ug_l": 0.0, "toxin_ug_l": 0.0,
            },
        )  # fmt: skip
        key = "chlorophyll_ug_l" if code == QUANTITIES["chlorophyll"] else "toxin_ug_l"
        hill[key] = round(max(0.0, float(reading.value) - float(background.get(key, 0.0))), 3)
    for hill in found.values():
        hill["toxin_ug_l"] = round(max(0.0, hill["toxin_ug_l"] - quota * hill["chlorophyll_ug_l"]), 3)
    measured = [h for h in found.values() if h["chlorophyll_ug_l"] or h["toxin_ug_l"]]
    return measured or settings.get("blobs", [])


def _limits(biome: Any, at: datetime) -> dict[str, dict[str, Any]]:
    """The limit people are warned at, for each quantity, with the row and source it comes from."""
    found: dict[str, dict[str, Any]] = {}
    for quantity, indicator in QUANTITIES.items():
        rows = [r for r in biomes.thresholds_in_force(indicator, biome, at) if r.direction == "above"]
        found[quantity] = {"value": FALLBACK_LIMITS[quantity], "unit": "µg/L", "indicator": indicator}
        if rows:
            row = next((r for r in rows if r.level == WARNED_AT), rows[0])
            found[quantity] |= {
                "value": float(row.value), "threshold": row.pk, "source": row.source,
                "source_year": row.source_year,
            }  # fmt: skip
    return found


def plan_document(response: Response) -> dict[str, Any]:
    """The plan as the model reads it."""
    document: dict[str, Any] = {"drones": [], "barrier": None, "cuts": []}
    if d := response.drones:
        document["drones"] = [
            {
                "name": "drones", "line": [list(p) for p in d.line], "count": d.count,
                "capacity_m3_h": d.capacity_m3_h, "hours_a_day": float(d.hours_a_day),
            }
        ]  # fmt: skip
    if b := response.barrier:
        document["barrier"] = {"name": "barrier", "line": [list(p) for p in b.line], "kind": b.kind}
    if c := response.cut:
        document["cuts"] = [{"source": c.source, "share": c.percent / 100, "ramp_days": 1.0}]
    return json.loads(json.dumps(sim.Plan.from_dict(document).to_dict()))  # type: ignore[no-any-return]


def document_of(plan: Plan) -> dict[str, Any]:
    return plan_document(response_of(plan))


def check_question(scenario: Scenario, plan: dict[str, Any] | None) -> None:
    """Refuses (BadScenario) now what a worker would only meet later: drones on land, a closed channel."""
    question = sim.Scenario.from_dict(scenario.document["model"])
    sim.check(question.with_plan(sim.Plan.from_dict(plan)) if plan else question)
