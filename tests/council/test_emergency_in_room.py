"""An emergency confirmed in the room, or on paper: the word may be disputed for a day, and the emergency waits for it."""

import pytest

from council import actions
from council.rules.lifecycle import State
from tests.council import alarms, blackout_scenes, roll_call_scenes
from tests.council.roll_call_scenes import look
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
LATER = 16 * DAY


@pytest.fixture
def emergency(scene, noon):
    scene.charter(noon)
    return alarms.declared(scene, noon)[1]


def passes(emergency, at):
    """The clock passes ``at``; the emergency as it then stands."""
    actions.advance_due(at=at)
    emergency.refresh_from_db()
    return emergency


def test_one_confirmed_in_the_room_outlives_its_sitting(scene, emergency):
    at = emergency.since + LATER
    motion = roll_call_scenes.counted(scene, at, h="yyyyy", b="yyy", act=emergency.subject)
    sitting = roll_call_scenes.decision(motion).voting.sitting
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at + 2 * HOUR)

    assert not passes(emergency, at + 3 * HOUR).is_over

    assert look(at + DAY + 2 * HOUR, motion).status is State.ENACTED
    emergency.refresh_from_db()
    assert emergency.confirmed_by == motion.code
    assert not passes(emergency, emergency.until - HOUR).is_over


def test_one_that_the_room_did_not_confirm_ends_once_that_is_settled(scene, emergency):
    at = emergency.since + LATER
    motion = roll_call_scenes.counted(scene, at, h="nnnnn", b="nnn", act=emergency.subject)
    sitting = roll_call_scenes.decision(motion).voting.sitting
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at + 2 * HOUR)
    assert not passes(emergency, at + 3 * HOUR).is_over

    assert passes(emergency, at + DAY + 2 * HOUR).ended_by == "unconfirmed"


def test_one_confirmed_on_paper_waits_until_the_word_is_settled(scene, emergency):
    at = emergency.since + LATER
    roll_call_scenes.tellers(scene)
    motion = roll_call_scenes.scheduled(scene, at, act=emergency.subject)
    sitting = blackout_scenes.declared(scene, blackout_scenes.noticed(scene, at, motion), at + 3 * HOUR)
    blackout_scenes.both(scene, sitting, 0, blackout_scenes.times(sitting, at), at + 4 * HOUR)
    sheet = blackout_scenes.vote(sitting, motion, at + HOUR, h="yyyyy", b="yyy")
    blackout_scenes.both(scene, sitting, 1, sheet, at + 4 * HOUR)
    motion.refresh_from_db()
    assert motion.status is State.CLOSED

    assert not passes(emergency, at + 5 * HOUR).is_over

    assert look(at + DAY + 5 * HOUR, motion).status is State.ENACTED
    emergency.refresh_from_db()
    assert emergency.confirmed_by == motion.code


def test_one_whose_confirmation_tied_waits_for_the_chair(scene, emergency):
    at = emergency.since + LATER
    rule = scene.rules["ordinary"]
    data = {**rule.data, "tie": "casting_vote"}
    actions.define_rule(
        body=scene.council, code="ordinary", title="The chair breaks a tie", data=data,
        applies_to=rule.applies_to, at=emergency.since,
    )  # fmt: skip
    motion = scene.open(at, act=emergency.subject)
    scene.cast_all(motion, at + HOUR, h="yynna", b="yyy")
    assert scene.close(motion).outcome == "tied"
    sit(scene, motion.decided_at + HOUR)

    assert not passes(emergency, motion.decided_at + 3 * HOUR).is_over


def sit(scene, at):
    own = {"by": scene.secretary, "at": at - DAY}
    sitting = actions.call_sitting(body=scene.council, starts_at=at, place="Hall", **own)
    actions.add_point(sitting_id=sitting.pk, kind="information", title="Oxygen", **own)
    actions.publish_agenda(sitting_id=sitting.pk, **own)
    actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at)
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at + HOUR)
