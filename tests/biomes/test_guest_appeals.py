"""A guest's refusal can be appealed against by the link in the mail; the address of a suspended account files nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions as accounts
from accounts.actions.secret import token_of
from accounts.rules.roles import Role
from accounts.rules.tokens import Purpose
from biomes import actions, letters, queries, tasks
from biomes.models import Biome, GuestFiling
from biomes.rules.lifecycle import Stage
from ledger import actions as ledger
from ledger.queries import now
from moderation import actions as moderation
from moderation.models import Appeal, Item
from tests.accounts.people import person
from tests.biomes import makers

pytestmark = pytest.mark.django_db
GUEST = "guest@shore.example"


@pytest.fixture(autouse=True)
def codes(db):
    moderation.publish_code(slug="no", label="Attack", public_text="It attacks somebody.", hides=True)
    moderation.publish_code(slug="fine", label="Fine", public_text="It keeps the terms.", approves=True)


@pytest.fixture
def refused(db):
    """The link of a pin that a moderator refused."""
    asked = makers.guest_pin(GUEST, at=now())
    token = token_of(Purpose.GUEST, asked.key)
    actions.confirm_as_guest(token=token, at=now())
    decide(approve=False)
    return token


def decide(approve, moderator=None):
    moderation.decide(
        item_id=Item.objects.get().pk, moderator=moderator or person("", Role.MODERATOR), approve=approve,
        code="fine" if approve else "no", text="", at=now(),
    )  # fmt: skip
    ledger.deliver_due(at=now())


def appeal(client, token, reason="It attacks nobody: look again."):
    return client.post(reverse("biomes:guest", args=[token]), {"act": "appeal", "reason": reason})


def test_the_link_of_what_was_refused_says_why_and_how_to_appeal(client, refused):
    page = client.get(reverse("biomes:guest", args=[refused])).content.decode()

    assert "It attacks somebody." in page
    assert "Appeal against the decision" in page
    assert "You can appeal once" in page


def test_an_appeal_goes_to_another_moderator_and_may_bring_it_back(client, refused):
    answer = appeal(client, refused)

    assert answer.status_code == 302
    assert "Another moderator will answer it." in client.get(answer.url).content.decode()
    assert Appeal.objects.get().reason == "It attacks nobody: look again."
    decide(approve=True)
    assert Biome.objects.get().stage == Stage.PROVISIONAL
    assert queries.known_biome(Biome.objects.get().slug) is not None


def test_one_appeals_once(client, refused):
    appeal(client, refused)
    decide(approve=False)

    answer = appeal(client, refused)

    assert answer.status_code == 409
    assert "the answer to an appeal is final" in answer.content.decode()


def test_an_appeal_without_a_reason_is_asked_for_one(client, refused):
    answer = appeal(client, refused, reason=" ")

    assert answer.status_code == 422
    assert "Say why the decision is wrong." in answer.content.decode()
    assert not Appeal.objects.exists()


def test_after_a_fortnight_nothing_can_be_appealed(client, refused):
    Item.objects.update(decided_at=now() - timedelta(days=15))

    assert "Appeal against" not in client.get(reverse("biomes:guest", args=[refused])).content.decode()
    assert appeal(client, refused).status_code == 409


def test_a_program_appeals_by_the_link_too(client, refused):
    address = f"/api/v1/filed/{refused}/appeal/"

    wanting = client.post(address, {"reason": ""}, content_type="application/json")
    done = client.post(address, {"reason": "Look again."}, content_type="application/json")
    again = client.post(address, {"reason": "Look again."}, content_type="application/json")

    assert (wanting.status_code, list(wanting.json()["errors"])) == (400, ["reason"])
    assert done.status_code == 200
    assert again.status_code == 409


def test_a_link_that_nobody_pressed_has_nothing_to_appeal(client):
    token = token_of(Purpose.GUEST, makers.guest_pin(GUEST, at=now()).key)

    assert appeal(client, token).status_code == 409


# --- Suspended --------------------------------------------------------------------------------------
@pytest.fixture
def suspended(db):
    found = person("mara")
    accounts.suspend_person(user=found, at=now())
    return found


def test_the_address_of_a_suspended_account_gets_no_link_and_the_screen_does_not_say_so(client, suspended):
    form = {
        "name": "Creek",
        "lat": "38.05",
        "lon": "-24.15",
        "cell_m": "1000",
        "about": "Eels.",
        "email": suspended.email,
    }

    answer = client.post(reverse("biomes:new_pin"), form)
    tasks.judge_guests()

    assert (answer.status_code, answer.url) == (302, reverse("biomes:guest_sent"))
    asked = GuestFiling.objects.get()
    assert (asked.held_by, asked.content, asked.email) == ("suspended", {}, "")


def test_who_is_suspended_after_the_mail_went_confirms_nothing(client):
    author = person("mara")
    asked = makers.guest_pin(author.email, at=now())
    actions.judge_guests(at=now(), write=letters.ask_to_confirm)
    accounts.suspend_person(user=author, at=now())

    answer = client.post(reverse("biomes:guest", args=[token_of(Purpose.GUEST, asked.key)]))

    assert answer.status_code == 409
    assert "is suspended" in answer.content.decode()
    assert not Biome.objects.exists()
