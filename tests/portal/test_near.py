"""What is near a point: by distance, with what is in danger and what can be done; an empty place says how to begin."""

import json

import pytest
from django.urls import reverse

from ledger.queries import now
from tests.biomes import makers

pytestmark = pytest.mark.django_db
HERE = {"lon": "-24.15", "lat": "38.05"}


@pytest.fixture
def lagoon(db):
    makers.reference()
    return makers.biome("lagoon", at=now())


def ask(client, **query):
    return client.get(reverse("portal:near"), query)


def test_without_a_point_it_asks_where(client, lagoon):
    makers.zone("shore", at=now())

    page = ask(client).content.decode()

    assert "Where shall we look?" in page
    # No zone is chosen for anybody beforehand.
    assert page.index('<option value="">Choose one</option>') < page.index('<option value="shore">')


def test_what_lives_near_comes_by_distance(client, lagoon):
    far = {"type": "Polygon", "coordinates": [[[-23.9, 38.0], [-23.8, 38.0], [-23.8, 38.1], [-23.9, 38.0]]]}
    makers.biome("far", at=now(), place=far)
    makers.biome("other-sea", at=now(), place={"type": "Point", "coordinates": [10.0, 10.0]})
    makers.pin(at=now(), name="Quagmyrrh", lon=-24.3)

    found = client.get("/api/v1/near/", HERE).json()

    assert [one["name"] for one in found["living_systems"]] == ["Lagoon", "Quagmyrrh", "Far"]
    assert found["living_systems"][0] | {"state": "unknown", "distance_m": 0} == found["living_systems"][0]
    assert found["living_systems"][1]["stage"] == "provisional"
    page = ask(client, **HERE).content.decode()
    assert page.index("Lagoon") < page.index("Quagmyrrh") < page.index("Far")


def test_what_nobody_looked_at_is_near_to_nobody(client, lagoon):
    makers.pin(at=now(), name="Quagmyrrh", looked_at=False)

    assert "Quagmyrrh" not in ask(client, **HERE).content.decode()
    assert "Quagmyrrh" not in json.dumps(client.get("/api/v1/near/", HERE).json())


def test_sightings_to_confirm_and_the_nearest_station_are_named(client, lagoon):
    makers.station(lagoon, "V-07", at=now())
    makers.sighting(lagoon, at=now())

    page = ask(client, **HERE).content.decode()

    assert "V-07" in page
    assert "Go and look" in page


def test_a_zone_stands_for_its_middle(client, lagoon):
    makers.zone("low-quay", at=now())

    page = ask(client, zone="low-quay").content.decode()

    assert "Near Low-Quay" in page
    assert "Lagoon" in page


def test_an_empty_place_says_how_to_put_a_creek_on_the_map(client):
    page = ask(client, lon="100", lat="-40").content.decode()

    assert "That is where you come in" in page
    assert "/biomes/new/?lat=-40.0&amp;lon=100.0" in page


def test_a_point_is_kept_to_about_a_kilometre(client, lagoon):
    found = client.get("/api/v1/near/", {"lon": "-24.151234", "lat": "38.051234"}).json()

    assert (found["lon"], found["lat"]) == (-24.15, 38.05)


@pytest.mark.parametrize(
    "query",
    [
        {"lon": "1e9", "lat": "0"},
        {"lon": "nan", "lat": "0"},
        {"lon": "x", "lat": "y"},
        {"lon": "1", "lat": ""},
        {"zone": "nowhere"},
    ],
)
def test_what_is_no_place_is_said_and_kept_in_the_form(client, query):
    answer = ask(client, **query)

    assert answer.status_code == 422
    assert "no place we know" in answer.content.decode()
    if "lon" in query:
        assert client.get("/api/v1/near/", query).status_code == 400


def test_only_this_page_may_ask_the_device_where_it_is(client):
    assert "geolocation=(self)" in ask(client)["Permissions-Policy"]
    assert "geolocation=()" in client.get("/about/")["Permissions-Policy"]
