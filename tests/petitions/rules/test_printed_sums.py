"""Sums over petitions give away nothing that the petitions' own pages withhold. Tried by attacking them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules.suppression import SMALL, printed_sums, publish

PLACES = ("quay", "row", "pan", "shore", "heights")
tables = st.lists(
    st.fixed_dictionaries({place: st.one_of(st.integers(0, 8), st.integers(0, 5_000)) for place in PLACES}),
    min_size=1,
    max_size=6,
)


def sums_of(found):
    """The sums over the tables as each of them is printed."""
    return printed_sums([published.shown for counts in found if (published := publish(counts))])


def told(found):
    """Everything anybody can read: each petition's total and printed cells, and the sums over all of them."""
    printed = [publish(counts) for counts in found]
    return [sum(counts.values()) for counts in found], printed, sums_of(found)


def solvable(rows, count):
    """Which unknowns a set of linear equations determines: those whose unit vector lies in its row space."""
    matrix = np.array(rows, dtype=float).reshape(-1, count)
    rank = np.linalg.matrix_rank(matrix)
    return {i for i in range(count) if np.linalg.matrix_rank(np.vstack([matrix, np.eye(count)[i]])) == rank}


def equations(found, *, exact_sums):
    """What an attacker writes down: totals, printed cells, and the sum of each place, as coefficients of the cells."""
    width = len(found) * len(PLACES)
    at = {(p, place): p * len(PLACES) + i for p in range(len(found)) for i, place in enumerate(PLACES)}
    rows = []
    for p, counts in enumerate(found):
        whole = np.zeros(width)
        whole[[at[p, place] for place in PLACES]] = 1
        rows.append(whole)
        printed = publish(counts)
        for place in printed.shown if printed else ():
            rows.append(np.eye(width)[at[p, place]])
    for place in PLACES:
        row = np.zeros(width)
        for p, counts in enumerate(found):
            printed = publish(counts)
            if exact_sums or (printed and place in printed.shown):
                row[at[p, place]] = 1
        rows.append(row)
    return rows, width, at


@given(tables)
def test_no_withheld_cell_is_determined_by_all_that_is_told(found):
    rows, width, at = equations(found, exact_sums=False)

    known = solvable(rows, width)

    for p, counts in enumerate(found):
        printed = publish(counts)
        hidden = [place for place in PLACES if not printed or place not in printed.shown]
        assert not {at[p, place] for place in hidden} & known


def test_the_attack_is_a_real_one_exact_sums_would_give_a_small_place_away():
    found = [
        {"quay": 3, "row": 40, "pan": 900, "shore": 70, "heights": 60},
        {"quay": 500, "row": 41, "pan": 80, "shore": 70, "heights": 60},
    ]
    hidden = 0  # quay of the first petition

    naive, width, _at = equations(found, exact_sums=True)
    ours, _width, _at = equations(found, exact_sums=False)

    assert publish(found[0]).withheld == {"quay", "row"}
    assert hidden in solvable(naive, width)
    assert hidden not in solvable(ours, width)
    assert sums_of(found) == {"quay": 500, "row": 41, "pan": 980, "shore": 140, "heights": 120}


@given(tables, st.data())
def test_swapping_two_withheld_places_changes_nothing_that_is_told(found, data):
    p = data.draw(st.integers(0, len(found) - 1))
    printed = publish(found[p])
    hidden = sorted(place for place in PLACES if not printed or place not in printed.shown)
    if len(hidden) < 2:
        return
    one, other = data.draw(st.permutations(hidden))[:2]
    swapped = dict(found[p]) | {one: found[p][other], other: found[p][one]}

    assert told([*found[:p], swapped, *found[p + 1 :]]) == told(found)


@given(tables)
def test_what_is_told_is_never_more_than_there_is_and_never_a_small_cell(found):
    sums = sums_of(found)

    assert all(count <= sum(counts[place] for counts in found) for place, count in sums.items())
    assert all(count >= SMALL for count in sums.values())


def test_a_place_that_no_table_prints_has_no_sum():
    assert "quay" not in sums_of([{"quay": 2, "row": 9, "pan": 30}])
    assert sums_of([{"quay": 2, "row": 1}]) == {}
    assert sums_of([]) == {}
