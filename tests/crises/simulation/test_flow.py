"""The current: no water made or lost, none through land or barrier."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crises import simulation as sim
from crises.simulation.flow import modes_of
from crises.simulation.grids import faces_along
from crises.simulation.samples import defence, lagoon
from crises.simulation.setting import steps_for


def divergence(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.diff(u, axis=-1) + np.diff(v, axis=-2)


@pytest.fixture
def water() -> sim.Scenario:
    return lagoon(40)


def test_every_mode_is_free_of_divergence_and_stays_off_the_land(water):
    modes = modes_of(water, barrier_stands=False)

    assert np.abs(divergence(modes.u, modes.v)).max() <= 1e-10 * np.abs(modes.u).max()
    assert not modes.u[:, ~modes.faces.open_x].any()
    assert not modes.v[:, ~modes.faces.open_y].any()


def test_the_river_flows_through_to_the_inlet(water):
    modes = modes_of(water, barrier_stands=False)

    river, inlet = -modes.v[0, -1].sum(), -modes.v[0, 0].sum()

    assert river == pytest.approx(15)
    assert inlet == pytest.approx(15)


def test_wind_over_a_bowl_drives_gyres_and_over_a_flat_bottom_nothing(water):
    flat = replace(water, depth=sim.Depth.uniform(3))

    bowl_speed = np.abs(modes_of(water, barrier_stands=False).u[1]).max()
    flat_speed = np.abs(modes_of(flat, barrier_stands=False).u[1]).max()

    assert bowl_speed > 0
    assert flat_speed <= 1e-9 * bowl_speed


def test_a_deflecting_barrier_turns_the_water_round_it(water):
    plan = defence(water, "deflecting")
    free, turned = (modes_of(water.with_plan(plan), barrier_stands=stands) for stands in (False, True))

    path = faces_along(water.grid, plan.barrier.line)
    rows = np.array(path.across_y)
    assert np.abs(free.v[0, rows[:, 0], rows[:, 1]]).max() > 0
    assert not turned.v[:, rows[:, 0], rows[:, 1]].any()
    assert np.abs(divergence(turned.u, turned.v)).max() <= 1e-10 * np.abs(turned.u).max()
    assert -turned.v[0, 0].sum() == pytest.approx(15)


def test_a_barrier_across_the_only_way_out_is_refused_in_words(water):
    at = water.grid.lonlat
    dam = sim.Barrier("Dam", (at(0, 20), at(39, 20)), "deflecting")

    with pytest.raises(sim.BadScenario, match="no way out"):
        sim.check(water.with_plan(sim.Plan(barrier=dam)))


def test_an_opening_on_dry_land_is_refused(water):
    dry = sim.Opening("Dry", "west", 0, 4, 5)

    with pytest.raises(sim.BadScenario, match="meets no water"):
        sim.check(replace(water, openings=(*water.openings[1:], dry)))


def test_drones_far_from_the_water_are_refused(water):
    inland = sim.DroneLine("Lost", (water.grid.lonlat(0, 0),))

    with pytest.raises(sim.BadScenario, match="more than a kilometre"):
        sim.check(water.with_plan(sim.Plan(drones=(inland,))))


def test_steps_are_short_enough_to_be_stable_and_absurd_currents_are_refused():
    reactions, substeps = steps_for(0.003, 0.0005)

    assert 21_600 / (reactions * substeps) <= 0.9 / (0.003 + 2.4 * 0.0005)
    assert substeps <= 6
    with pytest.raises(sim.BadScenario, match="too fast"):
        steps_for(10.0, 0.0005)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(*[st.floats(2, 37)] * 4))
def test_a_line_becomes_an_unbroken_staircase_of_faces(ends):
    water = lagoon(40)
    x0, y0, x1, y1 = ends

    path = faces_along(water.grid, (water.grid.lonlat(x0, y0), water.grid.lonlat(x1, y1)))

    nodes = [{(i, j), (i, j + 1)} for j, i in path.across_x] + [
        {(i, j), (i + 1, j)} for j, i in path.across_y
    ]
    ends_met: dict[tuple[int, int], int] = {}
    for pair in nodes:
        for node in pair:
            ends_met[node] = ends_met.get(node, 0) + 1
    assert sum(count == 1 for count in ends_met.values()) in {0, 2}
    assert all(count <= 2 for count in ends_met.values())
