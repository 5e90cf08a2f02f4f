"""A petition that is open now, with its first signatures counted."""

import pytest


@pytest.fixture
def now():
    from ledger.queries import now

    return now()


@pytest.fixture
def petition(now):
    from petitions import actions
    from petitions.models import Petition
    from tests.petitions.scene import opened

    made = opened(at=now)
    actions.count_due(at=now)
    return Petition.objects.get(pk=made.pk)
