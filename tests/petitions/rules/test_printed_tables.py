"""Tables printed one after the other, and by basin: attacked by subtraction, over time and with the method known."""

from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.rules.suppression import SMALL, Table, basins_printed, publish, renewed

PLACES = "abc"
EMPTY = Table({})
tables = st.fixed_dictionaries({place: st.integers(0, 40) for place in PLACES})
moves = st.lists(st.fixed_dictionaries({place: st.integers(-6, 12) for place in PLACES}), max_size=8)


def first(counts):
    return renewed(EMPTY, counts, 2 * SMALL)


def history(counts, steps):
    """Tables as they are printed while signatures come and go; each step is one look."""
    printed = [first(counts)]
    for step in steps:
        counts = {place: max(0, counts[place] + step[place]) for place in counts}
        printed.append(renewed(printed[-1], counts, 2 * SMALL))
        yield counts, printed[-2], printed[-1]


@given(tables, st.sampled_from(PLACES), st.sampled_from([-1, 1]))
def test_one_signature_never_changes_a_table_unless_it_empties_it(counts, place, sign):
    before = first(counts)
    after = renewed(before, {**counts, place: max(0, counts[place] + sign)}, 1)

    assert after.cells in (before.cells, {})


@given(tables, moves)
def test_a_printed_place_moves_by_five_or_not_at_all(counts, steps):
    for _counts, before, after in history(counts, steps):
        for place in before.cells.keys() & after.cells.keys():
            change = abs(after.cells[place] - before.cells[place])
            assert change == 0 or change >= SMALL


@given(tables, moves)
def test_no_small_place_is_printed_and_none_is_far_from_the_truth_when_it_moves(counts, steps):
    for now, before, after in history(counts, steps):
        assert all(now[place] >= SMALL for place in after.cells)
        for place in after.cells.keys() - before.cells.keys():
            assert after.cells[place] == now[place]


@given(tables, moves)
def test_two_groups_move_or_none_does(counts, steps):
    """Or the newest signers would all be from the one that moved."""
    for now, before, after in history(counts, steps):
        moved = [place for place in before.cells if after.cells.get(place, 0) != before.cells[place]]
        if before.cells and after.cells and moved:
            jumps = sum(after.cells[place] - before.cells[place] for place in moved if place in after.cells)
            rest = sum(now.values()) - before.total - jumps
            assert rest == 0 or abs(rest) >= SMALL
            assert len(moved) + bool(rest) >= 2


def alike(total, new):
    """Every history of three places with this many signers and then as many new ones, by what is seen of it."""
    seen = defaultdict(list)
    for old in (t for t in product(range(total + 1), repeat=3) if sum(t) == total):
        before = first(dict(zip(PLACES, old, strict=True)))
        for more in (t for t in product(range(new + 1), repeat=3) if sum(t) == new):
            counts = {place: a + b for place, a, b in zip(PLACES, old, more, strict=True)}
            waited = new if before.cells else 2 * SMALL if new >= 2 * SMALL else 0
            after = renewed(before, counts, waited)
            seen[tuple(sorted(before.cells.items())), tuple(sorted(after.cells.items()))].append((old, more))
    return seen


def test_nobody_can_tell_that_all_the_newest_signers_are_of_one_place_though_the_method_is_known():
    for total, new in product(range(10, 20, 3), (1, 5, 6, 10)):
        for found in alike(total, new).values():
            for place in range(3):
                assert {more[place] for _old, more in found} != {new}


def test_no_small_place_of_the_newest_table_is_known_though_all_tables_are():
    for total, new in product(range(10, 20, 3), (5, 6)):
        for found in alike(total, new).values():
            for place in range(3):
                values = {old[place] + more[place] for old, more in found}
                assert len(values) > 1 or not 0 < min(values) < SMALL


def test_a_place_that_became_small_takes_the_table_with_it():
    before = first({"a": 40, "b": 30, "c": 20})

    after = renewed(before, {"a": 3, "b": 30, "c": 20}, 37)

    assert before.cells == {"a": 40, "b": 30, "c": 20}
    assert set(after.cells) <= {"b"}


# --- Basins -----------------------------------------------------------------------------------------
BASINS = {"lagoon": ("a", "b"), "river": ("b", "c"), "soil": ("c",), "far": ()}


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({place: st.integers(0, 9) for place in PLACES}))
def test_whatever_prints_the_same_zones_prints_the_same_basins(counts):
    """So a table by basin tells nothing that the table by zone beside it does not."""
    target = publish(counts)
    cells = target.shown if target else {}
    others = (
        dict(zip(PLACES, values, strict=True))
        for values in product(range(sum(counts.values()) + 1), repeat=3)
        if sum(values) == sum(counts.values())
    )
    for other in others:
        if publish(other) == target:
            published = publish(other)
            assert basins_printed(published.shown if published else {}, BASINS) == basins_printed(
                cells, BASINS
            )


def test_an_exact_basin_would_give_a_withheld_zone_away():
    """Why basins are sums of printed zones, and not counts with a suppression of their own."""
    counts = {"a": 3, "b": 500, "c": 20}
    shown = publish(counts).shown
    exact = {"lagoon": counts["a"] + counts["b"]}

    assert publish(exact).shown == {"lagoon": 503}
    assert exact["lagoon"] - shown["b"] == counts["a"]
    assert basins_printed(shown, BASINS) == {"lagoon": (500, False), "river": (500, False)}


def test_a_basin_of_printed_zones_is_whole():
    assert basins_printed({"a": 10, "b": 20}, BASINS) == {"lagoon": (30, True), "river": (20, False)}
