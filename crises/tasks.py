"""Doors for work that outlives a request. The only place that lets the model compute.

`advance_run` holds one member for a few seconds, a simulated day at a time, then queues itself again.
Killed anywhere, it is simply run again: what is stored is stored, and beat wakes a run that fell silent.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from celery import shared_task
from celery.signals import worker_init
from django.db import transaction

from crises import actions, engine
from ledger import files
from ledger.queries import now

# Long enough to make the claim worth its while, short enough that another run gets its turn.
STEP_SECONDS = 5.0
# So many workers may share one run; more chains than workers do no harm.
CHAINS = 4
# A wake-up call that waited longer than this is stale; long enough for a worker whose clock is two hours off.
WAKE_EXPIRES = 3 * 3_600


@shared_task(name="crises.advance_run", soft_time_limit=85, time_limit=90)
def advance_run(*, run_id: int, **_later: object) -> None:
    """One step of a run; queues the next. Harmless when there is nothing to do."""
    if step(run_id):
        advance_run.delay(run_id=run_id)


@shared_task(name="crises.sweep_runs")
def sweep_runs(**_later: object) -> None:
    """Wake runs whose worker was killed, or whose task a flushed broker forgot."""
    for run_id in actions.wake_silent_runs(at=now()):
        for _chain in range(CHAINS):
            advance_run.apply_async(kwargs={"run_id": run_id}, expires=WAKE_EXPIRES)


@shared_task(name="crises.sweep_alerts")
def sweep_alerts(**_later: object) -> None:
    """End alerts that silence or calm has ended."""
    actions.end_quiet_alerts(at=now())


def start_chains(run_id: int) -> None:
    """Put a queued run to work, once the transaction that queued it is committed."""
    for _chain in range(CHAINS):
        # Robust: a broker that is away is woken later by the sweep, and breaks nothing now.
        transaction.on_commit(partial(advance_run.delay, run_id=run_id), robust=True)


def step(run_id: int, clock: Callable[[], datetime] = now) -> bool:
    """A few days of one member, or the results; whether there may be more to do."""
    work = actions.claim_member(run_id=run_id, claim=uuid4(), at=clock())
    if work:
        _advance(work, clock)
        return True
    claim = uuid4()
    run = actions.claim_finish(run_id=run_id, claim=claim, at=clock())
    if run:
        _finish(run, claim, clock)
    return False


def _advance(work: actions.Work, clock: Callable[[], datetime]) -> None:
    """Day after day until the member is done, the time is up, or the store says stop."""
    until = time.monotonic() + STEP_SECONDS
    before = work.state_file
    try:
        member = engine.Member.resume(work.run, work.arm, work.number, files.load(before) if before else None)
        for day in range(work.days_done + 1, work.run.days + 1):
            picture, state = member.next_day()
            folder = engine.folder(work.run)
            stem = f"{work.arm}-{work.number}-{day}"
            file, after = (
                files.keep(folder, stem, "npz", picture),
                files.keep(folder, f"{stem}-state", "npz", state),
            )
            if not actions.store_day(work=work, day=day, file=file, state_file=after, at=clock()):
                return
            files.drop([before] if before else [])
            before = after
            if time.monotonic() > until:
                break
    except engine.BadScenario:
        actions.fail_run(run_id=work.run.pk, failure="bad_scenario", at=clock())
    finally:
        actions.let_go(work=work)


def _finish(run: Any, claim: Any, clock: Callable[[], datetime]) -> None:
    stored = actions.day_files(run)
    results = engine.results(run, lambda arm, member, day: files.load(stored[arm, member, day]))
    pictures = [
        actions.Picture(
            p.arm, p.layer, p.day, files.keep(f"{engine.folder(run)}/frames", f"{p.arm}-{p.layer}-{p.day}", "png", p.png),
            p.sha256, p.scale, p.shapes,
        )
        for p in results.pictures
    ]  # fmt: skip
    spent = actions.finish_run(
        run_id=run.pk, claim=claim, document=results.document,
        sha256=results.sha256, pictures=pictures, at=clock(),
    )  # fmt: skip
    files.drop(spent or [])


def finish_here(run_id: int, clock: Callable[[], datetime] = now) -> None:
    """Compute a whole run in this process, without a broker: the demo's small one, and tests."""
    engine.warm()
    while step(run_id, clock):
        pass


@worker_init.connect
def warm_before_work(sender: Any = None, **_signal: object) -> None:
    """Compile (or read) the kernels once, in the parent of a worker that serves simulations."""
    queues = getattr(getattr(sender, "app", None), "amqp", None)
    if queues is None or "simulations" in queues.queues.consume_from:
        engine.warm()
