"""Appointments: in force for a period, proposed by one admin and agreed to by another."""

from datetime import timedelta

import pytest

from tests.accounts.people import person

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def admins():
    from accounts.rules.roles import Role

    return person("root", Role.ADMIN), person("branch", Role.ADMIN)


def test_a_role_counts_from_its_first_moment_and_not_at_its_last(noon):
    from accounts import queries
    from accounts.rules.roles import Role

    ada = person("ada", Role.CURATOR, at=noon, until=noon + SECOND)

    assert not queries.has_role(ada, Role.CURATOR, noon - SECOND)
    assert queries.has_role(ada, Role.CURATOR, noon)
    assert not queries.has_role(ada, Role.CURATOR, noon + SECOND)


def test_a_suspended_person_holds_no_role(noon):
    from accounts import queries
    from accounts.rules.roles import Role

    ada = person("ada", Role.CURATOR, suspended_at=noon)

    assert queries.roles_of(ada, noon) == frozenset()


def test_one_role_cannot_be_held_twice_at_once(noon):
    from accounts import actions
    from accounts.rules.roles import Role

    ada = person("ada", Role.CURATOR)

    with pytest.raises(actions.CannotAppoint):
        actions.grant_role(user=ada, role=Role.CURATOR, at=noon)


def test_an_appointment_counts_when_another_admin_agrees(noon, admins):
    from accounts import actions, queries
    from accounts.rules.roles import Role
    from ledger.queries import around

    ada, (root, branch) = person("ada"), admins
    asked = actions.request_appointment(user=ada, role=Role.CURATOR, by=root, at=noon)
    assert not queries.has_role(ada, Role.CURATOR, noon)

    actions.approve_appointment(approval_id=asked.pk, by=branch, at=noon)

    assert queries.has_role(ada, Role.CURATOR, noon)
    assert around(ada.subject).get().kind == "accounts.role.granted"


def test_nobody_agrees_to_their_own_proposal(noon, admins):
    from accounts import actions, queries
    from accounts.rules.roles import Role

    ada, (root, _branch) = person("ada"), admins
    asked = actions.request_appointment(user=ada, role=Role.CURATOR, by=root, at=noon)

    with pytest.raises(actions.CannotApprove):
        actions.approve_appointment(approval_id=asked.pk, by=root, at=noon)

    assert not queries.has_role(ada, Role.CURATOR, noon)


def test_nobody_agrees_to_their_own_appointment(noon, admins):
    from accounts import actions
    from accounts.rules.roles import Role

    root, branch = admins
    asked = actions.request_appointment(user=branch, role=Role.CURATOR, by=root, at=noon)

    with pytest.raises(actions.CannotApprove):
        actions.approve_appointment(approval_id=asked.pk, by=branch, at=noon)


def test_nobody_proposes_themselves(noon, admins):
    from accounts import actions
    from accounts.rules.roles import Role

    with pytest.raises(actions.CannotAppoint):
        actions.request_appointment(user=admins[0], role=Role.CURATOR, by=admins[0], at=noon)


def test_an_approval_is_given_once(noon, admins):
    from accounts import actions
    from accounts.rules.roles import Role

    third = person("third", Role.ADMIN)
    asked = actions.request_approval(kind="test.act.done", subject="test.thing/1", by=admins[0], at=noon)
    actions.give_approval(approval_id=asked.pk, by=admins[1], at=noon)

    with pytest.raises(actions.CannotApprove):
        actions.give_approval(approval_id=asked.pk, by=third, at=noon)


def test_an_old_request_is_stale_and_a_new_one_takes_its_place(noon, admins):
    from accounts import actions
    from accounts.rules.approvals import STALE_AFTER

    asked = actions.request_approval(kind="test.act.done", subject="test.thing/1", by=admins[0], at=noon)
    later = noon + STALE_AFTER
    with pytest.raises(actions.CannotApprove):
        actions.give_approval(approval_id=asked.pk, by=admins[1], at=later)

    again = actions.request_approval(kind="test.act.done", subject="test.thing/1", by=admins[0], at=later)

    assert again != asked
    assert actions.give_approval(approval_id=again.pk, by=admins[1], at=later).given_by == admins[1]


def test_the_database_itself_refuses_one_person_as_two(noon, admins):
    from django.db import IntegrityError

    from accounts import actions
    from accounts.models import Approval

    asked = actions.request_approval(kind="test.act.done", subject="test.thing/1", by=admins[0], at=noon)

    with pytest.raises(IntegrityError):
        Approval.objects.filter(pk=asked.pk).update(given_by=admins[0], given_at=noon)


def test_ending_a_role_bites_at_once_and_cancels_what_has_not_begun(noon):
    from accounts import actions, queries
    from accounts.rules.roles import Role

    ada = person("ada", Role.CURATOR, until=noon + timedelta(days=9))
    actions.grant_role(user=ada, role=Role.CURATOR, at=noon, since=noon + timedelta(days=10))

    actions.end_role(user=ada, role=Role.CURATOR, at=noon)

    assert not queries.has_role(ada, Role.CURATOR, noon)
    assert not queries.has_role(ada, Role.CURATOR, noon + timedelta(days=11))


def test_the_first_two_admins_come_by_command_and_no_third(noon):
    from django.core.management import CommandError, call_command

    from accounts import queries
    from accounts.rules.roles import Role
    from ledger.queries import now

    call_command("first_admin", "Root@people.example", verbosity=0)
    call_command("first_admin", "branch@people.example", verbosity=0)

    with pytest.raises(CommandError):
        call_command("first_admin", "third@people.example", verbosity=0)

    assert queries.holders(Role.ADMIN, now()).count() == 2
