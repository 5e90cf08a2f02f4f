"""kill -9 of PostgreSQL in mid signing: what was acknowledged is there, once; what was not is never doubled.

Eight threads confirm signatures, each keeping its own ledger of (link, answer); PostgreSQL is killed twice
under them and started again on the same data; then every link without an answer is pressed again.
"""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from portal.supervisor import place

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults"), pytest.mark.timeout(240)]

LINKS = 2_000
PREPARE = """
import json
from petitions import actions
from accounts.rules.tokens import Purpose
from petitions.models import Attempt, Petition
from tests.petitions.scene import opened
from ledger.queries import now
petition = opened(at=now())
for number in range(%d):
    actions.attempt_signature(slug=petition.slug, name="Ana Vale", email=f"killed{number}@shore.example", zone_id=None,
                              updates=False, language="en", origins=[], origin="")
keys = Attempt.objects.filter(petition=petition).order_by("id").values_list("key", flat=True)
print("PREPARED" + json.dumps({"petition": petition.pk, "tokens": [actions.token_of(Purpose.SIGN, key) for key in keys]}))
"""
# A client of its own, as a web process is: it presses links over one connection per thread and says which
# were answered. Run as a process so that the suite's own database settings stay out of it.
PRESS = """
import json, sys, time
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.db import Error, connection
from petitions import actions

tokens = json.load(sys.stdin)

def press(token):
    try:
        signed = actions.confirm_signature(token=token)
    except Error:
        connection.close()
        time.sleep(0.2)
        return token, None
    return token, signed.receipt

with ThreadPoolExecutor(8) as pool:
    for token, receipt in pool.map(press, tokens):
        print(json.dumps([token, receipt]), flush=True)
"""


class Presser:
    """The client and its ledger of what was answered."""

    def __init__(self, env: dict[str, str], tokens: list[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PRESS], env=env, cwd=place.PROJECT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.answered: dict[str, str] = {}
        self.unanswered: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        assert self.process.stdin
        self.process.stdin.write(json.dumps(tokens))
        self.process.stdin.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            token, receipt = json.loads(line)
            if receipt:
                self.answered[token] = receipt
            else:
                self.unanswered.append(token)

    def wait(self) -> None:
        self.process.wait(60)
        self.reader.join(10)


def test_a_killed_database_loses_nothing_acknowledged_and_doubles_nothing(stack):
    said = stack.manage(code=PREPARE % LINKS)
    prepared = json.loads(said.partition("PREPARED")[2])
    tokens, petition = prepared["tokens"], prepared["petition"]

    presser = Presser(stack.env, tokens)
    for share in (0.2, 0.5):
        stack.until(lambda share=share: len(presser.answered) >= LINKS * share or presser.process.poll() is not None,
                    30, "signatures are confirmed")  # fmt: skip
        stack.kill_postgres()
        stack.restart_postgres()
    presser.wait()

    # The same links again, by the people who got no answer.
    again = Presser(stack.env, [token for token in tokens if token not in presser.answered])
    again.wait()
    kept = dict(
        stack.rows(
            "SELECT canonical, receipt FROM petitions_signature WHERE petition_id = %s AND canonical LIKE 'killed%%'",
            petition,
        )
    )
    doubled = stack.rows(
        "SELECT canonical FROM petitions_signature WHERE petition_id = %s GROUP BY canonical HAVING count(*) > 1",
        petition,
    )

    assert presser.unanswered, "the kill must have cut somebody off, or nothing was tried"
    assert set(presser.answered.values()) <= set(kept.values())
    assert len(kept) == LINKS
    assert doubled == []
    _counts_once(stack, petition)


def _counts_once(stack, petition) -> None:
    """Two counts at once after the crash: every signature in one batch, and the books balance."""
    count = "from petitions import actions; from ledger.queries import now; actions.count_due(at=now())"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _n: stack.manage(code=count), range(2)))
    unbalanced = stack.manage(code="from petitions import queries; print('BOOKS', queries.unbalanced())")
    total = stack.rows("SELECT signature_count FROM petitions_petition WHERE id = %s", petition)[0][0]
    rows = stack.rows(
        "SELECT count(*) FROM petitions_signature WHERE petition_id = %s AND batch_id IS NOT NULL", petition
    )[0][0]

    assert "BOOKS []" in unbalanced
    assert total == rows == LINKS + 6


def test_the_database_answers_again_soon_after_its_death(stack):
    began = time.monotonic()
    stack.kill_postgres()
    stack.restart_postgres()

    with psycopg.connect(stack.database.url, autocommit=True) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    assert time.monotonic() - began < 30
