"""A late duty goes to its holder, the chair, the public list: each step once, in the record and by letter."""

from datetime import timedelta

import pytest

from accounts import actions as accounts
from accounts.models import Letter
from charters import actions, queries
from charters.models import Duty, Escalation
from ledger import actions as ledger
from ledger.models import Fact
from tests.accounts.people import person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def duty(authority, noon):
    return actions.open_duty(
        kind="case-answer", subject="council.motion/none", holder=authority, due_at=noon, actor="", at=noon - 28 * DAY
    )  # fmt: skip


def steps():
    return list(Escalation.objects.order_by("id").values_list("step", flat=True))


def facts():
    return [fact.body["step"] for fact in Fact.objects.filter(kind="charters.duty.escalated").order_by("id")]


def test_each_step_is_taken_on_its_day_and_told_in_the_public_record(duty, noon):
    for days in (0, 6, 7, 13, 14, 30):
        actions.escalate_due(at=noon + days * DAY)
        actions.escalate_due(at=noon + days * DAY)

    assert steps() == facts() == ["holder", "chair", "public"]
    assert [(row.since - noon).days for row in Escalation.objects.all()] == [0, 7, 14]
    assert all(fact.public for fact in Fact.objects.filter(kind="charters.duty.escalated"))


def test_a_worker_that_was_away_takes_every_step_with_its_own_date(duty, noon):
    assert actions.escalate_due(at=noon + 40 * DAY) == 3

    assert [row.since for row in Escalation.objects.all()] == [noon, noon + 7 * DAY, noon + 14 * DAY]
    assert {row.told_at for row in Escalation.objects.all()} == {noon + 40 * DAY}


def test_what_is_answered_before_the_worker_came_back_keeps_its_lateness(duty, noon):
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon + 9 * DAY)
    actions.escalate_due(at=noon + 40 * DAY)

    late = queries.lateness(Duty.objects.get(), noon + 99 * DAY)
    assert steps() == ["holder", "chair"]
    assert (late.days, late.step, late.is_over) == (9, "chair", True)
    assert list(queries.duties_done_late(["case-answer"])) == [duty]


def test_what_was_done_in_time_was_never_late(duty, noon):
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon)

    assert steps() == []
    assert queries.lateness(Duty.objects.get(), noon + 99 * DAY) is None
    assert not queries.duties_done_late(["case-answer"]).exists()


def test_what_was_withdrawn_goes_no_further(duty, noon):
    actions.withdraw_duty(duty_id=duty.pk, actor="", at=noon + 8 * DAY)
    actions.escalate_due(at=noon + 40 * DAY)

    assert steps() == ["holder", "chair"]


def test_the_database_takes_no_step_twice(duty, noon):
    from django.db import IntegrityError

    Escalation.objects.create(duty=duty, step="holder", since=noon, told_at=noon)

    with pytest.raises(IntegrityError):
        Escalation.objects.create(duty=duty, step="holder", since=noon, told_at=noon)


def test_those_who_speak_for_the_holder_are_written_to_at_the_first_and_the_last_step(duty, authority, noon):
    accounts.appoint_to_office(organisation=authority, user=person("speaker"), at=noon - 99 * DAY)
    accounts.appoint_to_office(
        organisation=authority, user=person("gone", suspended_at=noon), at=noon - 99 * DAY
    )

    for days in (0, 7, 14):
        for _again in range(2):
            actions.escalate_due(at=noon + days * DAY)
            ledger.deliver_due(at=noon + days * DAY)

    letters = list(Letter.objects.order_by("id"))
    assert [letter.to for letter in letters] == ["speaker@people.example"] * 2
    assert "Harl Water Authority" in letters[0].subject
    assert "In a week it goes to the chair" in letters[0].text
    assert "two weeks late" in letters[1].text


def test_nobody_is_written_to_about_a_duty_that_has_ended(duty, authority, noon):
    accounts.appoint_to_office(organisation=authority, user=person("speaker"), at=noon - 99 * DAY)
    actions.escalate_due(at=noon)
    actions.discharge_duty(duty_id=duty.pk, actor="", at=noon + DAY)

    ledger.deliver_due(at=noon + DAY)

    assert not Letter.objects.exists()
