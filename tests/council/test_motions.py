"""A motion from draft to schedule: who may move it, what freezes, what the table refuses."""

import pytest
from django.db import transaction

from accounts.rules.roles import Role
from council import actions, queries
from council.rules.kinds import Ended, MotionKind
from council.rules.lifecycle import State
from ledger import queries as ledger_queries
from tests.accounts.people import person
from tests.council import scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


def test_only_a_member_moves_a_motion(scene, noon):
    scene.people["citizen"] = person("citizen")

    with pytest.raises(actions.CannotMove, match="Only a member"):
        scene.draft(noon, mover="citizen")


def test_a_draft_is_its_movers_alone(scene, noon):
    motion = scene.draft(noon)

    assert queries.motion(motion.code, scene.people["h-1"]) == motion
    assert queries.motion(motion.code, scene.people["h-2"]) is None
    assert queries.motion(motion.code, scene.secretary) is None
    assert not ledger_queries.around(motion.subject).filter(public=True).exists()


def test_a_dropped_draft_stays_hidden(scene, noon):
    motion = scene.draft(noon)
    actions.withdraw_motion(motion_id=motion.pk, by=motion.mover, at=noon + HOUR)

    assert not queries.public_motions().exists()
    assert not ledger_queries.around(motion.subject).filter(public=True).exists()


def test_submitting_gives_the_next_number_of_the_year(scene, noon):
    numbers = []
    for _ in range(2):
        motion = scene.draft(noon)
        numbers.append(actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=noon).number)

    assert numbers == ["2150-1", "2150-2"]


def test_a_submitted_motion_keeps_its_words(scene, noon):
    motion = scene.draft(noon)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=noon)

    with pytest.raises(actions.CannotMove, match="words stand"):
        actions.revise_draft(motion_id=motion.pk, by=motion.mover, at=noon, title="Other")


def test_nobody_submits_or_withdraws_anothers(scene, noon):
    motion = scene.draft(noon)

    with pytest.raises(actions.CannotMove), transaction.atomic():
        actions.submit_motion(motion_id=motion.pk, by=scene.people["h-2"], at=noon)
    with pytest.raises(actions.CannotMove), transaction.atomic():
        actions.withdraw_motion(motion_id=motion.pk, by=scene.people["h-2"], at=noon)


def test_an_inadmissible_motion_says_why(scene, noon):
    motion = scene.draft(noon)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=noon)
    with pytest.raises(actions.CannotMove, match="Say why"), transaction.atomic():
        actions.refuse_motion(motion_id=motion.pk, reason=" ", by=scene.secretary, at=noon)

    refused = actions.refuse_motion(
        motion_id=motion.pk, reason="Outside the basin.", by=scene.secretary, at=noon
    )

    assert refused.status is State.INADMISSIBLE
    assert refused.reason == "Outside the basin."


def test_a_vote_may_not_open_before_its_notice(scene, noon):
    motion = scene.draft(noon)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=noon)
    actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=noon)

    with pytest.raises(actions.CannotMove, match="72 hours"):
        actions.schedule_motion(
            motion_id=motion.pk,
            opens_at=noon + 71 * HOUR,
            closes_at=noon + 5 * DAY,
            by=scene.secretary,
            at=noon,
        )


def test_words_that_changed_after_the_schedule_are_not_put_to_the_vote(scene, noon):
    from council.models import Motion

    motion = scene.scheduled(noon)
    Motion.objects.filter(pk=motion.pk).update(text="Something else.")

    with pytest.raises(actions.CannotMove, match="not those that were scheduled"):
        actions.open_voting(motion_id=motion.pk, at=motion.opens_at)


def test_a_motion_is_withdrawn_only_before_voting_opens(scene, noon):
    motion = scene.open(noon)

    with pytest.raises(actions.CannotMove, match="Voting open"):
        actions.withdraw_motion(motion_id=motion.pk, by=motion.mover, at=noon + HOUR)


def test_a_petition_is_put_on_the_agenda_exactly_once(scene, noon):
    from ledger import actions as ledger

    for _ in range(3):
        with transaction.atomic():
            ledger.record(
                kind="petitions.petition.referred", subject="petitions.petition/clean", actor="", at=noon,
                public=True, petition="clean", threshold=1000,
            )  # fmt: skip
    ledger.deliver_due(at=noon + HOUR)
    ledger.deliver_due(at=noon + 2 * HOUR)

    assert [i.source for i in queries.agenda(scene.council)] == ["petitions.petition/clean"]


@pytest.mark.parametrize(
    ("slug", "parent", "stands"),
    [("harl-water", "vessa-council", True), ("vessa-humans", "", True), ("far-assembly", "", False)],
)
def test_a_petition_goes_to_the_council_of_the_body_it_is_addressed_to(scene, noon, slug, parent, stands):
    from accounts.actions import found_organisation
    from accounts.queries import organisation
    from ledger import actions as ledger

    if organisation(slug) is None:
        found_organisation(slug=slug, name=slug, kind="authority", parent=organisation(parent))
    with transaction.atomic():
        ledger.record(
            kind="petitions.petition.referred", subject="petitions.petition/clean", actor="", at=noon, public=True,
            petition="clean", threshold=6, body=f"accounts.organisation/{slug}",
        )  # fmt: skip
    ledger.deliver_due(at=noon + HOUR)

    assert queries.agenda(scene.council).exists() is stands


def test_a_finished_run_is_an_urgent_matter(scene, noon):
    from ledger import actions as ledger

    with transaction.atomic():
        ledger.record(
            kind="crises.run.finished", subject="crises.run/412", actor="", at=noon, public=True, run=412
        )
    ledger.deliver_due(at=noon + HOUR)

    assert queries.agenda(scene.council).get().urgent


def test_the_same_rule_again_is_the_same_version_and_a_fault_is_named(scene, noon):
    rule = scene.rules["ordinary"]
    kinds = [MotionKind(kind) for kind in rule.applies_to]

    again = actions.define_rule(
        body=scene.council, code="ordinary", title="x", data=rule.data, applies_to=kinds, at=noon
    )
    with pytest.raises(actions.CannotRule) as fault:
        actions.define_rule(
            body=scene.council,
            code="ordinary",
            title="x",
            data={**rule.data, "tie": "coin"},
            applies_to=kinds,
            at=noon,
        )

    assert again == rule
    assert fault.value.path == "tie"


def test_a_seat_changes_hands_by_two_persons(scene, noon):
    from accounts import actions as accounts

    chair, newcomer = scene.people["h-1"], person("newcomer")
    old = scene.seats["h-2"].mandates.get()
    ending = actions.ask_to_end_mandate(mandate=old, reason=Ended.RESIGNATION, by=scene.secretary, at=noon)
    with pytest.raises(accounts.CannotApprove), transaction.atomic():
        actions.agree_to_seat_change(approval_id=ending.pk, by=scene.secretary, at=noon)
    actions.agree_to_seat_change(approval_id=ending.pk, by=chair, at=noon)

    asked = actions.ask_to_seat(
        seat=scene.seats["h-2"], person=newcomer, instrument="By-election", by=scene.secretary, at=noon
    )
    assert not queries.seats_held(newcomer, noon + HOUR).exists()
    actions.agree_to_seat_change(approval_id=asked.pk, by=chair, at=noon + HOUR)

    assert queries.seats_held(newcomer, noon + 2 * HOUR).get().code == "h-2"
    assert queries.officers_may_seat(chair, noon)
    assert not queries.officers_may_seat(scene.people["h-2"], noon)


def test_a_biomes_seat_needs_a_guardian(scene, noon):
    actions.end_mandate(mandate_id=scene.seats["b-2"].mandates.get().pk, by=Ended.RECALL, at=noon)

    with pytest.raises(actions.CannotSeat, match="not a guardian"):
        actions.appoint(
            seat=scene.seats["b-2"], person=person("x", Role.ENVOY), instrument="None", at=noon + HOUR
        )


def test_no_two_mandates_overlap_on_one_hand(scene, noon):
    with pytest.raises(actions.CannotSeat, match="held by somebody"):
        actions.appoint(seat=scene.seats["h-2"], person=person("x"), instrument="Twice", at=noon)


def test_nobody_at_any_door_recuses_a_seat_once_voting_is_open(scene, noon):
    motion = scene.open(noon)

    with pytest.raises(actions.CannotMove, match="recused before voting opens"):
        actions.recuse_seat(
            motion_id=motion.pk, seat=scene.seats["h-2"], kind="voluntary", reason="Kin", by=scene.secretary,
            at=noon + HOUR,
        )  # fmt: skip

    assert not motion.recusals.exists()


def test_the_roll_holds_the_seats_of_its_own_council_alone(scene, noon):
    from council.rules.kinds import BodyKind

    other = actions.found_body(
        organisation=scenes.organisation("harl-council", "Council of the Harl"),
        kind=BodyKind.COUNCIL,
        at=noon,
    )
    stranger = actions.add_seat(body=other, code="x-1", at=noon - 30 * DAY)
    actions.appoint(seat=stranger, person=person("stranger"), instrument="Act", at=noon - 30 * DAY)

    roll = scene.open(noon).votings.get().roll

    assert {row["seat"] for row in roll["seats"]} == set(scene.seats)
