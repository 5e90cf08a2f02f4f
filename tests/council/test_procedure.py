"""Motions about a motion: amended from the floor, hurried, voted on by parts."""

import copy

import pytest
from django.db import transaction

from council import actions, queries
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
THREE = "Boats stay in harbour.\n\nThe gates open at night.\n\nThe farms pay."


@pytest.fixture
def hall(scene, noon):
    """The scene with a rule for motions about motions: a majority of those present, without notice."""
    data = copy.deepcopy(scene.rules["ordinary"].data) | {"min_notice_hours": 0}
    kinds = [MotionKind.FLOOR_AMENDMENT, MotionKind.URGENCY]
    actions.define_rule(
        body=scene.council,
        code="procedure",
        title="Procedure",
        data=data,
        applies_to=kinds,
        at=noon - 30 * DAY,
    )
    return scene


def moved(hall, at, kind, target, **words):
    """A motion about another, submitted, admitted, its vote for one hour from the next one."""
    motion = hall.draft(at, kind, mover="h-2", act=target.subject, **words)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
    actions.admit_motion(motion_id=motion.pk, by=hall.secretary, at=at)
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=at + HOUR, closes_at=at + 2 * HOUR, by=hall.secretary, at=at
    )


def decide(hall, motion, at, h="yyyyn", b="yyy"):
    actions.advance_due(at=at)
    motion.refresh_from_db()
    hall.cast_all(motion, at + HOUR / 2, h=h, b=b)
    hall.close(motion)
    motion.refresh_from_db()
    return motion


def refuses(verb, match):
    with pytest.raises(actions.CannotMove, match=match), transaction.atomic():
        verb()


def test_an_adopted_amendment_changes_the_words_that_will_be_voted_on(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    before = target.text_sha256
    amendment = decide(
        hall, moved(hall, noon, "floor_amendment", target, text="Boats leave by noon."), noon + HOUR
    )
    target.refresh_from_db()

    assert amendment.status is State.ENACTED
    assert target.text == "Boats leave by noon."
    assert target.text_sha256 == target.words_sha256() != before
    told = queries.last_fact(target.subject, "council.motion.amended").body
    assert (told["base"], told["text"], told["motions"]) == (before, target.text_sha256, [amendment.code])
    actions.advance_due(at=target.opens_at)
    target.refresh_from_db()
    assert queries.voting_of(target).text_sha256 == target.text_sha256


def test_a_rejected_amendment_changes_nothing(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    motion = moved(hall, noon, "floor_amendment", target, text="Boats leave by noon.")
    decide(hall, motion, noon + HOUR, h="nnnnn")
    target.refresh_from_db()

    assert target.text == THREE


def test_of_two_amendments_to_the_same_words_the_second_finds_other_words_and_rests(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    first = moved(hall, noon, "floor_amendment", target, text="First.")
    second = moved(hall, noon, "floor_amendment", target, text="Second.")
    actions.advance_due(at=noon + HOUR)
    for motion in (first, second):
        motion.refresh_from_db()
        hall.cast_all(motion, noon + HOUR + HOUR / 2, h="yyyyy", b="yyy")
    actions.advance_due(at=noon + 2 * HOUR)
    for motion in (first, second, target):
        motion.refresh_from_db()

    assert (first.status, second.status) == (State.ENACTED, State.ADOPTED)
    assert "read otherwise" in second.reason
    assert target.text == "First."


def test_an_amendment_adopted_after_the_vote_opened_changes_nothing(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    opens = target.opens_at
    motion = moved(hall, opens - HOUR, "floor_amendment", target, text="Late.")
    decide(hall, motion, opens)
    target.refresh_from_db()

    assert motion.status is State.ADOPTED
    assert target.text == THREE


@pytest.mark.parametrize("act", ["", "council.motion/2150-99", "council.motion/nonsense"])
def test_a_motion_about_another_names_one_that_is_ahead(hall, noon, act):
    refuses(lambda: hall.draft(noon, "floor_amendment", act=act), "still ahead")


def test_nobody_amends_an_amendment(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    amendment = moved(hall, noon, "floor_amendment", target, text="First.")

    refuses(lambda: hall.draft(noon, "floor_amendment", act=amendment.subject), "itself about another")


def test_words_that_changed_while_an_amendment_was_drafted_must_be_read_again(hall, noon):
    target = hall.scheduled(noon, days=5, text=THREE)
    draft = hall.draft(noon, "floor_amendment", mover="h-3", act=target.subject, text="Third.")
    decide(hall, moved(hall, noon, "floor_amendment", target, text="First."), noon + HOUR)

    refuses(
        lambda: actions.submit_motion(motion_id=draft.pk, by=draft.mover, at=noon + 3 * HOUR),
        "read otherwise",
    )


def test_an_adopted_urgency_dispenses_with_the_notice(hall, noon):
    draft = hall.draft(noon)
    actions.submit_motion(motion_id=draft.pk, by=draft.mover, at=noon)
    target = actions.admit_motion(motion_id=draft.pk, by=hall.secretary, at=noon)
    soon = {
        "motion_id": target.pk, "opens_at": noon + 4 * HOUR, "closes_at": noon + 5 * HOUR, "by": hall.secretary,
        "at": noon + 3 * HOUR,
    }  # fmt: skip
    refuses(lambda: actions.schedule_motion(**soon), "hours of notice")
    urgency = moved(hall, noon, "urgency", target)
    decide(hall, urgency, noon + HOUR)

    assert urgency.status is State.ENACTED
    assert actions.schedule_motion(**soon).status is State.SCHEDULED


def divided(hall, noon, starts=(1, 2)):
    target = hall.scheduled(noon, days=5, text=THREE)
    at = target.opens_at - HOUR
    parts = actions.divide_motion(motion_id=target.pk, starts=starts, by=hall.secretary, at=at)
    target.refresh_from_db()
    return target, parts


def vote_parts(hall, parts, letters):
    opens = parts[0].opens_at
    actions.advance_due(at=opens)
    for part, h in zip(parts, letters, strict=True):
        part.refresh_from_db()
        hall.cast_all(part, opens + HOUR, h=h, b="yyy")
    closes = parts[0].closes_at
    actions.advance_due(at=closes)
    actions.advance_due(at=closes)


def test_the_whole_is_voted_on_with_the_parts_that_carried(hall, noon):
    target, parts = divided(hall, noon)
    vote_parts(hall, parts, ["yyyyn", "nnnnn", "yyyyn"])
    target.refresh_from_db()

    assert target.status is State.VOTING_OPEN
    assert target.text == "Boats stay in harbour.\n\nThe farms pay."
    assert queries.voting_of(target).text_sha256 == target.words_sha256()
    told = queries.last_fact(target.subject, "council.motion.amended").body
    assert told["motions"] == [parts[0].code, parts[2].code]


def test_the_parts_take_the_hours_of_the_whole_and_the_whole_follows_them(hall, noon):
    whole = hall.scheduled(noon, days=5, text=THREE)
    opens, closes = whole.opens_at, whole.closes_at
    parts = actions.divide_motion(motion_id=whole.pk, starts=[1], by=hall.secretary, at=noon)
    whole.refresh_from_db()

    assert [(part.opens_at, part.closes_at) for part in parts] == [(opens, closes)] * 2
    assert (whole.opens_at, whole.closes_at) == (closes, closes + (closes - opens))
    assert [part.text for part in parts] == [
        "Boats stay in harbour.",
        "The gates open at night.\n\nThe farms pay.",
    ]


def test_where_no_part_carries_nothing_is_left_to_vote_on(hall, noon):
    target, parts = divided(hall, noon)
    vote_parts(hall, parts, ["nnnnn", "nnnnn", "nnnnn"])
    target.refresh_from_db()

    assert (target.status, target.reason) == (State.LAPSED, "no_part_kept")


def test_where_all_parts_carry_the_words_stay_as_they_were(hall, noon):
    target, parts = divided(hall, noon)
    before = target.text_sha256
    vote_parts(hall, parts, ["yyyyn"] * 3)
    target.refresh_from_db()

    assert (target.status, target.text_sha256) == (State.VOTING_OPEN, before)


def test_a_part_without_a_quorum_leaves_the_whole_waiting(hall, noon):
    target, parts = divided(hall, noon)
    vote_parts(hall, parts, ["yyyyn", "y....", "yyyyn"])
    target.refresh_from_db()

    assert (target.status, target.reason) == (State.POSTPONED, "parts_undecided")


def test_withdrawing_the_whole_ends_its_parts(hall, noon):
    target, parts = divided(hall, noon)
    actions.withdraw_motion(motion_id=target.pk, by=target.mover, at=noon)

    for part in parts:
        part.refresh_from_db()
        assert (part.status, part.reason) == (State.LAPSED, "whole_gone")


def test_what_enacts_one_thing_or_is_divided_already_is_not_divided(hall, noon):
    target, _parts = divided(hall, noon)
    short = hall.scheduled(noon, days=5, text="One paragraph.")

    for motion in (target, short):
        refuses(
            lambda motion=motion: actions.divide_motion(
                motion_id=motion.pk, starts=[1], by=hall.secretary, at=noon
            ),
            "cannot be divided",
        )


def test_parts_touch_no_living_system_and_ask_for_no_consent(hall, noon):
    hall.charter(noon)
    target = hall.scheduled(noon, "rule_change", days=15, text=THREE, affects=["biomes.biome/vessa-lagoon"])
    parts = actions.divide_motion(motion_id=target.pk, starts=[1, 2], by=hall.secretary, at=noon)
    vote_parts(hall, parts, ["yyyyn"] * 3)
    actions.advance_due(at=parts[0].closes_at)
    target.refresh_from_db()

    assert target.status is State.VOTING_OPEN
    hall.cast_all(target, target.opens_at + HOUR, h="yyyyn", b="yyy")
    hall.close(target)
    assert target.status is State.CONSENT_WINDOW
