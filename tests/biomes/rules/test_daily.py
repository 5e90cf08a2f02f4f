"""Days in a row: gaps stay gaps, bins lose no peak, below detection is never a number."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.daily import Daily, bin_size, binned, silences, stretches

FIRST = date(2150, 1, 1)
offsets = st.lists(st.integers(0, 400), min_size=1, max_size=60, unique=True).map(sorted)


def days(found, value=1.0, **more):
    return [
        Daily(day=FIRST + timedelta(days=n), low=value - 0.5, median=value, high=value + n, **more)
        for n in found
    ]


@given(offsets, st.integers(1, 30))
def test_no_line_crosses_a_silence_longer_than_the_validity(found, longest):
    runs = list(stretches(days(found), timedelta(days=longest)))

    assert [one for run in runs for one in run] == days(found)
    for run in runs:
        assert all((b.day - a.day).days <= longest for a, b in itertools.pairwise(run))
    assert len(silences(days(found), timedelta(days=longest))) == len(runs) - 1


def test_a_value_speaks_to_the_end_of_its_validity_and_no_longer():
    assert len(list(stretches(days([0, 4]), timedelta(days=4)))) == 1
    assert len(list(stretches(days([0, 5]), timedelta(days=4)))) == 2


def test_a_silence_is_counted_in_its_empty_days():
    gap = silences(days([0, 1, 12]), timedelta(days=4))[0]

    assert (gap.since, gap.until, gap.days) == (date(2150, 1, 2), date(2150, 1, 13), 10)


@given(offsets, st.integers(1, 60))
def test_bins_keep_the_lowest_and_the_highest(found, size):
    before, after = days(found), binned(days(found), size)

    assert max(one.high for one in after) == max(one.high for one in before)
    assert min(one.low for one in after) == min(one.low for one in before)
    assert len(after) <= len(before)


@given(st.lists(st.booleans(), min_size=1, max_size=21))
def test_a_bin_is_below_detection_when_half_of_its_days_are(marks):
    part = [
        Daily(day=FIRST + timedelta(days=i), low=1, median=1, high=1, below=int(mark))
        for i, mark in enumerate(marks)
    ]

    assert binned(part, 100)[0].is_below is (2 * sum(marks) >= len(marks))


def test_below_detection_reaches_down_to_zero():
    assert days([0], below=1)[0].least == 0.0
    assert days([0])[0].least == 0.5


@given(st.integers(1, 40_000))
def test_at_most_so_many_points_are_drawn(span):
    size = bin_size(FIRST, FIRST + timedelta(days=span - 1), 370)

    assert -(-span // size) <= 370
    assert size == 1 or size % 7 == 0
