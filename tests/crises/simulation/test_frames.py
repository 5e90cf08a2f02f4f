"""Frames that are numbers again, and outlines that close."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from crises import simulation as sim
from crises.simulation import frames
from crises.simulation.samples import lagoon


def area(ring: list[tuple[float, float]]) -> float:
    x, y = np.array(ring).T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


def test_a_frame_is_read_back_within_half_a_step_and_land_is_land():
    field = np.geomspace(0.05, 2000, 40 * 30).reshape(40, 30).astype(np.float32)
    field[:5, :5] = np.nan

    png, scale = frames.encode(field)
    again = frames.decode(png, scale)

    step = (frames.CEILING / frames.FLOOR) ** (0.5 / 254) - 1
    kept = np.clip(field, frames.FLOOR, frames.CEILING)
    np.testing.assert_allclose(again, kept, rtol=step * 1.01)
    assert np.isnan(again[:5, :5]).all()


def test_a_frame_has_north_up():
    field = np.ones((20, 10), np.float32)
    field[-1] = 1000

    png, _scale = frames.encode(field)

    assert frames._grey(png)[0].min() == 255


@pytest.mark.parametrize("bad", [b"", b"\x89PNG", b"GIF89a" + b"0" * 50])
def test_a_strange_picture_is_refused(bad):
    with pytest.raises(sim.Damaged):
        frames.decode(bad, {"floor": 0.1, "ceiling": 1, "land": 0})


def test_an_outline_of_a_disc_has_its_area():
    y, x = np.mgrid[0:60, 0:60] + 0.5
    hill = 20 - np.hypot(x - 30, y - 30)

    (ring,) = frames.outlines(hill, 5)

    assert abs(area(ring)) == pytest.approx(np.pi * 15**2, rel=0.01)
    assert np.mean(ring, axis=0) == pytest.approx((30, 30), abs=0.1)


@settings(max_examples=60, deadline=None)
@given(
    arrays(float, (9, 11), elements=st.sampled_from([0.0, 0.2, 0.45, 0.8, 1.0])),
    st.sampled_from(frames.BANDS),
)
def test_every_outline_closes_and_holds_what_is_above(field, level):
    rings = frames.outlines(field, level)

    assert bool(rings) == bool((field >= level).any())
    for ring in rings:
        xs, ys = zip(*ring, strict=True)
        assert min(xs) >= -1
        assert max(xs) <= 12
        assert min(ys) >= -1
        assert max(ys) <= 10
    assert all(abs(a - b) <= 1.5 for ring in rings for a, b in zip(ring[0], ring[-1], strict=True))


def test_bands_nest_and_are_plain_path_data():
    share = np.linspace(0, 1, 400).reshape(20, 20)

    bands = frames.bands(share)

    assert [b["level"] for b in bands] == [0.1, 0.3, 0.5, 0.7, 0.9]
    sizes = [sum(abs(area(r)) for r in frames.outlines(share, b["level"])) for b in bands]
    assert sizes == sorted(sizes, reverse=True)
    assert all(re.fullmatch(r"[MLZ0-9. -]+", b["path"]) for b in bands)


def test_the_land_of_a_lagoon_has_a_hole_for_the_water():
    scenario = lagoon(32)

    assert frames.land_path(scenario).count("M") >= 2
    assert frames.viewbox(scenario) == "0 0 32 32"


def test_dots_lie_on_water_and_grow_with_the_bloom():
    scenario = lagoon(32)
    field = np.where(scenario.water.array, 5.0, np.nan)
    field[16:, :] = np.where(scenario.water.array[16:], 50.0, np.nan)

    dots = frames.dots(field, 1)

    for x, y, _r in dots:
        assert scenario.water.array[int(32 - y), int(x)]
    assert min(r for _x, y, r in dots if y < 16) > max(r for _x, y, r in dots if y > 16)
