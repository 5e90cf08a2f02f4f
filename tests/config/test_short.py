"""The short way gives what the long way gives, and leaves it whatever is not plain."""

import pytest
from django.conf import settings
from prometheus_client import REGISTRY

from ledger.queries import now
from petitions.models import Signature
from tests.petitions.scene import ask_to_sign, opened, token_for

pytestmark = pytest.mark.django_db
# Differ by their nature; or speak of a language and a body, of which a short answer has none.
APART = {"X-Request-ID", "Location", "Expires", "Vary", "Content-Language", "ETag"}


def headers(answer):
    """Each header as the set of its parts: their order says nothing."""
    return {
        name: frozenset(part.strip() for part in value.replace(",", ";").split(";"))
        for name, value in answer.headers.items()
        if name not in APART
    }


@pytest.fixture
def petition():
    return opened(at=now())


@pytest.fixture
def link(petition):
    return f"/petitions/confirm/{token_for(ask_to_sign(petition, 'ana@shore.example', at=now()))}/"


def signed():
    return Signature.objects.filter(canonical="ana@shore.example")


def test_a_press_carries_the_headers_of_the_page(client, link):
    short, long = client.post(link), client.post(link)

    assert "Content-Language" in long
    assert "Content-Language" not in short
    assert (short.status_code, short.url) == (long.status_code, long.url)
    assert headers(short) == headers(long)


def test_a_count_carries_the_headers_of_the_long_way(client, petition, settings):
    short = client.get(f"/petitions/{petition.slug}/count.json")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "config.short.short_ways"]
    client.handler.load_middleware()
    long = client.get(f"/petitions/{petition.slug}/count.json")

    assert headers(short) == headers(long)
    assert (short.content, short["ETag"]) == (long.content, long["ETag"])


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_a_press_stays_in_the_language_of_its_link(client, link, language):
    pressed = client.post(f"/{language}{link}")

    assert pressed.url == f"/{language}/petitions/receipts/{signed().get().receipt}/"
    assert client.get(pressed.url).status_code == 200


def test_a_language_we_do_not_speak_is_no_address(client, link):
    assert client.post(f"/xx{link}").status_code == 404
    assert not signed().exists()


def test_a_host_that_is_not_ours_is_refused(client, link):
    assert client.post(link, headers={"host": "elsewhere.example"}).status_code == 400
    assert not signed().exists()


def test_whoever_holds_the_link_presses_without_a_cookie(client, link):
    strict = type(client)(enforce_csrf_checks=True)

    first, second = strict.post(link), strict.post(link)

    assert first.url == second.url
    assert not strict.cookies


def test_a_press_is_one_statement(client, link, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.post(link)


def test_it_is_logged_by_its_name_never_by_its_token(client, link):
    def answered():
        labels = {"route": "petitions:confirm", "method": "POST", "status": "302"}
        return REGISTRY.get_sample_value("biolattice_request_seconds_count", labels) or 0

    before = answered()
    client.post(link)

    assert answered() == before + 1


def test_a_link_that_is_good_for_nothing_is_told_why_on_its_page(client, link):
    page = client.post(link[:-5] + "aaaa/")

    assert page.status_code == 409
    assert "not known here" in page.content.decode()


def test_nobody_may_change_anything_by_looking(client, link):
    assert client.get(link).status_code == client.head(link).status_code == 200
    assert not signed().exists()
