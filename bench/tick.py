"""One tick of the count: 10,000 new signatures of a petition that has two million.

Limit: `tick_ms_at_2m` <= 200, the median of five ticks. ROWS=100000 builds a smaller petition. A tick marks the rows,
reckons the root, moves total, zones, hours, basins and printed table, and looks at the thresholds, in one transaction.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bench import petitions_world as world
from portal.supervisor.processes import Child

NEW, TICKS = 10_000, 5
LIMITS: dict[str, float] = {"tick_ms_at_2m": 200}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from ledger.queries import now
    from petitions import actions, queries

    began = time.perf_counter()
    petition = world.build()
    figures: dict[str, float] = {"rows": world.ROWS, "build_s": round(time.perf_counter() - began, 1)}
    took = []
    for tick in range(TICKS):
        world.pour(petition, NEW, mark="bcdefgh"[tick])
        at = now()
        began = time.perf_counter()
        counted = actions.count_due(at=at)
        took.append((time.perf_counter() - began) * 1000)
        if counted != NEW:
            raise SystemExit(f"{NEW} signatures waited and {counted} were counted")
    began = time.perf_counter()
    if queries.unbalanced():
        raise SystemExit("the books do not balance")
    return figures | {
        "new": NEW,
        "tick_ms_at_2m": round(median(took), 1),
        "slowest_tick_ms": round(max(took), 1),
        "books_s": round(time.perf_counter() - began, 2),
    }


if __name__ == "__main__":
    world.report("tick", world.run("tick", measure), LIMITS)
