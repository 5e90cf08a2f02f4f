"""What an admin's pages do, programs can do too: the same people, the same refusals."""

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def admins():
    from accounts.rules.roles import Role

    return person("root", Role.ADMIN), person("branch", Role.ADMIN)


def test_an_admin_finds_people_by_part_of_a_name_and_by_a_role_in_force(client, admins):
    from accounts.rules.roles import Role

    sign_in(client, admins[0])
    ada = person("ada", Role.CURATOR, name="Ada Lovelace")

    by_name = client.get(reverse("api:person-list"), {"q": "lovel"}).json()["results"]
    by_role = client.get(reverse("api:person-list"), {"role": "curator"}).json()["results"]

    assert [one["code"] for one in by_name] == [one["code"] for one in by_role] == [ada.code]
    assert by_name[0]["roles"][0]["role"] == "curator"
    assert "password" not in str(by_name)


@pytest.mark.parametrize(
    "text", ["\x00", "%", "'; DROP TABLE accounts_user; --", "x" * 100_000, "\u202e", "<b>"]
)
def test_whatever_is_searched_for_is_only_searched_for(client, admins, text):
    sign_in(client, admins[0])

    assert client.get(reverse("api:person-list"), {"q": text}).status_code == 200
    assert client.get(reverse("accounts:people"), {"q": text}).status_code == 200


def test_proposed_taken_back_and_proposed_again_agreed_and_ended(client, admins):
    from accounts import queries
    from accounts.rules.roles import Role
    from ledger.queries import now

    (root, branch), ada = admins, person("ada")
    asked = {"person": ada.code, "role": "curator"}
    sign_in(client, root)
    first = client.post(reverse("api:appointment-list"), asked, **JSON).json()
    client.post(reverse("api:appointment-withdraw", args=[first["id"]]))
    second = client.post(reverse("api:appointment-list"), asked, **JSON).json()
    assert first["id"] != second["id"]

    sign_in(client, branch)
    assert client.post(reverse("api:appointment-approve", args=[second["id"]])).status_code == 204
    assert queries.has_role(ada, Role.CURATOR, now())

    ended = client.post(reverse("api:person-end-role", args=[ada.code]), {"role": "curator"}, **JSON)

    assert ended.status_code == 204
    assert not queries.has_role(ada, Role.CURATOR, now())


def test_suspended_and_let_in_again_but_never_by_oneself(client, admins):
    from accounts.models import User

    ada = person("ada")
    sign_in(client, admins[0])

    assert client.post(reverse("api:person-suspend", args=[ada.code])).status_code == 204
    assert not User.objects.get(pk=ada.pk).may_sign_in
    assert client.post(reverse("api:person-restore", args=[ada.code])).status_code == 204
    assert User.objects.get(pk=ada.pk).may_sign_in
    mine = client.post(reverse("api:person-suspend", args=[admins[0].code]))
    assert (mine.status_code, mine.json()["detail"]) == (409, "Nobody suspends themselves.")


def test_weighty_acts_on_people_ask_again_who_you_are(client, admins):
    ada = person("ada")
    sign_in(client, admins[0], lately=False)

    for act in ("suspend", "restore", "end-role"):
        assert (
            client.post(
                reverse(f"api:person-{act}", args=[ada.code]), {"role": "curator"}, **JSON
            ).status_code
            == 403
        )
    assert client.get(reverse("api:person-detail", args=[ada.code])).status_code == 200
