"""Vote by parts: a text is cut before paragraphs and put together again from what carried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import division

TEXT = "One.\n\nTwo.\r\n\r\nThree.\n\n\n\nFour."
paragraph = st.text(alphabet="abc ", min_size=1).map(str.strip).filter(bool)


def test_a_text_is_cut_before_the_paragraphs_named():
    assert division.split(TEXT, [2]) == ["One.\n\nTwo.", "Three.\n\nFour."]
    assert division.split(TEXT, [1, 2, 3]) == ["One.", "Two.", "Three.", "Four."]
    assert division.split(TEXT, [0, 3]) == ["One.\n\nTwo.\n\nThree.", "Four."]


@pytest.mark.parametrize("starts", [[], [0], [4], [-1], [1, 99]])
def test_what_makes_no_two_parts_of_the_text_is_refused(starts):
    with pytest.raises(division.CannotDivide):
        division.split(TEXT, starts)


def test_more_than_eight_parts_are_refused():
    with pytest.raises(division.CannotDivide):
        division.split("\n\n".join("abcdefghi"), range(1, 9))


@given(st.lists(paragraph, min_size=2, max_size=8), st.data())
def test_all_parts_together_are_the_whole_wherever_it_is_cut(words, data):
    starts = data.draw(st.sets(st.integers(1, len(words) - 1), min_size=1))
    text = "\n\n".join(words)

    assert division.join(division.split(text, starts)) == text
