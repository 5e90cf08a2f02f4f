"""Measured commitments: exact on decimals, honest about what an instrument cannot see, in any order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.alliances import Finding
from council.rules.measures import How, Measure, Side, Value, meets, verdict

BEGAN = datetime(2150, 1, 1, tzinfo=UTC)
# Tenths that binary fractions cannot hold.
decimals = st.integers(-50, 50).map(lambda n: Decimal(n) / 10)
measures = st.builds(Measure, st.sampled_from(list(How)), st.sampled_from(list(Side)), decimals)
hours = st.integers(0, 500).map(lambda n: BEGAN + timedelta(hours=n))
series = st.lists(
    st.builds(Value, st.integers(1, 10**6), hours, decimals, st.sampled_from(["", "<", ">"])),
    max_size=12,
    unique_by=lambda one: one.key,
)


def measure(how, side, value):
    return Measure(How(how), Side(side), Decimal(value))


def values(*told):
    return [
        Value(n, BEGAN + timedelta(days=n), Decimal(one.lstrip("<>")), one[0] if one[0] in "<>" else "")
        for n, one in enumerate(told, 1)
    ]


@pytest.mark.parametrize(
    ("how", "side", "limit", "told", "finding", "by"),
    [
        ("reaches", "at_least", "5", ("4.9", "5.0", "6"), "kept", "5.0"),
        ("reaches", "at_least", "5", ("4.9", "4.7"), "broken", "4.9"),
        ("reaches", "at_most", "0.3", ("0.4", "0.3"), "kept", "0.3"),
        ("reaches", "at_most", "0.3", ("0.4", "<0.1"), "kept", "0.1"),
        ("stays", "at_most", "38", ("37", "38", "36"), "kept", "38"),
        ("stays", "at_most", "38", ("37", "38.1", "39"), "broken", "38.1"),
        ("stays", "at_least", "2", ("3", ">2.5"), "kept", "2.5"),
        ("stays", "at_most", "100", ("7", ">100"), "broken", "100"),
    ],
)
def test_worked_examples(how, side, limit, told, finding, by):
    found = verdict(measure(how, side, limit), values(*told))

    assert (found.finding, found.by.value, found.count) == (Finding(finding), Decimal(by), len(told))


@pytest.mark.parametrize(
    ("how", "side", "limit", "told"),
    [
        ("reaches", "at_least", "5", ()),
        ("stays", "at_most", "5", ()),
        # It may have been at 4.9 or at 6: nobody knows.
        ("reaches", "at_least", "5", ("3", ">4")),
        ("stays", "at_most", "0.05", ("0.01", "<0.1")),
    ],
)
def test_where_the_readings_cannot_tell_nothing_is_found(how, side, limit, told):
    assert verdict(measure(how, side, limit), values(*told)) is None


def test_a_tenth_is_a_tenth():
    one = Value(1, BEGAN, Decimal("0.1") + Decimal("0.2"))

    assert meets(one, measure("reaches", "at_most", "0.3")) is True


@given(measures, series, st.randoms())
def test_the_order_of_readings_does_not_matter(asked, told, chance):
    found = verdict(asked, told)
    chance.shuffle(told)

    assert verdict(asked, told) == found


@given(measures, series)
def test_what_decides_is_one_of_the_readings_and_all_were_looked_through(asked, told):
    found = verdict(asked, told)

    if found:
        assert found.by in told
        assert found.count == len(told)


@given(measures, series, st.builds(Value, st.just(0), hours, decimals, st.just("")))
def test_one_more_reading_never_breaks_what_was_reached_nor_mends_what_did_not_stay(asked, told, more):
    before, after = verdict(asked, told), verdict(asked, [*told, more])
    settled = Finding.KEPT if asked.how is How.REACHES else Finding.BROKEN

    if before and before.finding is settled:
        assert after.finding is settled


@given(measures, series)
def test_reaching_one_side_is_not_staying_strictly_on_the_other(asked, told):
    """It reached at least X exactly when it did not stay below X; with plain values, at most X mirrored."""
    plain = [Value(one.key, one.at, one.value) for one in told]
    reaches = verdict(Measure(How.REACHES, asked.side, asked.value), plain)
    is_there = [meets(one, asked) for one in plain]

    assert (reaches is not None and reaches.finding is Finding.KEPT) is any(is_there)
    stays = verdict(Measure(How.STAYS, asked.side, asked.value), plain)
    assert (stays is not None and stays.finding is Finding.KEPT) is (bool(plain) and all(is_there))
