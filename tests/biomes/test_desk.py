"""The curator's desk: every queue with its number, what is missing, and a profile by its name."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Role
from biomes import actions
from biomes.forms.finding import KnownField
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

    assert [one.slug for one in page_of(client, "?q=creek").context["page"]] == ["hidden-creek"]
    assert [one.slug for one in page_of(client, "?stage=published").context["page"]] == ["lagoon"]
    assert list(page_of(client, "?q=%00%25&stage=nonsense").context["page"]) == []


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


@pytest.mark.parametrize("stage", ["draft", "withdrawn"])
def test_a_long_queue_shows_its_first_and_counts_them_all(client, curator, noon, stage):
    for number in range(27):
        makers.biome(f"creek-{number:02}", at=noon, stage=stage)

    page = page_of(client)

    assert f"({27})" in page.content.decode()
    assert f"?stage={stage}#find" in page.content.decode()
    assert page.content.decode().count('href="/desk/biomes/creek-') <= 2 * 12


def test_what_was_found_comes_a_page_at_a_time(client, curator, noon, monkeypatch):
    monkeypatch.setattr("biomes.views.paging.PER_PAGE", 2)
    for number in range(3):
        makers.biome(f"creek-{number}", at=noon)

    first, second = page_of(client, "?q=creek"), page_of(client, "?q=creek&page=2")

    assert [len(one.context["page"]) for one in (first, second)] == [2, 1]
    assert "q=creek&amp;page=2" in first.content.decode()


@pytest.mark.parametrize(
    "address", ["/desk/pins/", "/desk/stations/", "/desk/links/", "/desk/guardians/", "/desk/competent/"]
)
def test_every_list_of_the_desk_comes_a_page_at_a_time(client, curator, noon, monkeypatch, address):
    monkeypatch.setattr("biomes.views.paging.PER_PAGE", 2)
    systems = [makers.biome(f"creek-{number}", at=noon) for number in range(3)]
    for number, system in enumerate(systems):
        makers.station(system, at=noon)
        makers.pin(at=noon, name=f"Pin {number}", lon=number)
        makers.link(system, systems[number - 1])

    pages = [client.get(address + query) for query in ("", "?page=2", "?page=nine", "?page=999")]

    assert [(one.status_code, len(one.context["page"])) for one in pages] == [
        (200, 2),
        (200, 1),
        (200, 2),
        (200, 1),
    ]
    assert 'rel="next"' in pages[0].content.decode()


def test_zones_follow_the_living_systems_in_who_must_answer(client, curator, noon, monkeypatch):
    monkeypatch.setattr("biomes.views.paging.PER_PAGE", 2)
    for number in range(3):
        makers.biome(f"creek-{number}", at=noon)
        makers.zone(f"quay-{number}", at=noon)

    shown = [
        [one.slug for one in client.get(f"/desk/competent/?page={n}").context["page"]] for n in (1, 2, 3)
    ]

    assert shown == [["creek-0", "creek-1"], ["creek-2", "quay-0"], ["quay-1", "quay-2"]]


@pytest.mark.parametrize("address", ["/desk/biomes/", "/desk/pins/", "/desk/competent/", "/desk/guardians/"])
def test_a_longer_queue_asks_no_more_questions(client, curator, noon, address):
    def asked(count):
        for _n in range(count):
            system = makers.biome(at=noon)
            makers.pin(system.slug, at=noon, name=f"Pin {system.slug}", lon=count)
            actions.edit_biome(biome_id=system.pk, content=CONTENT, author="p", reason="r", at=noon)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    assert asked(2) == asked(6)


@pytest.mark.parametrize("said", ["Biome Creek", "biome creek", "creek-1", "biome/creek-1"])
def test_a_living_system_is_named_by_its_name_or_address(db, noon, said):
    makers.biome("creek-1", at=noon, name="Biome Creek")

    assert KnownField(offers="x").clean(said) == "biome/creek-1"


@pytest.mark.parametrize("said", ["Nowhere", "hidden", "zone/quay", "biome/", "/", "a" * 200, "\x00"])
def test_what_nothing_is_called_is_refused_in_words(db, noon, said):
    makers.biome("hidden", at=noon, stage="draft")

    with pytest.raises(ValidationError):
        KnownField(offers="x").clean(said)


def test_a_name_that_several_have_asks_which(db, noon):
    for number in range(2):
        makers.biome(f"creek-{number}", at=noon, name="Creek")

    with pytest.raises(ValidationError, match="biome/creek-0, biome/creek-1"):
        KnownField(offers="x", zones=True).clean("Creek")


@pytest.mark.parametrize(
    ("address", "choice"),
    [
        ("/desk/thresholds/new/", True), ("/desk/stations/new/", False), ("/desk/imports/new/", False),
        ("/stories/tell/", False),
    ],
)  # fmt: skip
def test_a_choice_not_made_yet_asks_for_one(client, curator, lagoon, address, choice):
    page = client.get(address).content.decode()

    assert ('<option value="" selected>Choose one</option>' in page) == choice
    assert "---------" not in page
