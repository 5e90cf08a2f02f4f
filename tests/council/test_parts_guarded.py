"""A motion voted on by parts is decided by no other road, and its text by nothing but its parts."""

import pytest
from django.db import transaction

from council import actions, queries
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from ledger.queries import now
from tests.council import blackout_scenes, roll_call_scenes, scenes
from tests.council.scenes import DAY, HOUR
from tests.council.test_procedure import (  # noqa: F401
    THREE,
    decide,
    divided,
    hall,
    moved,
    refuses,
    vote_parts,
)

pytestmark = pytest.mark.django_db


def test_what_is_called_in_the_room_is_not_divided(scene, noon):
    motion = roll_call_scenes.scheduled(scene, noon, text=THREE)

    refuses(
        lambda: actions.divide_motion(motion_id=motion.pk, starts=[1], by=scene.secretary, at=noon - DAY),
        "called in the room",
    )

    assert not queries.is_divisible(motion)


def undecided(hall, noon):  # noqa: F811
    """A divided motion that was postponed, since one of its parts had no quorum."""
    target, parts = divided(hall, noon)
    vote_parts(hall, parts, ["yyyyn", "y....", "yyyyn"])
    target.refresh_from_db()
    assert target.status is State.POSTPONED
    return target, parts


def test_what_is_divided_is_not_scheduled_for_the_room(hall, noon):  # noqa: F811
    target, parts = undecided(hall, noon)
    at = parts[0].closes_at + HOUR
    again = {
        "motion_id": target.pk,
        "opens_at": at + 5 * DAY,
        "closes_at": at + 6 * DAY,
        "by": hall.secretary,
    }

    refuses(lambda: actions.schedule_motion(**again, at=at, in_room=True), "voted on by parts")

    assert actions.schedule_motion(**again, at=at).status is State.SCHEDULED


def test_the_whole_is_not_opened_while_a_part_is_undecided(hall, noon):  # noqa: F811
    target, parts = undecided(hall, noon)
    at = parts[0].closes_at + HOUR
    actions.schedule_motion(
        motion_id=target.pk, opens_at=at + 5 * DAY, closes_at=at + 6 * DAY, by=hall.secretary, at=at
    )

    refuses(lambda: actions.open_voting(motion_id=target.pk, at=at + 5 * DAY), "its parts")

    target.refresh_from_db()
    assert target.status is State.SCHEDULED


def test_the_undivided_text_is_not_called_in_a_room(scene, noon):
    motion = roll_call_scenes.scheduled(scene, noon, text=THREE, in_room=False)
    actions.divide_motion(motion_id=motion.pk, starts=[1, 2], by=scene.secretary, at=noon - DAY)
    at = noon + DAY
    sitting = roll_call_scenes.sitting_on(scene, motion, at)
    type(motion).objects.filter(pk=motion.pk).update(in_room=True)

    with pytest.raises(actions.CannotSit, match="its parts"), transaction.atomic():
        actions.open_roll_call(sitting_id=sitting.pk, position=1, by=scene.secretary, at=at)


def test_the_whole_is_not_adopted_without_a_vote(db):
    from tests.council.test_unopposed import adopt, allow, at_hand

    scene = scenes.council(now())
    allow(scene, "ordinary", [MotionKind.RESOLUTION])
    motion = scene.scheduled(now() - 20 * DAY, days=30, text=THREE)
    actions.divide_motion(motion_id=motion.pk, starts=[1], by=scene.secretary, at=now() - 2 * HOUR)
    sitting = at_hand(scene, motion)

    with pytest.raises(actions.CannotSit, match="voted on by parts"), transaction.atomic():
        adopt(scene, sitting)

    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED


def test_the_undivided_text_is_not_taken_in_from_paper(scene, noon):
    roll_call_scenes.tellers(scene)
    motion = roll_call_scenes.scheduled(scene, noon, text=THREE, in_room=False)
    actions.divide_motion(motion_id=motion.pk, starts=[1, 2], by=scene.secretary, at=noon - DAY)
    at = noon + DAY
    sitting = blackout_scenes.declared(scene, blackout_scenes.noticed(scene, at, motion), at + 3 * HOUR)
    blackout_scenes.both(scene, sitting, 0, blackout_scenes.times(sitting, at), at + 4 * HOUR)
    sheet = blackout_scenes.vote(sitting, motion, at + HOUR, h="yyyyy", b="yyy")
    blackout_scenes.both(scene, sitting, 1, sheet, at + 4 * HOUR)

    motion.refresh_from_db()
    assert (motion.status, motion.votings.count()) == (State.SCHEDULED, 0)
    assert unusable() == [{"position": 1, "why": "decided_otherwise_meanwhile"}]


def unusable():
    from ledger.models import Fact

    return Fact.objects.get(kind="council.sitting.entered").body["refused"]


# --- Amended from the floor ------------------------------------------------------------------------------------
def test_an_amendment_to_what_was_divided_meanwhile_rests(hall, noon):  # noqa: F811
    target = hall.scheduled(noon, days=5, text=THREE)
    amendment = moved(hall, noon, "floor_amendment", target, text="Boats leave by noon.")
    actions.divide_motion(motion_id=target.pk, starts=[1, 2], by=hall.secretary, at=noon + HOUR / 2)

    decide(hall, amendment, noon + HOUR)

    target.refresh_from_db()
    assert amendment.status is State.ADOPTED
    assert "voted on by parts" in amendment.reason
    assert target.text == THREE


def test_nobody_drafts_an_amendment_to_what_is_divided(hall, noon):  # noqa: F811
    target, _parts = divided(hall, noon)

    refuses(lambda: hall.draft(noon, "floor_amendment", act=target.subject), "voted on by parts")

    assert hall.draft(noon, "urgency", act=target.subject)
