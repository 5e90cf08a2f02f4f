"""A called word may be disputed for a day: until then the outcome leads nowhere, and no decision is rewritten."""

import pytest

from accounts.rules.roles import Role
from council import actions, queries
from council.models import ClosedDecision
from tests.accounts.people import person
from tests.council.roll_call_scenes import MINUTE, counted, decision, disputed, judged, look
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def motion(scene, noon):
    """Adopted 3 : 2 by the humans, 2 : 1 by the living systems, closed an hour after noon."""
    return counted(scene, noon, h="yyynn", b="yyn")


@pytest.fixture
def close(noon):
    return noon + HOUR


def outcomes(motion):
    rows = ClosedDecision.objects.filter(voting__motion=motion).order_by("voting__number")
    return [row.outcome for row in rows]


def test_nothing_takes_effect_within_the_day(scene, motion, close):
    assert look(close + DAY - MINUTE, motion).state == "closed"
    assert look(close + DAY, motion).state == "enacted"
    assert outcomes(motion) == ["adopted"]


def test_a_rejection_waits_too(scene, noon):
    motion = counted(scene, noon, h="ynnnn", b="yyn")

    assert look(noon + HOUR + DAY - MINUTE, motion).state == "closed"
    assert look(noon + HOUR + DAY, motion).state == "rejected"


def test_living_systems_are_asked_after_the_day(scene, noon):
    scene.charter(noon)
    motion = counted(
        scene, noon, kind="rule_change", h="yyyyy", b="yyy", affects=["biomes.biome/vessa-lagoon"]
    )

    look(noon + HOUR + DAY, motion)

    assert motion.state == "consent_window"
    assert motion.consent_until > noon + HOUR + 2 * DAY


def test_an_open_dispute_that_could_turn_it_holds_the_motion(scene, motion, close):
    disputed(scene, motion, "h-3", "no", close + HOUR)

    assert look(close + 2 * DAY, motion).state == "closed"


def test_an_open_dispute_that_turns_nothing_holds_nobody_up(scene, motion, close):
    disputed(scene, motion, "h-4", "absent", close + HOUR)

    assert look(close + DAY, motion).state == "enacted"


def test_a_dispute_that_all_three_uphold_is_counted_again_in_a_round_of_its_own(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    judged(scene, dispute, close + 2 * HOUR, teun="uphold", rosa="uphold", chair="uphold")

    look(close + DAY, motion)

    first, second = motion.votings.order_by("number")
    assert outcomes(motion) == ["adopted", "rejected"]
    assert (motion.state, second.recounts, second.roll["seats"]) == ("rejected", first, first.roll["seats"])
    assert (first.decision.words["h-3/1"], second.decision.words["h-3/1"]) == ("yes", "no")


def test_one_voice_against_dismisses_it(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    dispute = judged(scene, dispute, close + 2 * HOUR, teun="uphold", rosa="dismiss")

    assert dispute.ruling == "dismissed"
    assert look(close + DAY, motion).state == "enacted"


def test_two_voices_are_not_enough(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    dispute = judged(scene, dispute, close + 2 * HOUR, teun="uphold", rosa="uphold")

    assert dispute.ruling == ""
    assert look(close + DAY, motion).state == "closed"


def test_a_ruling_after_the_day_lets_it_go_on(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    look(close + 2 * DAY, motion)
    judged(scene, dispute, close + 3 * DAY, chair="dismiss")

    assert look(close + 3 * DAY, motion).state == "enacted"


def test_what_nobody_rules_on_within_a_week_makes_the_vote_void(scene, motion, close):
    disputed(scene, motion, "h-3", "no", close + HOUR)
    assert look(close + 7 * DAY - MINUTE, motion).state == "closed"

    look(close + 7 * DAY, motion)

    assert (motion.state, outcomes(motion)) == ("void", ["adopted", "void"])


def test_the_first_decision_is_kept_as_it_was_made(scene, motion, close):
    before = decision(motion).working
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    judged(scene, dispute, close + 2 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    look(close + DAY, motion)

    assert motion.votings.get(number=1).decision.working == before


def test_a_tie_that_is_counted_again_is_not_a_tie_before(scene, noon):
    """A tie under `revote_once` must still have its second vote."""
    from tests.council.rules.examples import ORDINARY
    from tests.council.scenes import with_bodies

    data = with_bodies({**ORDINARY, "tie": "revote_once"}, {"H": "vessa-humans", "B": "vessa-biomes"})
    actions.define_rule(
        body=scene.council, code="ordinary", title="Ordinary majority", data=data,
        applies_to=[_resolution()], at=noon - 60 * DAY,
    )  # fmt: skip
    motion = counted(scene, noon, h="yynn.", b="yyn")
    dispute = disputed(scene, motion, "h-5", "abstain", noon + 2 * HOUR)
    judged(scene, dispute, noon + 2 * HOUR, teun="uphold", rosa="uphold", chair="uphold")

    look(noon + HOUR + DAY, motion)

    assert (motion.state, outcomes(motion)) == ("tied", ["tied", "tied"])


def _resolution():
    from council.rules.kinds import MotionKind

    return MotionKind.RESOLUTION


# --- Who may ------------------------------------------------------------------------------------------------
def refused(act, *args, **given):
    with pytest.raises(actions.CannotDispute) as why:
        act(*args, **given)
    return str(why.value)


def test_a_seat_disputes_its_own_word_once_and_within_the_day(scene, motion, close):
    assert "do not hold" in refused(disputed, scene, motion, "h-3", "no", close + HOUR, by="h-2")
    assert "was counted" in refused(disputed, scene, motion, "h-3", "yes", close + HOUR)
    assert "24 hours" in refused(disputed, scene, motion, "h-3", "no", close + DAY)
    disputed(scene, motion, "h-3", "no", close + HOUR)
    assert "already" in refused(disputed, scene, motion, "h-3", "absent", close + HOUR)


def test_a_hand_of_a_joint_seat_disputes_for_itself(scene, motion, close):
    dispute = disputed(scene, motion, "b-1/2", "no", close + HOUR)

    assert (dispute.seat.code, dispute.hand) == ("b-1", 2)


def test_a_word_cast_sealed_is_not_open_to_dispute(scene, noon):
    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)

    assert "No word called" in refused(disputed, scene, motion, "h-3", "no", noon + DAY + HOUR)


def test_nobody_else_rules_and_nobody_twice(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    scene.people["lena"] = person("lena", Role.TELLER)

    for who in ("lena", "h-2", "secretary"):
        assert "Only the two tellers" in refused(judged, scene, dispute, close + HOUR, **{who: "uphold"})
    judged(scene, dispute, close + HOUR, teun="uphold")
    assert "said so already" in refused(judged, scene, dispute, close + HOUR, teun="dismiss")


def test_in_the_dispute_of_the_chairs_own_seat_the_secretary_speaks(scene, motion, close):
    dispute = disputed(scene, motion, "h-1", "no", close + HOUR)

    assert "Only the two tellers" in refused(judged, scene, dispute, close + HOUR, chair="uphold")
    dispute = judged(scene, dispute, close + HOUR, teun="uphold", rosa="uphold", secretary="uphold")
    assert dispute.ruling == "upheld"


def test_a_settled_dispute_takes_no_further_voice(scene, motion, close):
    dispute = disputed(scene, motion, "h-3", "no", close + HOUR)
    judged(scene, dispute, close + HOUR, teun="dismiss")

    assert "settled" in refused(judged, scene, dispute, close + HOUR, rosa="uphold")


def test_the_reason_is_kept_out_of_the_log(scene, motion, close):
    from ledger.models import Fact

    disputed(scene, motion, "h-3", "no", close + HOUR)

    fact = Fact.objects.get(kind="council.roll_call.disputed")
    assert set(fact.body) == {"round", "seat", "hand", "word", "dispute"}
    assert queries.open_disputes().get().reason == "My answer was not heard."
