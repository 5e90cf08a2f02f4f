"""Scenarios as JSON: the same back, and every bad one refused in words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from crises import simulation as sim
from crises.simulation.__main__ import main
from crises.simulation.samples import defence, lagoon

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-24.15, 38.09], [-24.05, 38.09], [-24.05, 38.17], [-24.15, 38.17], [-24.15, 38.09]]],
}


@pytest.fixture
def scenario() -> sim.Scenario:
    water = lagoon(24)
    return water.with_plan(defence(water, "deflecting"))


def test_a_scenario_survives_json(scenario):
    again = sim.Scenario.from_dict(json.loads(json.dumps(scenario.to_dict())))

    assert again == scenario
    assert again.digest == scenario.digest
    assert scenario.baseline().plan.is_empty
    assert scenario.baseline().digest != scenario.digest


def test_a_surveyed_depth_survives_json_to_the_centimetre(scenario):
    field = np.linspace(0, 12, 24 * 24, dtype=np.float32).reshape(24, 24)
    surveyed = sim.Scenario.from_dict({**scenario.to_dict(), "depth": sim.DepthField(field).to_dict()})

    found = surveyed.terrain.depth[surveyed.water.array]

    assert np.abs(found - np.maximum(field, 0.3)[surveyed.water.array]).max() <= 0.0051


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"days": 0}, "number of days"),
        ({"days": float("nan")}, "number of days"),
        ({"days": "ten"}, "number of days"),
        ({"days": True}, "number of days"),
        ({"members": 10**9}, "number of members"),
        ({"starts_on": "yesterday"}, "2026-07-01"),
        ({"title": ""}, "title"),
        ({"title": "x" * 10**6}, "title"),
        ({"parameters": {"growth_per_day": 50}}, "growth_per_day is 0.3 to 1.1"),
        ({"parameters": {"growth_per_day": float("inf")}}, "outside"),
        ({"parameters": {"luck": 1}}, "no parameter called luck"),
        ({"parameters": [1]}, "names and numbers"),
        ({"surprise": 1}, "does not know: surprise"),
        ({"grid": {"nx": 24}}, "incomplete"),
        ({"grid": {"nx": 10**6, "ny": 10**6, "cell_m": 1, "west": 0, "south": 0}}, "8 to 1024"),
        ({"water": {"nx": 24, "ny": 24, "bits": "!!!"}}, "damaged"),
        ({"water": {"nx": 24, "ny": 24, "bits": "eJwDAAAAAAE="}}, "damaged"),
        ({"water": {"nx": 8, "ny": 8, "bits": "eJxjYGBgAAAABAAB"}}, "fit|damaged"),
        ({"depth": {"shore_m": -1, "deep_m": 4, "reach_m": 1}}, "0.3 to 200 m"),
        ({"blobs": [{"lon": 999, "lat": 0, "radius_m": 1, "chlorophyll_ug_l": 1}]}, "longitude"),
        ({"blobs": {"lon": 1}}, "list of Blob"),
        ({"openings": [{"name": "a", "side": "up", "start": 0, "stop": 2}]}, "north, east"),
        (
            {"openings": [{"name": "a", "side": "west", "start": 0, "stop": 99, "inflow_m3_s": None}]},
            "runs past",
        ),
        ({"openings": [{"name": "a", "side": "west", "start": 0, "stop": 2, "inflow_m3_s": 5}]}, "flow out"),
        ({"plan": {"drones": [{"name": "d", "line": [[0, 0]], "count": 2.5}]}}, "whole numbers"),
        ({"plan": {"drones": [{"name": "d", "line": "here"}]}}, "1 to 100 points"),
        ({"plan": {"barrier": {"name": "b", "line": [[0, 0]]}}}, "2 to 100 points"),
        (
            {"plan": {"barrier": {"name": "b", "line": [[0, 0], [0, 1]], "kind": "magic"}}},
            "deflecting or filtering",
        ),
        ({"plan": {"cuts": [{"source": "nowhere"}]}}, "does not exist"),
        ({"plan": {"wizard": 1}}, "drones, a barrier and cuts"),
    ],
)
def test_a_bad_scenario_is_refused_in_words(scenario, change, says):
    with pytest.raises(sim.BadScenario, match=says):
        sim.Scenario.from_dict({**scenario.to_dict(), **change})


def test_a_polygon_becomes_water_and_a_zone_its_shore():
    grid = sim.Grid(80, 80, 200, -24.2, 38.05)
    water = sim.water_mask(grid, SQUARE)
    scenario = sim.Scenario(title="Square", grid=grid, water=water)
    land = {
        "type": "Polygon",
        "coordinates": [[[-24.05, 38.10], [-24.03, 38.10], [-24.03, 38.12], [-24.05, 38.10]]],
    }

    shore = sim.shore_mask(scenario, land, within_m=600)

    width_m = 0.1 * grid.degree_x
    height_m = 0.08 * 111_320
    assert water.count * 200**2 == pytest.approx(width_m * height_m, rel=0.02)
    assert 0 < shore.sum() < 60
    assert not (shore & ~water.array).any()


@pytest.mark.parametrize(
    "outline", [{}, {"type": "Point", "coordinates": [0, 0]}, {"type": "Polygon"}, SQUARE]
)
def test_an_outline_that_is_no_water_here_is_refused(outline):
    with pytest.raises(sim.BadScenario):
        sim.water_mask(sim.Grid(16, 16, 100, 0, 0), outline)


def test_the_command_line_runs_a_file_and_refuses_a_broken_one(tmp_path, capsys):
    water = lagoon(16, days=1, members=2)
    (tmp_path / "s.json").write_text(json.dumps(water.with_plan(defence(water)).to_dict()))
    (tmp_path / "bad.json").write_text("{")

    assert main([str(tmp_path / "s.json"), "--out", str(tmp_path / "out")]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert main([str(tmp_path / "bad.json")]) == 2

    assert figures["comparison"]["members"] == 2
    assert (tmp_path / "out/plan/chlorophyll-day-001.png").read_bytes().startswith(b"\x89PNG")
