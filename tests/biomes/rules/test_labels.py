"""Names on drawings: no two boxes touch, whatever is drawn; what finds no room is left out."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import labels, lattice
from biomes.rules.labels import Box
from tests.biomes.rules.test_lattice import lattices

PAPER = Box(0, 0, 1000, 800)
sides = st.floats(-100, 1000)
sizes = st.floats(1, 300)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), sides, sides, sizes, st.floats(1, 60))
ways = st.lists(boxes, min_size=1, max_size=2)
wanted = st.lists(st.lists(ways, max_size=4), max_size=25)
# Long, short, without a space, wide letters, signs that stand over others.
texts = st.text(st.sampled_from("aW ñ\u0301\u6e56\u0645"), max_size=60)


def written(want, chosen):
    return [want[n][number] for n, number in enumerate(chosen) if number is not None]


@given(wanted)
def test_no_two_labels_touch(want):
    taken = written(want, labels.settle(want, paper=PAPER))

    assert not any(box.meets(other) for one, two in combinations(taken, 2) for box in one for other in two)


@given(wanted)
def test_nothing_is_left_out_that_had_room(want):
    chosen = labels.settle(want, paper=PAPER)

    for n, number in enumerate(chosen):
        before = [box for way in written(want[:n], chosen[:n]) for box in way]
        free = [way for way in want[n] if not any(box.meets(other) for box in way for other in before)]
        assert (number is None) is (not free)


@given(wanted, boxes)
def test_a_label_stands_on_the_paper_and_beside_the_marks_where_it_can(want, mark):
    chosen = labels.settle(want, paper=PAPER, marks=[mark])

    for n, number in enumerate(chosen):
        before = [box for way in written(want[:n], chosen[:n]) for box in way]
        free = [way for way in want[n] if not any(box.meets(other) for box in way for other in before)]
        inside = [way for way in free if all(box.lies_in(PAPER) for box in way)]
        clear = [way for way in inside if not any(box.meets(mark) for box in way)]
        if best := clear or inside or free:
            assert want[n][number] == best[0]


def test_the_first_chooses_first():
    here = [[Box(0, 0, 10, 10)]]

    assert labels.settle([here, here], paper=PAPER) == [0, None]


@given(texts, st.floats(40, 300))
def test_no_line_is_wider_than_its_room(text, room):
    lines = labels.lines_of(text, room, 30)

    assert len(lines) <= 2
    assert all(labels.width_of(line, 30) <= room for line in lines)


@given(texts, st.floats(40, 300))
def test_a_name_is_whole_or_ends_with_an_ellipsis(text, room):
    said = " ".join(labels.lines_of(text, room, 30))

    if said.endswith(labels.MORE):
        assert labels.width_of(text, 30) > room
    else:
        assert said == " ".join(text.split())


@given(lattices(), texts)
def test_no_two_names_of_the_lattice_touch(links, name):
    drawn = lattice.draw(links)

    rooms = [
        [labels.box_of(line, spot.x, foot, lattice.LETTERS) for line, foot in spot.lines(name)]
        for spot in drawn.spots
    ]
    assert not any(box.meets(other) for one, two in combinations(rooms, 2) for box in one for other in two)
