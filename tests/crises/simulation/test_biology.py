"""The published table, temperature, light, and the compiled light against the plain one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crises.simulation import PARAMETERS, layout
from crises.simulation.parameters import BEST, COLDEST, HOTTEST, surface_light, temperature_factor


def test_growth_is_fastest_at_29_degrees_and_stops_at_10_and_38():
    assert temperature_factor(BEST) == pytest.approx(1)
    assert temperature_factor(COLDEST) == temperature_factor(HOTTEST) == 0
    assert 0 < temperature_factor(15) < temperature_factor(22) < 1


@given(st.floats(-5, 50))
def test_no_temperature_grows_faster_than_the_best(celsius):
    assert 0 <= temperature_factor(celsius) <= 1 + 1e-12


def test_midsummer_is_bright_and_overcast_halves_it():
    assert surface_light(300, 172, 0) == pytest.approx(420)
    assert surface_light(300, 172, 1) == pytest.approx(210)
    assert surface_light(300, 355, 0) < 200


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_compiled_light_is_the_published_formula(compiled, oracle, dtype):
    t = np.dtype(dtype).type
    algae = np.linspace(0, 600, 500).astype(dtype)
    for depth in (0.3, 2.0, 6.0):
        for light, half in ((50, 90), (300, 60), (1100, 25)):
            rates = layout.Rates(*map(t, (1, 0, 1, 1, 0, 0, 0, light, half, 0.5, 0.02)))
            metres, found = np.full(500, depth, dtype), np.zeros(500, dtype)

            compiled._light(algae, metres, found, rates, 500, layout.constants(dtype))

            np.testing.assert_allclose(found, oracle.light_factor(algae, metres, rates), rtol=3e-5)


def test_every_parameter_lies_in_its_range_and_names_its_source():
    for parameter in PARAMETERS:
        assert parameter.low <= parameter.default <= parameter.high
        assert parameter.unit
        assert len(parameter.source) > 10
        assert math.isfinite(parameter.spread)


def test_the_document_prints_the_table_as_it_is(request):
    text = (request.config.rootpath / "docs/models/bloom.md").read_text()
    for p in PARAMETERS:
        row = f"| `{p.name}` | {p.symbol} | {p.default:g} ({p.low:g} to {p.high:g}) | {p.unit} |"
        assert row in text
        assert p.source in text
