"""Blind spots: what the page tells of places nobody measures, and what it answers to odd questions."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.biomes import makers

pytestmark = pytest.mark.usefixtures("db")
FAR = {
    "type": "Polygon",
    "coordinates": [[[-24.5, 38.0], [-24.4, 38.0], [-24.4, 38.1], [-24.5, 38.1], [-24.5, 38.0]]],
}


@pytest.fixture
def at():
    from ledger.queries import now

    return now()


@pytest.fixture
def shore(at):
    """A lake with a station that reports, and a creek far off with none, beside one zone each."""
    from biomes import actions

    makers.reference()
    lake, creek = makers.biome("lake", at=at), makers.biome("creek", at=at, place=FAR)
    lake.zones.add(makers.zone("few", at=at, population=100))
    creek.zones.add(makers.zone("many", at=at, population=9_000))
    buoy = makers.station(lake, "L-1", at=at)
    actions.record_readings(
        station=buoy, rows=[makers.row("salinity", at - timedelta(hours=2), "8")], at=at - timedelta(hours=1)
    )
    return lake, creek


def test_the_blindest_beside_most_people_stands_first_and_gets_the_first_site(client, shore):
    page = client.get("/blind-spots/?most=3&budget=40").content.decode()
    said = client.get("/api/v1/blind-spots/?most=3&budget=40").json()

    assert [one["biome"] for one in said["biomes"]] == ["creek", "lake"]
    assert said["biomes"][0]["unknown_before"] == pytest.approx(1, abs=0.01)
    assert said["biomes"][1]["unknown_before"] < 1
    assert said["sites"][0]["biome"] == "creek"
    assert said["unknown_after"] < said["unknown_before"]
    assert said["cost"] <= 40
    assert "What to take up first" in page
    assert "Creek" in page


def test_a_station_that_fell_silent_measures_nothing(client, shore):
    from biomes.models import Reading

    heard = client.get("/api/v1/blind-spots/").json()["biomes"][1]
    from biomes import queries

    cache.clear()
    later = queries.ground(Reading.objects.get().phenomenon_at + timedelta(days=31))

    assert heard["stations_heard"] == 1
    assert later.stations == []


@pytest.mark.parametrize("change", [{"historical": True}, {"quality": "rejected"}])
def test_a_reading_of_the_past_or_one_that_was_rejected_makes_no_station_heard(shore, at, change):
    from biomes import queries
    from biomes.models import Reading, Station

    reading = Reading.objects.get()
    fields = {
        f.attname: getattr(reading, f.attname) for f in Reading._meta.concrete_fields if f.attname != "id"
    }
    quiet = makers.station(shore[1], "C-1", at=at)
    Reading.objects.create(**fields | {"station_id": quiet.pk} | change)

    assert set(queries.heard_stations(at)) == {Station.objects.get(code="L-1")}


def test_an_accepted_sighting_takes_some_of_what_is_unknown_and_less_than_the_station_does(client, shore, at):
    blind = client.get("/api/v1/blind-spots/").json()["biomes"]
    makers.sighting(shore[1], at=at, lon=-24.45, lat=38.05)
    cache.clear()
    said = client.get("/api/v1/blind-spots/").json()["biomes"]
    page = client.get("/blind-spots/").content.decode()

    assert (blind[0]["biome"], blind[0]["sightings_counted"]) == ("creek", 0)
    assert (said[0]["biome"], said[0]["sightings_counted"]) == ("creek", 1)
    assert said[1]["unknown_before"] < said[0]["unknown_before"] < blind[0]["unknown_before"]
    assert said[1]["unknown_before"] == pytest.approx(blind[1]["unknown_before"])
    assert "Sightings counted" in page


def test_only_accepted_sightings_of_the_last_thirty_days_count_and_of_one_person_at_one_place_one(shore, at):
    from biomes import actions, queries

    def count(moment=at):
        return queries.ground(moment).sighted["creek"]

    makers.sighting(shore[1], "p-1", at=at, accepted=False)
    makers.sighting(shore[1], "p-2", at=at, seen_at=at - timedelta(days=31))
    assert count() == 0

    kept = makers.sighting(shore[1], "p-3", at=at)
    makers.sighting(shore[1], "p-3", at=at)
    makers.sighting(shore[1], "p-4", at=at)
    assert count() == 2
    assert count(at + timedelta(days=31)) == 0
    actions.withdraw_sighting(uuid=kept.uuid, by="p-3", at=at)
    assert count() == 2


def test_everybody_counts_once_among_what_they_live_beside(shore, at):
    from biomes import queries

    shore[0].zones.add(queries.zone("many"))

    ground = queries.ground(at)

    assert sum(point.people for point in ground.points) == pytest.approx(9_100)


@pytest.mark.parametrize(
    "query",
    [
        "most=0",
        "most=13",
        "budget=0",
        "budget=1000000000",
        "most=x",
        "most=%00",
        "most=4",
        "budget=nan&most=2",
        "most=🌊&budget=3",
    ],
)
def test_an_odd_question_names_its_field_and_keeps_the_form(client, shore, query):
    answer = client.get(f"/blind-spots/?{query}")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert 'name="most"' in page


def test_the_api_refuses_what_the_page_refuses(client, shore):
    for query in ("most=0", "budget=121", "most=x"):
        assert client.get(f"/api/v1/blind-spots/?{query}").status_code == 400


def test_too_little_work_for_anything_is_said(client, shore):
    page = client.get("/blind-spots/?most=3&budget=1").content.decode()

    assert "Nothing for so little work" in page


def test_where_nothing_lives_the_page_says_so(client):
    assert "Nothing lives here yet" in client.get("/blind-spots/").content.decode()


def test_a_draft_is_no_blind_spot(client, shore, at):
    makers.biome("secret", at=at, stage="draft")

    assert "Secret" not in client.get("/blind-spots/").content.decode()
    assert {one["biome"] for one in client.get("/api/v1/blind-spots/").json()["biomes"]} == {"lake", "creek"}


def test_every_place_has_points_and_all_of_them_inside():
    import shapely

    from biomes.rules.blindspots import MOST_SPOTS, spots
    from portal.demo import places

    for drawn in (*places.SYSTEMS.values(), FAR):
        found = spots(drawn)
        area = shapely.from_geojson(json.dumps(drawn)).buffer(1e-9)
        assert 1 <= len(found) <= MOST_SPOTS
        assert all(area.contains(shapely.Point(spot)) for spot in found)
        assert found == spots(drawn)


def test_a_pin_is_its_own_one_point():
    from biomes.rules.blindspots import spots

    assert spots({"type": "Point", "coordinates": [-24.1, 38.1]}) == [(-24.1, 38.1)]
