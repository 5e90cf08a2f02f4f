"""The steps of a run: claim, store, let go. Each is a short transaction; computing happens between them.

    claim a member  --  compute a day  --  store it  --  ...  --  let go
          |                                  |
     SKIP LOCKED, lease                only if the claim still holds and the run is open

A killed worker's lease runs out and somebody else takes the member from its last stored day. Days are
deterministic, so two workers that compute one by accident store the same bytes under the same name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from crises import queries
from crises.actions.runs import about
from crises.models import Checkpoint, Frame, Member, Run, Statistics
from crises.rules import run_life
from crises.rules.run_life import State
from ledger import actions as ledger

# Drawing up statistics and frames is one piece of work; its lease outlives the task's own limit.
FINISH_LEASE = timedelta(seconds=95)


@dataclass(frozen=True, slots=True)
class Work:
    """A member held by a claim, and where to go on from."""

    run: Run
    member: int
    arm: str
    number: int
    claim: UUID
    days_done: int
    state_file: str


def claim_member(*, run_id: int, claim: UUID, at: datetime) -> Work | None:
    """Take a free, unfinished member of an open run; None when there is nothing to take."""
    with transaction.atomic():
        run = Run.objects.open().select_related("scenario").filter(pk=run_id).first()
        if run is None:
            return None
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
        member = (
            run.members.select_for_update(skip_locked=True)
            .filter(free, days_done__lt=run.days)
            .order_by("attempts", "number", "arm")
            .first()
        )
        if member is None:
            return None
        if member.attempts < run_life.ATTEMPTS:
            _begin(run, at)
            member.claim, member.claimed_until = claim, at + run_life.LEASE
            member.attempts += 1
            member.save(update_fields=["claim", "claimed_until", "attempts"])
            last = queries.checkpoint(member.pk, member.days_done)
            return Work(
                run,
                member.pk,
                member.arm,
                member.number,
                claim,
                member.days_done,
                last.state_file if last else "",
            )
    fail_run(run_id=run_id, failure="member_stuck", at=at)
    return None


def _begin(run: Run, at: datetime) -> None:
    """Queued becomes running with the first claim; whoever is second changes only the heartbeat."""
    if run.state == State.QUEUED.value:
        run_life.move(State(run.state), State.RUNNING)
        Run.objects.filter(pk=run.pk, state=State.QUEUED.value).update(
            state=State.RUNNING.value, started_at=at
        )
    _beat(run.pk, at)


def _beat(run_id: int, at: datetime) -> None:
    Run.objects.filter(pk=run_id).update(heartbeat_at=Greatest(F("heartbeat_at"), at))


@transaction.atomic
def store_day(*, work: Work, day: int, file: str, state_file: str, at: datetime) -> bool:
    """Keep one more day; False when the claim was lost or the run called off, and the worker stops."""
    member = Member.objects.select_for_update().get(pk=work.member)
    if member.claim != work.claim or member.days_done != day - 1:
        return False
    if not Run.objects.open().filter(pk=work.run.pk).exists():
        return False
    Checkpoint.objects.create(member=member, day=day, file=file, state_file=state_file, stored_at=at)
    member.days_done, member.attempts = day, 0
    member.claimed_until = at + run_life.LEASE
    member.save(update_fields=["days_done", "attempts", "claimed_until"])
    _beat(work.run.pk, at)
    return True


def let_go(*, work: Work) -> None:
    """Give the member back, so that nobody waits for the lease to run out."""
    Member.objects.filter(pk=work.member, claim=work.claim).update(claim=None, claimed_until=None)


@transaction.atomic
def claim_finish(*, run_id: int, claim: UUID, at: datetime) -> Run | None:
    """The one worker that draws up the results, once every member has all its days."""
    run = (
        Run.objects.open()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("scenario", "biome")
        .filter(pk=run_id)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at))
        .first()
    )
    if run is None or queries.unfinished_members(run).exists():
        return None
    run.claim, run.claimed_until, run.heartbeat_at = claim, at + FINISH_LEASE, at
    run.save(update_fields=["claim", "claimed_until", "heartbeat_at"])
    return run


def day_files(run: Run) -> dict[tuple[str, int, int], str]:
    """The stored file of each (arm, member, day)."""
    rows = Checkpoint.objects.filter(member__run=run).values_list(
        "member__arm", "member__number", "day", "file"
    )
    return {(arm, number, day): file for arm, number, day, file in rows}


@dataclass(frozen=True, slots=True)
class Picture:
    arm: str
    layer: str
    day: int
    file: str
    sha256: str
    scale: Mapping[str, Any]
    shapes: list[dict[str, Any]]


@transaction.atomic
def finish_run(
    *, run_id: int, claim: UUID, document: dict[str, Any], sha256: str,
    pictures: list[Picture], at: datetime,
) -> list[str] | None:  # fmt: skip
    """Store what was found, once; answers the files that nobody needs any more, None when too late."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("scenario", "biome", "crisis", "plan", "alert")
        .get(pk=run_id)
    )
    if run.claim != claim or State(run.state) not in run_life.OPEN:
        return None
    run.state = run_life.move(State(run.state), State.FINISHED).value
    run.ended_at = run.heartbeat_at = at
    run.claim = run.claimed_until = None
    run.save(update_fields=["state", "ended_at", "heartbeat_at", "claim", "claimed_until"])
    Statistics.objects.create(run=run, document=document, sha256=sha256)
    Frame.objects.bulk_create(
        Frame(
            run=run, arm=p.arm, layer=p.layer, day=p.day, file=p.file, sha256=p.sha256,
            scale=dict(p.scale), shapes=p.shapes,
        )
        for p in pictures
    )  # fmt: skip
    spent = Checkpoint.objects.filter(member__run=run)
    names = [name for row in spent.values_list("file", "state_file") for name in row]
    spent.delete()
    ledger.record(
        kind="crises.run.finished", subject=run.subject, actor="", at=at, public=True, about=about(run),
        run=run.number, biome=run.biome.slug,
        crisis=run.crisis.slug if run.crisis else "", scenario=run.scenario.sha256, plan=run.plan_sha256,
        statistics=sha256, finding=document["finding"]["code"], zone=document["finding"]["zone"],
    )  # fmt: skip
    return names


@transaction.atomic
def fail_run(*, run_id: int, failure: str, at: datetime) -> None:
    """Give up, visibly: a model that breaks on the same member again and again, or a refused scenario."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("biome", "crisis", "plan", "alert")
        .get(pk=run_id)
    )
    if not run.is_open:
        return
    run.state = run_life.move(State(run.state), State.FAILED).value
    run.ended_at, run.failure = at, failure
    run.save(update_fields=["state", "ended_at", "failure"])
    ledger.record(
        kind="crises.run.failed", subject=run.subject, actor="", at=at, public=True, about=about(run),
        run=run.number, biome=run.biome.slug, failure=failure,
    )  # fmt: skip


def wake_silent_runs(*, at: datetime) -> list[int]:
    """Open runs that nobody has moved for a lease; marked, so that each is woken once per lease."""
    woken = []
    for pk in queries.silent_runs(at - run_life.LEASE).values_list("pk", flat=True):
        silent = queries.silent_runs(at - run_life.LEASE).filter(pk=pk)
        if silent.update(heartbeat_at=at):
            woken.append(pk)
    return woken
