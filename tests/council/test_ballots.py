"""A seat's ballot: who may cast it, how often it counts, and what is refused in a clear sentence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from council import actions, queries
from council.models import Ballot
from council.rules.kinds import Ended
from ledger import queries as ledger_queries
from tests.accounts.people import person
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


def refused(scene, motion, seat, choice, at, **more):
    """The sentence of the refusal; nothing was changed by it."""
    before = Ballot.objects.count(), ledger_queries.around(motion.subject).count()
    with pytest.raises(actions.CannotVote) as refusal, transaction.atomic():
        scene.cast(motion, seat, choice, at, **more)
    assert (Ballot.objects.count(), ledger_queries.around(motion.subject).count()) == before
    return str(refusal.value)


def test_a_ballot_is_sealed_and_logged_with_seat_and_commitment_only(scene, noon):
    motion = scene.open(noon)

    ballot = scene.cast(motion, "h-2", "no", noon + HOUR)

    fact = ledger_queries.around(motion.subject).get(kind="council.ballot.cast")
    assert fact.public
    assert fact.body == {"round": 1, "seat": "h-2", "hand": 1, "n": 1, "commitment": ballot.commitment}
    assert len(ballot.commitment) == 64


def test_a_second_vote_replaces_the_first_and_both_are_logged(scene, noon):
    motion = scene.open(noon)
    scene.cast(motion, "h-2", "no", noon + HOUR)

    scene.cast(motion, "h-2", "yes", noon + 2 * HOUR)

    live = Ballot.objects.live().get(voting__motion=motion)
    assert live.choice == "yes"
    assert ledger_queries.around(motion.subject).filter(kind="council.ballot.cast").count() == 2


def test_a_retry_with_the_same_key_answers_with_the_same_ballot(scene, noon):
    motion, key = scene.open(noon), uuid4()
    first = scene.cast(motion, "h-2", "yes", noon + HOUR, key)

    again = scene.cast(motion, "h-2", "yes", noon + 2 * HOUR, key)

    assert again == first
    assert Ballot.objects.count() == 1


def test_a_retry_is_answered_even_after_the_close(scene, noon):
    motion, key = scene.open(noon), uuid4()
    first = scene.cast(motion, "h-2", "yes", noon + HOUR, key)
    scene.close(motion)

    assert scene.cast(motion, "h-2", "yes", noon + 3 * DAY, key) == first


def test_the_same_key_with_another_choice_is_refused(scene, noon):
    motion, key = scene.open(noon), uuid4()
    scene.cast(motion, "h-2", "yes", noon + HOUR, key)

    assert "already used for another choice" in refused(scene, motion, "h-2", "no", noon + 2 * HOUR, key=key)


def test_anothers_key_fetches_nothing(scene, noon):
    motion, key = scene.open(noon), uuid4()
    scene.cast(motion, "h-2", "yes", noon + HOUR, key)

    mine = scene.cast(motion, "h-3", "no", noon + HOUR, key)

    assert mine.seat.code == "h-3"
    assert "do not hold this seat" in refused(scene, motion, "h-2", "yes", noon + HOUR, key=key, by="h-3")


def test_anothers_seat_is_refused(scene, noon):
    motion = scene.open(noon)

    assert "do not hold this seat" in refused(scene, motion, "h-2", "yes", noon + HOUR, by="h-3")


def test_a_stranger_is_refused(scene, noon):
    motion = scene.open(noon)
    scene.people["stranger"] = person("stranger")

    assert "do not hold this seat" in refused(scene, motion, "h-2", "yes", noon + HOUR, by="stranger")


def test_an_expired_mandate_is_refused(scene, noon):
    motion = scene.open(noon)
    mandate = scene.seats["h-2"].mandates.get()
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + HOUR)

    assert "has ended" in refused(scene, motion, "h-2", "yes", noon + 2 * HOUR)


def test_a_mandate_that_has_not_begun_is_refused(scene, noon):
    motion = scene.open(noon)
    mandate = scene.seats["h-2"].mandates.get()
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + HOUR)
    scene.people["next"] = person("next")
    actions.appoint(
        seat=scene.seats["h-2"],
        person=scene.people["next"],
        instrument="By-election",
        at=noon,
        since=noon + 9 * HOUR,
    )

    assert "has not begun" in refused(scene, motion, "h-2", "yes", noon + 2 * HOUR, by="next")


def test_a_successor_votes_with_the_same_hand_once_the_mandate_begins(scene, noon):
    motion = scene.open(noon)
    scene.cast(motion, "h-2", "no", noon + HOUR)
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.RECALL, at=noon + 2 * HOUR)
    scene.people["next"] = person("next")
    actions.appoint(
        seat=scene.seats["h-2"], person=scene.people["next"], instrument="Recall", at=noon + 3 * HOUR
    )

    scene.cast(motion, "h-2", "yes", noon + 4 * HOUR, by="next")

    assert [b.choice for b in Ballot.objects.live()] == ["yes"]
    assert scene.close(motion).working["seats"]["h-2"] == "yes"


def test_before_the_opening_and_after_the_close_nothing_is_recorded(scene, noon):
    waiting = scene.scheduled(noon)
    motion = scene.open(noon)

    assert "not open" in refused(scene, waiting, "h-2", "yes", noon + HOUR)
    assert "has closed" in refused(scene, motion, "h-2", "yes", noon + DAY)

    scene.close(motion)

    assert "not open" in refused(scene, motion, "h-2", "yes", noon + HOUR)


def test_a_recused_seat_is_refused(scene, noon):
    motion = scene.scheduled(noon)
    actions.recuse_seat(
        motion_id=motion.pk,
        seat=scene.seats["h-2"],
        kind="voluntary",
        reason="Owns the outfall",
        by=scene.secretary,
        at=noon,
    )
    actions.advance_due(at=noon + 15 * DAY)

    assert "recused" in refused(scene, motion, "h-2", "yes", noon + 15 * DAY + HOUR)


def test_a_seat_made_after_the_opening_is_not_on_the_roll(scene, noon):
    motion = scene.open(noon)
    scene.seats["h-9"] = actions.add_seat(body=scene.humans, code="h-9", at=noon + HOUR)
    scene.people["h-9"] = person("late")
    actions.appoint(seat=scene.seats["h-9"], person=scene.people["h-9"], instrument="Late", at=noon + HOUR)

    assert "not on the roll" in refused(scene, motion, "h-9", "yes", noon + 2 * HOUR)


def test_a_ballot_whose_mandate_ended_before_the_count_is_opened_and_set_aside(scene, noon):
    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.REMOVAL, at=noon + 2 * HOUR)

    decision = scene.close(motion)

    assert decision.set_aside == [{"seat": "h-2", "hand": 1, "why": "mandate_ended"}]
    assert decision.working["seats"]["h-2"] == "away"


def test_two_hands_that_differ_split_their_seat(scene, noon):
    motion = scene.open(noon)
    scene.cast(motion, "b-1", "yes", noon + HOUR)
    scene.cast(motion, "b-1/2", "no", noon + HOUR)

    working = scene.close(motion).working

    assert working["seats"]["b-1"] == "split"
    assert working["chambers"][1]["counts"]["present"] == 1


def test_one_hand_alone_leaves_its_seat_incomplete(scene, noon):
    motion = scene.open(noon)
    scene.cast(motion, "b-1", "yes", noon + HOUR)

    working = scene.close(motion).working

    assert working["seats"]["b-1"] == "incomplete"
    assert working["chambers"][1]["counts"]["present"] == 0


def test_the_database_keeps_one_live_ballot_for_each_hand(scene, noon):
    motion = scene.open(noon)
    ballot = scene.cast(motion, "h-2", "yes", noon + HOUR)
    ballot.pk, ballot.n, ballot.idempotency_key, ballot.commitment = None, 2, uuid4(), "f" * 64
    ballot._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.save()


@pytest.mark.parametrize("change", [{"choice": "no"}, {"cast_at": None}, {"salt": b"x" * 32}])
def test_the_database_keeps_a_ballot_as_it_was_cast(scene, noon, change):
    motion = scene.open(noon)
    ballot = scene.cast(motion, "h-2", "yes", noon + HOUR)
    change = {name: value or noon for name, value in change.items()}

    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).delete()


def test_a_superseded_ballot_does_not_live_again(scene, noon):
    motion = scene.open(noon)
    first = scene.cast(motion, "h-2", "yes", noon + HOUR)
    scene.cast(motion, "h-2", "no", noon + 2 * HOUR)

    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=first.pk).update(superseded_at=None)


def test_the_hands_of_a_seat_see_each_other_and_nobody_else_does(scene, noon):
    motion = scene.open(noon)
    scene.cast(motion, "b-1", "no", noon + HOUR)
    voting, at = queries.voting_of(motion), noon + 2 * HOUR

    assert queries.box(motion, voting, scene.people["b-1/2"], "b-1", at).other.choice == "no"
    assert queries.box(motion, voting, scene.people["b-2"], "b-1", at) is None


def test_a_receipt_is_the_casters_alone(scene, noon):
    motion = scene.open(noon)
    ballot = scene.cast(motion, "h-2", "no", noon + timedelta(minutes=5))

    assert queries.receipt(ballot.commitment, scene.people["h-2"]) == ballot
    assert queries.receipt(ballot.commitment, scene.people["h-3"]) is None
