"""Races on a real database, in threads: one live ballot per seat, one close, nothing after it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from ledger import queries as ledger_queries

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def in_threads(count, act):
    """``act(i)`` in ``count`` threads that start together; their answers or exceptions."""
    start = Barrier(count)

    def run(i):
        try:
            # Connected before, so that the acts and not the connecting meet.
            connection.ensure_connection()
            start.wait(timeout=30)
            return act(i)
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_eight_parallel_ballots_on_one_seat_leave_exactly_one_live(scene, noon):
    from council.models import Ballot

    motion = scene.open(noon)
    words = ["yes", "no", "abstain", "yes", "no", "abstain", "yes", "no"]

    answers = in_threads(8, lambda i: scene.cast(motion, "h-2", words[i], noon + HOUR, uuid4()))

    assert [type(a).__name__ for a in answers] == ["Ballot"] * 8
    assert Ballot.objects.live().count() == 1
    assert sorted(Ballot.objects.values_list("n", flat=True)) == list(range(1, 9))
    assert ledger_queries.around(motion.subject).filter(kind="council.ballot.cast").count() == 8


def test_eight_retries_with_one_key_are_one_ballot(scene, noon):
    from council.models import Ballot

    motion, key = scene.open(noon), uuid4()

    answers = in_threads(8, lambda _i: scene.cast(motion, "h-2", "yes", noon + HOUR, key))

    assert len({ballot.pk for ballot in answers}) == 1
    assert Ballot.objects.count() == 1


def test_casting_while_two_workers_close_gives_one_close_and_none_after(scene, noon):
    from council import actions
    from council.models import Ballot, ClosedDecision

    motion = scene.open(noon)
    seats = ["h-1", "h-2", "h-3", "h-4", "h-5", "b-2", "b-3"]
    close_at = motion.closes_at

    def act(i):
        if i < 2:
            return actions.close_voting(motion_id=motion.pk, at=close_at)
        return scene.cast(motion, seats[i % len(seats)], "yes", close_at - timedelta(milliseconds=1), uuid4())

    answers = in_threads(16, act)

    decision = ClosedDecision.objects.get()
    assert sum(isinstance(a, ClosedDecision) for a in answers[:2]) == 1
    accepted = [a for a in answers[2:] if isinstance(a, Ballot)]
    assert all(isinstance(a, Ballot | actions.CannotVote) for a in answers[2:])
    assert Ballot.objects.count() == len(accepted)
    facts = list(
        ledger_queries.around(motion.subject)
        .filter(kind__in=["council.ballot.cast", "council.voting.closed"])
        .order_by("id")
        .values_list("kind", flat=True)
    )
    # Whatever was acknowledged is before the close in the record, and is in the count.
    assert facts == ["council.ballot.cast"] * len(accepted) + ["council.voting.closed"]
    counted = sum(word == "yes" for word in decision.working["seats"].values())
    assert counted == len({a.seat_id for a in accepted})


def test_two_sweeps_at_once_open_and_close_once(scene, noon):
    from council import actions
    from council.models import ClosedDecision

    motion = scene.scheduled(noon)

    in_threads(4, lambda _i: actions.advance_due(at=motion.opens_at))
    motion.refresh_from_db()
    in_threads(4, lambda _i: actions.advance_due(at=motion.closes_at))

    assert motion.votings.count() == 1
    assert ClosedDecision.objects.count() == 1
