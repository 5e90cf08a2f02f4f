"""Signs without a direction of their own stay where they belong among Arabic words."""

from decimal import Decimal

from django.utils import translation

from biomes import words


def test_a_degree_sign_stays_before_its_letter_in_arabic():
    with translation.override("ar"):
        assert words.unit_name("degC") == "\u200e°C"
    assert words.unit_name("degC") == "°C"


def test_a_measure_is_set_apart_from_arabic_words_and_from_no_others():
    with translation.override("ar"):
        assert words.measure("<", Decimal(-3), "m") == "\u2066<-3 m\u2069"
    assert words.measure("<", Decimal(-3), "m") == "<-3 m"
