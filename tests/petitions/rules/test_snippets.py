"""Laws of marking: nothing of a text is lost, and what was asked for is marked however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.folding import words_of
from petitions.rules.snippets import is_same, pieces, snippet

texts = st.text(max_size=400)


@given(texts, st.text(max_size=40))
def test_the_pieces_joined_are_the_text(text, query):
    assert "".join(piece.text for piece in pieces(text, words_of(query))) == text


@given(texts)
def test_nothing_is_marked_when_nothing_was_asked_for(text):
    assert not any(piece.is_hit for piece in pieces(text, []))
    assert snippet(text, []) == []


@given(st.lists(st.text("abcdef ", min_size=1), min_size=1, max_size=80), st.integers(20, 200))
def test_a_snippet_is_short_and_holds_a_hit(words, room):
    text = " ".join([*words, "outfall", *words])

    found = snippet(text, ["outfall"], room)

    assert any(piece.is_hit for piece in found)
    longest = max(map(len, text.split()))
    assert len("".join(piece.text for piece in found)) <= room + 2 * longest + len("… " + " …")


@given(texts, st.text(min_size=1, max_size=20))
def test_a_marked_piece_is_one_word(text, query):
    assert not any(" " in piece.text for piece in pieces(text, words_of(query)) if piece.is_hit)


@pytest.mark.parametrize(
    ("word", "asked", "same"),
    [
        ("outfall", "outfal", True),
        ("cleaning", "cleaned", True),
        ("contaminaciones", "contaminacion", True),
        ("المصب", "مصب", True),
        ("مصب", "المصب", True),
        ("water", "watch", False),
        ("out", "outfall", False),
        ("a", "outfall", False),
    ],
)
def test_endings_are_forgiven_and_other_words_are_not(word, asked, same):
    assert is_same(word, asked) is same


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Clean the Harl outfall.", "OUTFALL", ["outfall."]),
        ("La contaminación de la laguna", "contaminacion", ["contaminación"]),
        ("نظّفوا مصبّ هارل", "مصب", ["مصبّ"]),
        ("<b>Clean</b> & tidy", "tidy", ["tidy"]),
    ],
)
def test_a_word_is_marked_in_any_spelling(text, query, marked):
    assert [piece.text for piece in pieces(text, words_of(query)) if piece.is_hit] == marked
