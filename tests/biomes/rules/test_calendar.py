"""The year of a living system: periods that wrap, leap days, and whether a day is in one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import calendar as rule

days = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: rule.DayOfYear(day.month, day.day))
years = st.integers(1900, 2300)


@given(days)
def test_a_day_of_the_year_reads_back_as_itself(day):
    assert rule.day_of_year(str(day)) == day


@pytest.mark.parametrize(
    "said", ["", "13-01", "02-30", "00-10", "1", "-", "11-", "٠١-٠٢", "1e1-01", "001-01", "\x00"]
)
def test_what_is_no_day_of_any_year_is_none(said):
    assert rule.day_of_year(said) is None


@given(days, days, years)
def test_an_occurrence_begins_before_it_ends_and_lasts_a_year_at_most(first, last, year):
    period = rule.recurring(first, last, year)

    assert period.first <= period.last
    assert period.days <= 366
    assert period.first.year == year


@given(days, days, st.dates(date(1900, 1, 1), date(2300, 12, 31)))
def test_a_day_is_in_the_period_or_in_the_rest_of_the_year(first, last, day):
    """The days from the day after the last to the day before the first are exactly the others."""
    near = any(
        period.holds(day)
        for year in (day.year - 1, day.year, day.year + 1)
        for period in [rule.recurring(first, last, year)]
    )

    assert rule.is_on(first, last, day) == near


@given(days, days, years)
def test_every_occurrence_of_a_year_touches_that_year(first, last, year):
    found = rule.in_year(first, last, year)

    assert len(found) == (2 if rule.wraps(first, last) else 1)
    for period in found:
        assert year in {period.first.year, period.last.year}


def test_a_winter_lies_across_new_year():
    first, last = rule.DayOfYear(11, 20), rule.DayOfYear(2, 10)

    assert rule.is_on(first, last, date(2150, 12, 31))
    assert rule.is_on(first, last, date(2151, 1, 1))
    assert not rule.is_on(first, last, date(2151, 2, 11))


def test_the_leap_day_is_the_last_of_february_elsewhere():
    leap = rule.DayOfYear(2, 29)

    assert leap.in_year(2151) == date(2151, 2, 28)
    assert rule.is_on(leap, leap, date(2152, 2, 29))


def test_both_ends_are_days_of_the_period():
    period = rule.Period(date(2150, 6, 1), date(2150, 6, 3))

    assert [period.holds(period.first + timedelta(days=n)) for n in (-1, 0, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]
