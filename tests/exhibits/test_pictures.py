"""Laws of the picture and of numbers in words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibits import words
from exhibits.rules import pictures
from exhibits.rules.numbers import Number, places_in, unknown_in


def night(level: float = 8.0, *, seed: int = 1, cells: int = 40, **changes) -> pictures.Night:
    field = np.full((cells, cells), level)
    field[:4], field[-4:], field[:, :4], field[:, -4:] = (np.nan,) * 4
    given_ = {
        "field": field, "cell_m": 100.0, "limit": 8.0, "shore_m": 1.0, "deep_m": 5.0, "reach_m": 800.0, "seed": seed,
    }  # fmt: skip
    return pictures.Night(**{**given_, **changes})


def lights(found: dict) -> int:
    return sum(grade["path"].count("M") for grade in found["lights"])


def test_sixty_lights_stand_over_a_square_kilometre_at_the_limit():
    area_km2 = (40 - 8) ** 2 * 0.01

    counts = [lights(pictures.picture(night(seed=seed))) for seed in range(30)]

    assert np.mean(counts) == pytest.approx(60 * area_km2, rel=0.05)


def test_no_toxin_no_lights_and_never_too_many():
    assert lights(pictures.picture(night(0.0))) == 0
    assert lights(pictures.picture(night(5000.0))) < pictures.MOST_LIGHTS * 1.2


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**59), level=st.floats(0, 100))
def test_every_point_lies_in_the_picture_and_a_seed_is_a_sky(seed, level):
    found = pictures.picture(night(level, seed=seed))

    assert pictures.picture(night(level, seed=seed)) == found
    for grade in found["lights"]:
        for point in grade["path"].split("M")[1:]:
            x, y = (float(part) for part in point.removesuffix("h0").split())
            assert 0 <= x <= pictures.WIDE
            assert -60 <= y <= 740


def test_water_shelves_from_the_shore_and_land_stands_above_it():
    depth = pictures.depth_of(night())

    assert depth[0, 0] < 0
    assert depth[4, 20] == pytest.approx(1.0)
    assert depth[20, 20] == pytest.approx(5.0)
    assert (np.diff(depth[20, 4:20]) >= 0).all()


def test_barrier_and_drones_are_drawn_only_where_a_plan_puts_them():
    bare = pictures.picture(night())
    planned = pictures.picture(night(barrier=[(10, 10), (30, 12)], drones=[(12, 14), (20, 15)]))

    assert bare["barrier"] == {}
    assert bare["drones"] == []
    assert planned["barrier"]["hangers"].count("M") == 26
    assert len(planned["drones"]) == 2


@pytest.mark.parametrize(
    ("at", "part"),
    [((8, 8), "north_west"), ((8, 30), "north_east"), ((20, 20), "middle"), ((32, 20), "south")],
)
def test_where_the_bloom_is_thickest_is_said_as_a_reader_would(at, part):
    field = night(1.0).field
    field[at[0] - 3 : at[0] + 3, at[1] - 3 : at[1] + 3] = 50.0

    assert pictures.thickest(field) == part


@given(st.text(max_size=200))
def test_filling_changes_nothing_but_known_places(text):
    numbers = {"peak": Number(11.6, "µg/L", 1).to_dict()}

    filled = words.filled(text, numbers)

    assert ("{peak}" in text) or filled == text
    assert "{peak}" not in filled


def test_places_are_found_once_and_unknown_ones_named():
    assert places_in("{peak} and {town} and {peak}") == ["peak", "town"]
    assert unknown_in(["{peak} {luck}"], ["peak"]) == ["luck"]


def test_numbers_are_said_with_their_unit_and_in_the_readers_language():
    from django.utils import translation

    number = Number(12345.6, "m", 1).to_dict()
    with translation.override("es"):
        spanish = words.said(number)

    assert words.said(Number(11.6, "µg/L", 1).to_dict()) == "11.6\u202fµg/L"
    assert spanish != "12345.6\u202fm"
    assert spanish.endswith("\u202fm")


def test_filled_html_isolates_and_escapes():
    hostile = {"peak": {"value": 1, "unit": "<b>", "digits": 0}, "town_name": {"text": "<script>"}}

    html = words.filled_html("<p>{peak} {town_name} {other}</p>", hostile)

    assert "<b>" not in html
    assert "<script>" not in html
    assert '<data value="1"><bdi dir="ltr">' in html
    assert "{other}" in html
