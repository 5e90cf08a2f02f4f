"""What holds whoever comes first or late: recalls, outages, rules that do not fit, decisions kept, chairs of their own."""

import pytest
from django.db import Error, transaction

from council import actions, queries, words
from council.models import AgendaItem, ClosedDecision
from council.rules.kinds import BodyKind, Ended, MotionKind
from council.rules.lifecycle import State
from council.rules.seats import Choice
from ledger.models import Fact
from tests.accounts.people import person
from tests.council.rules.examples import ORDINARY
from tests.council.scenes import DAY, HOUR, LONG_AGO, organisation, with_bodies

pytestmark = pytest.mark.django_db


def unquorate(scene, motion, at):
    """Its voting opens and closes with one ballot."""
    actions.advance_due(at=at)
    scene.cast(motion, "h-1", "yes", at + HOUR)
    scene.close(motion)


def again(scene, motion, at, act):
    opens = at + 15 * DAY
    act(motion_id=motion.pk, opens_at=opens, closes_at=opens + DAY, by=scene.secretary, at=at)
    unquorate(scene, motion, opens)


@pytest.mark.parametrize("act", [actions.recall_motion, actions.schedule_motion])
def test_a_vote_without_quorum_is_called_again_twice_by_whatever_door(scene, noon, act):
    motion = scene.scheduled(noon)
    unquorate(scene, motion, noon + 15 * DAY)
    for call in (1, 2):
        again(scene, motion, noon + call * 40 * DAY, act)
    motion.refresh_from_db()

    assert motion.recalls == 2
    assert motion.status is State.LAPSED


def test_a_vote_that_an_outage_swallowed_is_postponed_and_says_so(scene, noon):
    motion = scene.scheduled(noon)
    actions.advance_due(at=motion.closes_at + HOUR)
    motion.refresh_from_db()

    assert motion.status is State.POSTPONED
    assert "Nobody could vote" in words.reason(motion)
    assert not motion.votings.exists()
    assert Fact.objects.get(kind="council.motion.postponed").body["by_clock"] is True


def test_a_postponed_motion_is_scheduled_anew_without_its_old_reason(scene, noon):
    motion = scene.scheduled(noon)
    late = motion.closes_at + HOUR
    actions.advance_due(at=late)
    opens = late + 15 * DAY
    actions.schedule_motion(
        motion_id=motion.pk, opens_at=opens, closes_at=opens + DAY, by=scene.secretary, at=late
    )
    motion.refresh_from_db()

    assert (motion.status, motion.reason) == (State.SCHEDULED, "")


def test_a_rule_that_does_not_fit_the_roll_postpones_and_never_stops_the_clock(scene, noon):
    weighty = with_bodies(ORDINARY, {"H": scene.humans.code, "B": scene.biomes.code})
    weighty["chambers"][0]["pass"] = [{"base": "weight:people", "num": 1, "den": 2}]
    actions.define_rule(
        body=scene.council, code="weighty", title="By weight", data=weighty,
        applies_to=[MotionKind.PACT_ACT], at=noon,
    )  # fmt: skip
    unfit, fit = scene.scheduled(noon, "pact_act"), scene.scheduled(noon)
    actions.advance_due(at=noon + 15 * DAY)
    unfit.refresh_from_db()
    fit.refresh_from_db()

    assert unfit.status is State.POSTPONED
    assert "do not fit the roll" in words.reason(unfit)
    assert fit.status is State.VOTING_OPEN


def test_the_rule_defined_last_takes_a_kind_over(scene, noon):
    data = with_bodies(ORDINARY, {"H": scene.humans.code, "B": scene.biomes.code})
    newer = actions.define_rule(
        body=scene.council, code="zz-pact", title="For the pact", data={**data, "min_notice_hours": 3},
        applies_to=[MotionKind.PACT_ACT], at=noon,
    )  # fmt: skip

    assert queries.rule_for(scene.council, MotionKind.PACT_ACT) == newer


def test_no_hand_rewrites_a_decision(scene, noon):
    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    decision = ClosedDecision.objects.get()
    for fields in ({"outcome": "rejected"}, {"working": {}}, {"closed_at": noon}):
        with pytest.raises(Error, match="kept as it was made"), transaction.atomic():
            ClosedDecision.objects.filter(pk=decision.pk).update(**fields)

    decision.refresh_from_db()
    assert decision.outcome == "adopted"


def test_only_the_chair_breaks_a_tie_at_whatever_door(scene, noon):
    data = with_bodies(ORDINARY, {"H": scene.humans.code, "B": scene.biomes.code}) | {"tie": "casting_vote"}
    actions.define_rule(
        body=scene.council, code="chaired", title="Chaired", data=data, applies_to=[MotionKind.RESOLUTION],
        at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 20 * DAY)
    scene.cast_all(motion, noon + 20 * DAY + HOUR, h="yynna", b="yyy")
    scene.close(motion)
    other = next(
        who
        for code, who in scene.people.items()
        if not queries.is_chair(who, scene.council, motion.closes_at)
    )
    with pytest.raises(actions.CannotMove, match="Only the chair"), transaction.atomic():
        actions.cast_casting_vote(
            motion_id=motion.pk, choice=Choice.YES, by=other, at=motion.closes_at + HOUR
        )

    motion.refresh_from_db()
    assert motion.status is State.TIED


def asked_for(scene, at):
    return actions.add_agenda_item(body=scene.council, source="petitions.petition/clean-outfall", at=at)


@pytest.mark.parametrize("way", ["withdrawn", "refused"])
def test_a_matter_whose_motion_fell_may_be_taken_up_by_another(scene, noon, way):
    item = asked_for(scene, noon)
    first = scene.draft(noon, origin=item.source)
    actions.submit_motion(motion_id=first.pk, by=first.mover, at=noon)
    if way == "withdrawn":
        actions.withdraw_motion(motion_id=first.pk, by=first.mover, at=noon + HOUR)
    else:
        actions.refuse_motion(motion_id=first.pk, reason="Unclear.", by=scene.secretary, at=noon + HOUR)
    second = scene.draft(noon + DAY, mover="h-2", origin=item.source)
    actions.submit_motion(motion_id=second.pk, by=second.mover, at=noon + DAY)

    assert AgendaItem.objects.get().motion == second


def test_the_log_names_what_a_seat_speaks_for_and_what_a_motion_touches(scene, noon):
    scene.open(noon, affects=["biomes.biome/vessa-lagoon"])
    seat = Fact.objects.get(kind="council.seat.created", subject=scene.seats["b-1"].subject)

    assert seat.body["represents"] == "biomes.biome/vessa-lagoon"
    assert Fact.objects.get(kind="council.voting.opened").body["affects"] == ["biomes.biome/vessa-lagoon"]


@pytest.fixture
def strangers_chair(noon):
    """The chair of a council beside this one."""
    council = actions.found_body(
        organisation=organisation("other-river", "Other River"), kind=BodyKind.COUNCIL, at=noon - LONG_AGO
    )
    seat = actions.add_seat(body=council, code="o-1", office="chair", at=noon - LONG_AGO)
    chair = person("other-chair")
    actions.appoint(seat=seat, person=chair, instrument="Act", at=noon - LONG_AGO)
    return chair


def test_a_chair_of_another_council_changes_no_seat_here(scene, noon, strangers_chair):
    seat, newcomer = scene.seats["h-1"], person("newcomer")
    mandate = seat.mandates.get()
    for ask in (
        lambda: actions.ask_to_seat(
            seat=seat, person=newcomer, instrument="Act", by=strangers_chair, at=noon
        ),
        lambda: actions.ask_to_end_mandate(
            mandate=mandate, reason=Ended.REMOVAL, by=strangers_chair, at=noon
        ),
    ):
        with pytest.raises(actions.CannotSeat, match="of this council"), transaction.atomic():
            ask()


def test_nor_does_she_agree_to_one(scene, noon, strangers_chair):
    mandate = scene.seats["h-1"].mandates.get()
    asked = actions.ask_to_end_mandate(mandate=mandate, reason=Ended.REMOVAL, by=scene.secretary, at=noon)
    with pytest.raises(actions.CannotSeat, match="of this council"), transaction.atomic():
        actions.agree_to_seat_change(approval_id=asked.pk, by=strangers_chair, at=noon + HOUR)

    mandate.refresh_from_db()
    assert mandate.until is None or mandate.until > noon + HOUR
