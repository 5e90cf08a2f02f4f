"""Alliances: proposed by a party, agreed by every hand, in force by a motion, left, dissolved, renewed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from council import actions, queries
from council.models import Alliance, Party, Word
from council.rules.alliances import Said, Stage
from council.rules.kinds import Ended
from council.rules.lifecycle import State
from ledger.models import Fact
from tests.accounts.people import person
from tests.council import alliance_scenes as allied
from tests.council.alliance_scenes import (
    BODY,
    COUNCIL,
    LAGOON,
    RIVER,
    agreed,
    carried,
    in_force,
    owed,
    proposed,
    say,
)
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


def kinds(alliance):
    return list(Fact.objects.filter(subject=alliance.subject).order_by("id").values_list("kind", flat=True))


def test_a_proposal_is_public_numbered_and_binds_nobody(scene, noon):
    first, second = proposed(scene, noon), proposed(scene, noon)

    assert (first.code, second.code) == (f"{noon.year}-1", f"{noon.year}-2")
    assert first.status is Stage.PROPOSED
    fact = Fact.objects.get(kind="council.alliance.proposed", subject=first.subject)
    assert set(fact.body) == {"sha256", "since", "until"}
    assert {BODY, LAGOON} <= set(fact.about)


def test_who_speaks_for_no_party_proposes_nothing(scene, noon):
    allied.authority(scene, noon)
    with pytest.raises(actions.CannotAlly, match="speaks for one of its parties"):
        proposed(scene, noon, by=scene.people["h-2"])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"parties": [BODY]}, "at least one human body and one living system"),
        ({"parties": [BODY, COUNCIL]}, "at least one human body and one living system"),
        ({"parties": [BODY, "biomes.biome/no-such"]}, "no such body or living system"),
        ({"parties": [BODY, "council.seat/h-1"]}, "no such body or living system"),
        ({"days": 0}, "end before it begins"),
        ({"days": -90}, "end before it begins"),
    ],
)
def test_what_is_no_alliance_is_refused(scene, noon, said, why):
    with pytest.raises(actions.CannotAlly, match=why):
        proposed(scene, noon, **said)
    assert not Alliance.objects.exists()


def test_a_joint_seat_joins_with_both_hands_and_not_with_one_twice(scene, noon):
    alliance = proposed(scene, noon)
    say(alliance, BODY, scene.people["water"], noon)
    for _again in range(2):
        say(alliance, LAGOON, scene.people["b-1"], noon)
    lagoon = queries.party_in(alliance, LAGOON)
    assert (lagoon.joined_at, alliance.status) == (None, Stage.PROPOSED)
    assert Word.objects.filter(party=lagoon).count() == 1

    say(alliance, LAGOON, scene.people["b-1/2"], noon + HOUR)

    assert queries.party_in(alliance, LAGOON).joined_at == noon + HOUR
    assert alliance.status is Stage.AGREED
    assert kinds(alliance)[-2:] == ["council.alliance.joined", "council.alliance.agreed"]


def test_with_a_vacant_hand_a_joint_seat_has_no_word(scene, noon):
    alliance = proposed(scene, noon)
    held = scene.seats["b-1"].mandates.get(hand=2)
    actions.end_mandate(mandate_id=held.pk, by=Ended.RESIGNATION, at=noon)
    say(alliance, BODY, scene.people["water"], noon)
    say(alliance, LAGOON, scene.people["b-1"], noon + HOUR)

    assert queries.party_in(alliance, LAGOON).joined_at is None
    assert alliance.status is Stage.PROPOSED


@pytest.mark.parametrize("who", ["h-1", "b-2", "water"])
def test_nobody_but_its_guardians_speaks_for_a_living_system(scene, noon, who):
    alliance = proposed(scene, noon)
    with pytest.raises(actions.CannotAlly, match="You do not speak for"):
        say(alliance, LAGOON, scene.people[who], noon)


def test_a_guardian_without_a_seat_speaks_for_her_living_system(scene, noon):
    from tests.biomes import makers

    marsh, warden = makers.biome("quiet-marsh", at=noon), person("warden")
    makers.guardian(marsh, warden, at=noon - DAY)
    alliance = proposed(scene, noon, parties=[BODY, marsh.subject], by=warden)
    say(alliance, marsh.subject, warden, noon)

    assert queries.party_in(alliance, marsh.subject).joined_at == noon


def test_the_chair_speaks_for_her_chamber_and_its_council(scene, noon):
    found = queries.spoken_for(scene.people["h-1"], noon)

    assert set(found.organisations) == {"accounts.organisation/vessa-humans", COUNCIL}
    assert not queries.spoken_for(scene.people["h-2"], noon)


def test_other_words_are_agreed_to_by_nobody_yet(scene, noon):
    alliance = proposed(scene, noon)
    before = alliance.sha256
    say(alliance, BODY, scene.people["water"], noon)
    owed(scene, alliance, noon)
    alliance.refresh_from_db()

    assert alliance.sha256 != before
    assert queries.party_in(alliance, BODY).joined_at is None
    assert not Word.objects.live().exists()
    assert kinds(alliance)[-1] == "council.alliance.amended"


def test_what_all_agreed_to_is_not_changed(scene, noon):
    alliance = agreed(scene, proposed(scene, noon), noon)
    with pytest.raises(actions.CannotAlly, match="take a word back to change them"):
        owed(scene, alliance, noon)


def test_the_fingerprint_is_of_the_whole_agreement(scene, noon):
    alliance = proposed(scene, noon)
    one = owed(scene, alliance, noon, to=LAGOON)
    alliance.refresh_from_db()
    told = queries.agreement_of(alliance)

    assert told["commitments"][0] | {"key": ""} == {
        "key": "", "owes": BODY, "to": LAGOON, "what": one.what, "due_on": one.due_on.isoformat(),
        "shown_by": one.shown_by, "indicator": "", "biome": "", "how": "", "side": "", "limit": "",
    }  # fmt: skip
    assert queries.agreement_sha256(alliance) == alliance.sha256


def test_a_commitment_struck_out_is_gone_from_the_words(scene, noon):
    alliance = proposed(scene, noon)
    before = alliance.sha256
    one = owed(scene, alliance, noon)
    actions.strike_commitment(commitment_id=one.pk, by=scene.people["b-1"], at=noon)
    alliance.refresh_from_db()

    assert alliance.sha256 == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"days": 400}, "within the alliance’s period"),
        ({"days": 0}, "within the alliance’s period"),
        ({"to": BODY}, "owes nothing to itself"),
        ({"owes": RIVER}, "no party of this alliance"),
        ({"shown_by": ""}, "Say by what it is seen"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(scene, noon, said, why):
    alliance = proposed(scene, noon)
    with pytest.raises(actions.CannotAlly, match=why):
        owed(scene, alliance, noon, **said)


# --- In force --------------------------------------------------------------------------------------
def test_a_motion_puts_it_in_force(scene, noon):
    alliance = agreed(scene, proposed(scene, noon - 20 * DAY), noon - 20 * DAY)
    motion = carried(scene, alliance, noon - 2 * DAY)

    assert motion.status is State.ENACTED
    assert (alliance.status, alliance.motion, alliance.entered_at) == (
        Stage.IN_FORCE,
        motion,
        motion.enacted_at,
    )
    assert queries.last_fact(motion.subject, "council.motion.enacted").body["alliance"] == alliance.sha256


def test_a_rejected_motion_leaves_it_agreed_for_another(scene, noon):
    alliance = agreed(scene, proposed(scene, noon - 40 * DAY), noon - 40 * DAY)
    carried(scene, alliance, noon - 10 * DAY, letters="nnnny")
    assert alliance.status is Stage.AGREED

    assert carried(scene, alliance, noon - 2 * DAY).status is State.ENACTED


@pytest.mark.parametrize("hand", ["b-1", "b-1/2"])
def test_a_word_taken_back_overtakes_the_motion(scene, noon, hand):
    alliance = agreed(scene, proposed(scene, noon - 20 * DAY), noon - 20 * DAY)
    actions.take_back_word(
        alliance_id=alliance.pk, party=LAGOON, said=Said.JOIN, by=scene.people[hand], at=noon - 3 * DAY
    )
    motion = carried(scene, alliance, noon - 2 * DAY)

    assert motion.status is State.ADOPTED
    assert "Not every party" in motion.reason
    assert alliance.status is Stage.PROPOSED


def test_what_nobody_agreed_to_is_put_in_force_by_no_motion(scene, noon):
    alliance = proposed(scene, noon - 20 * DAY)

    assert carried(scene, alliance, noon - 2 * DAY).status is State.ADOPTED
    assert alliance.status is Stage.PROPOSED


def test_a_motion_of_another_kind_puts_none_in_force(scene, noon):
    alliance = agreed(scene, proposed(scene, noon - 20 * DAY), noon - 20 * DAY)
    motion = scene.open(noon - 2 * DAY, "resolution", act=alliance.subject)
    scene.cast_all(motion, noon - 2 * DAY + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    alliance.refresh_from_db()

    assert alliance.status is Stage.AGREED


def test_what_its_day_passed_before_it_bound_anybody_is_owed_by_nobody(scene, noon):
    alliance = in_force(scene, noon, {"days": -5})

    assert allied.standing(allied.only(alliance), noon) == "released"


def test_the_living_systems_in_it_are_those_the_motion_touches(scene, noon):
    alliance = proposed(scene, noon, parties=[BODY, LAGOON, RIVER])

    assert queries.biomes_touched(alliance.subject) == [RIVER, LAGOON]


# --- Left, dissolved, joined later -----------------------------------------------------------------
def test_who_leaves_is_released_from_what_was_not_due_yet_and_from_nothing_else(scene, noon):
    began = noon - 20 * DAY
    alliance = proposed(scene, began, parties=[BODY, COUNCIL, LAGOON])
    near, far = owed(scene, alliance, began, days=23), owed(scene, alliance, began, days=80)
    agreed(scene, alliance, began)
    say(alliance, COUNCIL, scene.people["h-1"], began)
    carried(scene, alliance, noon - 2 * DAY)
    say(alliance, BODY, scene.people["water"], noon + 4 * DAY, "leave")

    assert (allied.standing(near, noon + 4 * DAY), allied.standing(far, noon + 4 * DAY)) == (
        "overdue",
        "released",
    )
    assert alliance.status is Stage.IN_FORCE
    assert Fact.objects.get(kind="council.alliance.left").body["released"] == 1


def test_when_one_side_is_empty_it_ends(scene, noon):
    alliance = in_force(scene, noon)
    say(alliance, LAGOON, scene.people["b-1"], noon, "leave")
    assert alliance.status is Stage.IN_FORCE
    say(alliance, LAGOON, scene.people["b-1/2"], noon + HOUR, "leave")

    assert (alliance.status, alliance.ended_by, alliance.ended_at) == (Stage.ENDED, "left", noon + HOUR)


def test_it_is_dissolved_by_all_and_by_nobody_alone(scene, noon):
    alliance = in_force(scene, noon, {"days": 60})
    say(alliance, BODY, scene.people["water"], noon, "dissolve")
    say(alliance, LAGOON, scene.people["b-1"], noon, "dissolve")
    assert alliance.status is Stage.IN_FORCE
    say(alliance, LAGOON, scene.people["b-1/2"], noon, "dissolve")

    assert (alliance.status, alliance.ended_by) == (Stage.ENDED, "dissolved")
    assert allied.standing(allied.only(alliance), noon) == "released"


def test_an_open_alliance_takes_in_whoever_gives_its_word(scene, noon):
    alliance = in_force(scene, noon, is_open=True)
    say(alliance, RIVER, scene.people["b-2"], noon)
    river = queries.party_in(alliance, RIVER)

    assert (river.joined_at, river.is_late) == (noon, True)
    assert queries.agreement_sha256(alliance) == alliance.sha256


def test_a_closed_one_does_not(scene, noon):
    alliance = in_force(scene, noon)
    with pytest.raises(actions.CannotAlly, match="no party of this alliance"):
        say(alliance, RIVER, scene.people["b-2"], noon)
    assert Party.objects.filter(alliance=alliance).count() == 2


def test_before_it_is_in_force_nobody_leaves_and_afterwards_no_word_is_taken_back(scene, noon):
    early = proposed(scene, noon)
    with pytest.raises(actions.CannotAlly, match="in force leaves it"):
        say(early, BODY, scene.people["water"], noon, "leave")
    alliance = in_force(scene, noon)
    with pytest.raises(actions.CannotAlly, match="does not take its word back"):
        actions.take_back_word(
            alliance_id=alliance.pk, party=BODY, said=Said.JOIN, by=scene.people["water"], at=noon
        )


def test_its_proposer_alone_drops_a_proposal(scene, noon):
    alliance = proposed(scene, noon)
    with pytest.raises(actions.CannotAlly, match="Only who proposed"):
        actions.drop_alliance(alliance_id=alliance.pk, by=scene.people["b-1"], at=noon)
    actions.drop_alliance(alliance_id=alliance.pk, by=scene.people["water"], at=noon)
    alliance.refresh_from_db()

    assert (alliance.status, alliance.ended_by) == (Stage.ENDED, "dropped")


# --- Renewal ---------------------------------------------------------------------------------------
def test_a_renewal_is_a_new_period_after_the_old_one(scene, noon):
    old = in_force(scene, noon)
    new = proposed(scene, noon, since=old.until, until=old.until + 365 * DAY, renews=old)

    assert new.renews == old
    assert queries.agreement_of(new)["renews"] == old.code
    with pytest.raises(actions.CannotAlly, match="being renewed already"):
        proposed(scene, noon, since=old.until, until=old.until + 365 * DAY, renews=old)


def test_periods_do_not_overlap_and_a_stranger_renews_nothing(scene, noon):
    old = in_force(scene, noon)
    with pytest.raises(actions.CannotAlly, match="begins when the old one is over"):
        proposed(scene, noon, since=old.until - DAY, until=old.until + DAY, renews=old)
    with pytest.raises(actions.CannotAlly, match="Only a party of an alliance renews"):
        proposed(
            scene, noon, since=old.until, until=old.until + DAY, renews=old, parties=[RIVER, BODY],
            by=scene.people["b-2"],
        )  # fmt: skip


# --- In the database -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change", [{"stage": "in_force"}, {"stage": "ended"}, {"ended_by": "left"}, {"stage": "asleep"}]
)
def test_the_database_keeps_the_table(scene, noon, change):
    alliance = proposed(scene, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.filter(pk=alliance.pk).update(**change)


def test_a_party_is_a_body_or_a_living_system(scene, noon):
    alliance = proposed(scene, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(alliance=alliance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.filter(pk=alliance.pk).update(until=alliance.since - timedelta(days=1))
