"""What is offered for a drawing that cannot be a place yet."""

import json
from math import cos, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from biomes.rules import place, repair
from biomes.rules.repair import Repair

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


def text(*rings):
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def star(count, lon=10.0, lat=45.0):
    ring = [
        [lon + (1 + 0.01 * sin(40 * a)) * cos(a), lat + (1 + 0.01 * sin(40 * a)) * sin(a)]
        for a in (2 * pi * n / count for n in range(count))
    ]
    return [*ring, ring[0]]


def test_swapped_numbers_are_turned_round():
    swapped = text([[38, -124], [38, -123], [39, -123], [38, -124]])
    with pytest.raises(place.BadPlace, match="swapped"):
        place.read(swapped)

    turned = place.check(repair.repaired(swapped, Repair.SWAP))

    assert place.bounds(turned) == (-124, 38, -123, 39)


@given(st.floats(-80, 80), st.floats(-80, 80))
def test_swapping_twice_changes_nothing(lon, lat):
    said = text([[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat]])

    once = repair.repaired(said, Repair.SWAP)

    assert repair.repaired(json.dumps(once), Repair.SWAP) == json.loads(said)


@pytest.mark.parametrize(
    "ring",
    [
        [[179, 0], [181, 0], [181, 1], [179, 1], [179, 0]],
        [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]],
        [[-179, 0], [-181, 0], [-181, 1], [-179, 1], [-179, 0]],
    ],
)
def test_a_place_across_the_180th_meridian_is_cut_in_two(ring):
    cut = place.check(repair.repaired(text(ring), Repair.CUT))

    assert cut["type"] == "MultiPolygon"
    assert len(cut["coordinates"]) == 2
    assert shape(cut).area == pytest.approx(2, rel=1e-6)


@settings(max_examples=30)
@given(st.floats(160, 199), st.floats(-60, 60), st.floats(0.5, 15))
def test_cutting_loses_nothing(lon, lat, width):
    ring = [[lon, lat], [lon + width, lat], [lon + width, lat + 1], [lon, lat + 1], [lon, lat]]

    cut = repair.repaired(text(ring), Repair.CUT)

    assert shape(cut).area == pytest.approx(width, rel=1e-4)


def test_a_hole_is_cut_with_its_shore():
    shore = [[179, 0], [181, 0], [181, 1], [179, 1], [179, 0]]
    hole = [[179.5, 0.2], [180.5, 0.2], [180.5, 0.8], [179.5, 0.8], [179.5, 0.2]]

    cut = repair.repaired(text(shore, hole), Repair.CUT)

    assert shape(cut).area == pytest.approx(2 - 0.6, rel=1e-6)


def test_an_open_ring_is_closed():
    assert place.check(repair.repaired(text(SQUARE[:-1]), Repair.CLOSE)) == place.read(text(SQUARE))


def test_a_hundred_thousand_points_are_thinned_and_the_tolerance_is_said():
    drawn = text(star(100_000))
    with pytest.raises(place.BadPlace, match="too_many_vertices"):
        place.read(drawn)

    offered = repair.thinning(drawn)

    assert offered.before == 100_001
    assert offered.after <= place.MOST_VERTICES
    assert offered.tolerance_m in repair.TOLERANCES_M
    assert place.check(offered.geometry) == offered.geometry
    off = shape(offered.geometry).hausdorff_distance(shape(json.loads(drawn)))
    assert off * repair.METRES_PER_DEGREE <= offered.tolerance_m * 1.5


def test_more_than_can_be_looked_at_is_refused(monkeypatch):
    monkeypatch.setattr(repair, "MOST_READ", 10)

    with pytest.raises(place.BadPlace, match="too_many_to_thin"):
        repair.thinning(text(star(20)))


def test_more_than_six_decimals_are_counted():
    assert repair.extra_decimals(text(SQUARE)) == 0
    assert repair.extra_decimals(text([[0.1234567, 0], [1, 0], [1, 1.00000001], [0.1234567, 0]])) == 3


@given(
    st.recursive(
        st.none() | st.integers() | st.floats() | st.text(max_size=3),
        lambda kids: (
            st.lists(kids, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "coordinates", "geometry", "features"]), kids, max_size=4
            )
        ),
        max_leaves=20,
    ),
    st.sampled_from(Repair),
)
def test_whatever_is_pasted_is_repaired_or_refused(said, how):
    with pytest.raises(place.BadPlace):
        repair.repaired(json.dumps(said), how)


@pytest.mark.parametrize("how", Repair)
@pytest.mark.parametrize("ring", [[], [[0, 0]], [[0, 0], [1, 1]], [[0, 0]] * 4, [[1e300, 2]] * 4])
def test_a_ring_that_encloses_nothing_is_refused(ring, how):
    with pytest.raises(place.BadPlace):
        place.check(repair.repaired(text(ring), how))
