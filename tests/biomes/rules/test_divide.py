"""The laws of the divide's numbers: time in harm, the Gini coefficient, gaps with their intervals, waiting."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import divide
from biomes.rules.divide import Exposure, Span, exposure, gap, gini, gini_interval, median_wait
from biomes.rules.words import State

BEGIN = datetime(2150, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
amounts = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=30)


# --- Time in harm ----------------------------------------------------------------------------------
def test_time_no_span_covers_is_unknown_and_never_well():
    found = exposure([Span(State.THRIVING, BEGIN + 2 * DAY, BEGIN + 3 * DAY)], BEGIN, BEGIN + 10 * DAY)

    assert (found.harmful, found.well, found.unknown) == (0 * DAY, DAY, 9 * DAY)
    assert found.unknown_share == 0.9


def test_a_state_that_fell_silent_counts_until_it_fell_silent():
    spans = [Span(State.CRITICAL, BEGIN, None, valid_until=BEGIN + 4 * DAY)]

    found = exposure(spans, BEGIN, BEGIN + 10 * DAY)

    assert (found.harmful, found.unknown) == (4 * DAY, 6 * DAY)
    assert found.harmful_of_known == 1.0


@pytest.mark.parametrize(
    ("state", "part"),
    [
        (State.THRIVING, "well"),
        (State.STRESSED, "well"),
        (State.DISTRESSED, "harmful"),
        (State.CRITICAL, "harmful"),
        (State.UNKNOWN, "unknown"),
    ],
)
def test_each_state_counts_where_the_methods_page_says(state, part):
    found = exposure([Span(state, BEGIN)], BEGIN, BEGIN + DAY)

    assert getattr(found, part) == DAY


def test_nothing_known_is_no_zero():
    assert exposure([], BEGIN, BEGIN + DAY).harmful_of_known is None
    assert exposure([Span(State.UNKNOWN, BEGIN)], BEGIN, BEGIN + DAY).harmful_of_known is None
    assert Exposure().unknown_share == 1.0


@st.composite
def histories(draw_):
    cuts = sorted(draw_(st.lists(st.integers(-20, 40), min_size=2, max_size=8, unique=True)))
    states = draw_(st.lists(st.sampled_from(list(State)), min_size=len(cuts) - 1, max_size=len(cuts) - 1))
    silent = draw_(st.lists(st.none() | st.integers(0, 9), min_size=len(states), max_size=len(states)))
    return [
        Span(state, BEGIN + a * DAY, BEGIN + b * DAY, None if s is None else BEGIN + (a + s) * DAY)
        for state, a, b, s in zip(states, cuts, cuts[1:], silent, strict=False)
    ]


@given(histories(), st.integers(1, 30))
def test_harmful_well_and_unknown_add_up_to_the_period(spans, days):
    found = exposure(spans, BEGIN, BEGIN + days * DAY)

    assert found.whole == days * DAY
    assert min(found.harmful, found.well, found.unknown) >= timedelta(0)


@given(histories(), st.integers(1, 20), st.integers(1, 20))
def test_two_periods_side_by_side_add_up(spans, first, second):
    middle, end = BEGIN + first * DAY, BEGIN + (first + second) * DAY

    assert exposure(spans, BEGIN, middle) + exposure(spans, middle, end) == exposure(spans, BEGIN, end)


# --- Gini ------------------------------------------------------------------------------------------
def test_a_known_coefficient():
    # Lorenz curve by hand: shares 0, 0.1, 0.3, 0.6, 1 at quarters; area 0.375.
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)


@given(st.floats(0, 1e9), st.integers(1, 20))
def test_equal_shares_are_nought(value, count):
    assert gini([value] * count) == pytest.approx(0, abs=1e-12)


@given(amounts)
def test_it_lies_from_nought_to_below_one(values):
    assert 0 <= gini(values) < 1
    assert gini(values) <= 1 - 1 / len(values) + 1e-9


@given(amounts, st.floats(1e-6, 1e6))
def test_another_unit_changes_nothing(values, factor):
    assert gini([value * factor for value in values]) == pytest.approx(gini(values), abs=1e-9)


@given(amounts, st.integers(2, 4))
def test_a_world_twice_as_large_is_no_more_unequal(values, times):
    assert gini(values * times) == pytest.approx(gini(values), abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 6)), min_size=1, max_size=12))
def test_a_weight_is_as_many_people(pairs):
    values, weights = zip(*pairs, strict=True)
    people = [value for value, weight in pairs for _one in range(weight)]

    assert gini(values, weights) == pytest.approx(gini(people), abs=1e-9)


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=20), st.floats(0, 1), st.data())
def test_a_gift_from_richer_to_poorer_never_makes_it_more_unequal(values, part, data):
    rich, poor = (data.draw(st.integers(0, len(values) - 1)) for _side in range(2))
    if values[rich] < values[poor]:
        rich, poor = poor, rich
    gift = (values[rich] - values[poor]) / 2 * part
    after = list(values)
    after[rich] -= gift
    after[poor] += gift

    assert gini(after) <= gini(values) + 1e-9


@given(amounts, st.randoms(use_true_random=False))
def test_the_order_of_zones_changes_nothing(values, chance):
    mixed = list(values)
    chance.shuffle(mixed)

    assert gini(mixed) == pytest.approx(gini(values), abs=1e-12)


@pytest.mark.parametrize("bad", [[], [-1.0], [float("nan")], [float("inf")]])
def test_what_is_no_amount_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        gini(bad)


def test_zones_without_people_weigh_nothing_and_all_without_are_refused():
    assert gini([5, 5, 900], [1, 1, 0]) == pytest.approx(0, abs=1e-12)
    with pytest.raises(ValueError, match="weigh"):
        gini([1, 2], [0, 0])


def test_the_smallest_and_largest_numbers_give_no_nonsense():
    assert gini([5e-324, 5e-324]) == pytest.approx(0, abs=1e-12)
    assert gini([1e308, 1e308, 0]) == pytest.approx(1 / 3)


# --- Gaps ------------------------------------------------------------------------------------------
def test_below_five_zones_of_a_kind_nothing_is_compared():
    five, four = [0.1, 0.2, 0.3, 0.4, 0.5], [0.1, 0.2, 0.3, 0.4]

    assert gap(five, four) is None
    assert gap(four, five) is None
    assert gini_interval(four, [1] * 4) is None
    assert gap(five, five) is not None


@given(st.lists(st.floats(0, 1), min_size=5, max_size=12), st.lists(st.floats(0, 1), min_size=5, max_size=12))
def test_a_gap_turns_with_its_sides_and_lies_in_its_interval(ones, others):
    there, back = gap(ones, others), gap(others, ones)

    assert there.estimate == pytest.approx(-back.estimate)
    assert there.low - 1e-9 <= there.estimate <= there.high + 1e-9
    assert (there.seed, there.resamples) == (divide.SEED, divide.RESAMPLES)


def test_the_same_zones_give_the_same_interval_to_the_last_digit_whatever_their_order():
    ones, others = [0.9, 0.7, 0.8, 0.4, 0.6], [0.1, 0.3, 0.2, 0.0, 0.5]

    assert gap(ones, others) == gap(ones, others)
    assert gap(ones[::-1], others[::-1]).low == gap(ones, others).low
    weights = [5, 1, 2, 9, 4]
    mixed = gini_interval(ones[::-1], weights[::-1])
    assert (mixed.low, mixed.high) == (gini_interval(ones, weights).low, gini_interval(ones, weights).high)


def test_a_wide_gap_excludes_nought_and_none_does_not():
    assert gap([0.9, 0.8, 0.85, 0.95, 0.9], [0.1, 0.2, 0.1, 0.0, 0.15]).excludes_zero
    assert not gap([0.1, 0.9, 0.5, 0.3, 0.7], [0.2, 0.8, 0.5, 0.4, 0.6]).excludes_zero


def coverage(interval, truth, draw, worlds=300):
    """How often an interval holds the truth, over made-up worlds; the figures that docs/models/divide.md states."""
    chance = np.random.default_rng(1)
    found = [interval(draw(chance)) for _world in range(worlds)]
    return sum(one.low <= truth <= one.high for one in found) / worlds


@pytest.mark.parametrize(("zones", "least"), [(5, 0.82), (10, 0.89), (20, 0.90)])
def test_a_gaps_interval_holds_the_truth_nearly_as_often_as_it_says(zones, least):
    held = coverage(
        lambda both: gap(*both, resamples=400), 1, lambda c: (c.normal(1, 1, zones), c.normal(0, 1, zones))
    )

    assert least <= held <= 0.98


@pytest.mark.parametrize(("zones", "least"), [(5, 0.80), (10, 0.88), (20, 0.88)])
def test_the_coefficients_interval_holds_the_truth_nearly_as_often_as_it_says(zones, least):
    truth = gini(np.random.default_rng(9).gamma(2, 1, 400_000))

    held = coverage(
        lambda values: gini_interval(values, [1] * zones, resamples=400),
        truth,
        lambda c: c.gamma(2, 1, zones),
    )

    assert least <= held <= 0.99


def test_one_zone_that_holds_nearly_everybody_is_too_few():
    assert gini_interval([1, 2, 3, 4, 5], [10_000, 1, 1, 1, 1]) is None
    assert gini_interval([1, 2, 3, 4, 5], [3, 4, 5, 4, 3]) is not None


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 9)), min_size=5, max_size=12),
)
def test_a_coefficient_with_its_interval_stays_between_nought_and_one(pairs):
    values, weights = zip(*pairs, strict=True)

    found = gini_interval(values, weights, resamples=60)

    assert found is None or (0 <= found.low <= found.high <= 1 and 0 <= found.estimate <= 1)


# --- Waiting ---------------------------------------------------------------------------------------
def test_half_answered_is_the_median_day():
    assert median_wait([3, 5, 9], []) == 5
    assert median_wait([3, 5, 9, 11], []) == 5


def test_who_still_waits_is_not_left_out():
    assert median_wait([3], [30, 40]) is None
    assert median_wait([], [4]) is None
    assert median_wait([], []) is None
    assert median_wait([3, 50], [10]) == 50


@given(st.lists(st.integers(0, 300), max_size=12), st.lists(st.integers(0, 300), max_size=12))
def test_one_more_who_waits_never_shortens_the_figure(answered, waiting):
    before = median_wait(answered, waiting)

    after = median_wait(answered, [*waiting, 400])

    assert after is None or (before is not None and after >= before)


def test_a_wait_among_very_many_is_found_while_a_person_waits_for_the_page():
    many = [float(n) for n in range(20_000)]
    begun = perf_counter()

    found = median_wait(many, many)

    assert found == 15_000
    assert perf_counter() - begun < 5
