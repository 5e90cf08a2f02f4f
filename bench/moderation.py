"""A queue of 400 texts: how quickly its pages answer, and how quickly a text is decided and the next one shown.

Limits: p95 <= 150 ms each for `list_p95_ms` (the queue), `item_p95_ms` (a text with its signals), `group_p95_ms` (its
near-duplicates) and `decide_p95_ms` (a decision, with the next text taken). `submit_ms` is what a new text costs, the
search for near-duplicates among all that wait included. ITEMS=40 builds a shorter queue.

PostgreSQL and Valkey are those of `make up`; the requests are made inside one process, as a moderator, so that the
figures are the pages' own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import quantiles
from typing import Any

from portal.supervisor import place, servers

ITEMS = int(os.environ.get("ITEMS", "400"))
ROUNDS = 40
LIMITS = {"list_p95_ms": 150, "item_p95_ms": 150, "group_p95_ms": 150, "decide_p95_ms": 150}


def main() -> None:
    folder = place.state_folder(f"bench-moderation-{os.getpid()}")
    database, broker = servers.postgres(folder), servers.valkey(folder)
    os.environ |= {
        "DATABASE_URL": database.url, "REDIS_URL": broker.url, "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMO": "0", "LOG_LEVEL": "WARNING", "MEDIA_ROOT": str(folder / "media"), "ALLOWED_HOSTS": "testserver",
    }  # fmt: skip
    try:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, cwd=place.PROJECT
        )
        figures = measure()
    finally:
        for child in (broker.child, database.child):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for name, value in figures.items():
        limit = LIMITS.get(name)
        print(f"{name:20} {value:>10}" + (f"   (limit {limit})" if limit else ""))
    print(
        json.dumps({"name": "moderation", "figures": figures | {f"limit_{k}": v for k, v in LIMITS.items()}})
    )


def measure() -> dict[str, float]:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from accounts.rules.roles import Role
    from ledger.queries import now
    from moderation import actions
    from tests.accounts.people import person, sign_in
    from tests.moderation.long_queue import fill

    actions.publish_code(slug="fine", label="Within the rules", public_text="It harms nobody.", approves=True)
    actions.publish_code(slug="unclear", label="Not clear", public_text="Say what, and by whom.")
    began = time.perf_counter()
    fill(ITEMS, at=now() - timedelta(days=6))
    figures = {"items": float(ITEMS), "submit_ms": round((time.perf_counter() - began) * 1000 / ITEMS, 1)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = sign_in(Client(), person("marten", Role.MODERATOR))
    group = copied()
    figures["list_p95_ms"] = p95(lambda: client.get(reverse("moderation:queue")))
    figures["item_p95_ms"] = p95(lambda: client.get(reverse("moderation:item", args=[group.uuid])))
    figures["group_p95_ms"] = p95(lambda: client.get(reverse("moderation:alike", args=[group.uuid])))
    figures["decide_p95_ms"] = p95(decide_and_next(client))
    return figures


def copied() -> Any:
    from moderation.models import Item

    return Item.objects.queued().filter(alike__isnull=False).order_by("submitted_at").first()


def decide_and_next(client: Any) -> Callable[[], Any]:
    """One step of a moderator's work: the decision, and the page of the next text."""
    from django.urls import reverse

    there = client.post(reverse("moderation:next"))["Location"]

    def step() -> Any:
        nonlocal there
        answer = client.post(f"{there}decide/", {"code": "fine", "text": "", "and_next": "1"})
        there = answer["Location"]
        return client.get(there)

    return step


def p95(ask: Callable[[], Any]) -> float:
    """Milliseconds, one at a time, warm."""
    took = []
    for number in range(ROUNDS + 5):
        began = time.perf_counter()
        answer = ask()
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} {answer.content[:500]!r}")
        if number >= 5:
            took.append((time.perf_counter() - began) * 1000)
    return round(quantiles(took, n=20)[-1], 1)


if __name__ == "__main__":
    main()
