"""Thresholds: all parts or nothing, the smallest share is the one that is shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import thresholds
from petitions.rules.thresholds import Need

zones = st.sampled_from(["tessel-row", "low-quay", "middle-harl"])
needs = st.builds(Need, st.integers(1, 500), st.dictionaries(zones, st.integers(1, 200), max_size=3))
tallies = st.dictionaries(zones, st.integers(0, 400), max_size=3)


@given(needs, tallies, st.integers(0, 100))
def test_it_is_reached_exactly_when_the_share_is_whole(need, by_zone, elsewhere):
    total = sum(by_zone.values()) + elsewhere

    assert thresholds.is_reached(need, total, by_zone) == (thresholds.share(need, total, by_zone) == 1)


@given(needs, tallies, st.integers(0, 100))
def test_the_percentage_is_the_smallest_and_never_rounds_up_to_done(need, by_zone, elsewhere):
    total = sum(by_zone.values()) + elsewhere

    shown = thresholds.percent(need, total, by_zone)

    assert all(shown <= 100 * have // needed or have >= needed for have, needed in
               thresholds.parts(need, total, by_zone))  # fmt: skip
    assert (shown == 100) == thresholds.is_reached(need, total, by_zone)


@given(needs, tallies, zones)
def test_one_more_signature_never_takes_it_further_away(need, by_zone, zone):
    total = sum(by_zone.values())
    more = {**by_zone, zone: by_zone.get(zone, 0) + 1}

    assert thresholds.share(need, total + 1, more) >= thresholds.share(need, total, by_zone)


def test_a_zone_that_lacks_holds_a_large_total_back():
    need = Need(25_000, {"tessel-row": 500, "aurelis-shore": 500})

    assert not thresholds.is_reached(need, 30_000, {"tessel-row": 29_600, "aurelis-shore": 400})
    assert thresholds.share(need, 30_000, {"tessel-row": 29_600, "aurelis-shore": 400}) == Fraction(4, 5)
    assert thresholds.zones_short(need, {"tessel-row": 29_600, "aurelis-shore": 400}) == {
        "aurelis-shore": 100
    }
