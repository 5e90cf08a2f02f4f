"""What lies near a point: the box around each place narrows, metres decide, and nothing near is left out."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biomes.models import Biome
from biomes.queries import near
from tests.biomes import makers

pytestmark = pytest.mark.django_db


def square(lon, lat, size=0.1):
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


@pytest.mark.parametrize(
    ("place", "box"),
    [
        (point(3, -4), "(3,-4),(3,-4)"),
        (square(1, 2), "(1.1,2.1),(1,2)"),
        ({"type": "MultiPolygon", "coordinates": [square(1, 2)["coordinates"], square(-5, 7)["coordinates"]]}, "(1.1,7.1),(-5,2)"),
        (None, None),
    ],
)  # fmt: skip
def test_the_box_holds_every_point_of_a_place(noon, place, box):
    made = makers.biome(at=noon, stage="draft", place=place)

    with connection.cursor() as cursor:
        cursor.execute("SELECT biomes_place_box(place)::text FROM biomes_biome WHERE id = %s", [made.pk])
        assert cursor.fetchone()[0] == box


def test_the_nearest_come_first_and_one_without_a_place_is_nowhere(noon):
    far, close = (
        makers.biome("far", at=noon, place=square(9, 9)),
        makers.biome("close", at=noon, place=square(1, 1)),
    )
    makers.biome("nowhere", at=noon, stage="draft", place=None)

    found = near.nearest(Biome.objects.all(), 1.05, 1.05, most=5)

    assert [one for one, _metres in found] == [close, far]
    assert found[0][1] == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lon=st.floats(-170, 170), lat=st.floats(-85, 85), east=st.floats(-0.5, 0.5), north=st.floats(-0.5, 0.5),
    metres=st.sampled_from([500.0, 5_000.0, 100_000.0]),
)  # fmt: skip
def test_nothing_that_is_near_is_left_out(noon, lon, lat, east, north, metres):
    made = makers.biome(at=noon, place=point(lon + east, lat + north))

    narrowed = near.within(Biome.objects.filter(pk=made.pk), lon, lat, metres).exists()

    assert narrowed or near.distance_to(made, lon, lat) > metres
    made.delete()
