"""Founding and joining: who speaks for whom, what is pressed twice, what comes too late."""

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Fact
from petitions import actions, queries
from petitions.actions import CannotGather, CannotJoin, NotYours
from petitions.models import Coalition, Member
from petitions.queries import Hat
from petitions.rules.coalitions import Act, Kind, Standing, State
from tests.accounts.people import person
from tests.petitions.scene import DAY, NOON, lagoon, opened, organisation
from tests.petitions.together import guardian_of, join, open_coalition, self_of, steward_of, submitted

pytestmark = pytest.mark.django_db


def move(member, act, by, at=NOON):
    return actions.move_member(member_id=member.pk, act=act, by=by, at=at)


def test_a_coalition_waits_for_a_moderator_and_then_has_its_name_for_an_address():
    made = submitted(person("lyra"))
    waiting = queries.public_coalition(made.slug)

    actions.apply_coalition_decision(slug=made.slug, approved=True, hides=False, at=NOON)

    found = queries.public_coalition("shade-for-the-lower")
    assert waiting is None
    assert found == made
    assert queries.public_coalition(made.code) == made
    assert [m.is_steward for m in found.members.all()] == [True]


def test_a_decision_heard_twice_opens_once():
    made = submitted(person())

    for _again in range(2):
        actions.apply_coalition_decision(slug=made.code, approved=True, hides=False, at=NOON)

    assert Fact.objects.filter(kind="petitions.coalition.opened").count() == 1


def test_a_rejection_that_is_appealed_with_success_opens_it_after_all():
    made = submitted(person())
    actions.apply_coalition_decision(slug=made.code, approved=False, hides=True, at=NOON)
    was = Coalition.objects.get(pk=made.pk).state

    actions.apply_coalition_decision(slug=made.code, approved=True, hides=False, at=NOON)

    assert was == State.HIDDEN
    assert Coalition.objects.get(pk=made.pk).state == State.OPEN


def test_pressing_found_twice_founds_one_and_asks_the_moderators_once():
    user = person()
    made = submitted(user)

    actions.submit_coalition(coalition_id=made.pk, by=user, at=NOON)

    assert Fact.objects.filter(kind="petitions.coalition.founded").count() == 1


def test_a_draft_is_its_founders_alone():
    made = actions.begin_coalition(biomes=[lagoon()], language="en", user=person(), at=NOON)

    with pytest.raises(NotYours):
        actions.save_coalition_aim(coalition_id=made.pk, title="Ours now", aim="x", by=person(), at=NOON)


def test_the_words_do_not_change_under_the_moderators_eyes():
    user = person()
    made = submitted(user)

    with pytest.raises(CannotGather):
        actions.save_coalition_aim(coalition_id=made.pk, title="Something else", aim="x", by=user, at=NOON)


@pytest.mark.parametrize(
    "subject", ["crises.alert/nowhere", "petitions.petition/none", "accounts.user/p-1", ""]
)
def test_a_coalition_stands_around_nothing_that_nobody_can_read(subject):
    with pytest.raises(CannotGather):
        submitted(person(), around=[subject])

    assert not Coalition.objects.exists()


def test_a_coalition_is_found_from_the_petition_it_stands_around():
    petition = opened()
    made = open_coalition(around=[petition.subject])

    assert list(queries.coalitions_around(petition.subject)) == [made]
    assert list(queries.coalitions_for("vessa-lagoon")) == [made]


def test_twenty_drafts_are_enough():
    user = person()
    for _number in range(20):
        actions.begin_coalition(biomes=[lagoon()], language="en", user=user, at=NOON)

    with pytest.raises(CannotGather):
        actions.begin_coalition(biomes=[lagoon()], language="en", user=user, at=NOON)


# --- Who speaks for a living system ---------------------------------------------------------------


def test_a_guardian_in_office_brings_the_living_system_in():
    user, water = person("ines"), lagoon()
    guardian_of(user, water)

    member = join(open_coalition(), user, hat=Hat(Kind.BIOME, water, water.name))

    assert (member.kind, member.biome, member.standing) == (Kind.BIOME, water, Standing.MEMBER)


@pytest.mark.parametrize(
    ("since", "until"), [(NOON - 9 * DAY, NOON - DAY), (NOON + DAY, None), (NOON - DAY, NOON)]
)
def test_nobody_speaks_for_a_living_system_before_or_after_their_term(since, until):
    user, water = person(), lagoon()
    guardian_of(user, water, since=since, until=until)

    with pytest.raises(NotYours):
        actions.ask_to_join(
            coalition_id=open_coalition().pk, hat=Hat(Kind.BIOME, water, water.name), by=user, at=NOON
        )


def test_a_former_guardian_neither_accepts_nor_leaves_for_the_living_system_and_the_next_one_does():
    former, present, water = person(), person(), lagoon()
    coalition = open_coalition()
    guardian_of(former, water, since=NOON - 9 * DAY, until=NOON)
    guardian_of(present, water, since=NOON)
    invited = actions.invite_member(
        coalition_id=coalition.pk,
        hat=Hat(Kind.BIOME, water, water.name),
        by=steward_of(coalition).user,
        at=NOON,
    )

    with pytest.raises(NotYours):
        move(invited, Act.ACCEPT, former)
    accepted = move(invited, Act.ACCEPT, present)
    with pytest.raises(NotYours):
        move(invited, Act.LEAVE, former)

    assert accepted.is_present


def test_an_office_speaks_for_its_body_and_nobody_else_does():
    from accounts import actions as accounts

    coalition, officer, body = open_coalition(), person(), organisation("reed-guild")
    accounts.appoint_to_office(organisation=body, user=officer, at=NOON - DAY)
    hat = Hat(Kind.BODY, body, body.name)

    with pytest.raises(NotYours):
        actions.ask_to_join(coalition_id=coalition.pk, hat=hat, by=person(), at=NOON)

    assert join(coalition, officer, hat=hat).body == body


def test_a_suspended_person_speaks_for_nobody():
    from accounts import actions as accounts

    coalition, user = open_coalition(), person()
    accounts.suspend_person(user=user, at=NOON)
    user.refresh_from_db()

    with pytest.raises(NotYours):
        actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)


def test_a_founder_whose_guardianship_ends_before_founding_chooses_again():
    user, water = person(), lagoon()
    guardian_of(user, water, since=NOON - DAY, until=NOON + DAY)
    made = actions.begin_coalition(biomes=[water], language="en", user=user, at=NOON)
    actions.save_coalition_aim(coalition_id=made.pk, title="Ten letters", aim="Reeds.", by=user, at=NOON)
    hat = Hat(Kind.BIOME, water, water.name)
    actions.save_coalition_founder(coalition_id=made.pk, hat=hat, by=user, at=NOON)

    with pytest.raises(CannotGather) as refused:
        actions.submit_coalition(coalition_id=made.pk, by=user, at=NOON + DAY)

    assert refused.value.step == "standing"


# --- Moves of a membership ------------------------------------------------------------------------


def test_asking_twice_is_asking_once_and_nobody_sees_it():
    coalition, user = open_coalition(), person()

    first = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)
    again = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)

    assert first.pk == again.pk
    assert [len(shelf.members) for shelf in queries.members_by_kind(coalition)] == [1]
    assert not Fact.objects.filter(subject=first.subject, public=True).exists()


def test_two_tabs_of_a_steward_do_not_admit_and_refuse_the_same_request():
    coalition, user = open_coalition(), person()
    steward = steward_of(coalition).user
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)
    move(asked, Act.ADMIT, steward)

    with pytest.raises(CannotJoin):
        move(asked, Act.REFUSE, steward)

    assert Member.objects.get(pk=asked.pk).is_present


def test_asking_where_an_invitation_waits_is_accepting_it():
    coalition, user = open_coalition(), person()
    actions.invite_member(
        coalition_id=coalition.pk, hat=self_of(user), by=steward_of(coalition).user, at=NOON
    )

    assert actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON).is_present


def test_who_asks_does_not_admit_themselves():
    coalition, user = open_coalition(), person()
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)

    with pytest.raises(NotYours):
        move(asked, Act.ADMIT, user)


def test_who_was_removed_cannot_ask_again():
    coalition, user = open_coalition(), person()
    member = join(coalition, user)
    move(member, Act.REMOVE, steward_of(coalition).user)

    with pytest.raises(CannotJoin):
        actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)


def test_a_last_steward_hands_over_before_leaving():
    coalition = open_coalition()
    first, other = steward_of(coalition), person()
    member = join(coalition, other)

    with pytest.raises(CannotJoin):
        move(first, Act.LEAVE, first.user)
    actions.hand_stewardship(member_id=member.pk, by=first.user, at=NOON)
    left = move(first, Act.LEAVE, first.user)

    assert (left.standing, left.is_steward) == (Standing.LEFT, False)
    assert queries.is_steward(other, coalition, NOON)


def test_stewardship_is_handed_on_by_stewards_to_members_alone():
    coalition, user, stranger = open_coalition(), person(), person()
    member = join(coalition, user)
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(stranger), by=stranger, at=NOON)

    with pytest.raises(NotYours):
        actions.hand_stewardship(member_id=member.pk, by=user, at=NOON)
    with pytest.raises(CannotJoin):
        actions.hand_stewardship(member_id=asked.pk, by=steward_of(coalition).user, at=NOON)


def test_nobody_joins_what_has_ended_and_it_ends_once():
    coalition, user = open_coalition(), person()
    steward = steward_of(coalition).user
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(user), by=user, at=NOON)
    for _again in range(2):
        actions.end_coalition(coalition_id=coalition.pk, by=steward, at=NOON)

    for act in (Act.ADMIT, Act.INVITE):
        with pytest.raises(CannotJoin):
            move(asked, act, steward)

    assert Fact.objects.filter(kind="petitions.coalition.ended").count() == 1


def test_only_a_steward_ends_it_or_asks_for_a_beacon():
    coalition, user = open_coalition(), person()
    join(coalition, user)

    with pytest.raises(NotYours):
        actions.end_coalition(coalition_id=coalition.pk, by=user, at=NOON)
    with pytest.raises(NotYours):
        actions.request_beacon(coalition_id=coalition.pk, why="Now or never", by=user, at=NOON)


def test_nobody_joins_what_is_not_open_yet():
    made, user = submitted(person()), person()

    with pytest.raises(CannotJoin):
        actions.ask_to_join(coalition_id=made.pk, hat=self_of(user), by=user, at=NOON)


def test_a_full_coalition_takes_nobody_more(monkeypatch):
    monkeypatch.setattr("petitions.rules.coalitions.MOST_MEMBERS", 1)
    coalition = open_coalition()

    with pytest.raises(CannotJoin):
        join(coalition, person())


# --- The beacon -----------------------------------------------------------------------------------


def test_a_beacon_is_heard_once_a_moderator_has_read_why_and_again_in_thirty_days():
    coalition = open_coalition()
    steward = steward_of(coalition).user
    asked = actions.request_beacon(
        coalition_id=coalition.pk, why="The outfall broke open.", by=steward, at=NOON
    )
    heard = Fact.objects.filter(kind="petitions.beacon.requested")
    before = heard.count()

    with pytest.raises(CannotGather):
        actions.request_beacon(coalition_id=coalition.pk, why="Once more, please", by=steward, at=NOON + DAY)
    for _again in range(2):
        actions.apply_words_decision(noun="beacon", uuid=str(asked.uuid), approved=True, hides=False, at=NOON)
    actions.request_beacon(coalition_id=coalition.pk, why="And now again", by=steward, at=NOON + 30 * DAY)

    assert before == 0
    assert heard.count() == 1
    assert coalition.subject in heard.get().about


# --- What the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "biome"},
        {"kind": "body"},
        {"kind": "fish"},
        {"standing": "emperor"},
        {"joined_at": None},
        {"standing": "left", "is_steward": True},
    ],
)
def test_the_database_refuses_a_member_that_is_nobody(fields):
    coalition = open_coalition()
    whole = {"kind": "person", "user": person(), "standing": "member", "moved_by": "", "moved_at": NOON, "joined_at": NOON}  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(coalition=coalition, **whole | fields)


def test_who_erases_themselves_leaves_a_row_that_names_nobody():
    from accounts import actions as accounts

    coalition, user = open_coalition(), person("gone")
    member = join(coalition, user)

    accounts.erase_person(user=user, at=NOON)

    member = Member.objects.whole().get(pk=member.pk)
    assert member.user is None
    assert queries.name_of_member(member) == "Somebody who has left"
    assert [len(shelf.members) for shelf in queries.members_by_kind(coalition)] == [2]
