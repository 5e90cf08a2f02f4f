"""A name is found however its letters were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.folding import fold, words_of


@given(st.text())
def test_folding_again_changes_nothing(text):
    once = fold(text)

    assert fold(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بحيرة أُمّ الرِّيش", "بحيره ام الريش"),  # hamza on alef, vowel signs, ta marbuta
        ("إسكندرية", "اسكندرية"),
        ("آبار", "ابار"),
        ("ٱلنيل", "النيل"),
        ("وادي القرى", "وادي القري"),
        ("مـــاء", "ماء"),  # tatweel
        ("بئر", "بير"),
        ("مؤتة", "موته"),
        ("Ñandú", "nandu"),
        ("LAGUNA DE VÉSSA", "laguna de vessa"),
        ("ﻻ", "لا"),  # a presentation form from an old program
        ("Ves\u200fsa", "vessa"),  # a mark of direction nobody sees
        ("ᴬᵉ ϒ", "ae υ"),  # letters of another shape
        ("ΠΟΤΑΜΟΣ", "ποταμοσ"),  # a sigma at the end of a word
    ],
)
def test_two_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_different_letters_stay_different():
    assert fold("نهر") != fold("بحر")
    assert fold("خور") != fold("حور")


def test_a_query_of_nothing_but_signs_asks_nothing():
    assert words_of("\x00 ـــ \u064b") == []
    assert words_of("a " * 50) == ["a"]
