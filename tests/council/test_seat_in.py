"""From any device a holder sees that her seat's ballot is in, and since when; nobody else sees a choice by it."""

import pytest
from django.test import Client
from django.urls import reverse

from council import queries
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.scenes import HOUR

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def motion(scene):
    return scene.open(now() - HOUR)


def told(scene, motion, who, seat="b-1", **client):
    """The fragment, on a device of her own."""
    device = sign_in(Client(), scene.people[who])
    return device.get(reverse("council:seat_in", args=[motion.code, seat]), headers=FRAGMENT)


def test_it_says_so_with_the_moment_on_another_device(scene, motion):
    ballot = scene.cast(motion, "h-1", "no", now())

    page = told(scene, motion, "h-1", "h-1").content.decode()

    assert "is in." in page
    assert f"{ballot.cast_at:%H:%M:%S}" in page


@pytest.mark.parametrize("choice", ["yes", "no", "abstain"])
def test_the_fragment_is_the_same_whatever_was_cast(scene, motion, choice):
    at = motion.opens_at + HOUR / 2
    empty = told(scene, motion, "b-2", "b-2").content
    scene.cast(motion, "b-2", choice, at)

    page = told(scene, motion, "b-2", "b-2").content

    assert page != empty
    assert not any(word in page.decode() for word in ("seat--", "Abstain", "abstain", ">Yes", ">No<"))


def test_a_joint_seat_is_in_once_both_hands_are(scene, motion):
    at = now()
    assert "No ballot of" in told(scene, motion, "b-1").content.decode()
    scene.cast(motion, "b-1/2", "no", at)
    first = told(scene, motion, "b-1").content.decode()
    scene.cast(motion, "b-1", "no", at)
    both = told(scene, motion, "b-1/2").content.decode()

    assert "One hand of" in first
    assert "Your hand: not in" in first
    assert "The other hand: received" in first
    assert "is in." in both


def test_where_hands_do_not_see_each_other_the_box_still_knows_that_both_are_in(scene, noon):
    from council import actions
    from council.rules.kinds import MotionKind

    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="Hidden", data={**rule.data, "hands_see_each_other": False},
        applies_to=[MotionKind(kind) for kind in rule.applies_to], at=now() - 40 * 24 * HOUR,
    )  # fmt: skip
    motion = scene.open(now() - HOUR)
    for seat in ("b-1", "b-1/2"):
        scene.cast(motion, seat, "yes", now())
    (box,) = queries.boxes(motion, queries.voting_of(motion), scene.people["b-1"], now())

    assert box.other is None
    assert box.complete


@pytest.mark.parametrize("who", ["h-2", "b-2"])
def test_for_another_seat_there_is_nothing_to_see(scene, motion, who):
    assert told(scene, motion, who).status_code == 404


def test_the_polling_ends_with_the_vote(scene, motion):
    scene.cast(motion, "h-1", "yes", now())
    scene.close(motion)

    assert told(scene, motion, "h-1", "h-1").status_code == 286


def test_her_desk_and_the_motions_page_say_it_too(scene, motion, client):
    sign_in(client, scene.people["h-1"])
    before = client.get(reverse("portal:desk")).content.decode()
    scene.cast(motion, "h-1", "yes", now())

    for address in (reverse("portal:desk"), motion.get_absolute_url()):
        assert "The ballot of Human seat 1 is in." in client.get(address).content.decode()
    assert "No ballot of Human seat 1 is in." in before


def test_a_desk_without_a_seat_has_no_such_part(scene, motion, client):
    sign_in(client, scene.secretary)

    assert "open to my seats" not in client.get(reverse("portal:desk")).content.decode()


def test_without_script_it_leads_to_the_motion(scene, motion, client):
    sign_in(client, scene.people["h-1"])

    answer = client.get(reverse("council:seat_in", args=[motion.code, "h-1"]))

    assert answer["Location"].endswith(f"{motion.code}/#ballot")
