"""The drawing of alliances: everybody once, every strand, always the same, nothing over anything."""

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import labels
from council.rules.alliance_graph import LETTERS, ROW, WIDTH, Bond, draw

names = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)
bonds = st.lists(
    st.builds(
        Bond,
        st.integers(1, 99).map(lambda n: f"2150-{n}"),
        names.map(lambda found: tuple(f"body/{n}" for n in found)),
        names.map(lambda found: tuple(f"being/{n}" for n in found)),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.code,
)


@given(bonds)
def test_everybody_stands_there_once_and_each_party_has_its_strand(found):
    drawn = draw(found)

    assert {m.node for m in drawn.bodies} == {body for one in found for body in one.bodies}
    assert {m.node for m in drawn.beings} == {being for one in found for being in one.beings}
    assert [len(side) for side in (drawn.bodies, drawn.knots, drawn.beings)] == [
        len({m.node for m in side}) for side in (drawn.bodies, drawn.knots, drawn.beings)
    ]
    assert sorted((s.party, s.code) for s in drawn.strands) == sorted(
        (party, one.code) for one in found for party in (*one.bodies, *one.beings)
    )


@given(bonds, st.randoms())
def test_the_order_of_rows_does_not_matter(found, chance):
    drawn = draw(found)
    chance.shuffle(found)

    assert draw(found) == drawn


@given(bonds)
def test_every_mark_lies_on_the_paper_and_no_name_over_another(found):
    drawn = draw(found)
    boxes = []
    for mark in (*drawn.bodies, *drawn.knots, *drawn.beings):
        assert 0 < mark.left < WIDTH
        assert 0 < mark.top < drawn.height
        boxes += [
            (mark, labels.box_of(line, mark.x, foot, LETTERS))
            for line, foot in mark.lines("Council of the Vessa Basin and all its chambers")
        ]

    assert max(box.bottom for _mark, box in boxes) <= drawn.height + ROW
    assert not [
        1
        for i, (one, box) in enumerate(boxes)
        for other, more in boxes[:i]
        if one is not other and box.meets(more)
    ]
