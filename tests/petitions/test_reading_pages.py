"""What anybody reads: the list, a petition, its count, its history, its box for other pages."""

import re

import pytest
from django.core.cache import cache

from tests.petitions.scene import ASKS, BACKGROUND, TITLE, opened

pytestmark = pytest.mark.django_db


def test_an_empty_index_invites(client):
    page = client.get("/petitions/")

    assert page.status_code == 200
    assert "No petitions yet" in page.content.decode()


@pytest.mark.parametrize("language", ["", "es/", "ar/"])
def test_the_index_lists_and_filters(client, petition, language):
    page = client.get(f"/{language}petitions/?biome=vessa-lagoon&q=outfal&order=most")

    assert TITLE in re.sub("</?mark>", "", page.content.decode())


@pytest.mark.parametrize(
    "query",
    [
        "show=x",
        "biome=%00",
        "order=;drop",
        "q=" + "x" * 5000,
        "page=999999",
        "page=-1",
        "zone=%ff",
        "q=%00",
        "show=closed",
    ],
)
def test_odd_queries_are_answered(client, petition, query):
    assert client.get(f"/petitions/?{query}").status_code == 200


def test_the_page_says_what_is_asked_and_how_far_it_is(client, petition):
    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    assert ASKS[0] in page
    assert BACKGROUND in page
    assert "9,994" in page
    assert 'action="/petitions/clean-the-harl-outfall/sign/"' in page


def test_a_public_page_sets_no_cookie(client, petition):
    assert client.get(f"/petitions/{petition.slug}/").cookies == {}


def test_the_count_endpoint_is_tiny_cached_and_answers_304(client, petition):
    first = client.get(f"/petitions/{petition.slug}/count.json")
    again = client.get(f"/petitions/{petition.slug}/count.json", headers={"if-none-match": first["ETag"]})

    assert len(first.content) <= 200
    assert first.json()["count"] == 6
    assert "max-age" in first["Cache-Control"]
    assert "stale-if-error" in first["Cache-Control"]
    assert again.status_code == 304


def test_machine_addresses_answer_and_no_spreadsheet_runs_a_title(client, now):
    cache.clear()
    opened(title="=HYPERLINK(1) clean the outfall", at=now)

    rows = client.get("/petitions.csv").content.decode()

    assert "'=HYPERLINK" in rows
    assert client.get("/petitions.json").json()["petitions"][0]["state"] == "open"
    assert "<feed" in client.get("/petitions/feed/").content.decode()


def test_history_is_by_the_hour_and_adds_up(client, petition, now):
    rows = client.get(f"/petitions/{petition.slug}/history.csv").content.decode().splitlines()

    assert rows[0] == "hour,signatures,total,online,paper"
    assert rows[1].endswith(",6,6,6,0")


def test_the_box_for_other_pages(client, petition):
    assert TITLE in client.get(f"/petitions/{petition.slug}/box/").content.decode()
    assert TITLE in client.get("/petitions/for/vessa-lagoon/").content.decode()
    assert "Start a petition" in client.get("/petitions/for/nowhere/").content.decode()
