"""Units: exact where a factor is exact, back where it came from, and never turned about."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from biomes.rules.units import SPELLINGS, UNITS, OtherKind, UnknownUnit, canonical, convert

values = st.decimals(min_value=-1000, max_value=100_000, places=6)
units = st.sampled_from(sorted(UNITS))


def pair(draw):
    here = draw(units)
    there = draw(st.sampled_from(sorted(u for u in UNITS if UNITS[u].kind == UNITS[here].kind)))
    return here, there


@given(st.data(), values)
def test_there_and_back_is_where_it_was(data, value):
    here, there = pair(data.draw)

    back = convert(convert(value, here, there), there, here)

    assert abs(back - value) <= Decimal("1e-25") * max(abs(value), 1)


@given(st.data(), values)
def test_a_conversion_is_exact_but_for_a_division_without_an_end(data, value):
    here, there = pair(data.draw)
    a, b = UNITS[here], UNITS[there]
    exact = (Fraction(value) * Fraction(a.factor) + Fraction(a.offset) - Fraction(b.offset)) / Fraction(
        b.factor
    )
    # Only a foot has a factor that a power of ten does not divide.
    assume("ft" not in {here, there})

    assert Fraction(convert(value, here, there)) == exact


@given(st.data(), values, values)
def test_more_stays_more(data, one, other):
    here, there = pair(data.draw)
    assume(one < other)

    assert convert(one, here, there) < convert(other, here, there)


@given(units, units, values)
def test_a_length_is_no_temperature(here, there, value):
    assume(UNITS[here].kind != UNITS[there].kind)

    with pytest.raises(OtherKind):
        convert(value, here, there)


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_spelling_means_one_unit(spelling):
    assert canonical(spelling) in UNITS
    assert canonical(f" {spelling} ") == canonical(spelling)


@pytest.mark.parametrize("unit", ["", "psu", "ppb", "ug", "UG/L", "ug/L\x00", "🐟", "\u202eug/L", "mg\\L"])
def test_what_is_not_in_the_table_is_not_guessed(unit):
    with pytest.raises(UnknownUnit):
        canonical(unit)


def test_well_known_conversions():
    assert convert(Decimal("0.024"), "mg/L", "µg/L") == 24
    assert convert(Decimal(24), "mg/m3", "ug/L") == 24
    assert convert(Decimal("300.15"), "K", "degC") == 27
    assert convert(Decimal(1), "ft", "m") == Decimal("0.3048")
    assert convert(Decimal(35), "%", "1") == Decimal("0.35")
