"""A sensitive place: the outline drawn is stored nowhere and shown nowhere, of it and of its stations."""

import json
from decimal import Decimal

import pytest
from django.db import connection

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Biome, Station
from biomes.rules import coarse, place
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
# Digits that stand for nothing else here.
EXACT = {
    "type": "Polygon",
    "coordinates": [
        [
            [-24.171717, 38.031313],
            [-24.161717, 38.031313],
            [-24.161717, 38.041313],
            [-24.171717, 38.041313],
            [-24.171717, 38.031313],
        ]
    ],
}
MARKS = ("171717", "161717", "031313", "041313")


def content(**more):
    return {"name": "Nesting cliff", "functional_group": "MT2.2", "place": EXACT} | more


def draft(noon, **more):
    return actions.draft_biome(slug="cliff", content=content(**more), author="p-1", reason="r", at=noon)


def everything_stored():
    """Every row of every table of ours, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row[0] for row in cursor.fetchall())


def stored_marks():
    return [mark for row in everything_stored() for mark in MARKS if mark in row]


def test_the_outline_of_a_sensitive_place_is_never_stored(noon):
    cliff = draft(noon, coarse_km=10)

    assert stored_marks() == []
    assert place.area_km2(cliff.place) > 50
    assert cliff.place == coarse.coarsen(EXACT, 10)


def test_saving_a_coarse_place_again_differs_in_nothing(noon):
    cliff = draft(noon, coarse_km=10)

    with pytest.raises(actions.CannotEdit, match="Nothing differs"):
        actions.edit_biome(
            biome_id=cliff.pk, content=cliff.revisions.get().snapshot, author="p-1", reason="r", at=noon
        )


def test_a_place_that_becomes_sensitive_is_forgotten_in_every_revision_when_that_is_published(noon):
    cliff = draft(noon)
    actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=noon)
    station = makers.station(cliff, at=noon, lon="-24.171717", lat="38.031313")
    assert stored_marks()

    actions.edit_biome(biome_id=cliff.pk, content=content(coarse_km=5), author="p-1", reason="nests", at=noon)
    actions.publish_biome(biome_id=cliff.pk, number=2, actor="p-1", at=noon)

    assert stored_marks() == []
    station.refresh_from_db()
    assert (station.lon, station.lat) == coarse.coarse_point(Decimal("-24.171717"), Decimal("38.031313"), 5)


def test_a_pin_that_is_merged_into_a_sensitive_place_leaves_no_finer_point_behind(noon):
    cliff = draft(noon, coarse_km=10)
    actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=noon)
    creek = makers.pin(at=noon, lon=-24.171717, lat=38.031313)
    seen = makers.sighting(creek, "p-8", at=noon, lon=-24.171717, lat=38.031313)

    actions.merge_pin(biome_id=creek.pk, into=cliff, actor="p-1", at=noon)

    seen.refresh_from_db()
    creek.refresh_from_db()
    middle = coarse.coarse_point(Decimal("-24.171717"), Decimal("38.031313"), 10)
    assert seen.biome_id == cliff.pk
    assert (seen.lon, seen.lat) == middle
    assert creek.place["coordinates"] == [float(one) for one in middle]


def test_returning_to_an_older_revision_does_not_bring_the_outline_back(noon):
    cliff = draft(noon)
    actions.edit_biome(biome_id=cliff.pk, content=content(coarse_km=5), author="p-1", reason="r", at=noon)

    actions.revert_biome(biome_id=cliff.pk, number=1, author="p-1", reason="r", at=noon)

    assert stored_marks() == []


def test_a_station_is_opened_in_the_middle_of_its_square(noon):
    cliff = draft(noon, coarse_km=2)

    actions.open_station(
        code="C-1", biome=cliff, lon=Decimal("-24.171717"), lat=Decimal("38.031313"), at=noon, actor="p-1"
    )

    assert stored_marks() == []
    assert Station.objects.get().lon != Decimal("-24.171717")


def test_no_surface_shows_the_outline(client, noon):
    cliff = draft(noon, coarse_km=10)
    actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=noon)
    actions.open_station(
        code="C-1", biome=cliff, lon=Decimal("-24.171717"), lat=Decimal("38.031313"), at=noon, actor="p-1"
    )
    sign_in(client, person("noor", Role.CURATOR))

    for address in (
        "/biomes/cliff/", "/biomes/", "/biomes.geojson", "/api/v1/biomes/cliff/", "/api/v1/biomes/cliff/revisions/",
        "/api/v1/stations/C-1/", "/stations/C-1/", "/desk/biomes/cliff/edit/", "/desk/biomes/cliff/revisions/1/",
        "/biomes/profiles.csv", "/biomes/profiles.geojson",
    ):  # fmt: skip
        answer = client.get(address)
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert answer.status_code == 200, address
        assert [mark for mark in MARKS if mark in body] == [], address


def test_the_page_says_that_the_place_is_coarse(client, noon):
    cliff = draft(noon, coarse_km=10)
    actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=noon)

    assert "squares of 10" in client.get("/biomes/cliff/").content.decode()


def test_a_form_with_a_sensitive_place_stores_the_squares_only(client, noon):
    sign_in(client, person("noor", Role.CURATOR))
    data = {
        "name": "Cliff", "slug": "cliff", "functional_group": "MT2.2", "red_list": "NE", "reason": "r",
        "place": json.dumps(EXACT), "coarse_km": "10",
    }  # fmt: skip

    assert client.post("/desk/biomes/new/", data).status_code == 302

    assert Biome.objects.get().coarse_km == 10
    assert stored_marks() == []
    assert queries.desk.any_biome("cliff").place == coarse.coarsen(EXACT, 10)


def test_a_sighting_in_a_sensitive_place_is_known_no_better_than_its_squares(noon):
    cliff = draft(noon)
    actions.publish_biome(biome_id=cliff.pk, number=1, actor="p-1", at=noon)
    seen = makers.sighting(cliff, at=noon, lon=-24.171717, lat=38.031313)

    actions.edit_biome(
        biome_id=cliff.pk, content=content(coarse_km=20), author="p-1", reason="nests", at=noon
    )
    actions.publish_biome(biome_id=cliff.pk, number=2, actor="p-1", at=noon)

    before = (seen.lon, seen.lat)
    seen.refresh_from_db()
    later = makers.sighting(cliff.__class__.objects.get(), "p-8", at=noon, lon=-24.171717, lat=38.031313)
    later.refresh_from_db()
    assert (seen.lon, seen.lat) == (later.lon, later.lat) != before
