"""Substitutes: named by two officers, called in order, one at a time on the hand, casting its ballot."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Call, Substitute
from council.rules.kinds import Ended
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.lending import away, name

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def back(call, by, at):
    return actions.end_call(code=call.code, by=by, at=at)


def test_the_first_in_order_is_called_and_casts_the_hands_ballot(scene, noon):
    name(scene, "h-2", "second", noon - DAY, place=2)
    name(scene, "h-2", "first", noon - DAY, place=1)
    motion = scene.open(noon)
    call = away(scene, "h-2", noon, motion)

    ballot = scene.cast(motion, "h-2", "no", noon + HOUR, by="first")

    assert call.substitute.person == scene.people["first"]
    assert (ballot.hand, ballot.mandate) == (1, scene.seats["h-2"].mandates.get())
    assert scene.close(motion).working["seats"]["h-2"] == "no"


def test_a_substitute_who_was_not_called_casts_nothing(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)

    with pytest.raises(actions.CannotVote, match="do not hold this seat"):
        scene.cast(motion, "h-2", "no", noon + HOUR, by="first")


def test_while_a_substitute_holds_the_hand_the_holder_does_not(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)
    call = away(scene, "h-2", noon, motion)

    with pytest.raises(actions.CannotVote, match="A substitute was called"):
        scene.cast(motion, "h-2", "yes", noon + HOUR)

    back(call, scene.people["h-2"], noon + 2 * HOUR)
    scene.cast(motion, "h-2", "yes", noon + 3 * HOUR)
    with pytest.raises(actions.CannotVote):
        scene.cast(motion, "h-2", "no", noon + 4 * HOUR, by="first")


def test_who_cannot_come_says_so_and_the_next_is_called(scene, noon):
    for place, who in ((1, "first"), (2, "second")):
        name(scene, "h-2", who, noon - DAY, place=place)
    motion = scene.open(noon)
    call = away(scene, "h-2", noon, motion)

    following = back(call, scene.people["first"], noon + HOUR)
    last = back(following, scene.people["second"], noon + 2 * HOUR)

    assert following.substitute.person == scene.people["second"]
    assert last is None
    assert not Call.objects.holding(motion.pk, noon + 3 * HOUR).exists()


def test_a_call_until_a_day_ends_by_itself(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)
    away(scene, "h-2", noon, until=noon + 2 * HOUR)

    scene.cast(motion, "h-2", "no", noon + HOUR, by="first")
    scene.cast(motion, "h-2", "yes", noon + 3 * HOUR)

    assert scene.close(motion).working["seats"]["h-2"] == "yes"


def test_a_hand_is_lent_to_one_at_a_time(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)
    away(scene, "h-2", noon, motion)

    with pytest.raises(actions.CannotSubstitute, match="holds this hand already"):
        away(scene, "h-2", noon, until=noon + DAY)


def test_apologies_without_a_substitute_or_by_another_are_refused(scene, noon):
    motion = scene.open(noon)

    with pytest.raises(actions.CannotSubstitute, match="No substitute is left"):
        away(scene, "h-2", noon, motion)
    with pytest.raises(actions.CannotSubstitute, match="or the secretary for her"):
        actions.send_apologies(seat=scene.seats["h-2"], motion=motion, by=scene.people["h-3"], at=noon)


def test_the_secretary_sends_apologies_for_a_holder(scene, noon):
    name(scene, "b-1", "first", noon - DAY, hand=2)
    motion = scene.open(noon)

    call = actions.send_apologies(seat=scene.seats["b-1"], hand=2, motion=motion, by=scene.secretary, at=noon)

    assert call.hand == 2


def test_a_guardians_substitute_makes_a_joint_seat_complete(scene, noon):
    name(scene, "b-1", "first", noon - DAY, hand=2)
    motion = scene.open(noon)
    away(scene, "b-1/2", noon, motion)
    scene.cast(motion, "b-1", "yes", noon + HOUR)

    scene.cast(motion, "b-1", "yes", noon + HOUR, by="first")

    assert scene.close(motion).working["seats"]["b-1"] == "yes"


def test_a_substitutes_ballot_falls_with_the_mandate_she_stands_in_for(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)
    away(scene, "h-2", noon, motion)
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="first")
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.DEATH, at=noon + 2 * HOUR)

    assert scene.close(motion).set_aside == [{"seat": "h-2", "hand": 1, "why": "mandate_ended"}]


def test_a_place_in_the_order_is_taken_once_and_not_by_the_holder(scene, noon):
    name(scene, "h-2", "first", noon)

    with pytest.raises(actions.CannotSubstitute, match="place in the order is taken"):
        name(scene, "h-2", "other", noon)
    with pytest.raises(actions.CannotSubstitute, match="holds the seat itself"):
        actions.name_substitute(
            seat=scene.seats["h-2"], person=scene.people["h-2"], instrument="Act", place=2, at=noon
        )


def test_the_holder_does_not_read_what_her_substitute_cast(scene, noon):
    name(scene, "h-2", "first", noon - DAY)
    motion = scene.open(noon)
    away(scene, "h-2", noon, motion)
    scene.cast(motion, "h-2", "no", noon + HOUR, by="first")

    box = queries.box(motion, queries.voting_of(motion), scene.people["h-2"], "h-2", noon + HOUR)

    assert (box.mine, box.by_another, box.open) == (None, True, False)


# --- Pages ------------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    return scenes.council(now())


def ask(client, **fields):
    body = {
        "seat": "h-2",
        "email": "heir@example.org",
        "hand": 1,
        "place": 1,
        "instrument": "Act 7",
        "until": "",
    }
    return client.post(reverse("council:ask_substitute"), {**body, **fields})


def test_a_substitute_is_named_by_two_officers(today, client):
    heir = person("heir")
    sign_in(client, today.secretary)
    asked = ask(client, email=heir.email)
    waiting = queries.seat_changes(now()).get()
    alone = client.post(reverse("council:agree", args=[waiting.pk]))
    sign_in(client, today.people["h-1"])
    page = client.get(reverse("council:seats")).content.decode()

    agreed = client.post(reverse("council:agree", args=[waiting.pk]))

    assert (asked.status_code, alone.status_code, agreed.status_code) == (302, 409, 302)
    assert "as substitute 1 for Human seat 2" in page
    assert Substitute.objects.get().person == heir


def test_naming_nobody_known_is_said_beside_the_form(today, client):
    sign_in(client, today.secretary)

    answer = ask(client, email="nobody@example.org")

    assert answer.status_code == 422
    assert "Nobody here has this address." in answer.content.decode()


def test_apologies_and_the_return_by_page(today, client):
    name(today, "h-2", "first", now() - DAY)
    motion = today.open(now() - HOUR)
    sign_in(client, today.people["h-2"])
    sent = client.post(reverse("council:apologies", args=["h-2"]), {"motion": motion.number, "until": ""})
    page = client.get(reverse("council:seat", args=["h-2"])).content.decode()
    both = client.post(reverse("council:apologies", args=["h-2"]), {"motion": "", "until": ""})

    ended = client.post(reverse("council:end_call", args=[Call.objects.get().code]))

    assert (sent.status_code, both.status_code, ended.status_code) == (302, 422, 302)
    assert "stands in now and casts this hand’s ballot" in page
    assert Call.objects.get().ended_by == "holder"


def test_programs_name_call_and_end(today, client):
    heir = person("heir")
    motion = today.open(now() - HOUR)

    def post(address, body=None):
        return client.post(f"/api/v1/{address}", body or {}, content_type="application/json")

    sign_in(client, today.secretary)
    asked = post("seat-changes/", {"seat": "h-2", "email": heir.email, "instrument": "Act", "place": 1})
    sign_in(client, today.people["h-1"])
    named = post(f"seat-changes/{asked.json()['id']}/agree/")
    sign_in(client, today.people["h-2"])
    called = post("calls/", {"seat": "h-2", "motion": motion.number})
    ended = post(f"calls/{called.json()['code']}/end/")

    assert [asked.status_code, named.status_code, called.status_code, ended.status_code] == [
        201,
        200,
        201,
        200,
    ]
    assert named.json()["place"] == 1
    assert ended.json()["ended_by"] == "holder"
    assert client.get("/api/v1/substitutes/?seat=h-2").json()["results"][0]["instrument"] == "Act"


# --- A seat ceases ----------------------------------------------------------------------------------
def test_a_vacant_seat_is_abolished_by_two_and_keeps_its_page(today, client):
    held = today.seats["h-5"].mandates.get()
    sign_in(client, today.secretary)
    busy = client.post(reverse("council:ask_abolish"), {"seat": "h-5"})
    actions.end_mandate(mandate_id=held.pk, by=Ended.RESIGNATION, at=now())
    asked = client.post(reverse("council:ask_abolish"), {"seat": "h-5"})
    sign_in(client, today.people["h-1"])

    client.post(reverse("council:agree", args=[queries.seat_changes(now()).get().pk]))

    page = client.get(reverse("council:seat", args=["h-5"])).content.decode()
    assert (busy.status_code, asked.status_code) == (409, 302)
    assert "abolished" in page
    assert "Election of 2148" in page
    assert "h-5" not in {place.seat.code for place in queries.roster(today.humans, now())}


def test_an_officer_of_no_council_abolishes_nothing(today, client):
    sign_in(client, person("auditor", Role.AUDITOR))

    assert client.post(reverse("council:ask_abolish"), {"seat": "h-5"}).status_code == 403


# --- Out of the order -------------------------------------------------------------------------------
def test_a_substitute_leaves_the_order_by_two_and_is_off_the_hand(today, client):
    named = name(today, "h-2", "first", now() - DAY)
    motion = today.open(now() - HOUR)
    away(today, "h-2", now(), motion)
    sign_in(client, today.secretary)
    asked = client.post(reverse("council:ask_unname", args=[named.code]))
    sign_in(client, today.people["h-1"])

    client.post(reverse("council:agree", args=[queries.seat_changes(now()).get().pk]))

    assert asked.status_code == 302
    assert Call.objects.get().ended_by == "unnamed"
    assert not queries.substitutes(now()).exists()
    today.cast(motion, "h-2", "yes", now())
