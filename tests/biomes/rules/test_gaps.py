"""Silences of a series: none is missed, none is invented."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.gaps import gaps

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
moments = st.integers(0, 40_000).map(lambda minutes: NOON - timedelta(minutes=minutes))
lengths = st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes))


@given(st.lists(moments, max_size=40), lengths)
def test_no_reading_lies_inside_a_silence_and_each_is_long_enough(times, longest):
    found = gaps(times, until=NOON, longest=longest)

    for begun, ended in found:
        assert ended - begun > longest
        assert not any(begun < at < ended for at in times)
        assert begun in times
    assert found == sorted(found)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))


@given(st.lists(moments, min_size=1, max_size=40), lengths)
def test_silences_and_what_lies_between_them_make_up_the_whole_time(times, longest):
    """What is no silence consists of steps that are short enough."""
    silent = sum((ended - begun for begun, ended in gaps(times, until=NOON, longest=longest)), timedelta())
    seen = [*sorted(set(times)), NOON]
    short = sum((b - a for a, b in itertools.pairwise(seen) if b - a <= longest), timedelta())

    assert silent + short == NOON - min(times)


def test_before_the_first_reading_nobody_was_silent():
    assert gaps([], until=NOON, longest=timedelta(hours=1)) == []
    assert gaps([NOON + timedelta(days=1)], until=NOON, longest=timedelta(hours=1)) == []
