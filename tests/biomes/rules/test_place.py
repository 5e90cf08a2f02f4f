"""Where something lies: what the map may trust, and the sentence for everything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from biomes.rules import place

SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def moved(lon, lat):
    return [[x + lon, y + lat] for x, y in SQUARE]


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(0.001, 5), st.floats(0.001, 5), st.booleans())
def test_a_box_is_kept_with_six_decimals_and_turned_the_right_way(lon, lat, width, height, clockwise):
    ring = [[lon, lat], [lon + width, lat], [lon + width, lat + height], [lon, lat + height], [lon, lat]]

    found = place.check(polygon(ring[::-1] if clockwise else ring))

    drawn = shape(found)
    assert drawn.is_valid
    assert drawn.exterior.is_ccw
    assert all(n == round(n, 6) for point in found["coordinates"][0] for n in point)
    assert place.check(found) == found


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda kids: (
            st.lists(kids, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "coordinates", "geometry", "features"]), kids, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_is_pasted_is_a_place_or_is_refused(said):
    with pytest.raises(place.BadPlace):
        place.check(said)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (polygon(SQUARE[:-1]), "not_closed"),
        (polygon(SQUARE[:3]), "too_few_points"),
        (polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), "self_crossing"),
        (polygon([[38, -124], [39, -124], [39, -123], [38, -124]]), "swapped"),
        (polygon([[0, 0], [500, 0], [1, 1], [0, 0]]), "out_of_range"),
        (polygon([[179, 0], [181, 0], [181, 1], [179, 0]]), "antimeridian"),
        (polygon([[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]), "antimeridian"),
        (polygon([[0, 0], [float("nan"), 0], [1, 1], [0, 0]]), "not_a_number"),
        (polygon([[0, 0], [True, 0], [1, 1], [0, 0]]), "not_a_number"),
        (polygon([[0, 0], ["1", 0], [1, 1], [0, 0]]), "not_a_number"),
        (polygon([[0, 0], [10**400, 0], [1, 1], [0, 0]]), "not_a_number"),
        (polygon([[0], [1, 0], [1, 1], [0]]), "not_a_point"),
        (polygon(SQUARE, moved(5, 5)), "broken_holes"),
        (polygon(), "empty"),
        ({"type": "Point", "coordinates": [0, 0]}, "wrong_type"),
        ({"type": "FeatureCollection", "features": []}, "one_feature"),
        ([], "not_geojson"),
    ],
)
def test_each_mistake_has_its_own_code(said, code):
    with pytest.raises(place.BadPlace) as why:
        place.check(said)

    assert why.value.code == code


@pytest.mark.parametrize("text", ["", "POLYGON((0 0))", "{", "[" * 100_000, "x" * 1_000_000, "null", "NaN"])
def test_text_that_is_no_geojson_is_refused(text):
    with pytest.raises(place.BadPlace, match="not_geojson"):
        place.read(text)


def test_more_than_twenty_thousand_points_are_refused():
    many = [[i * 1e-4, 0] for i in range(20_001)] + [[0, 1], [0, 0]]

    with pytest.raises(place.BadPlace) as why:
        place.check(polygon(many))

    assert (why.value.code, why.value.count) == ("too_many_vertices", 20_003)


def test_where_an_outline_crosses_itself_is_said():
    with pytest.raises(place.BadPlace) as why:
        place.check(polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]))

    assert (why.value.lon, why.value.lat) == (1, 1)


def test_a_feature_is_unwrapped():
    feature = {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)}

    assert place.read(json.dumps(feature))["type"] == "Polygon"


def test_a_swap_inside_the_range_is_noticed_beside_its_neighbours():
    swapped = polygon([[38.0, -24.2], [38.1, -24.2], [38.1, -24.1], [38.0, -24.2]])

    assert place.looks_swapped(place.check(swapped), (-24.1, 38.1))
    assert not place.looks_swapped(place.check(polygon(moved(-24.2, 38.0))), (-24.1, 38.1))


def test_the_area_of_a_degree_at_the_equator_is_known():
    # 111.195 km x 111.195 km on the sphere, a little less to the north.
    assert place.area_km2(polygon(SQUARE)) == pytest.approx(12_363.7, rel=1e-3)


def test_a_name_on_the_ground_keeps_clear_of_the_water():
    ground = square(0, 0, 10)
    lake = {"type": "Polygon", "coordinates": [[[2, 0], [10, 0], [10, 10], [2, 10], [2, 0]]]}

    lon, lat = place.clear_of(ground, lake)

    assert 0 < lon < 2
    assert 0 < lat < 10
    # Ground that lies wholly under the water still has a middle.
    assert place.clear_of(lake, ground) == place.middle(lake)


def square(west, south, size):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
