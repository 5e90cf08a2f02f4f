"""A mail-out to a million signers: what the event itself costs, how fast letters are written, how fast the next is found.

Limits: the event writes one row (`event_ms` <= 50); no step of 5,000 takes longer than `slowest_step_ms` 1,000; the next
letter is found within `next_ms` 20 on average with half of a million sent; the queue's page asks for `queue_ms` 3,000 at
most. ROWS=100000 is a smaller mail-out.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

os.environ.setdefault("ROWS", "1000000")

from bench import petitions_world as world
from portal.supervisor.processes import Child

SENT = 200
LIMITS: dict[str, float] = {"event_ms": 50, "slowest_step_ms": 1_000, "next_ms": 20, "queue_ms": 3_000}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from django.db import connection

    from ledger.queries import now
    from petitions import actions, queries
    from petitions.actions.announcing import announce
    from petitions.models import Letter, Mailout
    from petitions.rules.mail import LetterKind

    petition = world.build()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE petitions_signature SET updates = true")
        cursor.execute("VACUUM ANALYZE petitions_signature")
    at = now()
    began = time.perf_counter()
    announce(petition, LetterKind.CLOSED, at)
    event_ms = (time.perf_counter() - began) * 1000
    steps, out = [], Mailout.objects.get().pk
    while True:
        began = time.perf_counter()
        if actions.announce_step(mailout_id=out, at=at) is None:
            break
        steps.append((time.perf_counter() - began) * 1000)
    written = Letter.objects.count()
    # Half of them have gone: those with the lowest keys, as sending goes.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE petitions_letter SET sent_at = %s WHERE key < '80000000-0000-0000-0000-000000000000'",
            [at],
        )
        cursor.execute("ANALYZE petitions_letter")
    began = time.perf_counter()
    done = actions.mail_due(at=at, post=lambda row: None, most=SENT)
    next_ms = (time.perf_counter() - began) * 1000 / SENT
    began = time.perf_counter()
    queries.queue(at), queries.by_hour(at), queries.oldest_waiting(), queries.troubled(at)
    queue_ms = (time.perf_counter() - began) * 1000
    if written != world.ROWS or done != SENT:
        raise SystemExit(f"{written} letters for {world.ROWS} signers, {done} sent")
    return {
        "rows": world.ROWS,
        "event_ms": round(event_ms, 1),
        "write_s": round(sum(steps) / 1000, 1),
        "slowest_step_ms": round(max(steps), 1),
        "next_ms": round(next_ms, 2),
        "queue_ms": round(queue_ms, 1),
    }


if __name__ == "__main__":
    world.report("mailout", world.run("mailout", measure), LIMITS)
