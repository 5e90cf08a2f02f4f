"""The doors of a member's own signature: her seat's page, the cast page, and those for programs."""

import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.urls import reverse

from council import actions, queries
from council.models import Ballot
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.authenticator import SoftPasskey, b64
from tests.council.scenes import DAY, HOUR
from tests.council.test_signing import enrol, signed

pytestmark = pytest.mark.django_db
TOO_LARGE = b64(encode_dss_signature(2**256, 1))


@pytest.fixture
def today(db):
    return scenes.council(now())


def test_a_member_begins_it_on_her_seats_page_and_casts_with_it(today, client):
    at = now()
    motion = today.open(at - HOUR)
    passkey = SoftPasskey(today.people["h-2"], host="testserver")
    sign_in(client, today.people["h-2"])
    seat, cast_page = (
        reverse("council:seat", args=["h-2"]),
        reverse("council:cast", args=[motion.code, "h-2"]),
    )
    assert "With which passkey" in client.get(seat).content.decode()

    begun = client.post(reverse("council:enrol_key", args=["h-2"]), {"passkey": passkey.row.pk}, follow=True)
    assert "signed from now on" in begun.content.decode()
    assert "data-sign=" in client.get(cast_page).content.decode()
    sent = {"choice": "yes", "key": str(uuid4())}
    asked = client.post(reverse("council:prepare", args=[motion.code, "h-2"]), sent)
    refused = client.post(cast_page, sent)
    answer = passkey.answers(asked.json(), origin="http://testserver")
    done = client.post(cast_page, sent | {"signature": json.dumps(answer)}, follow=True)

    assert (refused.status_code, done.status_code) == (409, 200)
    assert "with your own passkey" in done.content.decode()
    ended = client.post(reverse("council:end_key", args=["h-2"]), follow=True)
    assert "no longer signed" in ended.content.decode()


def test_programs_do_the_same(today, client):
    motion = today.open(now() - HOUR)
    passkey = SoftPasskey(today.people["h-2"], host="testserver")
    sign_in(client, today.people["h-2"])
    signing = reverse("api:seat-signing", args=["h-2"])

    def post(address, body):
        return client.post(address, body, content_type="application/json")

    assert post(signing, {"passkey": passkey.row.pk}).status_code == 201
    sent = {"seat": "h-2", "choice": "no", "key": str(uuid4())}
    asked = post(reverse("api:motion-prepare", args=[motion.code]), sent)
    answer = passkey.answers(asked.json(), origin="http://testserver")
    cast_door = reverse("api:motion-ballots", args=[motion.code])
    assert post(cast_door, sent).status_code == 409
    assert post(cast_door, sent | {"signature": {**answer, "signature": "!"}}).status_code == 400
    assert post(cast_door, sent | {"signature": answer}).status_code == 201
    assert client.delete(signing).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"authenticator": 1}',
        "null",
        "1" * 9000,
        '{"authenticator":"","client":"","signature":""}',
        json.dumps({"authenticator": "", "client": "", "signature": TOO_LARGE}),
    ],
)
def test_a_damaged_signature_keeps_the_form_and_says_so(today, client, text):
    motion = today.open(now() - HOUR)
    sign_in(client, today.people["h-2"])

    answer = client.post(
        reverse("council:cast", args=[motion.code, "h-2"]),
        {"choice": "yes", "key": str(uuid4()), "signature": text},
    )

    assert answer.status_code == 422
    assert not Ballot.objects.exists()


def test_a_roster_says_whose_ballots_are_signed(today, client):
    enrol(today, "b-1/2", now())

    page = client.get(reverse("council:body", args=["vessa-biomes"])).content.decode()
    (place,) = [place for place in queries.roster(today.biomes, now()) if place.seat.code == "b-1"]

    assert page.count("signs each ballot") == 1
    assert [hand.signs for hand in place.hands] == [False, True]
    actions.end_ballot_key(seat=today.seats["b-1"], by=today.people["b-1/2"], at=now())
    assert (
        "signs each ballot" not in client.get(reverse("council:body", args=["vessa-biomes"])).content.decode()
    )


def test_a_roll_call_says_which_seats_signed_with_every_hand(today, client):
    motion = today.open(now() - DAY - HOUR)
    at = motion.opens_at + HOUR
    for seat in ("h-2", "b-1/2"):
        signed(today, motion, seat, "yes", at, enrol(today, seat, at))
    today.cast(motion, "b-1", "yes", at)
    today.cast(motion, "h-1", "yes", at)
    today.close(motion)

    (event,) = client.get(reverse("api:motion-popolo", args=[motion.code])).json()["vote_events"]
    page = client.get(reverse("council:record", args=[motion.code])).content.decode()

    assert [vote["voter_id"] for vote in event["votes"] if vote["signed"]] == ["council.seat/h-2"]
    assert page.count("signed by its member") == 1
