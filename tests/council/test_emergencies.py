"""Emergencies: opened by an alert and a request, declared, confirmed, renewed once, over by themselves."""

import pytest
from django.db import DatabaseError, transaction

from charters import queries as charters
from council import actions, queries, words
from council.models import Emergency
from council.rules.kinds import BackingKind, Ended
from council.rules.lifecycle import State
from crises.models import Alert
from tests.council import alarms, scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawful(scene, noon):
    scene.charter(noon)
    return scene


def suspended(scene, at):
    return sorted(charters.suspensions(charters.public_charter("vessa-lagoon"), at))


def refuses(verb, match):
    with pytest.raises(actions.CannotMove, match=match), transaction.atomic():
        verb()


def test_a_request_of_both_guardians_and_an_alert_open_the_procedure(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    refuses(lambda: alarms.schedule(lawful, motion, noon), "Not enough have asked")
    alarms.ask(lawful, motion, noon, "b-1")
    refuses(lambda: alarms.schedule(lawful, motion, noon), "Not enough have asked")
    alarms.ask(lawful, motion, noon, "b-1/2")

    assert alarms.schedule(lawful, motion, noon).status is State.SCHEDULED


def test_a_third_of_a_chamber_opens_it_too(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "h-2")
    refuses(lambda: alarms.schedule(lawful, motion, noon), "Not enough have asked")
    alarms.ask(lawful, motion, noon, "h-3")

    assert alarms.schedule(lawful, motion, noon).status is State.SCHEDULED


def test_a_request_taken_back_counts_no_more_and_one_given_twice_counts_once(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2", "b-1")
    actions.withdraw_backing(
        motion_id=motion.pk,
        kind=BackingKind.EMERGENCY,
        seat=lawful.seats["b-1"],
        by=lawful.people["b-1"],
        at=noon,
    )

    assert [row.hand for row in queries.backings(motion, BackingKind.EMERGENCY)] == [2]
    refuses(lambda: alarms.schedule(lawful, motion, noon), "Not enough have asked")


def test_a_request_of_somebody_who_left_the_seat_counts_no_more(db, noon):
    lawful = scenes.council(noon, b=4)
    lawful.charter(noon)
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    mandate = lawful.seats["b-1"].mandates.get(hand=2)
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + HOUR)

    refuses(lambda: alarms.schedule(lawful, motion, noon + 2 * HOUR), "Not enough have asked")


@pytest.mark.parametrize(("key", "match"), [("h-1", "do not hold"), ("b-2", "do not hold")])
def test_nobody_asks_for_a_seat_that_is_not_hers(lawful, noon, key, match):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)

    refuses(
        lambda: actions.back_motion(
            motion_id=motion.pk,
            kind=BackingKind.EMERGENCY,
            seat=lawful.seats["b-1"],
            by=lawful.people[key],
            at=noon,
        ),
        match,
    )


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"severity": "moderate"}, "not severe enough"),
        ({"state": "exercise"}, "No alert is in force"),
        ({"state": "expired"}, "No alert is in force"),
    ],
)
def test_an_exercise_an_old_or_a_mild_alert_opens_nothing(lawful, noon, fields, match):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon, answers=alarms.alert(alarms.lagoon(lawful), noon, **fields))
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")

    refuses(lambda: alarms.schedule(lawful, motion, noon), match)


def test_it_needs_a_day_of_notice(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")

    refuses(lambda: alarms.schedule(lawful, motion, noon, notice=23), "24 hours of notice")


def test_a_council_without_the_procedure_has_none(lawful, noon):
    motion = lawful.draft(noon, "emergency", origin=alarms.alert(alarms.lagoon(lawful), noon).subject)

    refuses(
        lambda: actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=noon),
        "no rule for motions of this kind",
    )


def test_an_alert_that_ends_before_the_vote_opens_postpones_it_and_says_so(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    alarms.schedule(lawful, motion, noon)
    Alert.objects.update(state="expired", ended_at=noon + HOUR)

    actions.advance_due(at=noon + DAY)

    motion.refresh_from_db()
    assert (motion.status, motion.reason) == (State.POSTPONED, "alert_over")


def test_a_request_that_is_taken_back_before_the_vote_opens_postpones_it_and_says_so(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    alarms.schedule(lawful, motion, noon)
    own = {"motion_id": motion.pk, "kind": BackingKind.EMERGENCY, "seat": lawful.seats["b-1"]}
    actions.withdraw_backing(**own, by=lawful.people["b-1/2"], at=noon + HOUR)

    actions.advance_due(at=noon + DAY)

    motion.refresh_from_db()
    assert (motion.status, motion.reason) == (State.POSTPONED, "not_asked_for")
    assert "Too few still asked" in str(words.reason(motion))


def test_once_voting_is_open_no_request_is_taken_back(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    alarms.schedule(lawful, motion, noon)
    actions.advance_due(at=noon + DAY)
    own = {"motion_id": motion.pk, "kind": BackingKind.EMERGENCY, "seat": lawful.seats["b-1"]}

    refuses(
        lambda: actions.withdraw_backing(**own, by=lawful.people["b-1"], at=noon + DAY + HOUR),
        "stands on record",
    )


def test_adoption_declares_it_and_suspends_the_article_until_it_must_be_confirmed(lawful, noon):
    motion, emergency = alarms.declared(lawful, noon)

    at = motion.enacted_at
    assert motion.status is State.ENACTED
    assert (emergency.until - at, emergency.confirm_by - at) == (90 * DAY, 30 * DAY)
    assert suspended(lawful, at) == ["art_3"]
    assert suspended(lawful, at + 30 * DAY) == []
    assert charters.article("vessa-lagoon", "art_3", at).text == "Oxygen by day."


def test_a_vote_short_of_two_thirds_declares_nothing(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    alarms.schedule(lawful, motion, noon)
    alarms.vote(lawful, motion, h="yyynn")

    motion.refresh_from_db()
    assert motion.status is State.REJECTED
    assert not Emergency.objects.exists()
    assert suspended(lawful, motion.decided_at) == []


def test_an_entrenched_article_is_untouchable(lawful, noon):
    from charters import actions as charter_actions
    from charters.rules.text import ArticleText

    charter_actions.found_charter(
        slug="old-law", title="Old law", of="", instrument="Act", actor="", at=noon - 40 * DAY,
        articles=[ArticleText("art_1", "Being", "It is.", True)], since=(noon - 40 * DAY).date(),
    )  # fmt: skip
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon, suspends=["charters.article/old-law--art_1"])
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")

    refuses(lambda: alarms.schedule(lawful, motion, noon), "entrenched")


def test_confirmed_in_time_it_runs_its_whole_term_and_then_is_over(lawful, noon):
    motion, emergency = alarms.declared(lawful, noon)
    confirming = alarms.resolution(lawful, emergency.subject, motion.enacted_at)
    alarms.vote(lawful, confirming)
    emergency.refresh_from_db()

    assert emergency.confirmed_by == confirming.code
    assert suspended(lawful, emergency.until - HOUR) == ["art_3"]
    actions.advance_due(at=emergency.until - HOUR)
    emergency.refresh_from_db()
    assert not emergency.is_over
    actions.advance_due(at=emergency.until + 5 * DAY)
    emergency.refresh_from_db()
    assert (emergency.ended_by, emergency.ended_at) == ("expiry", emergency.until)
    assert suspended(lawful, emergency.until) == []


def test_unconfirmed_it_lapses_at_its_hour_however_late_anybody_looks(lawful, noon):
    _motion, emergency = alarms.declared(lawful, noon)

    actions.advance_due(at=emergency.confirm_by - HOUR)
    emergency.refresh_from_db()
    assert not emergency.is_over
    actions.advance_due(at=emergency.confirm_by + 9 * DAY)
    emergency.refresh_from_db()

    assert (emergency.ended_by, emergency.ended_at) == ("unconfirmed", emergency.confirm_by)


def sit(scene, at):
    """An ordinary sitting of the council: called, opened, closed."""
    sitting = actions.call_sitting(
        body=scene.council, starts_at=at, place="Hall", by=scene.secretary, at=at - DAY
    )
    actions.add_point(
        sitting_id=sitting.pk, kind="information", title="Oxygen", by=scene.secretary, at=at - DAY
    )
    actions.publish_agenda(sitting_id=sitting.pk, by=scene.secretary, at=at - DAY)
    actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at)
    return actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=at + HOUR)


def test_a_sitting_that_ends_without_confirming_it_ends_it(lawful, noon):
    motion, emergency = alarms.declared(lawful, noon)
    at = motion.enacted_at + 3 * DAY
    sit(lawful, at)

    actions.advance_due(at=at + 2 * HOUR)
    emergency.refresh_from_db()

    assert (emergency.ended_by, emergency.ended_at) == ("unconfirmed", at + 2 * HOUR)
    assert suspended(lawful, at + 3 * HOUR) == []


def test_a_vote_to_confirm_it_that_is_still_open_keeps_it_past_the_sitting(lawful, noon):
    motion, emergency = alarms.declared(lawful, noon)
    confirming = alarms.resolution(lawful, emergency.subject, motion.enacted_at)
    confirming.refresh_from_db()
    actions.advance_due(at=confirming.opens_at)
    sit(lawful, confirming.opens_at + HOUR)

    actions.advance_due(at=confirming.opens_at + 3 * HOUR)
    emergency.refresh_from_db()

    assert not emergency.is_over


def test_a_sitting_that_opened_before_it_is_not_the_next_one(lawful, noon):
    sitting = actions.call_sitting(
        body=lawful.council, starts_at=noon, place="Hall", by=lawful.secretary, at=noon - 9 * DAY
    )
    actions.add_point(
        sitting_id=sitting.pk, kind="information", title="O", by=lawful.secretary, at=noon - DAY
    )
    actions.publish_agenda(sitting_id=sitting.pk, by=lawful.secretary, at=noon - DAY)
    actions.open_sitting(sitting_id=sitting.pk, by=lawful.secretary, at=noon)
    motion, emergency = alarms.declared(lawful, noon)
    actions.close_sitting(sitting_id=sitting.pk, by=lawful.secretary, at=motion.enacted_at + HOUR)

    actions.advance_due(at=motion.enacted_at + 2 * HOUR)
    emergency.refresh_from_db()

    assert not emergency.is_over


def confirmed(scene, noon):
    motion, emergency = alarms.declared(scene, noon)
    alarms.vote(scene, alarms.resolution(scene, emergency.subject, motion.enacted_at))
    emergency.refresh_from_db()
    return emergency


def renewal(scene, emergency, at):
    answers = alarms.alert(alarms.lagoon(scene), at, code=f"2150-{at:%m%d}")
    motion = alarms.measure(scene, at, act=emergency.subject, suspends=(), answers=answers)
    alarms.ask(scene, motion, at, "b-1", "b-1/2")
    return motion


def test_a_confirmed_one_is_renewed_once_and_no_more(lawful, noon):
    emergency = confirmed(lawful, noon)
    until = emergency.until
    motion = renewal(lawful, emergency, until - 10 * DAY)
    alarms.schedule(lawful, motion, until - 10 * DAY)
    alarms.vote(lawful, motion)
    emergency.refresh_from_db()

    assert (emergency.until, emergency.renewed_by) == (until + 90 * DAY, [motion.code])
    assert suspended(lawful, until + 80 * DAY) == ["art_3"]
    again = renewal(lawful, emergency, until + 20 * DAY)
    refuses(lambda: alarms.schedule(lawful, again, until + 20 * DAY), "renewed as often")


def test_one_that_was_not_confirmed_is_not_renewed(lawful, noon):
    motion, emergency = alarms.declared(lawful, noon)
    again = renewal(lawful, emergency, motion.enacted_at + DAY)

    refuses(lambda: alarms.schedule(lawful, again, motion.enacted_at + DAY), "Only a confirmed")


def test_what_is_over_is_neither_confirmed_nor_written_again(lawful, noon):
    _motion, emergency = alarms.declared(lawful, noon)
    late = lawful.scheduled(emergency.confirm_by - 3 * DAY, "resolution", 4, act=emergency.subject)
    actions.advance_due(at=emergency.confirm_by)
    alarms.vote(lawful, late)
    late.refresh_from_db()

    assert late.status is State.ADOPTED
    assert "was over" in late.reason
    with pytest.raises(DatabaseError), transaction.atomic():
        Emergency.objects.update(ended_by="expiry")
    with pytest.raises(DatabaseError), transaction.atomic():
        Emergency.objects.all().delete()


def test_an_alert_over_at_the_close_leaves_the_measure_adopted_and_undeclared(lawful, noon):
    alarms.procedure(lawful, noon - DAY)
    motion = alarms.measure(lawful, noon)
    alarms.ask(lawful, motion, noon, "b-1", "b-1/2")
    alarms.schedule(lawful, motion, noon)
    actions.advance_due(at=noon + DAY)
    motion.refresh_from_db()
    lawful.cast_all(motion, noon + DAY + HOUR, h="yyyyy", b="yyy")
    Alert.objects.update(state="cancelled", ended_at=noon + DAY + 2 * HOUR)
    lawful.close(motion)

    motion.refresh_from_db()
    assert motion.status is State.ADOPTED
    assert "No alert is in force" in motion.reason
    assert not Emergency.objects.exists()
