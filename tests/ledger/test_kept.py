"""A kept page is the page: the same words and headers, a nonce of its own, never somebody's, and never late to hide."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ledger import actions as ledger
from ledger.queries import now
from petitions.models import Ask, Petition
from tests.petitions.scene import opened

pytestmark = pytest.mark.django_db
NONCE = re.compile(rb'nonce="([^"]+)"')
# A stranger's page that is written asks three dozen questions; a kept one two.
FEW = 3


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def petition():
    return opened(at=now())


@pytest.fixture
def page(petition):
    return f"/petitions/{petition.slug}/"


def questions(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return answer, len(asked)


def words(answer):
    return NONCE.sub(b"", answer.content)


def headers(answer):
    unlike = {"X-Request-ID", "Content-Security-Policy", "ETag"}
    found = {name: value for name, value in answer.headers.items() if name not in unlike}
    return found | {"Vary": set(answer["Vary"].split(", "))}


def policy(answer):
    """The policy without its nonce, its directives in any order."""
    return {
        re.sub(r"'nonce-[^']+'", "", part).strip() for part in answer["Content-Security-Policy"].split(";")
    }


def test_the_second_stranger_reads_the_same_page_for_a_few_questions(client, page):
    first, many = questions(client, page)
    second, few = questions(client, page)

    assert many > 10 * FEW
    assert few <= FEW
    assert words(second) == words(first)
    assert headers(second) == headers(first)
    assert policy(second) == policy(first)


def test_every_answer_has_a_nonce_of_its_own_that_its_policy_names(client, page):
    nonces = set()
    for _look in range(3):
        answer = client.get(page)
        (nonce,) = set(NONCE.findall(answer.content))
        assert f"'nonce-{nonce.decode()}'" in answer["Content-Security-Policy"]
        nonces.add(nonce)

    assert len(nonces) == 3


def test_a_signed_in_readers_page_is_neither_kept_nor_given_to_her(client, page):
    ana = User.objects.create_user(email="ana@shore.example", password=None)
    client.force_login(ana)
    own, _many = questions(client, page)
    client.logout()
    strangers, many = questions(client, page)
    client.force_login(ana)
    again, asked = questions(client, page)

    assert words(own) != words(strangers)
    assert many > FEW
    assert asked > FEW
    assert words(again) == words(own)


def test_each_language_is_kept_apart(client, page):
    english, spanish = client.get(page), client.get(f"/es{page}")

    assert b'lang="en"' in english.content
    assert b'lang="es"' in spanish.content


def test_an_address_with_a_query_is_written_anew(client, page):
    client.get(f"{page}?from=letter")
    _answer, asked = questions(client, f"{page}?from=letter")

    assert asked > FEW


def test_a_petition_that_is_hidden_is_gone_at_once(client, petition, page):
    assert client.get(page).status_code == 200
    Petition.objects.filter(pk=petition.pk).update(state="hidden")

    assert client.get(page).status_code == 410


def test_a_new_count_is_told_at_once(client, petition, page):
    client.get(page)
    Petition.objects.filter(pk=petition.pk).update(signature_count=4_321, counted_at=now())

    assert b"4,321" in client.get(page).content


def test_any_act_is_told_at_once(client, petition, page):
    client.get(page)
    Ask.objects.filter(petition=petition).update(text="Publish every reading within the hour.")
    ledger.record(kind="test.asks.revised", subject=petition.subject, actor="", at=now(), public=False)

    assert b"within the hour" in client.get(page).content


def test_without_the_cache_the_page_is_written_each_time(client, page, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    first, second = client.get(page), client.get(page)

    assert words(first) == words(second)
