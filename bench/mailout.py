"""A mail-out to a million signers: what the event itself costs, how fast letters are written, how fast the next is found.

Limits: the event writes one row (`event_ms` <= 50); no step of 5,000 takes longer than `slowest_step_ms` 1,000; the next
letter is found within `next_ms` 20 on average with half of a million sent; the queue's page asks for `queue_ms` 3,000 at
most, and for `quiet_ms` 1,000 once all that was sent is older than a day. ROWS=100000 is a smaller mail-out.

`first_ms` is the first letter of a tick, which passes what is left of all that went since the last vacuum. Sending leaves
that bit by bit and here one statement did, so it has no limit. Progress goes to stderr.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("ROWS", "1000000")

from bench import petitions_world as world
from portal.supervisor.processes import Child

SENT = 200
LIMITS: dict[str, float] = {
    "event_ms": 50, "slowest_step_ms": 1_000, "next_ms": 20, "queue_ms": 3_000, "quiet_ms": 1_000
}  # fmt: skip
# Those with the lowest keys, as sending goes.
GONE = "UPDATE petitions_letter SET sent_at = %s WHERE sent_at IS NULL AND key < %s"
BEGAN = time.perf_counter()


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from ledger.queries import now
    from petitions import actions
    from petitions.actions.announcing import announce
    from petitions.models import Letter
    from petitions.rules.mail import LetterKind

    say(f"{world.ROWS} signers, who all asked")
    petition = world.build(updates=True)
    at = now()
    say("the event, and its letters")
    event_ms, _none = timed(lambda: announce(petition, LetterKind.CLOSED, at))
    steps = write(at)
    written = Letter.objects.count()
    say("half of them go")
    execute(GONE, [at, "80000000-0000-0000-0000-000000000000"])
    execute("ANALYZE petitions_letter")
    say(f"{SENT} are sent, one by one")
    first_ms, first = timed(lambda: actions.mail_due(at=at, post=lambda row: None, most=1))
    next_ms, done = timed(lambda: actions.mail_due(at=at, post=lambda row: None, most=SENT))
    say("the queue")
    queue_ms = ask(at)
    if written != world.ROWS or (first, done) != (1, SENT):
        raise SystemExit(f"{written} letters for {world.ROWS} signers, {first} and {done} sent")
    say("all of them go, and two days pass")
    execute(GONE, [at, "ffffffff-ffff-ffff-ffff-ffffffffffff"])
    execute("VACUUM ANALYZE petitions_letter")
    return {
        "rows": world.ROWS,
        "event_ms": round(event_ms, 1),
        "write_s": round(sum(steps) / 1000, 1),
        "slowest_step_ms": round(max(steps), 1),
        "first_ms": round(first_ms, 1),
        "next_ms": round(next_ms / SENT, 2),
        "queue_ms": round(queue_ms, 1),
        "quiet_ms": round(ask(at + timedelta(days=2)), 1),
    }


def write(at: datetime) -> list[float]:
    """All letters of the one mail-out; how long each step took."""
    from petitions import actions
    from petitions.models import Mailout

    steps, out = [], Mailout.objects.get().pk
    while True:
        took, made = timed(lambda: actions.announce_step(mailout_id=out, at=at))
        if made is None:
            return steps
        steps.append(took)
        if len(steps) % 20 == 0:
            say(f"  {len(steps)} steps, the slowest {max(steps):.0f} ms")


def ask(at: datetime) -> float:
    """What the queue's page asks for."""
    from petitions import queries

    parts = {
        "queue": lambda: queries.queue(at),
        "by_hour": lambda: queries.by_hour(at),
        "oldest_waiting": queries.oldest_waiting,
        "troubled": lambda: queries.troubled(at),
    }
    took = {name: timed(part)[0] for name, part in parts.items()}
    say("  " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in took.items()))
    return sum(took.values())


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def execute(statement: str, values: list[Any] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def say(what: str) -> None:
    load = os.getloadavg()[0]
    print(f"{time.perf_counter() - BEGAN:7.1f} s, load {load:.1f}: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    world.report("mailout", world.run("mailout", measure), LIMITS)
