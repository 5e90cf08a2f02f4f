"""The matrix sees what a door wrote that it should not have."""

import pytest
from django.db import transaction

from accounts.models import RoleGrant, User
from tests.accounts.people import person
from tests.permissions.rows import kept, rows, writes
from tests.permissions.trial import changes
from tests.permissions.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(noon):
    return person("ada", at=noon)


@pytest.fixture
def world(noon, ada):
    return World(at=noon, rows=rows(kept()))


def test_what_was_only_read_and_locked_is_no_change(world, ada):
    before = writes()

    User.objects.select_for_update().get(pk=ada.pk)

    assert changes(before, world) == {}


def test_a_row_too_many_is_seen(world, ada, noon):
    before = writes()

    RoleGrant.objects.create(user=ada, role="secretary", since=noon)

    assert changes(before, world) == {"accounts_rolegrant": "0 -> 1"}


def test_a_row_too_few_is_seen(world, ada):
    before = writes()

    ada.emailaddress_set.all().delete()

    assert changes(before, world) == {"account_emailaddress": "1 -> 0"}


def test_a_row_altered_is_seen_though_there_are_as_many(world, ada):
    before = writes()

    User.objects.filter(pk=ada.pk).update(name="Eve")

    assert changes(before, world) == {"accounts_user": "rows altered"}


def test_a_row_put_in_and_taken_back_is_no_change(world, ada, noon):
    before = writes()

    with transaction.atomic():
        RoleGrant.objects.create(user=ada, role="secretary", since=noon)
        transaction.set_rollback(True)

    assert changes(before, world) == {}
