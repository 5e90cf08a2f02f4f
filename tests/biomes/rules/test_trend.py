"""Rising or falling: what must hold of every series, whatever its values."""

from dataclasses import replace
from datetime import date, timedelta
from math import sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.daily import Daily
from biomes.rules.trend import Direction, trend

FIRST = date(2150, 5, 1)
OTHER_WAY = {Direction.RISING: Direction.FALLING, Direction.FALLING: Direction.RISING}
# Whole numbers, so that a shifted tie is still a tie.
values = st.lists(st.integers(0, 200), min_size=11, max_size=40)


def days(found, below=()):
    return [
        Daily(day=FIRST + timedelta(days=i), low=v, median=float(v), high=v, below=int(i in below))
        for i, v in enumerate(found)
    ]


def of(found, below=(), period=20):
    return trend(days(found, below), period)


@given(values, st.integers(-50, 1000))
def test_adding_a_constant_leaves_the_slope(found, more):
    one, other = of(found), of([v + more for v in found])

    assert (one.direction, one.p) == (other.direction, pytest.approx(other.p))
    assert (one.slope, one.low, one.high) == pytest.approx((other.slope, other.low, other.high), abs=1e-9)


@given(values, st.sampled_from([2, 4, 0.5, 0.125]))
def test_scaling_the_values_scales_the_slope(found, factor):
    one, other = of(found), of([v * factor for v in found])

    assert one.direction is other.direction
    assert [v * factor for v in (one.slope, one.low, one.high)] == pytest.approx(
        [other.slope, other.low, other.high]
    )


@given(values)
def test_backwards_in_time_the_sign_turns(found):
    one, other = of(found), of(found[::-1])

    assert OTHER_WAY.get(one.direction, one.direction) is other.direction
    assert (-one.slope, -one.high, -one.low) == pytest.approx((other.slope, other.low, other.high), abs=1e-9)


@given(st.integers(0, 1000), st.integers(11, 60))
def test_a_flat_series_has_no_trend(value, count):
    found = of([value] * count)

    assert (found.direction, found.slope, found.p) == (Direction.NONE, 0.0, 1.0)


@given(values, st.randoms())
def test_the_order_of_the_days_is_of_no_account(found, chance):
    shuffled = days(found)
    chance.shuffle(shuffled)

    assert trend(shuffled, 20) == of(found)


@given(values)
def test_the_slope_lies_in_its_own_interval(found):
    one = of(found)

    assert one.low <= one.slope <= one.high


@given(st.integers(1, 20), st.integers(11, 60))
def test_a_straight_rise_is_found_with_its_slope(step, count):
    found = of([5 + step * i for i in range(count)], period=count)

    assert found.direction is Direction.RISING
    assert found.slope == pytest.approx(step)


@given(values, st.sets(st.integers(0, 39), max_size=5), st.integers(0, 100))
def test_what_lies_below_detection_only_widens_what_is_said(found, below, limit):
    known = [limit if i in below else v for i, v in enumerate(found)]
    censored, at_limit = of(known, below), of(known)
    at_zero = of([0 if i in below else v for i, v in enumerate(found)])

    if censored.direction not in {Direction.MOSTLY_BELOW}:
        assert censored.low <= min(at_limit.slope, at_zero.slope) + 1e-9
        assert censored.high >= max(at_limit.slope, at_zero.slope) - 1e-9


def test_a_rise_that_could_all_lie_below_detection_is_no_trend():
    rising_limits = of(range(1, 31), below=set(range(30)))

    assert rising_limits.direction is Direction.MOSTLY_BELOW
    assert rising_limits.slope is None


@given(st.lists(st.integers(0, 9), max_size=10))
def test_too_few_values_say_nothing(found):
    assert of(found).direction is Direction.TOO_FEW


def test_values_from_a_corner_of_the_period_do_not_speak_for_it():
    assert of(range(12), period=30).direction is Direction.TOO_FEW
    assert of(range(15), period=30).direction is Direction.RISING


def test_a_slow_wave_is_no_trend_though_each_day_is_like_the_last():
    """Taken for forty witnesses, these days would say "falling" with p < 0.0001."""
    wave = [round(50 * sin(i / 8)) + i for i in range(40)]

    assert of(wave, period=40).direction is Direction.NONE
    assert of(wave, period=40).p > 0.2


def test_a_season_is_no_trend_over_years():
    months = [
        Daily(day=date(year, month, 15), low=0, median=abs(6.5 - month) + (year % 2) * 0.1, high=9)
        for year in range(2145, 2150)
        for month in range(1, 13)
    ]
    rising = [replace(one, median=one.median + one.day.year) for one in months]

    assert trend(months, 1827).direction is Direction.NONE
    assert trend(rising, 1827).direction is Direction.RISING
    assert trend(rising, 1827).slope * 365.2425 == pytest.approx(1, rel=0.06)
    assert trend(rising, 1827).is_seasonal


def test_what_was_measured_in_other_months_is_not_compared():
    """Low springs for three years, then high autumns for three: no month has changed."""
    days_of = [
        Daily(
            day=date(year, month + (6 if year > 2147 else 0), 15),
            low=0,
            median=9.0 if year > 2147 else 1.0,
            high=9,
        )
        for year in range(2145, 2151)
        for month in range(1, 7)
    ]

    assert trend(days_of, 2200).direction is Direction.NONE


def test_ties_make_the_test_narrower_as_worked_by_hand():
    """Five ties of two among eleven: S = 50, var = (2970 - 5 * 18) / 18 = 160, z = 49 / 12.649 = 3.874."""
    assert of([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6], period=11).p == pytest.approx(1.0716e-4, rel=1e-3)


def test_mann_and_kendalls_figures_for_a_series_worked_by_hand():
    """Ten rises of eleven values 1..11: S = 55, var = 11*10*27/18 = 165, z = 54/12.845 = 4.204."""
    found = of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], period=11)

    assert found.p == pytest.approx(2.6e-5, rel=0.02)
    assert found.slope == 1.0
