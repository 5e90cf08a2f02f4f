"""Signatures that are written early and committed late, ticks in between, two tickers at once: real transactions."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions import actions, queries
from petitions.actions.signing import new_receipt
from petitions.models import Batch, Petition, Signature
from tests.petitions.scene import NOON, opened

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, relation, updates, language, confirmed_at)
VALUES (%s, %s, %s, 1, '', '', '', false, 'en', %s)
"""
HANDS = 3
steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "commit", "roll back", "tick", "two ticks"]), st.integers(0, HANDS - 1)
    ),
    min_size=4,
    max_size=14,
)


class Hand:
    """A signer's connection, which writes now and commits when it likes."""

    def __init__(self):
        self.open = connection.copy()
        self.open.set_autocommit(False)
        self.waiting = 0

    def write(self, petition):
        code = new_receipt()
        with self.open.cursor() as cursor:
            cursor.execute(WRITE, [code, petition.pk, f"{code}@shore.example", NOON])
        self.waiting += 1

    def end(self, commits):
        self.open.commit() if commits else self.open.rollback()
        done, self.waiting = self.waiting if commits else 0, 0
        return done


def tick(_number=0):
    try:
        return actions.count_due(at=NOON)
    finally:
        connections.close_all()


def two_ticks():
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tick, range(2)))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_commits_is_counted_once_whenever_it_commits(steps):
    petition = Petition.objects.first() or opened()
    committed = Signature.objects.filter(petition=petition).count()
    hands = [Hand() for _hand in range(HANDS)]
    for act, number in steps:
        if act == "write":
            hands[number].write(petition)
        elif act in {"commit", "roll back"}:
            committed += hands[number].end(act == "commit")
        elif act == "tick":
            actions.count_due(at=NOON)
        else:
            two_ticks()
        assert queries.unbalanced() == []
    committed += sum(hand.end(True) for hand in hands)
    for hand in hands:
        hand.open.close()

    actions.count_due(at=NOON)

    assert Petition.objects.get(pk=petition.pk).signature_count == committed
    assert Signature.objects.filter(petition=petition, batch__isnull=True).count() == 0
    assert sum(Batch.objects.values_list("count", flat=True)) == committed
    assert queries.unbalanced() == []


def test_a_signature_that_commits_after_the_tick_saw_the_table_is_counted_by_the_next():
    petition, late = opened(), Hand()
    late.write(petition)

    before = actions.count_due(at=NOON)
    late.end(True)
    after = actions.count_due(at=NOON)
    late.open.close()

    assert (before, after) == (6, 1)
