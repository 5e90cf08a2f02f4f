"""What moderators and auditors do with petitions through the API: the same acts as on their pages."""

import pytest

from accounts.rules.limits import Rule
from accounts.rules.roles import Role
from petitions.models import Attempt, Petition
from tests.accounts.people import person, sign_in
from tests.petitions.scene import ask_to_sign

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/petitions/"
REASON = "The district court has ordered that it stop."


def post(client, url, **body):
    return client.post(url, body, content_type="application/json")


def test_a_petition_is_stopped_by_two_moderators(client, petition):
    url = f"{ROOT}{petition.slug}/stop/"
    sign_in(client, person("first", Role.MODERATOR))
    asked = post(client, url, reason=REASON)
    alone = post(client, url)
    between = Petition.objects.get(pk=petition.pk).state
    sign_in(client, person("second", Role.MODERATOR))

    agreed = post(client, url)

    assert (asked.status_code, alone.status_code, between) == (202, 409, "open")
    assert (agreed.status_code, agreed.json()["state"]) == (200, "stopped")


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "because"}, {"reason": "x" * 601}, {"reason": "\x00" * 30}]
)
def test_a_stop_without_a_proper_reason_names_the_field(client, petition, body):
    sign_in(client, person("first", Role.MODERATOR))

    answer = post(client, f"{ROOT}{petition.slug}/stop/", **body)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["reason"]
    assert Petition.objects.get(pk=petition.pk).state == "open"


def test_an_auditor_reads_what_was_held_and_releases_it(client, petition, now):
    attempt = ask_to_sign(petition, "ana@shore.example", at=now)
    Attempt.objects.filter(pk=attempt.pk).update(held_by=Rule.BURST.value)
    sign_in(client, person("ines", Role.AUDITOR))

    row = client.get("/api/v1/petition-held/").json()["results"][0]
    released = post(client, f"/api/v1/petition-held/{row['key']}/release/")

    assert (row["rule"], row["email"], row["petition"]) == (
        Rule.BURST.value,
        "ana@shore.example",
        petition.slug,
    )
    assert released.status_code == 202
    assert Attempt.objects.get(pk=attempt.pk).held_by == ""
    assert client.get("/api/v1/petition-held/").json()["results"] == []


def test_nobody_but_an_auditor_hears_of_what_was_held(client, petition, now):
    attempt = ask_to_sign(petition, "ana@shore.example", at=now)
    sign_in(client, person("marten", Role.MODERATOR))

    assert client.get("/api/v1/petition-held/").status_code == 403
    assert post(client, f"/api/v1/petition-held/{attempt.key}/release/").status_code == 403
