"""What a written value says, and what it refuses to guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import units, values
from biomes.rules.words import Qualifier

numbers = st.decimals(min_value=-(10**11), max_value=10**11, allow_nan=False, allow_infinity=False, places=6)


@given(numbers)
def test_a_number_written_down_reads_as_itself(number):
    assert values.read(f"{number:f}").number == number
    assert values.read(number).number == number


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_is_refused(text):
    try:
        found = values.read(text)
    except values.CannotRead:
        return
    assert found.number.is_finite()
    assert text.isascii()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("", "no_value"),
        (None, "no_value"),
        ("NA", "no_value"),
        ("n/a", "no_value"),
        ("-", "no_value"),
        ("NaN", "not_a_number"),
        ("-inf", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1,5", "comma"),
        ("1,500", "comma"),
        ("1.234,5", "comma"),
        ("1 500", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("٣", "not_a_number"),
        ("0x10", "not_a_number"),
        ("<", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("1e99", "too_large"),
        ("1" * 5000, "too_large"),
        ("bdl", "limit_unknown"),
        (True, "not_text"),
        (1.5, "not_text"),
        ([1], "not_text"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(sent, why):
    with pytest.raises(values.CannotRead) as refused:
        values.read(sent)

    assert refused.value.why == why


def test_below_the_limit_needs_a_limit():
    assert values.read("<0.05") == values.Value(Decimal("0.05"), Qualifier.BELOW)
    assert values.read("BDL", limit=Decimal("0.1")) == values.Value(Decimal("0.1"), Qualifier.BELOW)
    assert values.read("> 100").qualifier is Qualifier.ABOVE


def test_a_decimal_comma_is_read_only_when_asked_for():
    assert values.read("1,5", decimal_comma=True).number == Decimal("1.5")
    with pytest.raises(values.CannotRead):
        values.read("1.234,5", decimal_comma=True)


names = st.sampled_from(sorted(units.UNITS))


@given(numbers, names, names)
def test_there_and_back_is_the_same_value(number, here, there):
    if units.UNITS[here].kind != units.UNITS[there].kind:
        with pytest.raises(units.OtherKind):
            units.convert(number, here, there)
        return

    back = units.convert(units.convert(number, here, there), there, here)

    assert abs(back - number) < Decimal("1e-12")


@given(numbers, numbers, names, names)
def test_conversion_keeps_the_order(one, other, here, there):
    if units.UNITS[here].kind == units.UNITS[there].kind:
        converted = units.convert(one, here, there), units.convert(other, here, there)
        assert (one < other) == (converted[0] < converted[1])


def test_known_conversions():
    assert units.convert(Decimal("0.061"), "mg/L", "ug/L") == 61
    assert units.convert(Decimal("0"), "degC", "K") == Decimal("273.15")
    assert units.convert(Decimal("1"), "ft", "m") == Decimal("0.3048")
    # The micro sign (U+00B5) and the Greek mu (U+03BC) are both ug/L.
    assert units.canonical("\u00b5g/L") == units.canonical("\u03bcg/l") == "ug/L"
    with pytest.raises(units.UnknownUnit):
        units.canonical("psu")
