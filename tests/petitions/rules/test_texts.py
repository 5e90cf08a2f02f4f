"""Texts: lengths counted as people count, no character that lies about direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import texts
from petitions.rules.texts import Fault


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Fault.EMPTY),
        ("  \n ", Fault.EMPTY),
        ("short", Fault.SHORT),
        ("x" * 81, Fault.LONG),
        ("x" * 1_000_000, Fault.LONG),
        ("Clean the \u202eoutfall", Fault.CONTROL),
        ("Clean the \u2066outfall", Fault.CONTROL),
        ("Clean the \x00outfall", Fault.CONTROL),
        ("Clean the \x1b[31moutfall", Fault.CONTROL),
        ("Clean the outfall", None),
        ("نظّفوا مصبّ هارل", None),
    ],
)
def test_a_title_is_taken_or_refused_with_its_reason(text, why):
    assert texts.fault(text, longest=texts.TITLE, shortest=texts.SHORTEST_TITLE) is why


@given(st.text(max_size=400))
def test_tidying_is_idempotent(text):
    assert texts.tidy_line(texts.tidy_line(text)) == texts.tidy_line(text)
    assert texts.tidy_block(texts.tidy_block(text)) == texts.tidy_block(text)


@given(st.text(max_size=200))
def test_a_tidied_line_is_one_line(text):
    assert texts.tidy_line(text).splitlines() in ([], [texts.tidy_line(text)])


def test_the_excess_says_by_how_much_to_shorten():
    assert texts.excess("x" * 94, texts.TITLE) == 14
    assert texts.excess("x" * 80, texts.TITLE) == 0


def test_paragraphs_keep_one_empty_line():
    assert texts.tidy_block("a\r\n\r\n\r\n  b  c\n") == "a\n\nb c"
