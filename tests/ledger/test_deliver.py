"""Delivery: every reaction once, none able to block another, nothing lost."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from ledger import actions as ledger
from ledger import queries
from ledger.actions.deliver import ATTEMPTS, wait_after
from ledger.models import Delivery, Fact

KIND = "council.motion.closed"


@pytest.mark.django_db
def test_a_reaction_hears_its_fact_once(react, tell, noon):
    heard = []
    react(KIND, lambda fact: heard.append(fact.pk))
    fact = tell()

    assert ledger.deliver_due(at=noon) == 1
    assert ledger.deliver_due(at=noon) == 0
    assert heard == [fact.pk]


@pytest.mark.django_db
def test_what_a_reaction_records_is_delivered_too(react, tell, noon):
    heard = []

    def follow(fact):
        ledger.record(kind="council.motion.told", subject=fact.subject, actor="", at=fact.at, public=False)

    react(KIND, follow)
    react("council.motion.told", lambda fact: heard.append(fact.kind))
    tell()

    assert ledger.deliver_due(at=noon) == 2
    assert heard == ["council.motion.told"]


@pytest.mark.django_db
def test_one_failing_reaction_blocks_no_other_and_leaves_nothing_half_done(react, tell, noon):
    heard = []

    def fail(fact):
        Fact.objects.create(kind="a.b.c", subject="a.b/1", at=noon, public=False)
        raise ValueError("the register is closed\nDETAIL: mail=x@example.org")

    react(KIND, fail)
    react(KIND, lambda fact: heard.append(fact.pk))
    tell(2)

    assert ledger.deliver_due(at=noon) == 2
    assert len(heard) == 2
    assert not Fact.objects.filter(kind="a.b.c").exists()
    failed = Delivery.objects.waiting().first()
    assert failed.attempts == 1
    assert failed.last_error.startswith("ValueError at test_deliver.py:")
    assert "example.org" not in failed.last_error


@pytest.mark.django_db
def test_a_reaction_that_breaks_its_transaction_is_undone_alone(react, tell, noon):
    def break_it(fact):
        connection.cursor().execute("SELECT 1/0")

    react(KIND, break_it)
    tell()

    ledger.deliver_due(at=noon)

    assert (
        "DivisionByZero" in Delivery.objects.get().last_error or "Data" in Delivery.objects.get().last_error
    )


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_later_and_then_lies_dead_in_sight(react, tell, noon):
    def fail(fact):
        raise ValueError

    react(KIND, fail)
    tell()
    at = noon
    for _ in range(ATTEMPTS):
        assert ledger.deliver_due(at=at) == 0
        at = Delivery.objects.get().due_at

    assert Delivery.objects.get().dead_at
    assert queries.lag(at).dead == 1
    assert list(queries.dead_deliveries()) == [Delivery.objects.get()]
    assert ledger.deliver_due(at=at + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_dead_delivery_comes_back_when_asked(react, tell, noon):
    heard = []
    react(KIND, lambda fact: heard.append(fact.pk))
    fact = tell()
    Delivery.objects.update(dead_at=noon, attempts=ATTEMPTS)

    ledger.retry_dead(delivery_id=Delivery.objects.get().pk, at=noon)
    ledger.deliver_due(at=noon)

    assert heard == [fact.pk]


@pytest.mark.django_db
def test_a_delivery_whose_code_is_gone_waits_for_a_person(tell, noon):
    fact = tell()
    Delivery.objects.create(fact=fact, reaction="gone.reactions.gone", due_at=noon)

    assert ledger.deliver_due(at=noon) == 0
    assert "Unknown" in Delivery.objects.get().last_error


@pytest.mark.django_db
def test_nothing_is_delivered_before_it_is_due(react, tell, noon):
    react(KIND, lambda fact: None)
    tell(at=noon + timedelta(hours=1))

    assert ledger.deliver_due(at=noon) == 0
    assert queries.lag(noon).waiting == 0


def test_the_waits_double_up_to_an_hour():
    waits = [wait_after(n) for n in range(1, ATTEMPTS + 1)]

    assert waits[0] == timedelta(seconds=2)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_four_dispatchers_deliver_each_reaction_exactly_once(react, tell, noon):
    def follow(fact):
        Fact.objects.create(kind="council.motion.counted", subject=fact.subject, at=noon, public=False)

    react(KIND, follow)
    tell(60)
    start = Barrier(4)

    def dispatch():
        start.wait()
        try:
            ledger.deliver_due(at=noon)
        finally:
            connection.close()

    hands = [Thread(target=dispatch) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert Fact.objects.filter(kind="council.motion.counted").count() == 60
    assert not Delivery.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_fact_and_no_delivery(react, tell, noon):
    react(KIND, lambda fact: None)

    def act():
        with transaction.atomic():
            tell()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()

    assert not Fact.objects.exists()
    assert not Delivery.objects.exists()
