"""Doors: the same refusal for a page, a fragment and the API, and at the very next request."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    from accounts.rules.roles import Role

    return person("root", Role.ADMIN)


def test_a_stranger_is_sent_to_sign_in_and_back(client):
    page = reverse("accounts:people")

    answer = client.get(page)

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={page}"


def test_a_strangers_fragment_leads_the_whole_page_to_sign_in(client):
    answer = client.get(reverse("accounts:account"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_the_way_back_of_a_fragment_never_leads_off_the_site(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/steal"}

    answer = client.get(reverse("accounts:account"), headers=headers)

    assert "evil" not in answer["HX-Redirect"]


def test_the_api_tells_a_stranger_401_and_a_citizen_403(client):
    page = reverse("api:appointment-list")

    assert client.get(page).status_code == 401
    assert sign_in(client, person()).get(page).status_code == 403


def test_a_role_without_its_second_factor_is_told_how_to_get_one(client, admin):
    sign_in(client, admin, factor=False)

    answer = client.get(reverse("accounts:people"))

    assert answer.status_code == 403
    assert reverse("mfa_index") in answer.content.decode()
    api = client.get(reverse("api:appointment-list"))
    assert (api.status_code, api.json()["status"]) == (403, 403)


def test_a_role_that_ended_a_second_ago_opens_nothing(client):
    from accounts.rules.roles import Role
    from ledger.queries import now

    ended = person("ended", Role.ADMIN, until=now() - timedelta(seconds=1))

    assert sign_in(client, ended).get(reverse("accounts:people")).status_code == 403


def test_ending_a_role_bites_at_the_next_request(client, admin):
    from accounts import actions
    from accounts.rules.roles import Role
    from ledger.queries import now

    sign_in(client, admin)
    assert client.get(reverse("accounts:people")).status_code == 200

    actions.end_role(user=admin, role=Role.ADMIN, at=now())

    assert client.get(reverse("accounts:people")).status_code == 403


def test_suspension_bites_at_the_next_request_even_for_an_open_session(client, admin):
    from accounts.models import User
    from ledger.queries import now

    sign_in(client, admin)
    # Straight in the database: the session itself is left open on purpose.
    User.objects.filter(pk=admin.pk).update(suspended_at=now())

    assert client.get(reverse("accounts:people")).status_code == 302
    assert client.get(reverse("api:me")).status_code == 401


def test_weighty_acts_ask_again_who_you_are(client, admin):
    sign_in(client, admin, lately=False)
    ada = person("ada")

    answer = client.post(reverse("accounts:appoint", args=[ada.code]), {"role": "curator"})

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert (
        client.post(reverse("api:appointment-list"), {}, content_type="application/json").status_code == 403
    )


def test_outside_a_demo_its_address_proves_nothing(client, settings):
    from accounts import queries
    from accounts.rules.roles import Role

    settings.DEMO = False
    figure = person("ada", Role.ADMIN, email="ada@demo.example")

    assert not queries.skips_second_factor(figure)
    assert sign_in(client, figure, factor=False).get(reverse("accounts:people")).status_code == 403
    assert client.get(reverse("accounts:demo")).status_code == 404


def test_in_a_demo_its_figures_come_in_with_one_press(client, settings):
    from accounts import queries
    from accounts.rules.roles import Role

    settings.DEMO = True
    figure = person("ada", Role.ADMIN, email="ada@demo.example")
    stranger = person("real", Role.ADMIN)
    page = client.get(reverse("accounts:demo")).content.decode()
    assert figure.code in page
    assert stranger.code not in page

    answer = client.post(
        reverse("accounts:demo_sign_in", args=[figure.code]), {"next": "https://evil.example"}
    )

    assert answer["Location"] == "/"
    assert queries.skips_second_factor(figure)
    assert client.get(reverse("accounts:people")).status_code == 200
    assert client.post(reverse("accounts:demo_sign_in", args=[stranger.code])).status_code == 404


def test_the_django_admin_opens_to_the_role_and_shows_no_ballot(client, admin):
    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("account_login"))
    sign_in(client, admin)

    page = client.get(reverse("admin:index"))

    assert page.status_code == 200
    assert b"/admin/council/ballot/" not in page.content
    assert sign_in(client, person()).get(reverse("admin:index")).status_code == 403
