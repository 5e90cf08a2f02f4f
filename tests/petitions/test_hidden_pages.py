"""What nobody reads: drafts, hidden petitions, drafts that were withdrawn."""

import pytest
from django.test import Client

from accounts.rules.tokens import Purpose
from petitions import actions
from petitions.models import Sponsor
from tests.petitions.scene import NOON, draft, filed, in_moderation

pytestmark = pytest.mark.django_db


def test_a_draft_is_nobody_elses(petition):
    secret = draft(title="A draft with the marker Quillfeather")

    for path in [f"/petitions/{secret.slug}/", f"/petitions/new/{secret.code}/title/", f"/petitions/{secret.slug}/manage/",
                 f"/petitions/{secret.slug}.json", f"/petitions/{secret.slug}/count.json", f"/petitions/{secret.slug}/box/",
                 f"/api/v1/petitions/{secret.slug}/", f"/petitions/{secret.slug}/sponsor/{'x' * 32}/"]:  # fmt: skip
        assert Client().get(path).status_code == 404
    for path in [
        "/petitions/",
        "/petitions.json",
        "/petitions.csv",
        "/petitions/feed/",
        "/api/v1/petitions/",
        "/petitions/?q=Quillfeather",
    ]:
        assert "with the marker" not in Client().get(path).content.decode()


def test_a_hidden_petition_is_gone_from_every_surface(client, now):
    hidden = in_moderation(title="Quillfeather must not be read", at=now)
    actions.apply_decision(subject=hidden.subject, approved=False, hides=True, at=now)

    slug = hidden.slug
    for path in [f"/petitions/{slug}/", f"/petitions/{slug}.json", f"/petitions/{slug}/count.json", f"/petitions/{slug}/history.csv",
                 f"/petitions/{slug}/count/", f"/petitions/{slug}/box/", f"/petitions/{slug}/sign/", f"/petitions/{slug}/sent/",
                 f"/api/v1/petitions/{slug}/"]:  # fmt: skip
        page = client.get(path)
        assert page.status_code == 410, path
        assert "Quillfeather" not in page.content.decode()
    for path in ["/petitions/", "/petitions.json", "/petitions.csv", "/petitions/feed/", "/api/v1/petitions/", "/petitions/?q=Quillfeather must",
                 "/petitions/?show=rejected", "/petitions/for/vessa-lagoon/"]:  # fmt: skip
        assert "Quillfeather must not" not in client.get(path).content.decode()


def test_a_withdrawn_draft_is_never_public(client):
    petition = filed(title="Quillfeather was withdrawn early")
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=NOON)

    assert client.get(f"/petitions/{petition.slug}/").status_code == 404
    assert "Quillfeather" not in client.get("/petitions/?show=closed").content.decode()


def test_a_hidden_petitions_links_say_no_word_of_it(client, now):
    hidden = in_moderation(title="Quillfeather must not be read", at=now)
    asked = actions.attempt_sponsorship(petition_id=hidden.pk, name="Ben", email="ben@shore.example", zone=None,
                                        language="en", origin="", at=now)  # fmt: skip
    share = actions.token_of(Purpose.INVITE, hidden.code)
    links = [
        f"/petitions/{hidden.code}/sponsor/{share}/",
        f"/petitions/sponsors/{actions.token_of(Purpose.SPONSOR, asked.key)}/",
    ]
    actions.apply_decision(subject=hidden.subject, approved=False, hides=True, at=now)

    for link in links:
        for answer in (client.get(link), client.post(link, {"name": "Ana", "email": "ana@shore.example"})):
            assert answer.status_code == 410
            assert "Quillfeather" not in answer.content.decode()
    api = client.post(f"/api/v1/petitions/{hidden.code}/sponsors/",
                      {"share": share, "name": "Ana", "email": "ana@shore.example"}, content_type="application/json")  # fmt: skip
    assert api.status_code == 410


def test_a_sponsors_link_to_what_was_withdrawn_says_so(client, now):
    petition = filed(at=now)
    share = actions.token_of(Purpose.INVITE, petition.code)
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=now)

    page = client.get(f"/petitions/{petition.code}/sponsor/{share}/")

    assert page.status_code == 409
    assert "withdrew this petition" in page.content.decode()


def test_who_presses_too_late_is_led_to_the_open_petition(client, petition, now):
    late = Sponsor.objects.create(petition=petition, canonical="late@shore.example", email="late@shore.example",
                                  token_hash="x", asked_at=now)  # fmt: skip
    Sponsor.objects.filter(pk=late.pk).update(token_hash=actions.hash_of(Purpose.SPONSOR, late.key))

    page = client.post(f"/petitions/sponsors/{actions.token_of(Purpose.SPONSOR, late.key)}/")

    assert page.status_code == 409
    assert f'href="/petitions/{petition.slug}/"' in page.content.decode()
