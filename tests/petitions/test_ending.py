"""How petitions end, and what is forgotten when."""

from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from charters import queries as charters
from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Attempt, Filer, Letter, Petition, Signature, Sponsor
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign, thresholds, zone

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


def state_of(petition):
    return Petition.objects.get(pk=petition.pk).state


def test_it_closes_after_its_last_second_and_not_in_it(petition):
    assert actions.close_due(at=petition.closes_at) == 0
    assert actions.close_due(at=petition.closes_at + SECOND) == 1
    assert actions.close_due(at=petition.closes_at + HOUR) == 0

    after = Petition.objects.get(pk=petition.pk)
    assert (after.state, after.ended_at) == ("closed", petition.closes_at)
    assert Fact.objects.filter(kind="petitions.petition.closed").count() == 1


def test_a_moved_deadline_is_the_one_that_counts(petition):
    Petition.objects.filter(pk=petition.pk).update(closes_at=petition.closes_at + 3 * DAY)

    assert actions.close_due(at=petition.closes_at + SECOND) == 0


def test_what_ended_is_not_withdrawn_or_stopped(petition):
    actions.close_due(at=petition.closes_at + SECOND)

    with pytest.raises(actions.CannotEnd):
        actions.withdraw_petition(petition_id=petition.pk, by=None, at=petition.closes_at + HOUR)
    with pytest.raises(actions.CannotEnd):
        actions.ask_to_stop(
            petition_id=petition.pk, by=person(), reason="A court has ordered it so.", at=NOON
        )


def test_withdrawing_keeps_what_is_owed_to_the_signers(petition):
    thresholds(petition, 7, 1000)
    sign(petition, "ana@shore.example")
    actions.count_due(at=NOON)

    actions.withdraw_petition(petition_id=petition.pk, by=None, at=NOON)

    [duty] = charters.duties_on(petition.subject)
    assert duty.withdrawn_at is None


def test_stopping_needs_two_and_releases_the_duty(petition):
    thresholds(petition, 7, 1000)
    sign(petition, "ana@shore.example")
    actions.count_due(at=NOON)
    one, two = person("one", Role.MODERATOR), person("two", Role.MODERATOR)
    approval = actions.ask_to_stop(
        petition_id=petition.pk, by=one, reason="A court has ordered that it stop.", at=NOON
    )

    from accounts.actions import CannotApprove

    with pytest.raises(CannotApprove):
        actions.agree_to_stop(petition_id=petition.pk, approval_id=approval.pk, by=one, at=NOON)
    assert state_of(petition) == "open"
    stopped = actions.agree_to_stop(petition_id=petition.pk, approval_id=approval.pk, by=two, at=NOON)

    [duty] = charters.duties_on(petition.subject)
    assert (stopped.state, stopped.response_track) == ("stopped", "none")
    assert duty.withdrawn_at == NOON


def test_an_attempt_is_forgotten_with_its_link(petition):
    ask_to_sign(petition, "ana@shore.example", origin="one")

    actions.forget_due(at=NOON + 7 * DAY + SECOND)

    attempt = Attempt.objects.get()
    assert (attempt.name, attempt.email, attempt.canonical, attempt.origins, attempt.origin) == (
        "",
        "",
        None,
        [],
        "",
    )


def test_signers_are_forgotten_half_a_year_after_the_end_and_no_number_changes(petition):
    sign(petition, "ana@shore.example", where=zone())
    actions.count_due(at=NOON)
    actions.close_due(at=petition.closes_at + SECOND)
    before = (queries.exact_by_zone(petition), queries.history(petition))

    actions.forget_due(at=petition.closes_at + 180 * DAY)
    assert Signature.objects.exclude(canonical=None).exists()
    for _step in range(3):
        actions.forget_due(at=petition.closes_at + 181 * DAY)

    after = Petition.objects.get(pk=petition.pk)
    assert not Signature.objects.exclude(name="", email="", canonical=None, zone=None).exists()
    assert not Sponsor.objects.exists()
    assert not Letter.objects.exists()
    assert Filer.objects.get().email == ""
    assert after.anonymised_at
    assert after.signature_count == 7
    assert (queries.exact_by_zone(after), queries.history(after)) == before
    assert queries.unbalanced() == []


def test_a_receipt_still_proves_after_its_signer_is_forgotten(petition):
    code = sign(petition, "ana@shore.example").receipt
    actions.count_due(at=NOON)
    actions.close_due(at=petition.closes_at + SECOND)
    actions.forget_due(at=petition.closes_at + 181 * DAY)

    assert queries.is_included(queries.receipt(code))


def test_the_debate_track_is_moved_from_above_and_each_step_once(petition):
    thresholds(petition, 1000, 7)
    sign(petition, "ana@shore.example")
    actions.count_due(at=NOON)
    subject, motion = petition.subject, "council.motion/2150-17"

    for _again in range(2):
        actions.take_up(subject=subject, motion=motion, at=NOON)
    for _again in range(2):
        actions.record_debate(subject=subject, motion=motion, at=NOON + DAY)

    [duty] = charters.duties_on(subject)
    assert Petition.objects.get(pk=petition.pk).debate_track == "debated"
    assert duty.discharged_at == NOON + DAY
    assert Fact.objects.filter(kind="petitions.debate.moved").count() == 2
    with pytest.raises(actions.CannotDebate):
        actions.decline_debate(subject=subject, motion=motion, at=NOON)
    assert actions.take_up(subject="petitions.petition/nowhere", motion=motion, at=NOON) is None


@pytest.mark.parametrize("end", ["stopped", "withdrawn"])
def test_what_has_ended_obliges_nobody_anew_though_its_last_signatures_are_counted(petition, end):
    thresholds(petition, 7, 8)
    for letter in "ab":
        sign(petition, f"{letter}@shore.example")
    Petition.objects.filter(pk=petition.pk).update(state=end, ended_at=NOON)

    actions.count_due(at=NOON)

    assert Petition.objects.get(pk=petition.pk).signature_count == 8
    assert charters.duties_on(petition.subject).count() == 0
