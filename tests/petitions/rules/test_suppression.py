"""Small cells: attacked by every table that would have been printed alike."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.rules.suppression import SMALL, publish

tables = st.lists(st.integers(0, 9), min_size=2, max_size=4)
PLACES = "abcd"


def printed(values):
    """All that a reader gets to see: the table as published and the public total."""
    out = publish(dict(zip(PLACES, values, strict=False)))
    return (tuple(sorted(out.shown.items())), out.withheld) if out else None


@settings(max_examples=80, deadline=None)
@given(tables)
def test_no_small_place_is_given_away_even_to_who_knows_the_method(values):
    target = printed(values)
    alike = [
        table
        for table in product(range(min(sum(values), 18) + 1), repeat=len(values))
        if sum(table) == sum(values) and printed(table) == target
    ]

    for index, value in enumerate(values):
        if 0 < value < SMALL:
            assert len({table[index] for table in alike}) >= 2


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 5_000), min_size=1, max_size=12))
def test_what_is_shown_is_true_and_never_small(counts):
    out = publish(counts)

    if out:
        assert all(counts[place] == n and n >= SMALL for place, n in out.shown.items())
        assert set(out.shown) | out.withheld == set(counts)
        assert set(out.shown).isdisjoint(out.withheld)
        assert all(place in out.withheld for place, n in counts.items() if n < SMALL)


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), min_size=2, max_size=8), st.data()
)
def test_swapping_two_withheld_places_prints_the_same(counts, data):
    out = publish(counts)
    if out and len(out.withheld) >= 2:
        one, other = data.draw(st.permutations(sorted(out.withheld)))[:2]

        assert publish({**counts, one: counts[other], other: counts[one]}) == out


def test_one_small_place_takes_its_smallest_neighbour_along():
    out = publish({"tessel-row": 5_204, "low-quay": 4_011, "saltpan": 3})

    assert out.withheld == {"saltpan", "low-quay"}


def test_large_tables_lose_nothing():
    counts = {"tessel-row": 5_204, "low-quay": 4_011, "": 3_182}

    assert publish(counts).shown == counts


def test_where_nothing_would_be_left_nothing_is_printed():
    assert publish({"a": 4, "b": 4}) is None
    assert publish({"a": 3, "b": 5_000}) is None
