"""Two texts side by side: nothing is lost, and what is the same is called the same."""

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import diff
from biomes.rules.diff import Change
from tests.biomes import makers

texts = st.text(alphabet="ab éا.\n ", max_size=40)


@given(texts, texts)
def test_each_side_joined_is_its_text(before, after):
    found = diff.sides(before, after)

    assert "".join(one.text for one in found.before) == before
    assert "".join(one.text for one in found.after) == after


@given(texts, texts)
def test_what_is_the_same_is_the_same_on_both_sides(before, after):
    found = diff.sides(before, after)

    def kept(pieces):
        return "".join(one.text for one in pieces if one.change is Change.SAME)

    assert kept(found.before) == kept(found.after)
    assert {one.change for one in found.before} <= {Change.SAME, Change.OUT}
    assert {one.change for one in found.after} <= {Change.SAME, Change.IN}


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert not diff.sides(text, text).differs


def test_one_word_that_changed_is_marked_and_no_other():
    found = diff.sides("It sings in June, always.", "It sings in July, always.")

    assert [one.text for one in found.after if one.change is Change.IN] == ["July"]
    assert [one.text for one in found.before if one.change is Change.OUT] == ["June"]


def test_the_change_of_area_is_known_where_both_were_drawn():
    assert diff.areas(None, makers.SQUARE).change is None
    assert diff.areas(makers.SQUARE, makers.SQUARE).change == 0
