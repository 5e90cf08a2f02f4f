"""What every file that is stored step by step shares: one worker at a time, a life by table, a cancel that waits for no step.

A step is one transaction: what it writes and the place it ends at commit together, so a worker may be killed anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from biomes.models.on_its_way import OnItsWay
from biomes.rules import import_life as life
from biomes.rules.import_life import Failure, State

# A step that did not report for so long has lost its worker.
SILENT = timedelta(seconds=30)
# A file that nobody goes on with is forgotten after so long.
FORGOTTEN = timedelta(days=14)
MOST_OPEN = 20


class CannotImport(Exception):
    """The import was refused; the message is fit to show to the person."""


class Unreadable(Exception):
    """The file breaks here: whoever reads it raises this with the code and the line."""

    def __init__(self, code: Failure, line: int | None) -> None:
        super().__init__(code.value)
        self.code, self.line = code, line


class CalledOff(Exception):
    """The import was cancelled while a step computed."""


def advance(model: type[OnItsWay], key: int, work: Callable[[], bool], at: datetime) -> bool:
    """One step: whatever ``work`` writes, or nothing of it. Whether there may be more to do.

    Two workers never take the same step: the lock lives as long as the transaction, and dies with its worker.
    """
    try:
        with transaction.atomic():
            return _alone(model, key) and work()
    except Unreadable as why:
        _fail(model, key, why, at)
    except CalledOff:
        pass
    return False


def must_still_run(found: OnItsWay) -> None:
    """The cancel button waits for no step: whoever commits last looks at what the other did."""
    rows = type(found)._default_manager.select_for_update()
    if rows.values_list("state", flat=True).get(pk=found.pk) != found.state:
        raise CalledOff


def begin(found: OnItsWay, at: datetime) -> None:
    """The first step of a phase is next."""
    found.counts, found.offset, found.line, found.total, found.line_count = {}, 0, 0, 0, 0
    found.failure, found.failure_line = "", None
    found.started_at = found.moved_at = at
    found.ended_at = None
    found.save()


def move(found: OnItsWay, to: State, otherwise: Any) -> None:
    try:
        found.state = life.move(State(found.state), to).value
    except life.Refused as why:
        raise CannotImport(otherwise) from why


def silent(model: type[OnItsWay], at: datetime) -> list[int]:
    """Those whose worker fell silent, or whose task a flushed broker forgot."""
    moving = [one.value for one in life.MOVING]
    rows = model._default_manager.filter(state__in=moving, moved_at__lt=at - SILENT)
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def forget(model: type[OnItsWay], at: datetime) -> list[str]:
    """Names in the store that nobody needs any more: of finished imports, and of those nobody went on with."""
    kept = model._default_manager.exclude(file="")
    done = kept.filter(state=State.DONE.value)
    left = kept.exclude(state__in=[s.value for s in life.OVER | life.MOVING])
    old = left.filter(asked_at__lt=at - FORGOTTEN)
    names = [*done.values_list("file", flat=True), *old.values_list("file", flat=True)]
    old.update(state=State.CANCELLED.value, ended_at=at, file="")
    done.update(file="")
    return names


@transaction.atomic
def _fail(model: type[OnItsWay], key: int, why: Unreadable, at: datetime) -> None:
    found = model._default_manager.select_for_update().get(pk=key)
    if State(found.state) in life.MOVING:
        found.state, found.ended_at = State.FAILED.value, at
        found.failure, found.failure_line = why.code.value, why.line
        found.save()


def _alone(model: type[OnItsWay], key: int) -> bool:
    # Each kind of file has its own first number; the second one is the file's.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", [model._meta.label, key % 2**31])
        (alone,) = cursor.fetchone()
    return bool(alone)
