"""kill -9 of a worker in the middle of a close: nothing of it stays, another worker closes, once, and the log holds."""

import random
import time
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from tests.faults import hall

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def waiting_for(table):
    """Backends that wait for the right to write a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [table],
        )
        return cursor.fetchone()[0]


def until(holds, seconds, what):
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return found


# Where the worker is stopped: before its decision is written, and with all but the last word said.
@pytest.mark.parametrize("table", ["council_closeddecision", "ledger_document"])
def test_a_worker_killed_in_mid_close_leaves_nothing_and_the_next_one_closes(table, tmp_path):
    from council.models import ClosedDecision
    from council.rules.lifecycle import State
    from ledger.queries import now
    from tests.council import scenes

    scene = scenes.council(now(), h=5, b=3)
    motion = hall.a_vote(scene, now() - HOUR, now() + 2 * SECOND)
    scene.cast_all(motion, now(), h="yyyna", b="yyy")
    with hall.worker() as doomed:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            until(lambda: waiting_for(table), 30, "the worker is in mid close")
            hall.kill(doomed)
        until(lambda: backends() == 0, 30, "the server has noticed that the worker is gone")
    motion.refresh_from_db()
    assert motion.status is State.VOTING_OPEN
    assert not ClosedDecision.objects.exists()
    assert hall.votes_facts(motion) == ["council.ballot.cast"] * 9

    with hall.worker(), hall.worker():
        until(ClosedDecision.objects.exists, 30, "another worker closes")

    motion.refresh_from_db()
    assert motion.status is State.ENACTED
    assert ClosedDecision.objects.get().outcome == "adopted"
    assert hall.votes_facts(motion) == ["council.ballot.cast"] * 9 + ["council.voting.closed"]
    assert hall.verified(tmp_path / "export", now()) == []


def backends():
    """Other connections that have an act in hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchone()[0]


@pytest.mark.full
def test_workers_killed_again_and_again_close_every_vote_once(tmp_path):
    from council.models import ClosedDecision
    from ledger.models import Fact
    from ledger.queries import now
    from tests.council import scenes

    chance = random.Random(2150)
    scene = scenes.council(now(), h=5, b=3)
    at = now()
    motions = [hall.a_vote(scene, at - HOUR, at - timedelta(minutes=1)) for _ in range(12)]
    for motion in motions:
        scene.cast_all(motion, at - timedelta(minutes=30), h="yynyn", b="yny")
    kills, done = 0, 0
    while done < len(motions):
        goal = min(done + chance.randint(1, 3), len(motions))
        with hall.worker() as doomed:
            until(lambda goal=goal: ClosedDecision.objects.count() >= goal, 30, "some votes are closed")
            hall.kill(doomed)
        kills, done = kills + 1, ClosedDecision.objects.count()

    assert kills > 2, "it was over before anybody was killed"
    closed = Fact.objects.filter(kind="council.voting.closed").values_list("subject", flat=True)
    assert sorted(closed) == sorted(motion.subject for motion in motions)
    assert ClosedDecision.objects.count() == len(motions)
    connections.close_all()
    assert hall.verified(tmp_path / "export", now()) == []
