"""The portal's pages, asked for as a browser and as a machine would."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import override_settings

from ledger.queries import now
from portal.queries import home as homes

pytestmark = pytest.mark.django_db
PREFIXES = ("", "/es", "/ar")
PAPERS = ("/", "/search/", "/about/", "/privacy/", "/terms/", "/accessibility/", "/api/", "/api/docs/")


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", PAPERS)
def test_every_paper_answers_in_every_language_and_names_the_others(client, path, prefix):
    answer = client.get(prefix + path)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert page.count("hreflang=") >= 6
    assert f'<html lang="{prefix.strip("/") or "en"}"' in page
    assert len(re.findall(r"<h1\b", page)) <= 1


def test_an_empty_site_has_a_first_page_that_says_what_happens_next(client):
    page = client.get("/").content.decode()

    assert "Nothing lives here yet" in page
    assert homes.home_page(now()).count == 0


@pytest.mark.parametrize("path", ["/", "/about/", "/nothing/here/"])
def test_reading_sets_no_cookie_and_the_policy_allows_no_inline_code(client, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]

    assert not answer.cookies
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy


def test_a_page_that_is_not_there_answers_404_with_ways_on(client):
    answer = client.get("/no/such/thing/")

    assert answer.status_code == 404
    assert b'role="search"' in answer.content


@pytest.mark.parametrize(
    "words",
    ["", "a", "vessa", "%", "_", "'; DROP TABLE x; --", "\u202egninaem", "x" * 5000, "\x00", "وسا", "<b>"],
)
def test_any_words_may_be_searched_for_and_come_back_escaped(client, words):
    answer = client.get("/search/", {"q": words})

    assert answer.status_code == 200
    assert b"<b>" not in answer.content.split(b"<main", 1)[1].split(b"</main", 1)[0]


def test_the_sitemap_names_every_page_in_every_language(client):
    answer = client.get("/sitemap.xml")
    places = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"] == "application/xml"
    urls = tree.findall("s:url", places)
    assert len(urls) >= 6
    assert all(len(url.findall("x:link", places)) == 3 for url in urls)


def test_robots_are_sent_to_the_sitemap_and_kept_from_the_doors(client):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: " in text
    assert "Disallow: /accounts/" in text


def test_the_letters_are_shown_in_a_demonstration_only(client):
    assert client.get("/dev/mail/").status_code == 404
    with override_settings(DEMO=True):
        assert client.get("/dev/mail/").status_code == 200


def test_the_first_page_and_its_sheets_and_scripts_are_light(client, settings):
    page = client.get("/").content
    size = len(gzip.compress(page))
    for path in re.findall(rb'(?:href|src)="/static/([^"#]+)"', page):
        from django.contrib.staticfiles import finders

        found = finders.find(path.decode())
        assert found, path
        size += len(gzip.compress(Path(found).read_bytes()))

    # Faces add at most 75 kB (tests/journeys measures what a browser really loads).
    assert size < 60_000


def test_the_error_page_for_a_broken_server_needs_nothing_that_can_be_broken(django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        page = render_to_string("500.html")

    assert "Something broke on our side" in page


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 429])
def test_each_error_page_says_what_stands(rf, code):
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string

    request = rf.get("/x/")
    request.user = AnonymousUser()
    request.csp_nonce = "n"

    page = render_to_string(f"{code}.html", {"refusal": "The vote closed at 18:00."}, request=request)

    assert f'<p class="num soft">{code}</p>' in page


@pytest.fixture
def lagoon(db):
    """A published lagoon in danger, another that nobody measures, and a draft."""
    from biomes import actions
    from tests.biomes import makers

    at = now()
    makers.reference()
    water = makers.biome("vessa-lagoon", at=at)
    makers.biome("quiet-marsh", at=at)
    makers.biome("secret-draft", at=at, stage="draft")
    station = makers.station(water, "V-07", at=at)
    rows = [makers.row("microcystin", at - timedelta(hours=h), v) for h, v in ((50, 3), (26, 9), (2, 11.6))]
    actions.record_readings(station=station, rows=rows, at=at)
    return water


def test_the_first_page_says_what_is_in_danger_and_shows_the_worst_first(client, lagoon):
    page = client.get("/").content.decode()

    assert "A lagoon lives here." in page
    assert "A bloom is poisoning it." in page
    assert re.search(r"tag--(critical|distress)", page)
    assert page.index("Vessa Lagoon</bdi>") < page.index("Quiet Marsh</bdi>")
    assert "µg/L" in page


def test_the_first_page_names_what_is_measured_in_the_readers_language(client, lagoon):
    page = client.get("/es/").content.decode().split("<main", 1)[-1]

    assert "Microcistina" in page
    assert "Microcystin" not in page


def test_a_draft_leaks_into_no_page_of_the_portal(client, lagoon):
    for path in ("/", "/search/?q=secret", "/sitemap.xml"):
        page = client.get(path).content.decode().lower()
        found = page.split("<main", 1)[-1].replace('value="secret"', "")
        assert "secret-draft" not in found
        assert "secret draft" not in found


def test_what_is_published_is_found_by_its_name_without_accents_or_case(client, lagoon):
    assert "/biomes/vessa-lagoon/" in client.get("/search/", {"q": "LAGÓON vessa"}).content.decode()


def test_the_map_names_the_water_and_carries_its_stations(lagoon):
    from portal.queries.lagoon import lagoon_map

    found = lagoon_map(lagoon, now())

    assert found is not None
    assert [f["properties"]["kind"] for f in found.features].count("station") == 1
    assert found.bloom_at is None
    assert found.depth_step == 0
