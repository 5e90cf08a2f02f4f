"""A place is kept no finer than its person chose, and never farther off than that."""

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.cells import CELLS, OffTheEarth, checked, coarsened, distance_m

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
cells = st.sampled_from(CELLS)


@given(lons, lats, cells)
def test_what_is_kept_is_on_the_earth_and_within_half_a_cells_diagonal(lon, lat, cell):
    kept_lon, kept_lat = map(float, coarsened(lon, lat, cell))

    assert checked(kept_lon, kept_lat)
    # At the poles the last row is cut; a metre is for six decimals.
    assert distance_m(lon, lat, kept_lon, kept_lat) <= cell * sqrt(2) / 2 * 1.06 + 1


@given(lons, st.floats(-85, 85), cells)
def test_coarsening_again_changes_nothing(lon, lat, cell):
    once = coarsened(lon, lat, cell)

    assert coarsened(float(once[0]), float(once[1]), cell) == once


@given(lons, st.floats(-85, 85), st.floats(-180, 180), cells)
def test_two_points_that_are_kept_alike_lie_in_one_cell(lon, lat, other_lon, cell):
    one, other = coarsened(lon, lat, cell), coarsened(other_lon, lat, cell)

    if one == other:
        assert distance_m(lon, lat, other_lon, lat) <= cell * sqrt(2) + 1


def test_a_kept_place_has_six_decimals():
    lon, lat = coarsened(-24.101312345, 38.128412345, 100)

    assert lon == round(lon, 6)
    assert isinstance(lat, Decimal)
    assert distance_m(-24.101312345, 38.128412345, float(lon), float(lat)) < 71


@pytest.mark.parametrize(("lon", "lat", "swapped"), [(38.1, -124.1, True), (1e9, 0, False), (0, 1e9, False)])
def test_what_is_no_place_is_refused_and_a_swap_is_named(lon, lat, swapped):
    with pytest.raises(OffTheEarth) as why:
        checked(lon, lat)

    assert why.value.swapped is swapped
