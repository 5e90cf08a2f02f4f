"""Laws of what stands around a petition: the last hour, the line by hour, the size of a card."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import embedding, hours, trending

moments = st.datetimes(datetime(2100, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
counts = st.integers(0, 100_000)


@given(counts, counts, moments)
def test_the_last_hour_lies_between_the_running_one_and_both(running, before, at):
    assert running <= trending.lately(running=running, before=before, at=at) <= running + before


@given(counts, counts, moments, st.integers(0, 59))
def test_what_was_signed_before_fades_within_the_hour(running, before, at, minutes):
    hour = trending.running_hour(at)
    then = trending.lately(running=running, before=before, at=hour + timedelta(minutes=minutes))

    assert trending.lately(running=running, before=before, at=hour) == running + before
    assert (
        trending.lately(running=running, before=before, at=hour + timedelta(minutes=minutes, seconds=59))
        <= then
    )


@given(st.dictionaries(st.integers(0, 500), st.integers(1, 1000), max_size=30), st.integers(0, 600))
def test_the_line_by_hour_has_no_gap_and_keeps_every_signature(cells, until):
    start = datetime(2150, 3, 1, tzinfo=UTC)
    rows = [(start + timedelta(hours=hour), count) for hour, count in sorted(cells.items())]

    line = list(hours.filled(rows, until=start + timedelta(hours=until)))

    assert sum(count for _hour, count in line) == sum(cells.values())
    assert all(after[0] - before[0] == hours.HOUR for before, after in pairwise(line))


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_card_is_never_larger_than_it_may_be(wide, high):
    size = embedding.size(wide, high)

    assert 1 <= size.width <= min(wide, embedding.WIDTH)
    assert 1 <= size.height <= min(high, embedding.HEIGHT)
