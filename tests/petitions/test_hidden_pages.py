"""What nobody reads: drafts, hidden petitions, drafts that were withdrawn."""

import pytest
from django.test import Client

from petitions import actions
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
