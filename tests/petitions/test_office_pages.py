"""What offices do with a petition: bodies answer, two moderators stop, auditors release."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules.roles import Role
from petitions import actions
from petitions.models import Attempt, Petition
from tests.accounts.people import person, sign_in
from tests.petitions.browser import mail
from tests.petitions.scene import sign, thresholds

pytestmark = pytest.mark.django_db


def test_a_body_answers_ask_by_ask(client, petition, now):
    from accounts import actions as accounts

    thresholds(petition, 6, 1000, at=petition.opened_at.replace(year=2000))
    sign(petition, "ana@shore.example", at=now, updates=True)
    actions.count_due(at=now)
    user = person("officer")
    office = petition.crossings.get().duty.holder
    accounts.appoint_to_office(organisation=office, user=user, at=now)
    sign_in(client, user)
    url = reverse("petitions:respond", args=[petition.slug])

    empty = client.post(url, {"summary": "We shall see to it."})
    later = client.post(
        url, {"summary": "We shall see to it.", "verdict_1": "later", "text_1": "Once the pipe is bought."}
    )
    past = client.post(
        url,
        {
            "summary": "We shall see to it.",
            "verdict_1": "later",
            "text_1": "Once the pipe is bought.",
            "by_1": "2001-01-01",
        },
    )
    part = client.post(
        url, {"summary": "The outfall will be cleaned.", "verdict_1": "yes", "text_1": "Works began."}
    )
    after_part = Petition.objects.get(pk=petition.pk).response_track
    client.post(
        url,
        {
            "summary": "And the readings are published.",
            "verdict_2": "later",
            "text_2": "Translators.",
            "by_2": "2150-07-01",
        },
    )

    page = client.get(f"/petitions/{petition.slug}/").content.decode()
    assert (empty.status_code, later.status_code, past.status_code, part.status_code) == (422, 422, 422, 302)
    assert "still to come" in past.content.decode()
    assert after_part == "partial"
    assert Petition.objects.get(pk=petition.pk).response_track == "answered"
    assert "It has been answered" in page
    assert "Answered: yes" in page
    assert petition.crossings.get().duty.discharged_at
    assert any("List-Unsubscribe" in m.extra_headers for m in mail())


def test_nobody_else_answers(client, petition):
    sign_in(client, person("stranger"))

    assert client.get(f"/petitions/{petition.slug}/respond/").status_code == 403


def test_two_moderators_stop_a_petition(petition):
    one, two = person("marten", Role.MODERATOR), person("mats", Role.MODERATOR)
    first, second = sign_in(Client(), one), sign_in(Client(), two)
    url = f"/petitions/{petition.slug}/stop/"

    first.post(url, {"reason": "A court has ordered that this petition be stopped."})
    own = first.post(url, {})
    assert own.status_code == 409
    assert Petition.objects.get(pk=petition.pk).state == "open"
    second.post(url, {})

    assert Petition.objects.get(pk=petition.pk).state == "stopped"
    assert "court has ordered" in Client().get(f"/petitions/{petition.slug}/").content.decode()


def test_an_auditor_sees_what_was_held_and_releases_it(client, petition, now):
    for number in range(3):
        Client().post(
            f"/petitions/{petition.slug}/sign/", {"name": "Ana Vale", "email": f"a{number}@shore.example"}
        )
    assert len(mail()) >= 1
    sign_in(client, person("ines", Role.AUDITOR))
    held = Attempt.objects.held().first()

    page = client.get("/petitions/held/").content.decode()
    client.post(f"/petitions/held/{held.key}/release/")

    assert "too many within a minute" in page
    assert held.email in [m.to[0] for m in mail()]
    assert client.get("/petitions/held/").status_code == 200
    assert sign_in(Client(), person("ana")).get("/petitions/held/").status_code == 403
