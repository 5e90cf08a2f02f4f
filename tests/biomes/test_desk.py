"""The curator's desk: every queue with its number, what is missing, and a profile by its name."""

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Role
from biomes import actions
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
CONTENT = {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE}


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


def page_of(client, query=""):
    answer = client.get(f"/desk/biomes/{query}")
    assert answer.status_code == 200
    return answer


def counts(client):
    return {key: number for key, _name, number in page_of(client).context["counts"]}


def missing(client):
    return {one.key: one.count for one in page_of(client).context["queues"]}


def test_an_empty_desk_says_so(client, curator):
    page = page_of(client).content.decode()

    assert "No draft waits." in page
    # The limits that every installation starts with.
    assert set(missing(client)) <= {"limits"}


def test_every_queue_has_its_number(client, curator, lagoon, buoy, noon):
    actions.draft_biome(slug="creek", content=CONTENT, author="p", reason="r", at=noon)
    actions.edit_biome(biome_id=lagoon.pk, content=CONTENT, author="p", reason="r", at=noon)
    actions.record_readings(station=buoy, rows=[makers.row("salinity", noon, "-8")], at=noon)
    makers.biome("gone", at=noon, stage="withdrawn")

    found = counts(client)
    assert [found[one] for one in ("drafts", "edited", "doubtful", "down")] == [1, 1, 1, 1]


def test_what_is_missing_is_listed_and_goes_when_it_is_mended(client, curator, lagoon, noon):
    """Of published ones only: a draft may still be unfinished."""
    other = makers.biome("other", at=noon, red_list="EN", names=[{"language": "es", "name": "Otro"}])
    makers.biome("draft", at=noon, stage="draft", red_list="EN")
    link = makers.link(lagoon, other)
    before = missing(client)

    assert (before["red_list"], before["links"], before["station"], before["names"]) == (1, 1, 2, 1)
    other.red_list_citation = "Keith 2013"
    other.save()
    actions.end_link(link_id=link.pk, reason="r", actor="p", at=noon)
    makers.station(other, at=noon)

    after = missing(client)
    assert ("red_list" in after, "links" in after, after["station"]) == (False, False, 1)


def test_a_closed_station_measures_nothing(client, curator, lagoon, buoy, noon):
    assert "station" not in missing(client)

    actions.close_station(station_id=buoy.pk, actor="p", at=noon)

    assert missing(client)["station"] == 1


def test_a_profile_is_found_in_any_stage_and_the_address_keeps_the_question(client, curator, lagoon, noon):
    actions.draft_biome(slug="hidden-creek", content=CONTENT, author="p", reason="r", at=noon)

    assert [one.slug for one in page_of(client, "?q=creek").context["found"]] == ["hidden-creek"]
    assert [one.slug for one in page_of(client, "?stage=published").context["found"]] == ["lagoon"]
    assert page_of(client, "?q=%00%25&stage=nonsense").context["found"] == []


def test_the_desk_asks_as_many_questions_of_a_hundred_systems_as_of_one(client, curator, lagoon, noon):
    from django.db import connection

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(client)
        return len(queries)

    def grow(start, end):
        for number in range(start, end):
            system = makers.biome(f"s-{number}", at=noon, red_list="EN")
            actions.draft_biome(slug=f"d-{number}", content=CONTENT, author="p", reason="r", at=noon)
            makers.link(lagoon, system)

    grow(0, 2)
    few = asked()
    grow(2, 30)

    assert asked() == few
    assert few < 40
