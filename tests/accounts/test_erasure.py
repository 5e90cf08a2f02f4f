"""Leaving: everything personal goes; the record and its proofs stay."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.accounts.people import give_factor, person, sign_in

pytestmark = pytest.mark.django_db


def erase(user, at):
    from accounts import actions

    actions.erase_person(user=user, at=at)


def test_erasing_leaves_an_empty_row_and_a_fact_without_a_name(noon):
    from accounts.models import User
    from ledger.models import Fact

    ada = person("ada", name="Ada Lovelace")
    give_factor(ada)

    erase(ada, noon)

    row = User.objects.get(pk=ada.pk)
    assert (row.email, row.name, row.is_active, row.erased_at) == (None, "", False, noon)
    assert not row.has_usable_password()
    assert not row.emailaddress_set.exists()
    assert not row.authenticator_set.exists()
    fact = Fact.objects.get(kind="accounts.erasure.performed")
    assert not fact.public
    assert "Ada" not in str(fact.body)


def test_roles_end_with_the_person(noon):
    from accounts import queries
    from accounts.models import User
    from accounts.rules.roles import Role

    ada = person("ada", Role.CURATOR)

    erase(ada, noon)

    assert queries.roles_of(User.objects.get(pk=ada.pk), noon) == frozenset()
    assert queries.grants_of(ada, noon).count() == 0


def test_the_only_admin_cannot_leave(noon):
    from accounts import actions
    from accounts.rules.roles import Role

    root = person("root", Role.ADMIN)

    with pytest.raises(actions.CannotErase):
        erase(root, noon)

    person("branch", Role.ADMIN)
    erase(root, noon)


def test_erasing_twice_is_erasing_once(noon):
    from ledger.models import Fact

    ada = person("ada")
    erase(ada, noon)

    erase(ada, noon)

    assert Fact.objects.filter(kind="accounts.erasure.performed").count() == 1


def test_the_address_is_free_again(noon):
    ada = person("ada")
    address = ada.email
    erase(ada, noon)

    assert person("ada", email=address).pk != ada.pk


def test_texts_of_who_left_are_emptied_and_leave_the_queue(noon):
    from ledger import actions as ledger
    from moderation import actions
    from moderation.models import Item

    ada = person("ada")
    actions.submit(
        subject="t.text/1",
        kind="t.text",
        snapshot={"title": "My secret"},
        language="en",
        author=ada.code,
        at=noon,
    )

    erase(ada, noon)
    ledger.deliver_due(at=noon)

    item = Item.objects.get()
    assert item.snapshot == {}
    assert bytes(item.salt) == b""
    assert item.state == "withdrawn"


def test_the_export_holds_what_is_declared_and_no_secret(client):
    ada = person("ada", name="Ada Lovelace")
    sign_in(client, ada)

    answer = client.get(reverse("accounts:export"))

    held = {column["column"]: column["values"] for column in answer.json()["held"]}
    assert held["accounts.User.name"] == ["Ada Lovelace"]
    assert held["account.EmailAddress.email"] == ["ada@people.example"]
    assert "accounts.User.password" not in held
    assert "secret" not in json.dumps(held.get("mfa.Authenticator.data", ""))


def test_an_export_holds_nobody_elses_data(client):
    person("bob", name="Bob Unrelated")
    sign_in(client, person("ada"))

    assert b"Unrelated" not in client.get(reverse("accounts:export")).content


def test_the_page_asks_for_a_clear_yes(client):
    from accounts.models import User

    ada = person("ada")
    sign_in(client, ada)

    assert client.post(reverse("accounts:erase")).status_code == 422
    assert User.objects.get(pk=ada.pk).email

    assert client.post(reverse("accounts:erase"), {"sure": "on"}).status_code == 302
    assert User.objects.get(pk=ada.pk).email is None
    assert client.get(reverse("accounts:account")).status_code == 302


def test_the_public_log_still_verifies_after_an_erasure(noon):
    from accounts.rules.roles import Role
    from ledger import actions as ledger
    from ledger.models import Entry
    from moderation import actions

    mod, ada = person("mod", Role.MODERATOR), person("ada")
    actions.publish_code(slug="gone", label="x", public_text="x", hides=True)
    item = actions.submit(
        subject="t.text/1",
        kind="t.text",
        snapshot={"title": "My secret"},
        language="en",
        author=ada.code,
        at=noon,
    )
    actions.decide(item_id=item.pk, moderator=mod, approve=False, code="gone", text="", at=noon)
    ledger.seal_due(at=noon)
    before = [bytes(entry.data) for entry in Entry.objects.order_by("seq")]

    erase(ada, noon)
    ledger.seal_due(at=noon)

    assert [bytes(entry.data) for entry in Entry.objects.order_by("seq")] == before
    assert before
    assert not any(ada.code.encode() in data or b"secret" in data or b"t.text/1" in data for data in before)


# --- After a restore ---------------------------------------------------------------------------------
@pytest.fixture
def outside(settings, tmp_path):
    settings.OUTSIDE_ROOT = tmp_path / "outside"


def came_back(user, email):
    """As a backup has it that is older than the erasure."""
    from accounts.models import User

    User.objects.filter(pk=user.pk).update(erased_at=None, is_active=True, email=email, name="Ada Lovelace")


@pytest.mark.django_db(transaction=True)
def test_who_leaves_is_written_down_outside_the_database_behind_the_commit(noon, outside):
    from django.db import transaction

    from ledger import outside as kept

    ada, bob = person("ada"), person("bob")
    with transaction.atomic():
        erase(bob, noon)
        transaction.set_rollback(True)

    erase(ada, noon)

    assert kept.erased() == [ada.code]


def test_who_had_left_is_erased_again_after_a_restore(noon, outside):
    from accounts import actions
    from accounts.models import User

    ada, bob = person("ada"), person("bob")
    erase(ada, noon)
    actions.keep_erased()
    came_back(ada, "ada@people.example")
    out = StringIO()

    call_command("replay_erasures", stdout=out)
    call_command("replay_erasures", stdout=out)

    row = User.objects.get(pk=ada.pk)
    assert (row.email, row.name, row.is_active) == (None, "", False)
    assert User.objects.get(pk=bob.pk).erased_at is None
    assert out.getvalue().splitlines() == [
        "1 erased again; 0 codes were missing outside the database.",
        "0 erased again; 0 codes were missing outside the database.",
    ]


def test_a_code_that_a_crash_kept_from_being_written_down_is_written_at_the_next_chance(noon, outside):
    from accounts import actions
    from ledger import outside as kept

    ada, bob = person("ada"), person("bob")
    erase(ada, noon)
    erase(bob, noon)

    assert actions.keep_erased() == 2
    assert actions.keep_erased() == 0
    assert kept.erased() == [ada.code, bob.code]


def test_an_admin_who_is_the_only_one_again_is_named_and_the_others_go(noon, outside):
    from accounts.models import User
    from accounts.rules.roles import Role
    from ledger import outside as kept

    root, ada = person("root", Role.ADMIN), person("ada")
    kept.keep_erased([root.code, ada.code])

    with pytest.raises(CommandError, match=root.code):
        call_command("replay_erasures", stdout=StringIO())

    assert User.objects.get(pk=ada.pk).erased_at
    assert User.objects.get(pk=root.pk).erased_at is None
