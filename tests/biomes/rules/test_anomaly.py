"""Usual or not: monotone in the value, honest about how little is known."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.anomaly import ORDER, Standing, Week, anomaly, comparable_weeks, this_week
from biomes.rules.daily import Daily

TODAY = date(2150, 6, 11)
numbers = st.floats(0, 100).map(lambda v: round(v, 1))
histories = st.lists(st.tuples(st.integers(2145, 2149), numbers), min_size=8, max_size=25).filter(
    lambda rows: len({year for year, _v in rows}) >= 3
)


def weeks(rows):
    return [Week(year, value) for year, value in rows]


def day(at, value, below=0):
    return Daily(day=at, low=value, median=value, high=value, below=below)


@given(histories, numbers, numbers)
def test_a_higher_value_never_stands_lower(rows, one, other):
    low, high = sorted((one, other))
    a, b = anomaly(Week(2150, low), weeks(rows)), anomaly(Week(2150, high), weeks(rows))

    assert ORDER.index(a.standing) <= ORDER.index(b.standing)
    assert a.lower <= b.lower
    assert a.higher >= b.higher


@given(histories, numbers, st.randoms())
def test_the_order_of_the_weeks_is_of_no_account(rows, value, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    assert anomaly(Week(2150, value), weeks(rows)) == anomaly(Week(2150, value), weeks(shuffled))


@given(histories)
def test_the_median_of_the_past_is_usual(rows):
    found = anomaly(Week(2150, sorted(v for _y, v in rows)[len(rows) // 2]), weeks(rows))

    assert found.standing is Standing.USUAL


def test_far_above_every_comparable_week_is_far():
    past = weeks((2145 + i % 5, 8 + i % 3) for i in range(20))

    found = anomaly(Week(2150, 40), past)

    assert (found.standing, found.lower, found.count, found.since) == (Standing.FAR_HIGHER, 20, 20, 2145)
    assert anomaly(Week(2150, 11), past).standing is Standing.HIGHER


def test_nine_in_ten_to_one_side_is_unusual_and_eight_are_not():
    past = weeks((2145 + i % 5, i) for i in range(10))

    assert anomaly(Week(2150, 8.5), past).standing is Standing.HIGHER
    assert anomaly(Week(2150, 7.5), past).standing is Standing.USUAL
    assert anomaly(Week(2150, 0.5), past).standing is Standing.LOWER
    assert anomaly(Week(2150, 1.5), past).standing is Standing.USUAL


def test_what_lies_below_one_is_not_certainly_above_a_half():
    past = weeks((2145 + i % 5, 0.5) for i in range(10))

    found = anomaly(Week(2150, 1.0, is_below=True), past)

    assert (found.lower, found.higher) == (0, 0)
    assert anomaly(Week(2150, 0.4, is_below=True), past).higher == 10


def test_without_three_former_years_nothing_is_said():
    past = weeks((2148 + i % 2, i) for i in range(20))

    found = anomaly(Week(2150, 99), past)

    assert (found.standing, found.years) == (Standing.TOO_FEW, 2)
    assert anomaly(Week(2150, 1), []).standing is Standing.TOO_FEW


@given(numbers)
def test_below_detection_is_never_called_higher_than_what_may_be_higher(limit):
    past = [Week(2145 + i % 5, limit, is_below=True) for i in range(10)]

    found = anomaly(Week(2150, limit, is_below=True), past)

    assert (found.lower, found.higher, found.z) == (0, 0, None)
    assert found.standing is Standing.USUAL


def test_the_weeks_of_a_former_year_lie_within_fifteen_days_of_the_date():
    days = [day(date(2149, 1, 1) + timedelta(days=i), float(i)) for i in range(365)]
    around = {
        v for v in range(365) if abs((date(2149, 1, 1) + timedelta(days=v) - date(2149, 6, 11)).days) <= 15
    }

    found = comparable_weeks(days, TODAY)

    assert len(found) == 5
    assert {one.year for one in found} == {2149}
    assert min(around) < min(one.value for one in found) < max(one.value for one in found) < max(around)


def test_this_year_is_not_its_own_past_even_around_the_new_year():
    days = [day(date(2149, 12, 1) + timedelta(days=i), 1.0) for i in range(60)]

    assert comparable_weeks(days, date(2150, 1, 5)) == []
    assert len(comparable_weeks(days, date(2151, 1, 5))) == 5


def test_the_leap_day_is_compared_with_the_day_before():
    days = [day(date(2147, 2, 28), 3.0)]

    assert [one.value for one in comparable_weeks(days, date(2148, 2, 29))] == [3.0]


def test_a_week_mostly_below_detection_is_below():
    days = [day(TODAY - timedelta(days=i), 0.1, below=1) for i in range(5)] + [day(TODAY, 3.0)]

    assert this_week(days, TODAY).is_below
    assert this_week([day(TODAY - timedelta(days=7), 1.0)], TODAY) is None
