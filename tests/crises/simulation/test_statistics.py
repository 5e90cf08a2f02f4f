"""Counts, quantiles, arrivals with "never", zones, and plans against baselines."""

from __future__ import annotations

import numpy as np
import pytest

from crises import simulation as sim
from crises.simulation.samples import lagoon

LIMITS = {"chlorophyll": (24.0,), "toxin": (8.0,)}


@pytest.fixture(scope="module")
def scenario() -> sim.Scenario:
    return lagoon(16, members=5, days=3)


def day_of(scenario: sim.Scenario, member: int, day: int, field: np.ndarray, treated: float = 0) -> sim.Day:
    on_water = np.where(scenario.water.array, field, np.nan).astype(np.float32)
    return sim.Day(member, day, on_water, on_water, on_water / 10, {}, treated, (), 0.0)


@pytest.fixture(scope="module")
def made_up(scenario):
    """Member m reaches 24 in the whole water on day m + 1: members 3 and 4 never do in three days."""

    def load(member: int, day: int) -> sim.Day:
        level = 24.0 if day > member else 3.0 + member
        return day_of(scenario, member, day, np.full(scenario.water.array.shape, level), treated=member * day)

    zones = {"all": scenario.water.array, "nowhere": np.zeros_like(scenario.water.array)}
    return sim.summarise(scenario, load, limits=LIMITS, zones=zones)


def test_exceedance_counts_members_at_or_above_the_limit(scenario, made_up):
    wet = scenario.water.array
    counts = made_up.exceedance["chlorophyll"][0]

    assert counts.dtype == np.uint16
    assert [set(counts[d][wet]) for d in range(3)] == [{1}, {2}, {3}]
    assert not counts[:, ~wet].any()
    assert made_up.share("chlorophyll", 0, 2)[wet][0] == pytest.approx(0.4)


def test_quantiles_are_those_of_numpy(scenario, made_up):
    wet = scenario.water.array
    expected = np.quantile([24.0, 4.0, 5.0, 6.0, 7.0], sim.QUANTILES)

    np.testing.assert_allclose(made_up.quantiles["chlorophyll"][0][:, wet][:, 0], expected, rtol=1e-6)
    assert made_up.median("chlorophyll", 1)[wet][0] == 6
    assert np.isnan(made_up.quantiles["chlorophyll"][:, :, ~wet]).all()


def test_arrival_keeps_never_apart_from_any_day(scenario, made_up):
    wet = scenario.water.array
    early, middle, late = made_up.arrival["chlorophyll"][0][:, wet][:, 0]

    assert (early, middle, late) == (1, 3, np.inf)
    assert set(made_up.never["chlorophyll"][0][wet]) == {2}


def test_zones_carry_every_member_and_an_empty_zone_is_not_exposed(made_up):
    np.testing.assert_allclose(made_up.zones["all"]["chlorophyll"][:, 0], [24, 4, 5, 6, 7])
    assert made_up.exposure["all"]["chlorophyll"][0].sum(axis=1).tolist() == [3, 2, 1, 0, 0]
    assert not made_up.zones["nowhere"]["toxin"].any()
    assert made_up.zone_bands("all", "chlorophyll").shape == (5, 3)
    assert made_up.totals["treated_m3"][4].tolist() == [4, 8, 12]


def test_statistics_survive_storage(made_up):
    again = sim.Statistics.from_bytes(made_up.to_bytes())

    assert again.to_bytes() == made_up.to_bytes()
    np.testing.assert_array_equal(again.arrival["toxin"][0], made_up.arrival["toxin"][0])
    assert again.limits == made_up.limits


@pytest.mark.parametrize("kind", [sim.Statistics, sim.State, sim.Day])
@pytest.mark.parametrize("bad", [b"", b"PK\x03\x04", b"not a day" * 1000])
def test_damaged_bytes_are_refused(kind, bad):
    with pytest.raises(sim.Damaged):
        kind.from_bytes(bad)


def test_a_plan_is_compared_member_by_member(scenario):
    def load(shift: float):
        return lambda m, d: day_of(scenario, m, d, np.full(scenario.water.array.shape, 20.0 + m + shift))

    zones = {"all": scenario.water.array}
    before, better, worse = (
        sim.summarise(scenario, load(shift), limits=LIMITS, zones=zones) for shift in (4, 0, 8)
    )

    gain, harm = sim.compare(before, better), sim.compare(before, worse)

    pair = gain.mean["all"]["chlorophyll"]
    assert (pair.mean, pair.low, pair.high) == pytest.approx((-4, -4, -4))
    assert (pair.better_members, pair.worse_members) == (5, 0)
    assert gain.worse_off == ()
    assert harm.mean["all"]["chlorophyll"].is_worse_off
    assert gain.to_dict()["zones"]["all"]["chlorophyll"]["exposure"][0]["baseline"] == pytest.approx(3)


def test_a_zone_that_a_plan_harms_is_named(scenario):
    def load(level: float):
        return lambda m, d: day_of(scenario, m, d, np.full(scenario.water.array.shape, level))

    zones = {"low-quay": scenario.water.array}
    calm, harmed = (sim.summarise(scenario, load(x), limits=LIMITS, zones=zones) for x in (20.0, 30.0))

    assert sim.compare(calm, harmed).worse_off == ("low-quay",)


def test_ensembles_of_different_shape_are_not_compared(scenario, made_up):
    other = sim.summarise(
        scenario,
        lambda m, d: day_of(scenario, m, d, np.zeros(scenario.water.array.shape)),
        limits={},
        zones={},
    )

    with pytest.raises(ValueError, match="belong together"):
        sim.compare(made_up, other)
