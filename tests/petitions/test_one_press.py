"""One press of a signed-in person: twice is once; nothing for what ended, waits or is hidden."""

import pytest
from django.test import Client

from petitions.models import Petition, Signature
from tests.accounts.people import person, sign_in
from tests.petitions.scene import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    return sign_in(client, person("ana"))


def test_two_presses_give_one_receipt_and_one_row(ana, petition):
    before = Signature.objects.count()

    answers = [
        ana.post(f"/petitions/{petition.slug}/sign-now/", {"zone": "tessel-row"}) for _press in range(2)
    ]
    made, kept = (
        ana.post(f"/api/v1/petitions/{petition.slug}/own-signature/", {}, content_type="application/json")
        for _press in range(2)
    )

    assert answers[0].url == answers[1].url
    assert (made.status_code, kept.status_code) == (200, 200)
    assert made.json()["code"] in answers[0].url
    assert Signature.objects.count() == before + 1


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("closed", 409),
        ("withdrawn", 409),
        ("stopped", 409),
        ("hidden", 410),
        ("moderation", 404),
        ("draft", 404),
    ],
)
def test_what_is_not_open_takes_no_press_and_says_why(ana, petition, state, status):
    before = Signature.objects.count()
    Petition.objects.filter(pk=petition.pk).update(state=state, ended_at=NOON)

    page = ana.post(f"/petitions/{petition.slug}/sign-now/", {})
    program = ana.post(
        f"/api/v1/petitions/{petition.slug}/own-signature/", {}, content_type="application/json"
    )

    assert (page.status_code, program.status_code) == (status, status)
    assert status != 409 or "closed" in page.content.decode()
    assert Signature.objects.count() == before


@pytest.mark.parametrize("state", ["closed", "withdrawn", "stopped"])
def test_who_signed_before_it_ended_is_shown_the_receipt(ana, petition, state):
    first = ana.post(f"/petitions/{petition.slug}/sign-now/", {})
    Petition.objects.filter(pk=petition.pk).update(state=state, ended_at=NOON)

    assert ana.post(f"/petitions/{petition.slug}/sign-now/", {}).url == first.url


def test_an_address_that_is_not_confirmed_goes_to_the_form(petition):
    user = person("ben")
    client = sign_in(Client(), user)
    user.emailaddress_set.update(verified=False)

    assert client.post(f"/petitions/{petition.slug}/sign-now/", {}).url == f"/petitions/{petition.slug}/sign/"
    assert client.post(f"/api/v1/petitions/{petition.slug}/own-signature/", {}).status_code == 409
