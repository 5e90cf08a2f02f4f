"""A sensitive place: squares of a fixed grid, the same however often and however exactly it is drawn."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from biomes.rules import coarse, place

SIZES = st.sampled_from([km for km in coarse.SIZES_KM if km])


def box_at(lon, lat, width, height):
    return place.check(
        {
            "type": "Polygon",
            "coordinates": [
                [[lon, lat], [lon + width, lat], [lon + width, lat + height], [lon, lat + height], [lon, lat]]
            ],
        }
    )


places = st.builds(
    box_at, st.floats(-175, 170), st.floats(-85, 80), st.floats(0.0001, 3), st.floats(0.0001, 3)
)


@settings(max_examples=40)
@given(places, SIZES)
def test_a_coarse_place_covers_the_place(exact, km):
    assert shape(coarse.coarsen(exact, km)).buffer(1e-5).covers(shape(exact))


@settings(max_examples=40)
@given(places, SIZES)
def test_coarsening_twice_changes_nothing(exact, km):
    once = coarse.coarsen(exact, km)

    assert coarse.coarsen(once, km) == once


@settings(max_examples=40)
@given(st.floats(-100, 100), st.floats(-60, 60), SIZES, st.data())
def test_two_places_in_the_same_square_look_the_same(lon, lat, km, data):
    """Nobody learns from the squares where in them the place lies."""
    step = km / coarse.KM_PER_DEGREE
    grid = coarse.Grid(step)
    cell = coarse._cell_at(grid, lon, lat)
    west, south, east, north = cell.bounds

    def inside():
        a = data.draw(st.floats(0.05, 0.9))
        b = data.draw(st.floats(0.05, 0.9))
        return box_at(
            west + a * (east - west),
            south + b * (north - south),
            (east - west) * 0.05,
            (north - south) * 0.05,
        )

    assert coarse.coarsen(inside(), km) == coarse.coarsen(inside(), km)


@settings(max_examples=40)
@given(places, SIZES)
def test_every_corner_of_the_coarse_place_lies_on_the_grid(exact, km):
    step = km / coarse.KM_PER_DEGREE

    for ring in _rings(coarse.coarsen(exact, km)):
        for lon, lat in ring:
            for degrees in (lon, lat):
                assert abs(degrees / step - round(degrees / step)) < 1e-3


def _rings(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for rings in polygons for ring in rings]


@given(st.decimals(-180, 180, places=6), st.decimals(-90, 90, places=6), SIZES)
def test_a_point_becomes_the_middle_of_its_square_and_stays_there(lon, lat, km):
    once = coarse.coarse_point(lon, lat, km)

    assert coarse.coarse_point(*once, km) == once
    assert abs(once[1] - lat) <= Decimal(km / coarse.KM_PER_DEGREE)
    assert -180 <= once[0] <= 180


@settings(max_examples=30)
@given(places, SIZES)
def test_a_coarse_place_has_few_points(exact, km):
    assert sum(len(ring) for ring in _rings(coarse.coarsen(exact, km))) < 64 * 64


def test_nothing_is_hidden_with_zero():
    exact = box_at(1, 1, 0.5, 0.5)

    assert coarse.coarsen(exact, 0) == exact
    assert coarse.coarse_point(Decimal("1.234567"), Decimal(2), 0) == (Decimal("1.234567"), Decimal(2))


@pytest.mark.parametrize(("lon", "lat"), [(179.99, 0.0), (-179.99, 0.0), (0.0, 89.9), (0.0, -89.9)])
def test_the_edges_of_the_world_have_squares_too(lon, lat):
    found = coarse.coarsen(box_at(lon - 0.005, lat - 0.005, 0.01, 0.01), 10)

    assert shape(found).covers(Point(lon, lat))


def test_a_pin_becomes_the_middle_of_its_square():
    pin = {"type": "Point", "coordinates": [-24.171717, 38.031313]}

    once = coarse.coarsen(pin, 5)

    assert once != pin
    assert coarse.coarsen(once, 5) == once
    assert coarse.coarsen(pin, 0) == pin
