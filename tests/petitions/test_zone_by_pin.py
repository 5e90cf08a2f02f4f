"""Where a signer lives: a zone of the list or a pin; the pin is read as its zone at once and kept nowhere."""

import pytest
from django.db import connection

from petitions.forms import SignForm
from petitions.models import Attempt
from tests.petitions.scene import SQUARE, zone

pytestmark = pytest.mark.django_db
INSIDE = {"lon": -24.1534567, "lat": 38.1512345}
OUTSIDE = {"lon": 10.0, "lat": 10.0}


def signed(client, petition, **body):
    given = {"name": "Ana Vale", "email": "ana@shore.example"} | body
    return client.post(
        f"/api/v1/petitions/{petition.slug}/signatures/", given, content_type="application/json"
    )


@pytest.fixture
def far_zone(petition):
    """Every zone of the scene has the same outline but this one."""
    made = zone("aurelis-shore")
    made.polygon = {
        "type": "Polygon",
        "coordinates": [[[x + 1, y + 1] for x, y in SQUARE["coordinates"][0]]],
    }
    made.save()
    return made


def test_a_pin_is_read_as_the_zone_it_lies_in(client, petition, far_zone):
    assert signed(client, petition, pin={"lon": -23.15, "lat": 39.15}).status_code == 202

    assert Attempt.objects.get().zone == far_zone


def test_a_pin_outside_every_zone_is_somewhere_else(client, petition, far_zone):
    assert signed(client, petition, pin=OUTSIDE).status_code == 202

    assert Attempt.objects.get().zone is None


def test_a_zone_that_is_said_wins_over_the_pin(client, petition, far_zone):
    signed(client, petition, pin=INSIDE, zone="aurelis-shore")

    assert Attempt.objects.get().zone == far_zone


@pytest.mark.parametrize(
    "pin",
    [{"lon": 999, "lat": 0}, {"lon": 1}, "here", [1, 2], {"lon": "x", "lat": 1}],
)
def test_a_pin_that_is_none_is_named(client, petition, pin):
    answer = signed(client, petition, pin=pin)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["pin"]


def test_no_table_keeps_a_pin_finer_than_its_zone(client, petition, django_db_blocker):
    signed(client, petition, pin=INSIDE)

    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', [r"24\.1534|38\.1512"])
            assert cursor.fetchone() == (0,), table


def test_the_form_has_five_fields_and_keeps_the_relation(client, petition):
    assert list(SignForm().fields) == ["name", "email", "zone", "relation", "updates"]

    client.post(
        f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "a@b.example", "relation": "works"}
    )

    assert Attempt.objects.get().relation == "works"


def test_a_relation_that_is_none_is_named(client, petition):
    page = client.post(
        f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "a@b.example", "relation": "x"}
    )

    assert page.status_code == 422
    assert "related to the place" in page.content.decode()


def test_the_page_asks_for_a_zone_and_never_for_a_point(client, petition):
    page = client.get(f"/petitions/{petition.slug}/sign/").content.decode()

    assert "data-zone-map" in page
    assert 'name="lat"' not in page
    assert 'name="pin"' not in page
