"""Pledges, their reports and judgements: what a hostile or a careless member would try."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import Fact
from petitions import actions, queries
from petitions.actions import CannotPledge, NotYours
from petitions.models import Judgement, Pledge, Report
from petitions.queries import Hat
from petitions.rules.coalitions import Act, Kind
from petitions.rules.pledges import Stage, Unit
from tests.accounts.people import person
from tests.petitions.scene import DAY, NOON, lagoon
from tests.petitions.together import (
    after,
    guardian_of,
    join,
    judge,
    open_coalition,
    pledged,
    report,
    self_of,
    stage,
    steward_of,
    waiting_pledge,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coalition():
    return open_coalition(person("steward"))


@pytest.fixture
def steward(coalition):
    return steward_of(coalition)


@pytest.fixture
def ana():
    return person("ana")


@pytest.fixture
def member(coalition, ana):
    return join(coalition, ana)


@pytest.fixture
def pledge(member, ana):
    return pledged(member, ana)


# --- Pledging -------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["0", "-5", "NaN", "Infinity", "1000000001", "0.001"])
def test_an_absurd_amount_is_refused(member, ana, amount):
    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana, amount=amount)

    assert not Pledge.objects.exists()


def test_half_a_person_is_refused(member, ana):
    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana, amount="2.5", unit=Unit.PEOPLE)


@pytest.mark.parametrize("days", [-1, 0, 3661])
def test_a_day_in_the_past_or_beyond_ten_years_is_refused(member, ana, days):
    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana, days=days)


def test_two_presses_of_one_form_are_one_pledge(member, ana):
    key = uuid4()

    assert waiting_pledge(member, ana, key=key) == waiting_pledge(member, ana, key=key)


def test_nobody_pledges_for_another(member):
    with pytest.raises(NotYours):
        waiting_pledge(member, person())


def test_a_former_guardian_does_not_pledge_for_the_living_system(coalition):
    user, water = person(), lagoon()
    guardian_of(user, water, since=NOON - DAY, until=NOON + DAY)
    held = join(coalition, user, hat=Hat(Kind.BIOME, water, water.name))

    with pytest.raises(NotYours):
        waiting_pledge(held, user, at=NOON + DAY)


def test_who_left_pledges_no_more(member, ana):
    actions.move_member(member_id=member.pk, act=Act.LEAVE, by=ana, at=NOON)

    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana)


def test_nobody_pledges_in_a_coalition_that_has_ended(coalition, steward, member, ana):
    actions.end_coalition(coalition_id=coalition.pk, by=steward.user, at=NOON)

    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana)


def test_a_member_makes_no_more_than_twenty(member, ana):
    for _number in range(20):
        waiting_pledge(member, ana)

    with pytest.raises(CannotPledge):
        waiting_pledge(member, ana)


def test_a_pledge_is_public_only_once_a_moderator_has_read_it(coalition, member, ana):
    made = waiting_pledge(member, ana)
    before = list(queries.pledges_of(coalition))

    for _again in range(2):
        actions.apply_words_decision(noun="pledge", uuid=str(made.uuid), approved=True, hides=False, at=NOON)

    assert before == []
    assert list(queries.pledges_of(coalition)) == [made]
    assert Fact.objects.filter(kind="petitions.pledge.made").count() == 1


def test_a_pledge_that_moderators_reject_is_nowhere(coalition, member, ana):
    made = waiting_pledge(member, ana)

    actions.apply_words_decision(noun="pledge", uuid=str(made.uuid), approved=False, hides=True, at=NOON)

    assert list(queries.pledges_of(coalition)) == []
    assert list(queries.pledges_by(ana, NOON)) == []


def test_pledges_stay_on_record_when_their_member_leaves(coalition, member, ana, pledge):
    actions.move_member(member_id=member.pk, act=Act.LEAVE, by=ana, at=NOON)

    assert list(queries.pledges_of(coalition)) == [pledge]
    assert member in [m for shelf in queries.members_by_kind(coalition) for m in shelf.members]
    assert report(pledge, member, ana).number == 1


@pytest.mark.parametrize("change", [{"amount": "1"}, {"what": "Less"}, {"due_on": "2190-01-01"}])
def test_the_database_lets_nobody_change_a_pledge(pledge, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(**change)


def test_the_database_lets_nobody_delete_a_pledge(pledge):
    with pytest.raises(DatabaseError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).delete()


@pytest.mark.parametrize("fields", [{"amount": "-1"}, {"unit": "furlongs"}, {"due_at": NOON - DAY}])
def test_the_database_refuses_an_absurd_pledge(coalition, member, fields):
    whole = {"what": "Reeds", "unit": "hours", "amount": "1", "due_on": NOON.date(), "due_at": NOON + DAY}
    whole |= {"made_by": "", "made_at": NOON, "key": uuid4(), "number": 9}

    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.create(coalition=coalition, member=member, **whole | fields)


# --- Reporting ------------------------------------------------------------------------------------


def test_a_pledge_past_its_day_with_nothing_reported_is_due_and_without_a_mark(pledge):
    row = queries.stood(Pledge.objects.whole().get(pk=pledge.pk), after(pledge))

    assert row.account.stage is Stage.DUE
    assert row.is_unjudged


def test_the_last_second_of_the_day_is_still_in_time(pledge):
    assert stage(pledge, pledge.due_at) is Stage.OPEN
    assert stage(pledge, after(pledge)) is Stage.DUE


def test_a_report_of_ones_own_is_no_mark(member, ana, pledge):
    report(pledge, member, ana)

    assert stage(pledge) is Stage.REPORTED


def test_another_unit_is_refused(member, ana, pledge):
    with pytest.raises(CannotPledge):
        report(pledge, member, ana, unit=Unit.DAYS)


@pytest.mark.parametrize("done", ["-1", "NaN", "1e12", "0.001"])
def test_an_absurd_report_is_refused(member, ana, pledge, done):
    with pytest.raises(CannotPledge):
        report(pledge, member, ana, done=done)


def test_two_presses_of_one_form_are_one_report(member, ana, pledge):
    key = uuid4()

    report(pledge, member, ana, key=key)
    report(pledge, member, ana, key=key)

    assert Report.objects.count() == 1
    assert Fact.objects.filter(kind="petitions.pledge.reported").count() == 1


def test_nobody_reports_of_anothers_pledge_before_its_day(steward, pledge):
    with pytest.raises(CannotPledge):
        report(pledge, steward, steward.user)


def test_a_stranger_reports_of_nothing(pledge, member):
    with pytest.raises(NotYours):
        report(pledge, member, person(), at=after(pledge))


def test_a_member_of_another_coalition_reports_of_nothing_here(pledge):
    elsewhere = steward_of(open_coalition(title="Another coalition"))

    with pytest.raises(Pledge.DoesNotExist):
        report(pledge, elsewhere, elsewhere.user, at=after(pledge))


def test_after_the_day_another_member_reports_and_the_pledger_judges(steward, member, ana, pledge):
    made = report(pledge, steward, steward.user, done="0", at=after(pledge))
    before = stage(pledge, after(pledge))

    judge(made, member, ana, at=after(pledge))

    assert before is Stage.REPORTED
    assert stage(pledge, after(pledge)) is Stage.BROKEN


def test_a_pledger_who_contests_what_others_report_leaves_it_disputed(steward, member, ana, pledge):
    made = report(pledge, steward, steward.user, done="0", at=after(pledge))

    judge(made, member, ana, False, at=after(pledge))

    assert stage(pledge, after(pledge)) is Stage.DISPUTED


# --- Judging --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("done", "mark"), [("50", Stage.KEPT), ("60", Stage.KEPT), ("20", Stage.PARTLY), ("0", Stage.BROKEN)])  # fmt: skip
def test_another_member_confirms_and_the_mark_follows_from_the_amount(
    steward, member, ana, pledge, done, mark
):
    judge(report(pledge, member, ana, done=done), steward, steward.user)

    assert stage(pledge, after(pledge)) is mark


def test_nobody_judges_their_own_report(member, ana, pledge):
    with pytest.raises(NotYours):
        judge(report(pledge, member, ana), member, ana)


def test_nobody_judges_their_own_report_under_another_hat(coalition, member, ana, pledge):
    water = lagoon()
    guardian_of(ana, water)
    hat = join(coalition, ana, hat=Hat(Kind.BIOME, water, water.name))

    with pytest.raises(NotYours):
        judge(report(pledge, member, ana), hat, ana)


def test_the_second_hand_of_a_guardianship_does_not_confirm_what_the_first_reported(coalition):
    from biomes import actions as biomes

    water, first, second = lagoon(), person(), person()
    guardian_of(first, water)
    biomes.begin_guardianship(biome=water, user=second, hand=2, instrument="Art. 5", since=NOON - DAY, until=None,
                              actor="", at=NOON - DAY)  # fmt: skip
    held = join(coalition, first, hat=Hat(Kind.BIOME, water, water.name))
    own = join(coalition, second)
    made = report(pledged(held, first), held, first)

    for hat in (held, own):
        with pytest.raises(NotYours):
            judge(made, hat, second)


def test_one_person_judges_once_whatever_hats_they_wear(coalition, member, ana, pledge):
    bea, water = person(), lagoon()
    guardian_of(bea, water)
    own, hat = join(coalition, bea), join(coalition, bea, hat=Hat(Kind.BIOME, water, water.name))
    made = report(pledge, member, ana)
    judge(made, own, bea)

    with pytest.raises(CannotPledge):
        judge(made, hat, bea)

    assert Judgement.objects.count() == 1


def test_a_removed_member_judges_no_more(coalition, steward, member, ana, pledge):
    bea = person()
    removed = join(coalition, bea)
    made = report(pledge, member, ana)
    actions.move_member(member_id=removed.pk, act=Act.REMOVE, by=steward.user, at=NOON)

    with pytest.raises(NotYours):
        judge(made, removed, bea)


def test_who_only_asked_to_join_judges_nothing(coalition, member, ana, pledge):
    bea = person()
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(bea), by=bea, at=NOON)

    with pytest.raises(NotYours):
        judge(report(pledge, member, ana), asked, bea)


def test_judging_twice_alike_is_once_and_otherwise_is_refused(steward, member, ana, pledge):
    made = report(pledge, member, ana)

    assert judge(made, steward, steward.user) == judge(made, steward, steward.user)
    with pytest.raises(CannotPledge):
        judge(made, steward, steward.user, False)


def test_who_contests_says_why(steward, member, ana, pledge):
    with pytest.raises(CannotPledge):
        judge(report(pledge, member, ana), steward, steward.user, False, says="  ")


def test_an_older_report_is_judged_no_more_once_a_newer_one_came(steward, member, ana, pledge):
    older = report(pledge, member, ana, done="10")
    report(pledge, member, ana, done="20")

    with pytest.raises(CannotPledge):
        judge(older, steward, steward.user)


def test_as_many_contesting_as_confirming_is_a_dispute_and_both_are_shown(
    coalition, steward, member, ana, pledge
):
    bea = person()
    made = report(pledge, member, ana)
    judge(made, steward, steward.user)

    judge(made, join(coalition, bea), bea, False)

    found = queries.stood(Pledge.objects.whole().get(pk=pledge.pk), NOON).account
    assert (found.stage, found.confirms, found.contests) == (Stage.DISPUTED, 1, 1)


def test_nobody_reports_a_broken_mark_away(steward, member, ana, pledge):
    late = after(pledge)
    judge(report(pledge, member, ana, done="0", at=late), steward, steward.user, at=late)

    report(pledge, member, ana, done="50", at=late)

    found = queries.stood(Pledge.objects.whole().get(pk=pledge.pk), late).account
    assert (found.stage, found.has_newer) == (Stage.BROKEN, True)


def test_what_waits_for_ones_judgement_goes_once_it_is_given(steward, member, ana, pledge):
    made = report(pledge, member, ana)
    before = [row.pledge for row in queries.to_judge(steward.user, NOON)]

    judge(made, steward, steward.user)

    assert before == [pledge]
    assert queries.to_judge(steward.user, NOON) == []
    assert queries.to_judge(ana, NOON) == []


@pytest.mark.parametrize("model", [Report, Judgement])
def test_the_database_keeps_what_was_reported_and_judged(steward, member, ana, pledge, model):
    judge(report(pledge, member, ana), steward, steward.user)

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(says="Never happened.")
