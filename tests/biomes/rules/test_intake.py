"""The quick way through a common row says what the long way says, whatever stands in the row."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from biomes.rules import intake

KNOWN = {
    "salinity": intake.Known(
        code="salinity", unit="g/kg", low=Decimal(0), high=Decimal(40), validity=timedelta(hours=48)
    )
}
NUMBERS = st.decimals(allow_nan=True, allow_infinity=True).map(str) | st.from_regex(
    r"[+-]?[0-9]{0,14}\.?[0-9]{0,9}(?:[eE][+-]?[0-9]{1,2})?", fullmatch=True
)
OTHER = st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=40) | st.just(["x"])
VALUES = NUMBERS | st.sampled_from(["<0.05", "> 3", "bdl", "", "1,5", " 7 ", "-0", "٣", "9" * 60]) | OTHER
TIMES = (
    st.datetimes().map(lambda at: at.isoformat() + "Z")
    | st.datetimes().map(lambda at: at.isoformat() + "+14:00")
    | st.sampled_from(
        ["2150", "2150-06", "2150-06-11", "2150-06-11T09:40", " 2150-06-11T09:40Z", "2150-13-01"]
    )
    | OTHER
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "indicator": st.just("salinity") | OTHER,
        "at": TIMES,
        "value": VALUES,
        "unit": st.sampled_from(["g/kg", "mg/kg", "m", ""]),
        "depth_m": VALUES,
        "else": OTHER,
    },
)
COMMON = st.fixed_dictionaries({"indicator": st.just("salinity"), "at": TIMES, "value": VALUES})


def said(row: Any) -> str:
    """All of what came of it, digit for digit."""
    try:
        return repr(intake.read_row(row, KNOWN))
    except intake.Refusal as why:
        return f"{why.code} {why.field}"


@given(ROWS | COMMON)
@example({"indicator": "salinity", "at": "2150-06-11T09:40Z", "value": "31.0"})
@example({"indicator": "salinity", "at": "2150-06-11T09:40Z", "value": "31.0000001"})
@example({"indicator": "salinity", "at": "2150-06-11T09:40Z", "value": "1e12"})
def test_both_ways_agree(row: dict[str, Any]) -> None:
    # A view of the dict is no dict, so it goes the long way.
    assert said(row) == said(row) == said(MappingProxyType(row))


def test_the_quick_way_is_taken() -> None:
    row = {"indicator": "salinity", "at": "2150-06-11T09:40Z", "value": "31.0"}
    assert intake._common(row, KNOWN) == intake.read_row(MappingProxyType(row), KNOWN)
    assert intake._common(row | {"value": "9" * 60}, KNOWN) is None
