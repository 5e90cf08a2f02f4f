"""A worker whose clock is two hours wrong opens and closes nothing early and nothing late: the database's clock decides."""

import time
from datetime import timedelta

import pytest

from tests.faults import hall

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults"), pytest.mark.timeout(240)]
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hours", [2, -2])
def test_a_worker_two_hours_off_opens_and_closes_to_the_second(hours, tmp_path):
    from council.models import ClosedDecision
    from council.rules.lifecycle import State
    from ledger.queries import now
    from tests.council import scenes

    scene = scenes.council(now(), h=5, b=1)
    with hall.worker(hours=hours):
        at = now()
        later = hall.scheduled(scene, at + HOUR, at + 2 * HOUR)
        motion = hall.scheduled(scene, at + 3 * SECOND, at + 7 * SECOND)
        voting = until(lambda: motion.votings.first(), 20)
        scene.cast(motion, "h-2", "yes", now())
        until(lambda: ClosedDecision.objects.exists(), 20)

    decision = ClosedDecision.objects.get()
    assert timedelta(0) <= voting.opened_at - (at + 3 * SECOND) < 2 * SECOND
    assert timedelta(0) <= decision.closed_at - (at + 7 * SECOND) < 2 * SECOND
    assert decision.working["seats"]["h-2"] == "yes"
    later.refresh_from_db()
    assert later.status is State.SCHEDULED
    assert hall.verified(tmp_path / "export", now()) == []


def until(holds, seconds):
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)
    return found


VOTE = """
from datetime import timedelta
from ledger.queries import now
from tests.council import scenes
from tests.faults import hall
scene = scenes.council(now(), h=3, b=1)
at = now()
motion = hall.scheduled(scene, at + timedelta(seconds=12), at + timedelta(seconds=20))
print("MOTION", motion.pk)
"""
CLOSED = """
SELECT v.opened_at >= v.closes_at - interval '8 s', d.closed_at >= v.closes_at,
       d.closed_at < v.closes_at + interval '10 s'
FROM council_closeddecision d JOIN council_voting v ON v.id = d.voting_id WHERE v.motion_id = %s
"""


@pytest.mark.full
def test_messages_between_clocks_that_differ_by_hours_are_carried_out_all_the_same(stack):
    """Beat's clock is right, the worker's is two hours fast: no message is thrown away as out of date."""
    stack.child(
        "fast", "tests.faults.shifted", "2", "celery", "-A", "config", "worker", "-Q", "ledger,default", "-c", "1",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    )  # fmt: skip
    stack.beat()
    motion = int(stack.manage(code=VOTE).split()[-1])

    closed = stack.until(lambda: stack.rows(CLOSED, motion), 60, "the vote is closed")

    assert closed == [(True, True, True)]
