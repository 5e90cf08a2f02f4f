"""Signing in a browser: from the form to the receipt, the same answer for everybody, and leaving the mails."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules.tokens import Purpose
from petitions import actions
from petitions.models import Attempt, Petition, Signature
from tests.accounts.people import person, sign_in
from tests.petitions.browser import mail, masked, token_in
from tests.petitions.scene import NOON, sign, zone

pytestmark = pytest.mark.django_db


def test_signing_from_form_to_receipt_without_an_account(client, petition, now):
    answer = client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": "ana@shore.example",
                                                              "zone": "tessel-row", "updates": "on"})  # fmt: skip
    assert answer.url == f"/petitions/{petition.slug}/sent/"
    [letter] = [m for m in mail() if m.to == ["ana@shore.example"]]
    link = f"/petitions/confirm/{token_in(letter.body, 'confirm')}/"

    shown = client.get(link).content.decode()
    pressed = client.post(link)
    receipt = client.get(pressed.url).content.decode()
    actions.count_due(at=now)
    counted = client.get(pressed.url).content.decode()

    assert "Ana Vale" in shown
    assert "counted within seconds" in receipt
    assert "The proof holds" in counted
    assert Petition.objects.get(pk=petition.pk).signature_count == 7


def test_looking_at_a_link_confirms_nothing(client, petition, now):
    client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})
    token = actions.token_of(Purpose.SIGN, Attempt.objects.get().key)
    before = Signature.objects.count()

    for _look in range(60):
        assert client.get(f"/petitions/confirm/{token}/").status_code == 200
        assert client.head(f"/petitions/confirm/{token}/").status_code == 200

    assert Signature.objects.count() == before


@pytest.mark.parametrize("token", ["x" * 32, "a" * 64, "0" * 16])
def test_a_forged_link_is_answered_with_a_sentence(client, petition, token):
    for method in (client.get, client.post):
        page = method(f"/petitions/confirm/{token}/")

        assert page.status_code in {404, 409}
        assert "does nothing" in page.content.decode()


def test_the_answer_is_the_same_whatever_the_address_did_before(petition, now):
    from petitions import tasks

    sign(petition, "confirmed@shore.example", at=now)
    answers = set()
    for email in ["new@shore.example", "confirmed@shore.example", "held@shore.example", "held@shore.example"]:
        page = Client().post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": email})
        tasks.send_due()
        shown = Client().get(page.url).content.decode()
        headers = {name: masked(value) for name, value in page.headers.items() if name != "X-Request-ID"}
        answers.add((page.status_code, page.url, page.content, tuple(sorted(headers.items())), masked(shown)))

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "=HYPERLINK()", "does not begin with"),
        ("name", "visit spam.com", "without a link"),
        ("name", "Lyra\u202enirO", "invisible"),
        ("name", "x" * 1_000_000, "at most 80"),
        ("name", "", "Write your name"),
        ("email", "nobody", "in full"),
        ("email", "a@b.example\nBcc: c@d.example", "in full"),
        ("email", "", "Write your e-mail"),
        ("zone", "atlantis", "zones of the list"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_changes_nothing(client, petition, field, value, says):
    data = {"name": "Ana Vale", "email": "ana@shore.example", "zone": ""} | {field: value}

    page = client.post(f"/petitions/{petition.slug}/sign/", data)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert says in page.content.decode()
    assert not Attempt.objects.exists()


def test_what_ended_short_of_its_thresholds_promises_nothing(client, petition):
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=NOON)

    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    assert "It ended before anybody had to answer" in page
    assert "Not reached." in page
    assert "to go" not in page
    assert "What it set in motion" not in page


def test_a_closed_petition_is_refused_in_words(client, petition):
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=NOON)

    page = client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})

    assert page.status_code == 409
    assert "closed" in page.content.decode()


def test_a_signed_in_person_signs_with_one_press(client, petition):
    user = person("ana")
    sign_in(client, user)
    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    pressed = client.post(f"/petitions/{petition.slug}/sign-now/", {"zone": "tessel-row"})
    again = client.post(f"/petitions/{petition.slug}/sign-now/", {})

    assert "You sign as Ana" in page
    assert pressed.url == again.url
    assert "You have signed" in client.get(f"/petitions/{petition.slug}/").content.decode()


def test_pressing_from_elsewhere_needs_the_token_of_the_form(petition):
    client = sign_in(Client(enforce_csrf_checks=True), person("ana"))

    assert client.post(f"/petitions/{petition.slug}/sign-now/", {}).status_code == 403


def test_leaving_the_mails_is_one_press_even_for_a_mail_program(petition, now):
    signed = sign(petition, "ana@shore.example", at=now, updates=True)
    url = reverse("petitions:unsubscribe", args=[actions.unsubscribe_token(signed.receipt)])
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(url).status_code == 200
    assert Signature.objects.get(pk=signed.receipt).updates
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Signature.objects.get(pk=signed.receipt).updates


def test_a_receipt_is_found_as_people_type_it(client, petition, now):
    from petitions.rules import receipts

    code = sign(petition, "ana@shore.example", at=now).receipt

    found = client.get("/petitions/receipts/", {"code": receipts.grouped(code).upper()})
    wrong = client.get("/petitions/receipts/", {"code": "x"})

    assert found.url == f"/petitions/receipts/{code}/"
    assert wrong.status_code == 422
    assert client.get(f"/petitions/receipts/{'a' * 26}/").status_code == 404


def test_zone_is_a_place_of_the_list(client, petition):
    zone("low-quay")

    assert "Low Quay" in client.get(f"/petitions/{petition.slug}/sign/").content.decode()


def test_a_link_that_is_too_old_says_so_before_it_is_pressed(client, petition):
    client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})
    token = actions.token_of(Purpose.SIGN, Attempt.objects.get().key)
    Attempt.objects.update(expires_at=Attempt.objects.get().asked_at - timedelta(seconds=1))

    page = client.get(f"/petitions/confirm/{token}/")

    assert page.status_code == 404
    assert "older than seven days" in page.content.decode()
    assert f'href="/petitions/{petition.slug}/"' in page.content.decode()


def test_who_has_signed_finds_the_receipt_by_the_old_link(client, petition):
    client.post(f"/petitions/{petition.slug}/sign/", {"name": "Ana", "email": "ana@shore.example"})
    token = actions.token_of(Purpose.SIGN, Attempt.objects.get().key)
    first = client.post(f"/petitions/confirm/{token}/")
    Attempt.objects.update(expires_at=Attempt.objects.get().asked_at - timedelta(seconds=1))

    assert client.get(f"/petitions/confirm/{token}/").status_code == 200
    assert client.post(f"/petitions/confirm/{token}/").url == first.url
