"""The words of a title that likeness asks for."""

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import likeness


@given(st.text(max_size=400))
def test_words_are_few_letters_and_digits_only_and_each_once(text):
    words = likeness.words_of(text)

    assert len(words) <= likeness.LONGEST_LIST
    assert len(set(words)) == len(words)
    assert all(len(word) >= likeness.SHORTEST_WORD and " " not in word for word in words)


def test_marks_part_words_and_say_nothing():
    assert likeness.words_of("clean: (the) outfall & 'harl' | <-> !") == ["clean", "the", "outfall", "harl"]
