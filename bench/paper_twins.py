"""Paper beside a large petition: a sheet of twenty lines accepted against its online signers, and a tick with paper there.

Limits: `accept_s` <= 60 for a sheet from every zone at two million signatures (a person waits for it, the count of that
petition waits too, signing does not); `tick_ms_with_paper` <= 600 for 10,000 new ones. ROWS=100000 builds a smaller one.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bench import petitions_world as world
from portal.supervisor.processes import Child

NEW, TICKS = 10_000, 5
LIMITS: dict[str, float] = {"accept_s": 60, "tick_ms_with_paper": 600}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from accounts.models import User
    from ledger.queries import now
    from petitions import actions, queries
    from petitions.rules import paper
    from petitions.rules.paper import Written

    petition, at = world.build(), now()
    people = [User.objects.create_user(f"person{n}@bench.example") for n in range(3)]
    sheet = actions.register_sheet(
        petition_id=petition.pk, number=paper.number_from(b"bench"), scan="ab" * 32, collected_on=at.date(),
        by=people[0], at=at,
    )  # fmt: skip
    lines = [Written(f"Signer {chr(65 + n)}", f"zone-{n % world.ZONES}") for n in range(paper.LINES)]
    for person in people[:2]:
        actions.enter_sheet(sheet_id=sheet.pk, lines=lines, by=person, at=at)
    began = time.perf_counter()
    actions.check_sheet(sheet_id=sheet.pk, scan=sheet.scan, wrong=(), by=people[2], at=at)
    figures: dict[str, float] = {"rows": world.ROWS, "accept_s": round(time.perf_counter() - began, 1)}
    took = []
    for tick in range(TICKS):
        world.pour(petition, NEW, mark="bcdefgh"[tick])
        began = time.perf_counter()
        actions.count_due(at=now())
        took.append((time.perf_counter() - began) * 1000)
    if queries.unbalanced():
        raise SystemExit("the books do not balance")
    return figures | {"new": NEW, "tick_ms_with_paper": round(median(took), 1)}


if __name__ == "__main__":
    world.report("paper_twins", world.run("paper-twins", measure), LIMITS)
