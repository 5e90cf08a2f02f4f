"""Whole days: masses, positivity, resume, order of members, both engines."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crises import simulation as sim
from crises.simulation.samples import defence, lagoon
from crises.simulation.setting import WET_PER_CHLOROPHYLL

FIELDS = ("algae", "nutrient", "toxin")


def days_of(scenario: sim.Scenario, member: int = 0, engine: str = "numba", state: sim.State | None = None):
    state, found = state or sim.start(scenario, member), []
    for _ in range(scenario.days):
        state, day = sim.advance_day(scenario, member, state, engine=engine)
        found.append((state, day))
    return found


def worst_imbalance(found) -> float:
    return max(abs(sim.imbalance(a)) / a["before"] for _, day in found for a in day.ledger.values())


@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-12), ("float32", 1e-4)])
@pytest.mark.parametrize("kind", ["filtering", "deflecting"])
def test_ten_days_of_drones_barrier_borders_and_sources_account_for_every_gram(precision, tolerance, kind):
    water = lagoon(48, precision=precision)

    found = days_of(water.with_plan(defence(water, kind)))

    assert worst_imbalance(found) <= tolerance
    first, last = found[0][1].ledger, found[-1][1].ledger
    for name, account in last.items():
        changes = sum(
            kg
            for _, day in found
            for entry, kg in day.ledger[name].items()
            if entry not in {"before", "after"}
        )
        assert first[name]["before"] + changes == pytest.approx(account["after"], rel=tolerance)
    assert sum(day.treated_m3 for _, day in found) > 0
    assert all(getattr(state, name).min() >= 0 for state, _ in found for name in FIELDS)


def test_a_run_stopped_and_resumed_is_the_same_to_the_last_bit():
    water = lagoon(24, days=3)
    scenario = water.with_plan(defence(water))
    straight = days_of(scenario)[-1][0]

    state = sim.start(scenario, 0)
    for _ in range(scenario.days):
        state, _day = sim.advance_day(scenario, 0, sim.State.from_bytes(state.to_bytes()))

    assert state.to_bytes() == straight.to_bytes()


def test_a_state_knows_which_way_its_next_step_sweeps_first():
    scenario = lagoon(24, days=1)
    first = sim.start(scenario, 0)

    even, odd = (sim.advance_day(scenario, 0, replace(first, steps=steps))[0] for steps in (0, 1))

    assert even.algae.tobytes() != odd.algae.tobytes()
    assert sim.State.from_bytes(odd.to_bytes()).steps == odd.steps == even.steps + 1


def test_another_process_computes_the_same_bits():
    program = (
        "import hashlib; from crises import simulation as sim; from crises.simulation.samples import lagoon\n"
        "s = lagoon(24, days=1); state, day = sim.advance_day(s, 2, sim.start(s, 2))\n"
        "print(hashlib.sha256(state.to_bytes() + day.to_bytes()).hexdigest())"
    )
    scenario = lagoon(24, days=1)
    sim.advance_day(scenario, 1, sim.start(scenario, 1))  # another member first: order must not matter
    state, day = sim.advance_day(scenario, 2, sim.start(scenario, 2))

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert other.stdout.strip() == hashlib.sha256(state.to_bytes() + day.to_bytes()).hexdigest()


def test_of_two_that_begin_together_one_compiles_and_the_other_waits(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    begun = []

    with (tmp_path / "shared" / "compiling.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        other = Thread(target=lambda: (sim.warm(), begun.append(True)))
        other.start()
        other.join(0.3)
        assert not begun
    other.join(60)

    assert begun


def test_where_nothing_can_be_kept_the_kernels_work_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "below"))

    sim.warm()


def test_the_same_seed_gives_the_same_frames_in_any_order_of_members():
    scenario = lagoon(16, days=1, members=3)

    forwards = {m: days_of(scenario, m)[0][1].to_bytes() for m in (0, 1, 2)}
    backwards = {m: days_of(scenario, m)[0][1].to_bytes() for m in (2, 1, 0)}

    assert forwards == backwards
    assert len(set(forwards.values())) == 3
    assert forwards[0] != days_of(replace(scenario, seed=2), 0)[0][1].to_bytes()


def test_a_longer_run_begins_like_the_shorter_one():
    short, long = lagoon(16, days=1), lagoon(16, days=2)

    assert days_of(short)[0][0].to_bytes() == days_of(long)[0][0].to_bytes()


@pytest.mark.parametrize("kind", ["filtering", "deflecting"])
def test_the_compiled_engine_agrees_with_the_plain_one(kind):
    water = lagoon(20, days=2, precision="float64")
    scenario = water.with_plan(defence(water, kind))

    for (fast, day), (plain, twin) in zip(days_of(scenario), days_of(scenario, engine="numpy"), strict=True):
        for name in FIELDS:
            np.testing.assert_allclose(getattr(fast, name), getattr(plain, name), rtol=2e-4, atol=1e-5)
        for name, account in day.ledger.items():
            assert account == pytest.approx(twin.ledger[name], rel=1e-3, abs=1e-4)


def test_a_quiet_constant_stays_constant():
    """Water in motion, nothing alive in it: what is the same everywhere remains so."""
    quiet = lagoon(
        32, days=2, precision="float64", blobs=(), sources=(),
        background=sim.Background(0, 40, 1),
        openings=tuple(
            replace(o, chlorophyll_ug_l=0, nutrient_ug_l=40, toxin_ug_l=1) for o in lagoon(32).openings
        ),
    )  # fmt: skip

    found = days_of(quiet)

    final = found[-1][0]
    assert np.ptp(final.nutrient[quiet.water.array]) <= 1e-11
    assert final.algae.max() == 0


def walled(kind: str, share: float = 1.0, capacity_kg: float = 1e9) -> sim.Scenario:
    """A basin without openings, its bloom in the west, a wall from shore to shore."""
    grid = sim.Grid(32, 32, 100, -24.1, 38.1)
    water = np.zeros((32, 32), bool)
    water[2:-2, 2:-2] = True
    scenario = sim.Scenario(
        title="Walled", grid=grid, water=sim.Mask(water), days=3, members=1, precision="float64",
        background=sim.Background(0, 0, 0), blobs=(sim.Blob(*grid.lonlat(9, 16), 50, 80, 5),),
        wind=sim.Wind(8, 90, 0), parameters={"toxin_excretion_per_day": 0, "wind_drift_share": 0.02},
    )  # fmt: skip
    wall = sim.Barrier("Wall", (grid.lonlat(15.5, -2), grid.lonlat(15.5, 34)), kind, share, capacity_kg)
    return scenario.with_plan(sim.Plan(barrier=wall))


EAST = np.s_[:, 16:]


def clean_in_the_east(scenario: sim.Scenario) -> sim.State:
    """The start without the far tail of the hill beyond the wall."""
    state = sim.start(scenario, 0)
    for name in FIELDS:
        getattr(state, name)[EAST] = 0
    return state


def test_a_closed_barrier_leaks_nothing():
    scenario = walled("deflecting")

    found = days_of(scenario, state=clean_in_the_east(scenario))

    assert found[-1][0].algae.max() > 0
    assert all(not getattr(state, name)[EAST].any() for state, _ in found for name in FIELDS)


def test_a_perfect_filter_passes_no_algae_but_passes_toxin_and_keeps_what_it_caught():
    scenario = walled("filtering")

    found = days_of(scenario, state=clean_in_the_east(scenario))

    assert found[-1][0].algae[EAST].sum() <= 1e-12
    assert found[-1][0].toxin[EAST].sum() > 1e-3
    assert sum(day.barrier_kg for _, day in found) > 0
    assert worst_imbalance_of_living(found) <= 1e-12


def worst_imbalance_of_living(found) -> float:
    return max(abs(sim.imbalance(day.ledger[n])) / found[0][1].ledger[n]["before"] for _, day in found
               for n in ("algae_kg", "toxin_kg"))  # fmt: skip


def test_a_full_filter_lets_everything_pass():
    small = walled("filtering", capacity_kg=0.05)

    found = days_of(small)

    assert sum(d.barrier_kg for _, d in found) * WET_PER_CHLOROPHYLL == pytest.approx(0.05)
    assert found[-1][0].algae[EAST].sum() > 1e-3


def test_a_full_hopper_stops_a_drone_until_it_docks():
    water = lagoon(24, days=2)
    bloom = (water.blobs[0].lon, water.blobs[0].lat)
    line = sim.DroneLine("Tiny", (bloom,), 1, 20_000, 24, hopper_kg=10)

    found = days_of(water.with_plan(sim.Plan(drones=(line,))))

    for _, day in found:
        (drone,) = day.drones
        assert drone.hopper_full
        assert drone.algae_kg * WET_PER_CHLOROPHYLL == pytest.approx(10, rel=1e-3)
        assert drone.hours < 24


def test_fifty_cubic_metres_an_hour_clear_about_three_percent_of_a_cell_a_day():
    """100 m x 100 m x 4 m of still water, everything that passes retained."""
    pond = walled("deflecting")
    drone = sim.DroneLine("One", (pond.grid.lonlat(20, 20),), 1, 50, 24, 1e5)
    still = replace(
        pond, depth=sim.Depth.uniform(4), days=1, blobs=(), background=sim.Background(10, 0, 1),
        wind=sim.Wind(0, 0, 0), currents=sim.Currents(0, 0),
        parameters={"drone_share_particles": 1.0, "diffusion_m2_s": 0.5}, plan=sim.Plan(drones=(drone,)),
    )  # fmt: skip

    ((_, day),) = days_of(still)

    assert day.treated_m3 == pytest.approx(1200)
    assert day.drones[0].algae_kg == pytest.approx(0.03 * 10 * 40_000 / 1e6, rel=0.1)


def test_a_member_draws_the_same_weather_with_and_without_a_plan():
    from crises.simulation.forcing import forcing

    water = lagoon(16)
    with_plan, without = forcing(water.with_plan(defence(water)), 1), forcing(water, 1)

    assert with_plan.parameters == without.parameters
    np.testing.assert_array_equal(with_plan.wind, without.wind)
    np.testing.assert_array_equal(with_plan.eddies, without.eddies)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**40),
    growth=st.floats(0.3, 1.1),
    nutrient=st.floats(0, 500),
    peak=st.floats(0, 800),
    wind=st.floats(0, 14),
    kind=st.sampled_from(["filtering", "deflecting"]),
)
def test_nothing_is_ever_negative_or_made_of_nothing(seed, growth, nutrient, peak, wind, kind):
    water = lagoon(
        20, days=1, seed=seed, precision="float64", parameters={"growth_per_day": growth},
        background=sim.Background(1, nutrient + 1e-3, 0.1), wind=sim.Wind(wind, 120, 2),
        blobs=(sim.Blob(*lagoon(20).grid.lonlat(8, 12), 900, peak, 3),),
    )  # fmt: skip

    found = days_of(water.with_plan(defence(water, kind)))

    assert worst_imbalance(found) <= 1e-11
    assert all(getattr(state, name).min() >= 0 for state, _ in found for name in FIELDS)


def test_nutrient_is_bound_lost_or_there_but_never_made():
    """A still, closed, sunlit pond: phosphorus in water and algae shrinks only by what dies and stays down."""
    pond = replace(
        walled("deflecting"), plan=sim.Plan(), background=sim.Background(5, 60, 0), blobs=(), days=5
    )

    found = days_of(pond)

    for _, day in found:
        algae, nutrient = day.ledger["algae_kg"], day.ledger["nutrient_kg"]
        before, after = (algae[when] + nutrient[when] for when in ("before", "after"))
        lost = algae["died"] + algae["settled"] + nutrient["returned"]
        assert before + lost == pytest.approx(after, rel=1e-12)
    assert found[-1][1].ledger["algae_kg"]["after"] > found[0][1].ledger["algae_kg"]["before"]
