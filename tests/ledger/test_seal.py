"""The sealer: gap-free under concurrent writers, one writer at a time, never in an act's way."""

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from ledger import actions as ledger
from ledger import queries
from ledger.actions.seal import SEALER
from ledger.models import Checkpoint, Entry, Fact, SigningKey, Unsealed
from ledger.rules import tree
from ledger.rules.note import parse_head, verify

SEED_B = b64encode(b"\xff" * 32).decode()


def in_threads(*jobs):
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        try:
            job()
        finally:
            connection.close()

    hands = [Thread(target=run, args=[job]) for job in jobs]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def assert_the_log_is_whole():
    rows = list(Entry.objects.order_by("seq"))
    prev = bytes(32)
    for number, row in enumerate(rows):
        data = bytes(row.data)
        told = json.loads(data)
        assert row.seq == told["seq"] == number
        assert told["prev"] == prev.hex()
        prev = sha256(data).digest()
        assert bytes(row.leaf) == tree.leaf_hash(data)
    head = queries.latest_checkpoint()
    assert head.size == len(rows)
    assert bytes(head.root) == tree.root(bytes(r.leaf) for r in rows)


@pytest.mark.django_db
def test_the_first_entry_of_the_log_names_the_key_that_signs_it(tell, noon):
    tell()

    assert ledger.seal_due(at=noon) == 2
    kinds = [json.loads(bytes(e.data))["type"] for e in queries.entries()]
    assert sorted(kinds) == ["council.motion.closed", "ledger.key.begun"]
    assert_the_log_is_whole()


@pytest.mark.django_db
def test_an_entry_is_the_canonical_form_of_its_fact(tell, noon):
    fact = tell(actor="council.seat/b-3")
    ledger.seal_due(at=noon)

    data = bytes(fact.entry.data)

    assert json.loads(data) == {
        "v": 1,
        "seq": fact.entry.seq,
        "type": "council.motion.closed",
        "subject": "council.motion/0",
        "at": "2150-06-11T12:00:00Z",
        "prev": json.loads(data)["prev"],
        "body": {"number": 0, "actor": "council.seat/b-3"},
    }
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.django_db
def test_a_person_who_acted_is_not_in_the_log(tell, noon):
    fact = tell(actor="p-0123456789bcdfgh")
    ledger.seal_due(at=noon)

    assert b"p-0123456789" not in bytes(fact.entry.data)


@pytest.mark.django_db
def test_sealing_nothing_makes_no_checkpoint(noon):
    assert ledger.seal_due(at=noon) == 0
    assert not Checkpoint.objects.exists()


@pytest.mark.django_db
def test_each_checkpoint_verifies_and_proves_the_one_before(tell, noon):
    for n in range(4):
        tell(3, at=noon + timedelta(minutes=n))
        ledger.seal_due(at=noon + timedelta(minutes=n))
    key = SigningKey.objects.get().verifier

    heads = [parse_head(verify(c.note, key)) for c in Checkpoint.objects.order_by("size")]

    assert len(heads) == 4
    for old, new in pairwise(heads):
        path = queries.consistency_proof(old.size, new.size)
        assert tree.is_consistent(old.size, old.root, new.size, new.root, path)


@pytest.mark.django_db
def test_a_new_key_ends_the_old_one_and_says_so_in_the_log(tell, noon, settings):
    tell()
    ledger.seal_due(at=noon)
    settings.LEDGER_SIGNING_KEY = SEED_B
    tell()

    ledger.seal_due(at=noon + timedelta(days=1))

    old, new = queries.key_history()
    assert old.until == new.since == noon + timedelta(days=1)
    assert Fact.objects.filter(kind="ledger.key.begun").count() == 2
    assert verify(queries.latest_checkpoint().note, new.verifier)
    assert not verify(queries.latest_checkpoint().note, old.verifier)


@pytest.mark.django_db
def test_a_new_key_is_named_in_the_first_batch_that_it_signs_however_long_the_queue(
    tell, noon, settings, monkeypatch
):
    tell()
    ledger.seal_due(at=noon)
    settings.LEDGER_SIGNING_KEY = SEED_B
    monkeypatch.setattr("ledger.actions.seal.BATCH", 3)
    tell(8)

    ledger.seal_due(at=noon + timedelta(days=1))

    _old, new = (key.verifier for key in queries.key_history())
    first = next(c for c in Checkpoint.objects.order_by("size") if verify(c.note, new))
    begun = Entry.objects.get(fact__kind="ledger.key.begun", fact__body__replaces__gt="")
    assert begun.seq < first.size
    assert_the_log_is_whole()


@pytest.mark.django_db
def test_a_receipt_names_the_first_checkpoint_that_covers_the_fact(tell, noon):
    fact = tell()
    assert queries.receipt(fact) is None

    ledger.seal_due(at=noon)
    tell(5)
    ledger.seal_due(at=noon)

    assert queries.receipt(fact).size == 2


@pytest.mark.django_db(transaction=True)
def test_a_second_sealer_goes_home(tell, noon):
    tell()
    with transaction.atomic():
        connection.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [SEALER])
        sealed = []

        in_threads(lambda: sealed.append(ledger.seal_due(at=noon)))

    assert sealed == [0]
    assert ledger.seal_due(at=noon) == 2


@pytest.mark.django_db(transaction=True)
def test_an_act_never_waits_for_the_sealer(tell, noon):
    tell()
    with transaction.atomic():
        ledger.seal_due(at=noon)  # holds its lock and its rows until this block ends

        in_threads(lambda: tell(3))

    assert Fact.objects.filter(kind="council.motion.closed").count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_log_has_no_gap_and_no_double_under_writers_sealers_and_rollbacks(noon):
    def write(hand):
        for n in range(25):
            try:
                with transaction.atomic():
                    ledger.record(
                        kind="council.ballot.cast",
                        subject=f"council.motion/{hand}",
                        actor="",
                        at=noon - timedelta(seconds=n),
                        public=True,
                        number=n,
                        commitment="0" * 64,
                    )
                    if n % 5 == 0:
                        raise RuntimeError
            except RuntimeError:
                pass

    def seal():
        for _ in range(30):
            ledger.seal_due(at=noon)

    in_threads(*[lambda hand=hand: write(hand) for hand in range(8)], seal, seal, seal)
    ledger.seal_due(at=noon)

    assert Entry.objects.count() == 8 * 20 + 1
    assert not Unsealed.objects.exists()
    assert Entry.objects.values("fact").distinct().count() == Entry.objects.count()
    assert_the_log_is_whole()
    # What one hand did after another stands after it.
    for hand in range(8):
        mine = Entry.objects.filter(fact__subject=f"council.motion/{hand}").order_by("seq")
        assert [e.fact.body["number"] for e in mine] == [n for n in range(25) if n % 5]
