"""Voting in the room: two tellers copy the roll unseen by each other; sealed ballots never enter such a round."""

import pytest
from django.db import IntegrityError

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Ballot, Voting
from tests.accounts.people import person
from tests.council.roll_call_scenes import (
    MINUTE,
    called,
    counted,
    decision,
    enter,
    look,
    scheduled,
    settle,
    sitting_on,
    tellers,
    words,
)
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


# --- Opening ------------------------------------------------------------------------------------------------
def test_a_sitting_calls_the_roll_on_the_motion_it_has_come_to(scene, noon):
    motion = called(scene, noon)
    voting = queries.voting_of(motion)

    assert motion.state == "voting_open"
    assert (voting.in_room, voting.sitting.number, voting.closes_at) == (True, "2150-1", noon + DAY)


def test_the_clock_opens_no_vote_that_is_to_be_called(scene, noon):
    motion = scheduled(scene, noon)

    assert look(noon + HOUR, motion).state == "scheduled"


def test_a_vote_that_no_sitting_called_waits_for_a_new_day(scene, noon):
    motion = look(noon + DAY, scheduled(scene, noon))

    assert (motion.state, motion.reason) == ("postponed", "not_called_in_the_room")


def refusal(act, **given):
    with pytest.raises((actions.CannotSit, actions.CannotTell, actions.CannotDispute)) as why:
        act(**given)
    return str(why.value)


def test_no_roll_is_called_on_a_motion_that_was_scheduled_for_sealed_ballots(scene, noon):
    motion = scheduled(scene, noon, in_room=False)
    sitting = sitting_on(scene, motion, noon)

    assert "sealed ballots" in refusal(
        actions.open_roll_call, sitting_id=sitting.pk, position=1, by=scene.secretary, at=noon
    )


def test_no_roll_is_called_before_its_hours_nor_after(scene, noon):
    motion = scheduled(scene, noon)
    sitting = sitting_on(scene, motion, noon - HOUR)
    own = {"sitting_id": sitting.pk, "position": 1, "by": scene.secretary}

    assert "hours that were set" in refusal(actions.open_roll_call, **own, at=noon - MINUTE)
    assert "hours that were set" in refusal(actions.open_roll_call, **own, at=noon + DAY)


def test_no_roll_is_called_on_a_point_that_is_not_at_hand(scene, noon):
    motion = scheduled(scene, noon)
    sitting = sitting_on(scene, motion, noon)
    actions.finish_point(sitting_id=sitting.pk, position=1, by=scene.secretary, at=noon)

    assert "Take this point up" in refusal(
        actions.open_roll_call, sitting_id=sitting.pk, position=1, by=scene.secretary, at=noon
    )


# --- Never mixed ------------------------------------------------------------------------------------------
def test_a_sealed_ballot_is_refused_with_a_sentence(scene, noon):
    motion = called(scene, noon)

    with pytest.raises(actions.CannotVote, match="called out in the room"):
        scene.cast(motion, "h-1", "yes", noon + MINUTE)


def test_the_database_keeps_a_sealed_ballot_out_too(scene, noon):
    motion = called(scene, noon)
    voting = queries.voting_of(motion)
    mandate = scene.seats["h-1"].mandates.get()

    with pytest.raises(IntegrityError, match="called in the room"):
        Ballot.objects.create(
            voting=voting, seat=scene.seats["h-1"], hand=1, mandate=mandate, choice="yes", n=1, salt=b"x" * 32,
            cast_by=scene.people["h-1"], cast_at=noon, commitment="0" * 64,
            idempotency_key="6b1f2f3e-0000-4000-8000-000000000001",
        )  # fmt: skip


def test_no_proxy_is_given_for_a_vote_in_the_room(scene, noon):
    from tests.council import lending

    lending.let_proxies(scene, noon)
    motion = scheduled(scene, noon)

    with pytest.raises(actions.CannotProxy, match="answers for itself"):
        lending.give(scene, motion, "h-2", "h-3", noon - DAY)


def test_its_holder_is_told_where_it_is_called(scene, noon):
    motion = called(scene, noon)

    (box,) = queries.boxes(motion, queries.voting_of(motion), scene.people["h-2"], noon + MINUTE)

    assert (box.open, box.why_not) == (False, "in_room")


# --- Two sheets ---------------------------------------------------------------------------------------------
def test_two_sheets_alike_close_the_vote_by_the_act_of_the_second(scene, noon):
    motion = called(scene, noon)
    told = words(motion, h="yyyna", b="yyn")

    enter(scene, motion, "teun", told, noon + HOUR)
    after_one = look(noon + HOUR, motion).state
    enter(scene, motion, "rosa", told, noon + 2 * HOUR)

    motion.refresh_from_db()
    closed = decision(motion)
    assert (after_one, motion.state) == ("voting_open", "closed")
    assert (closed.outcome, closed.closed_at, closed.words) == ("adopted", noon + 2 * HOUR, told)
    assert closed.working["seats"]["b-1"] == "yes"


def test_the_same_words_and_sealed_ballots_come_to_the_same_working(scene, noon):
    called_one = counted(scene, noon, h="yyn.a", b="nyy")
    sealed = scene.open(noon)
    scene.cast_all(sealed, noon + HOUR, h="yyn.a", b="nyy")

    assert scene.close(sealed).working == decision(called_one).working


def test_a_joint_seat_whose_hands_answer_differently_is_split(scene, noon):
    motion = called(scene, noon)
    told = {**words(motion, h="yyyyy", b="yyy"), "b-1/2": "no"}
    for who in ("teun", "rosa"):
        enter(scene, motion, who, told, noon + HOUR)

    assert decision(motion).working["seats"]["b-1"] == "split"


def test_sheets_that_differ_wait_until_both_say_the_same_of_what_differs(scene, noon):
    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)
    enter(scene, motion, "rosa", words(motion, h="yynna", b="yyn"), noon + HOUR)
    assert decision(motion) is None

    first = settle(scene, motion, "teun", {"h-3/1": "yes"}, noon + HOUR)
    other = settle(scene, motion, "rosa", {"h-3/1": "abstain"}, noon + HOUR)
    same = settle(scene, motion, "teun", {"h-3/1": "abstain"}, noon + HOUR)

    assert (first, other, same) == (False, False, True)
    assert decision(motion).words["h-3/1"] == "abstain"


def test_only_what_differs_is_settled_and_only_by_the_two(scene, noon):
    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)
    enter(scene, motion, "rosa", words(motion, h="yynna", b="yyn"), noon + HOUR)
    scene.people["lena"] = person("lena", Role.TELLER)
    own = {"motion_id": motion.pk, "at": noon + HOUR}
    act = actions.settle_roll_call

    assert "of no other" in refusal(act, **own, by=scene.people["teun"], words={"h-1/1": "no"})
    assert "Only the two" in refusal(act, **own, by=scene.people["lena"], words={"h-3/1": "no"})
    assert "yes, no" in refusal(act, **own, by=scene.people["teun"], words={"h-3/1": "perhaps"})


def test_one_teller_alone_cannot_hand_in_both_sheets(scene, noon):
    motion = called(scene, noon)
    told = words(motion, h="yyyna", b="yyn")
    enter(scene, motion, "teun", told, noon + HOUR)

    assert "Your sheet is in" in refusal(
        actions.enter_roll_call, motion_id=motion.pk, words=told, by=scene.people["teun"], at=noon + HOUR
    )
    assert decision(motion) is None


def test_a_third_sheet_is_refused(scene, noon):
    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)
    enter(scene, motion, "rosa", words(motion, h="yynna", b="yyn"), noon + HOUR)

    assert "Both sheets are in" in refusal(
        actions.enter_roll_call, motion_id=motion.pk, words=words(motion, h="yyyna", b="yyn"),
        by=person("lena", Role.TELLER), at=noon + HOUR,
    )  # fmt: skip


def test_who_has_a_vote_or_is_no_teller_copies_no_sheet(scene, noon):
    from accounts.models import RoleGrant

    motion = called(scene, noon)
    told = words(motion, h="yyyna", b="yyn")
    voter = scene.people["h-2"]
    own = {"motion_id": motion.pk, "words": told, "at": noon + HOUR}
    without = refusal(actions.enter_roll_call, **own, by=voter)
    RoleGrant.objects.create(user=voter, role=Role.TELLER.value, since=noon - DAY)

    assert "Only a teller" in without
    assert "does not count it" in refusal(actions.enter_roll_call, **own, by=voter)


def test_a_line_left_out_or_made_up_is_named(scene, noon):
    motion = called(scene, noon)
    told = words(motion, h="yyyna", b="yyn")
    own = {"motion_id": motion.pk, "by": scene.people["teun"], "at": noon + HOUR}

    short = {line: word for line, word in told.items() if line != "h-4/1"}
    assert "h-4/1" in refusal(actions.enter_roll_call, **own, words=short)
    assert "z-9/1" in refusal(actions.enter_roll_call, **own, words={**told, "z-9/1": "yes"})


def test_a_recused_seat_is_not_called(scene, noon):
    tellers(scene)
    motion = scheduled(scene, noon)
    actions.recuse_seat(
        motion_id=motion.pk, seat=scene.seats["h-5"], kind="voluntary", reason="Kin", by=scene.secretary,
        at=noon - DAY,
    )  # fmt: skip
    sitting = sitting_on(scene, motion, noon)
    actions.open_roll_call(sitting_id=sitting.pk, position=1, by=scene.secretary, at=noon)

    assert "h-5/1" not in words(motion, h="yyyna", b="yyn")


def test_sheets_that_never_agree_make_the_vote_void_at_its_hour(scene, noon):
    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)

    look(noon + DAY, motion)

    assert motion.state == "void"
    assert decision(motion).working["faults"] == [{"seat": "", "hand": 0, "code": "not_settled"}]
    with pytest.raises(actions.CannotTell, match="No roll"):
        enter(scene, motion, "rosa", words(motion, h="yyyna", b="yyn"), noon + DAY + MINUTE)


def test_a_sheet_that_comes_after_the_hour_is_refused_before_the_clock_has_looked(scene, noon):
    motion = called(scene, noon)

    with pytest.raises(actions.CannotTell, match="time of this vote is over"):
        enter(scene, motion, "rosa", words(motion, h="yyyna", b="yyn"), noon + DAY)


def test_what_was_handed_in_cannot_be_rewritten(scene, noon):
    motion = called(scene, noon)
    sheet = enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)
    sheet.lines = {**sheet.lines, "h-1/1": "no"}

    with pytest.raises(IntegrityError, match="as it was handed in"):
        sheet.save()


def test_a_vote_in_a_room_has_a_sitting(scene, noon):
    motion = called(scene, noon)
    voting = queries.voting_of(motion)
    fields = {f: getattr(voting, f) for f in ("motion", "rule", "text_sha256", "roll", "roll_sha256")}

    with pytest.raises(IntegrityError, match="voting_in_a_room_of_a_sitting"):
        Voting.objects.create(
            **fields, number=9, opened_at=noon, closes_at=noon + DAY, in_room=True, sitting=None
        )


def test_the_log_holds_neither_a_word_nor_a_name_before_the_close(scene, noon):
    from ledger.models import Fact

    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), noon + HOUR)

    fact = Fact.objects.get(kind="council.roll_call.entered")

    assert set(fact.body) == {"round", "place", "sheet"}
    assert scene.people["teun"].code not in str(fact.body)
