"""Severity: CAP's words, monotone in the reading, steady inside its band."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crises.rules.severity import (
    BAND,
    RANK,
    Certainty,
    Direction,
    Severity,
    Urgency,
    certainty_of_chance,
    ladder,
    severity_of,
    urgency_of,
    worse,
)

ALGAE = ladder(
    Direction.ABOVE, [("stressed", Decimal(12)), ("distressed", Decimal(24)), ("critical", Decimal(60))]
)
OXYGEN = ladder(Direction.BELOW, [("stressed", Decimal(5)), ("critical", Decimal(2))])

readings = st.decimals(0, 500, places=3)
held = st.one_of(st.none(), st.sampled_from(Severity))
ladders = st.sampled_from([ALGAE, OXYGEN])


def rank(severity: Severity | None) -> int:
    return RANK[severity] if severity else 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("11", None),
        ("12", None),
        ("12.001", Severity.MINOR),
        ("25", Severity.MODERATE),
        ("61", Severity.SEVERE),
        ("121", Severity.EXTREME),
    ],
)
def test_chlorophyll_rises_through_the_words_of_cap(value, expected):
    assert severity_of(Decimal(value), ALGAE) is expected


def test_oxygen_does_harm_below_its_limits():
    assert severity_of(Decimal("4.9"), OXYGEN) is Severity.MINOR
    assert severity_of(Decimal("1.9"), OXYGEN) is Severity.SEVERE
    assert severity_of(Decimal("0.9"), OXYGEN) is Severity.EXTREME


@given(readings, readings, held)
def test_a_higher_reading_is_never_milder(a, b, before):
    low, high = sorted((a, b))

    assert rank(severity_of(low, ALGAE, before)) <= rank(severity_of(high, ALGAE, before))


@given(readings, readings, held)
def test_less_oxygen_is_never_milder(a, b, before):
    low, high = sorted((a, b))

    assert rank(severity_of(low, OXYGEN, before)) >= rank(severity_of(high, OXYGEN, before))


@given(readings, held, ladders)
def test_the_same_reading_again_changes_nothing(value, before, steps):
    once = severity_of(value, steps, before)

    assert severity_of(value, steps, once) is once


@given(st.lists(st.decimals(Decimal("21.7"), Decimal("24"), places=3), min_size=1), st.sampled_from(Severity))
def test_a_value_that_trembles_inside_a_band_never_flaps(values, before):
    """Between the limit and a tenth inside it, whatever was held at this step stays as it is."""
    state = severity_of(Decimal("24.1"), ALGAE)
    seen = {state := severity_of(value, ALGAE, state) for value in values}

    assert seen == {Severity.MODERATE}


@given(readings, held, ladders)
def test_what_stood_before_never_makes_it_milder(value, before, steps):
    assert rank(severity_of(value, steps, before)) >= rank(severity_of(value, steps, None))


@given(readings, ladders)
def test_a_step_is_left_once_the_value_is_back_by_the_band(value, steps):
    for step in steps.steps:
        inside = step.limit * (1 - BAND) if steps.direction is Direction.ABOVE else step.limit * (1 + BAND)

        assert rank(severity_of(inside, steps, step.severity)) < rank(step.severity)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_reading_that_is_no_number_has_no_severity(value):
    with pytest.raises(ValueError, match="finite"):
        severity_of(Decimal(value), ALGAE)


def test_limits_of_zero_and_unknown_levels_make_no_step():
    assert ladder(Direction.ABOVE, [("stressed", Decimal(0)), ("thriving", Decimal(3))]).steps == ()


def test_worse_is_strict_and_nothing_is_mildest():
    assert worse(Severity.MINOR, None)
    assert not worse(None, None)
    assert not worse(Severity.SEVERE, Severity.SEVERE)


def test_an_old_measurement_is_past_and_a_severe_one_is_urgent():
    assert urgency_of(Severity.EXTREME, timedelta(hours=49)) is Urgency.PAST
    assert urgency_of(Severity.SEVERE, timedelta(hours=1)) is Urgency.IMMEDIATE
    assert urgency_of(Severity.MODERATE, timedelta(0)) is Urgency.EXPECTED
    assert urgency_of(Severity.MINOR, timedelta(0)) is Urgency.FUTURE


def test_certainty_follows_caps_own_numbers():
    assert certainty_of_chance(0.51) is Certainty.LIKELY
    assert certainty_of_chance(0.5) is Certainty.POSSIBLE
    assert certainty_of_chance(0.01) is Certainty.UNLIKELY
