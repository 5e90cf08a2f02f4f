"""If one living system falls ill, what else does? The laws of what is felt along links, and of the drawing."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import lattice
from biomes.rules.lattice import Edge, draw, reach

NODES = "abcdefg"


def edge(key, source, target, strength, both_ways=False):
    return Edge(key=key, source=source, target=target, strength=Decimal(strength), both_ways=both_ways)


@st.composite
def lattices(draw_, most=14):
    rows = draw_(
        st.lists(
            st.tuples(
                st.sampled_from(NODES), st.sampled_from(NODES), st.integers(0, 100), st.booleans()
            ).filter(lambda row: row[0] != row[1]),
            max_size=most,
        )
    )
    return [edge(i, s, t, Decimal(v) / 100, both) for i, (s, t, v, both) in enumerate(rows)]


def shares(edges, start="a"):
    return {one.node: one.share for one in reach(start, edges)}


CHAIN = [edge(1, "a", "b", "0.35"), edge(2, "b", "c", "0.81"), edge(3, "c", "d", "0.46")]


def test_what_is_felt_is_the_product_of_the_strengths_along_the_path():
    found = {one.node: one for one in reach("a", CHAIN)}

    assert {node: one.share for node, one in found.items()} == {
        "b": Decimal("0.35"),
        "c": Decimal("0.2835"),
        "d": Decimal("0.130410"),
    }
    assert [(s.source, s.target, s.key) for s in found["d"].path] == [
        ("a", "b", 1),
        ("b", "c", 2),
        ("c", "d", 3),
    ]
    assert found["d"].by_way_of == ("b", "c")


def test_a_link_is_not_followed_upstream_unless_it_goes_both_ways():
    assert shares(CHAIN, "d") == {}
    assert shares([edge(1, "a", "b", "0.5", both_ways=True)], "b") == {"a": Decimal("0.5")}


def test_a_thin_chain_is_cut_at_one_twentieth_and_exactly_that_is_still_told():
    assert shares([edge(1, "a", "b", "0.05")]) == {"b": Decimal("0.05")}
    assert shares([edge(1, "a", "b", "0.2"), edge(2, "b", "c", "0.24")]) == {"b": Decimal("0.2")}


def test_the_strongest_path_tells_even_where_it_is_longer():
    edges = [edge(1, "a", "c", "0.3"), edge(2, "a", "b", "0.9"), edge(3, "b", "c", "0.9")]

    found = {one.node: one for one in reach("a", edges)}

    assert found["c"].share == Decimal("0.81")
    assert found["c"].by_way_of == ("b",)


def test_two_links_between_the_same_two_are_not_added():
    assert shares([edge(1, "a", "b", "0.5"), edge(2, "a", "b", "0.4")]) == {"b": Decimal("0.5")}


def test_a_strength_that_is_no_share_is_refused():
    for bad in ("1.01", "-0.1"):
        with pytest.raises(ValueError, match="no share"):
            reach("a", [edge(1, "a", "b", bad)])


@given(lattices())
def test_nothing_is_felt_above_the_source_and_no_more_than_before_it_on_its_path(edges):
    strengths = {one.key: one.strength for one in edges}

    for felt in reach("a", edges):
        product = Decimal(1)
        for step in felt.path:
            product *= strengths[step.key]
        assert lattice.CUT <= felt.share == product <= 1


@given(lattices(), st.data())
def test_a_stronger_link_never_weakens_what_is_felt(edges, data):
    if not edges:
        return
    index = data.draw(st.integers(0, len(edges) - 1))
    raised = data.draw(st.integers(int(edges[index].strength * 100), 100))
    before = shares(edges)

    after = shares(
        [*edges[:index], replace(edges[index], strength=Decimal(raised) / 100), *edges[index + 1 :]]
    )

    assert all(after.get(node, 0) >= share for node, share in before.items())


@given(lattices(), st.data())
def test_removing_a_link_never_adds_reach(edges, data):
    if not edges:
        return
    index = data.draw(st.integers(0, len(edges) - 1))
    before = shares(edges)

    after = shares(edges[:index] + edges[index + 1 :])

    assert all(share <= before.get(node, 0) for node, share in after.items())


@given(lattices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_what_is_felt_nor_the_drawing(edges, chance):
    mixed = list(edges)
    chance.shuffle(mixed)

    assert reach("a", mixed) == reach("a", edges)
    assert draw(mixed) == draw(edges)


def test_cycles_end_and_the_ill_one_is_not_told_of_itself():
    ring = [edge(i, a, b, "1") for i, (a, b) in enumerate(zip(NODES, NODES[1:] + NODES[0], strict=True))]

    found = reach("a", ring)

    assert [one.node for one in found] == list("bcdefg")
    assert {one.share for one in found} == {Decimal(1)}


def test_a_thousand_links_in_both_directions_end_too():
    chance = random.Random(7)
    names = [f"s{n:03}" for n in range(120)]
    edges = [edge(i, *chance.sample(names, 2), f"0.{chance.randint(1, 99):02}", True) for i in range(1000)]

    assert len(reach("s000", edges)) > 20
    assert len(draw(edges).spots) == 120


@given(lattices(most=30))
def test_every_linked_system_is_drawn_once_inside_the_paper_and_apart_from_the_others(edges):
    drawn = draw(edges)

    assert {spot.node for spot in drawn.spots} == {end for one in edges for end in (one.source, one.target)}
    assert all(0 < spot.x < drawn.width and 0 < spot.y < drawn.height for spot in drawn.spots)
    places = [(spot.x, spot.y) for spot in drawn.spots]
    assert all(
        abs(x1 - x2) > 200 or abs(y1 - y2) >= lattice.ROW - 1
        for i, (x1, y1) in enumerate(places)
        for x2, y2 in places[:i]
    )
    assert len(drawn.wires) == len(edges)


def test_a_both_ways_link_has_two_heads_and_a_link_down_leads_down():
    drawn = draw([edge(1, "a", "b", "0.5"), edge(2, "b", "c", "0.5", both_ways=True)])

    heads = {wire.edge.key: len(wire.heads) for wire in drawn.wires}
    height = {spot.node: spot.y for spot in drawn.spots}
    assert heads == {1: 1, 2: 2}
    assert height["a"] < height["b"] < height["c"]


def test_nothing_linked_is_an_empty_drawing():
    assert draw([]).spots == ()
    assert reach("a", []) == []
