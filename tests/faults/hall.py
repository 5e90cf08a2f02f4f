"""A council in session for the tests of faults: its votes by the database's own clock, its workers as processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

from portal.supervisor import place
from tests.database import at as database_named
from tests.ledger.forgery import outsider

NOTICE = timedelta(days=15)


def a_vote(scene: Any, opens_at: datetime, closes_at: datetime) -> Any:
    """A motion whose voting opened at ``opens_at`` and closes at ``closes_at``."""
    from council import actions

    motion = scheduled(scene, opens_at, closes_at)
    actions.advance_motion(motion_id=motion.pk, at=opens_at)
    motion.refresh_from_db()
    return motion


def scheduled(scene: Any, opens_at: datetime, closes_at: datetime) -> Any:
    from council import actions

    at = opens_at - NOTICE
    motion = scene.draft(at)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
    actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=at)
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=opens_at, closes_at=closes_at, by=scene.secretary, at=at
    )


def together(count: int, act: Callable[[int], Any]) -> list[Any]:
    """``act(i)`` in ``count`` threads that start together, each on a connection of its own; answers or exceptions."""
    from django.db import connection

    start = Barrier(count)

    def run(i: int) -> Any:
        try:
            start.wait(timeout=60)
            return act(i)
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@contextmanager
def worker(hours: float = 0) -> Iterator[subprocess.Popen[str]]:
    """A worker process on the test's own database, its clock wrong by so many hours."""
    from django.db import connection

    url = database_named(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.shifted", str(hours), "tests.faults.council_worker"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        cwd=place.PROJECT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "sweeping\n", "the worker did not start"
        yield child
    finally:
        kill(child)


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()


def verified(folder: Path, at: datetime) -> list[str]:
    """Seal, export, and let the outsider's script judge: [] when all holds, else its faults."""
    from ledger import actions as ledger

    ledger.seal_due(at=at)
    ledger.export_log(folder)
    code, said = outsider(folder)
    return said if code else []


def votes_facts(motion: Any) -> list[str]:
    """The ballots and the close of a motion, in the order of the record."""
    from ledger import queries

    kinds = ["council.ballot.cast", "council.voting.closed"]
    found = queries.around(motion.subject).filter(kind__in=kinds)
    return list(found.order_by("id").values_list("kind", flat=True))
