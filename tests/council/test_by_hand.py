"""What the secretary opens by hand: a second vote after a tie, and no other; nothing sealed for the room."""

import pytest
from django.db import transaction

from council import actions
from council.rules.lifecycle import State
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import roll_call_scenes, scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


def by_hand(scene, motion, at):
    return actions.open_voting(motion_id=motion.pk, at=at, closes_at=at + 2 * DAY, by=scene.secretary)


def refuses(verb, match):
    with pytest.raises(actions.CannotMove, match=match), transaction.atomic():
        verb()


@pytest.mark.parametrize("debated", [False, True])
def test_a_vote_for_the_room_is_not_turned_into_a_sealed_one(scene, noon, debated):
    motion = roll_call_scenes.scheduled(scene, noon)
    if debated:
        actions.open_debate(motion_id=motion.pk, by=scene.secretary, at=noon)

    refuses(lambda: by_hand(scene, motion, noon + HOUR), "called in the room")
    refuses(lambda: actions.open_voting(motion_id=motion.pk, at=noon + HOUR), "called in the room")

    motion.refresh_from_db()
    assert motion.votings.count() == 0


def test_nor_by_the_secretarys_step(client, db):
    scene = scenes.council(now())
    motion = roll_call_scenes.scheduled(scene, now() - HOUR)
    sign_in(client, scene.secretary)
    body = {"step": "open", "closes_at": "2199-01-01T00:00Z"}

    answer = client.post(f"/api/v1/motions/{motion.code}/steps/", body, content_type="application/json")

    motion.refresh_from_db()
    assert (answer.status_code, motion.status) == (409, State.SCHEDULED)


def test_a_scheduled_vote_is_opened_by_the_clock_alone_and_closes_at_its_hour(scene, noon):
    motion = scene.scheduled(noon)
    closes = motion.closes_at

    refuses(lambda: by_hand(scene, motion, motion.opens_at + HOUR), "opens by itself")

    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED
    actions.advance_due(at=motion.opens_at + HOUR)
    assert motion.votings.get().closes_at == closes


def once_more(scene, at):
    """The ordinary rule, in a version that votes once more after a tie."""
    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="Once more", data={**rule.data, "tie": "revote_once"},
        applies_to=rule.applies_to, at=at - 30 * DAY,
    )  # fmt: skip


def test_a_tie_in_the_room_is_voted_on_again_in_the_room(scene, noon):
    once_more(scene, noon)
    motion = roll_call_scenes.counted(scene, noon, h="yynna", b="yyy")
    roll_call_scenes.look(noon + DAY + 2 * HOUR, motion)
    assert motion.status is State.TIED
    at = noon + DAY + 3 * HOUR

    refuses(lambda: by_hand(scene, motion, at), "called in the room")

    sitting = roll_call_scenes.decision(motion).voting.sitting
    assert actions.open_roll_call(sitting_id=sitting.pk, position=1, by=scene.secretary, at=at).in_room
