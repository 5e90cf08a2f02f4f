"""Dated numbers: whatever is set, no number that was in force is changed, and no two are in force at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import numbers
from petitions.rules.numbers import Dated, Refusal

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOST = 100
# (days until the next act, days ahead from which on, count)
ACTS = st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 9), st.integers(-1, 120)), max_size=20)


def lived(acts):
    """The acts one after another, each refused or done; every moment with the rows as they then were."""
    rows, at, moments = [], NOON, []
    for wait, ahead, count in acts:
        at += wait * DAY
        new = Dated(count=count, since=at + ahead * DAY)
        if not numbers.refusal(rows, new, most=MOST, at=at):
            rows = numbers.followed(rows, new)
        moments.append((at, list(rows)))
    return moments


def said_at(rows, at):
    found = numbers.in_force(rows, at)
    return found.count if found else None


@given(ACTS)
def test_what_was_in_force_at_a_moment_stays_what_was_in_force_then(acts):
    moments = lived(acts)

    last = moments[-1][1] if moments else []

    assert all(
        said_at(rows, at) == said_at(last, at) for at, rows in moments if _is_last_then(moments, at, rows)
    )


def _is_last_then(moments, at, rows):
    """Of several acts at one moment the last says what stood then."""
    return [then for moment, then in moments if moment == at][-1] == rows


@given(ACTS, st.integers(0, 400))
def test_no_two_numbers_are_in_force_at_once(acts, hours):
    rows = lived(acts)[-1][1] if acts else []
    at = NOON + timedelta(hours=hours)

    assert len([row for row in rows if row.is_in_force(at)]) <= 1


@given(ACTS)
def test_every_number_that_stands_is_within_its_bounds(acts):
    assert all(1 <= row.count <= MOST for _at, rows in lived(acts) for row in rows)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Dated(count=5, since=NOON), None),
        (Dated(count=5, since=NOON - timedelta(microseconds=1)), Refusal.PAST),
        (Dated(count=5, since=NOON + 1_830 * DAY), None),
        (Dated(count=5, since=NOON + 1_831 * DAY), Refusal.FAR),
        (Dated(count=0, since=NOON), Refusal.COUNT),
        (Dated(count=MOST, since=NOON), None),
        (Dated(count=MOST + 1, since=NOON), Refusal.COUNT),
        (Dated(count=10, since=NOON, by_zone={"a": 5, "b": 5}), None),
        (Dated(count=10, since=NOON, by_zone={"a": 5, "b": 6}), Refusal.ZONES),
        (Dated(count=10, since=NOON, by_zone={"a": 0}), Refusal.ZONES),
        (Dated(count=2, since=NOON), Refusal.SAME),
    ],
)
def test_a_new_number_is_judged_by_its_day_its_bounds_and_what_stands(new, why):
    stands = Dated(count=2, since=NOON - DAY)

    assert numbers.refusal([stands], new, most=MOST, at=NOON) is why


def test_one_number_at_a_time_is_to_come():
    stands, to_come = Dated(count=2, since=NOON - DAY, until=NOON + DAY), Dated(count=3, since=NOON + DAY)
    new = Dated(count=4, since=NOON + 2 * DAY)

    assert numbers.refusal([stands, to_come], new, most=MOST, at=NOON) is Refusal.COMING
    assert numbers.refusal([stands, to_come], new, most=MOST, at=NOON + DAY) is None


def test_two_numbers_do_not_begin_at_the_same_moment():
    stands = Dated(count=2, since=NOON)

    assert numbers.refusal([stands], Dated(count=3, since=NOON), most=MOST, at=NOON) is Refusal.COMING


def test_the_same_number_with_other_zones_is_another_number():
    stands = Dated(count=10, since=NOON - DAY)
    new = Dated(count=10, since=NOON, by_zone={"a": 3})

    assert numbers.refusal([stands], new, most=MOST, at=NOON) is None
