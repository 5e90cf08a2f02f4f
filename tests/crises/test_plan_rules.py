"""What may be asked of a response, what it costs, and what a run's heading may say of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from crises.rules import finding, plan
from crises.rules.finding import Finding, ZoneChance
from crises.rules.plan import Barrier, Cut, Drones, Fault, Kind, Response

WATER = box(-24.16, 38.10, -24.04, 38.15)
WET_LINE = ((-24.14, 38.12), (-24.12, 38.12))
DRY_LINE = ((-24.30, 38.12), (-24.20, 38.12))

anything = st.floats(allow_nan=True, allow_infinity=True)


def test_a_good_plan_has_no_faults():
    response = Response(Drones(40, 50.0, WET_LINE), Barrier(WET_LINE), Cut("Harl", 30))

    assert plan.faults(response, WATER) == []


@pytest.mark.parametrize(
    ("response", "fault"),
    [
        (Response(drones=Drones(40, math.nan, WET_LINE)), (Kind.DRONES, "capacity_m3_h", Fault.NOT_A_NUMBER)),
        (Response(drones=Drones(40, 1e12, WET_LINE)), (Kind.DRONES, "capacity_m3_h", Fault.OUT_OF_RANGE)),
        (Response(drones=Drones(10**9, 50.0, WET_LINE)), (Kind.DRONES, "count", Fault.OUT_OF_RANGE)),
        (Response(drones=Drones(4, 50.0, DRY_LINE)), (Kind.DRONES, "line", Fault.OFF_THE_WATER)),
        (Response(barrier=Barrier(DRY_LINE)), (Kind.BARRIER, "line", Fault.OFF_THE_WATER)),
        (Response(barrier=Barrier((WET_LINE[0], WET_LINE[0]))), (Kind.BARRIER, "line", Fault.TOO_SHORT)),
        (
            Response(barrier=Barrier(((math.nan, 38.1), WET_LINE[0]))),
            (Kind.BARRIER, "line", Fault.NOT_A_NUMBER),
        ),
        (Response(cut=Cut("Harl", 0)), (Kind.CUT, "percent", Fault.OUT_OF_RANGE)),
    ],
)
def test_what_cannot_be_built_or_lies_on_land_is_named(response, fault):
    assert fault in plan.faults(response, WATER)


@given(st.integers(), anything, st.lists(st.tuples(anything, anything), min_size=1, max_size=3))
def test_no_number_of_anybody_breaks_the_check(count, capacity, line):
    for _kind, field, fault in plan.faults(Response(Drones(count, capacity, tuple(line))), WATER):
        assert field
        assert fault in Fault


@given(st.integers(1, 200), st.integers(1, 14), st.integers(1, 100))
def test_more_of_anything_never_costs_less(count, days, percent):
    def total(n, d, p):
        return sum(plan.cost_of(Response(Drones(n, 50.0, WET_LINE), None, Cut("Harl", p)), days=d).values())

    assert total(count + 1, days, percent) > total(count, days, percent)
    assert total(count, days, percent + 1) > total(count, days, percent)


def test_rows_of_measures_give_the_same_plan_back():
    response = Response(Drones(40, 50.0, WET_LINE), Barrier(WET_LINE), Cut("Harl", 30))

    assert plan.response_from(plan.settings_of(response)) == response


def test_the_slowest_part_sets_the_lead_time():
    assert plan.lead_hours_of(Response(Drones(1, 50.0, WET_LINE), Barrier(WET_LINE))) == 9
    assert plan.lead_hours_of(Response()) == 0


chances = st.floats(0, 1)
zones = st.builds(
    ZoneChance, st.text(min_size=1, max_size=3), st.integers(0, 50_000), st.just(1), chances,
    st.one_of(st.none(), chances),
)  # fmt: skip


@given(zones)
def test_every_result_has_its_finding(chance):
    assert finding.finding(chance) in Finding


@given(zones)
def test_a_plan_that_helps_nobody_is_never_said_to_stop_it(chance):
    if finding.finding(chance) is Finding.STOPS:
        assert chance.with_plan is not None
        assert chance.with_plan < chance.without


@given(zones)
def test_a_plan_that_makes_it_much_worse_is_said_to(chance):
    if chance.with_plan is not None and chance.with_plan > 0.5 and chance.without < 0.4:
        assert finding.finding(chance) is Finding.WORSE


@pytest.mark.parametrize(
    ("without", "with_plan", "expected"),
    [
        (0.61, 0.08, Finding.STOPS),
        (0.9, 0.6, Finding.LESSENS),
        (0.9, 0.88, Finding.NO_DIFFERENCE),
        (0.9, None, Finding.REACHES),
        (0.4, None, Finding.UNCERTAIN),
        (0.1, None, Finding.STAYS_AWAY),
        (0.1, 0.5, Finding.WORSE),
    ],
)
def test_headings_follow_the_table(without, with_plan, expected):
    assert finding.finding(ZoneChance("tessel-row", 18_400, 6, without, with_plan)) is expected


def test_the_heading_speaks_of_where_most_people_stand_to_be_hit():
    small = ZoneChance("aurelis-shore", 9_600, 3, 0.9, None)
    large = ZoneChance("tessel-row", 18_400, 6, 0.61, None)

    assert finding.headline_zone([small, large]) is large
    assert finding.headline_zone([]) is None
