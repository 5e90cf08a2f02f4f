"""Checking a log of 100,000 entries with 400 decisions, as an outsider does: `python -I -S verify.py EXPORT`.

Limits: `verify_s` <= 60 and at most 20 times what the same Python takes to read the same lines as JSON and hash them
(`ratio_to_reading`), so that the check grows with the log as reading does; `peak_mib` <= 1,024; `faults` nought, and one
where a single choice was changed (`faults_after_a_change` >= 1). ENTRIES and VOTES are the sizes.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import petitions_world as world
from portal.supervisor import place
from portal.supervisor.processes import Child

ENTRIES = int(os.environ.get("ENTRIES", "100_000"))
VOTES = int(os.environ.get("VOTES", "400"))
SEATS, CHUNK = 13, 5_000
LIMITS: dict[str, float] = {"verify_s": 60, "ratio_to_reading": 20, "peak_mib": 1_024, "faults": 0}
MAJORITY = {
    "body": "bench-council",
    "quorum": {"base": "in_office", "num": 1, "den": 2, "strict": True},
    "pass": [{"base": "cast", "num": 1, "den": 2, "strict": True}],
}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from ledger import actions as ledger
    from ledger.models import Entry
    from ledger.queries import now

    began = time.perf_counter()
    vote_often(now())
    fill()
    ledger.seal_due(at=now())
    export = folder / "export"
    ledger.export_log(export)
    figures: dict[str, float] = {
        "entries": Entry.objects.count(), "votes": VOTES, "build_s": round(time.perf_counter() - began, 1),
    }  # fmt: skip
    took, faults = check(export)
    peer = read(export)
    figures |= {
        "verify_s": round(took, 2),
        "reading_s": round(peer, 2),
        "ratio_to_reading": round(took / peer, 1),
        # In KiB on Linux: the largest child, which is the check.
        "peak_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "faults": faults,
    }
    change_a_choice(export)
    return figures | {"faults_after_a_change": check(export)[1]}


def vote_often(at: Any) -> None:
    """A council of thirteen that decides again and again, by a majority of those who cast."""
    from accounts import actions as accounts
    from accounts.models import User
    from council import actions
    from council.rules.kinds import BodyKind, MotionKind
    from council.rules.seats import Choice

    began = at - timedelta(days=VOTES + 400)
    body = actions.found_body(
        organisation=accounts.found_organisation(slug="bench-council", name="Bench", kind="council"),
        kind=BodyKind.COUNCIL, at=began,
    )  # fmt: skip
    people, seats = [], []
    for n in range(SEATS):
        people.append(User.objects.create_user(email=f"member-{n}@bench.example", password=None))
        seats.append(actions.add_seat(body=body, code=f"m-{n}", at=began))
        actions.appoint(seat=seats[n], person=people[n], instrument="Act", at=began)
    actions.define_rule(
        body=body, code="majority", title="Majority", data={"chambers": [MAJORITY]},
        applies_to=[MotionKind.RESOLUTION], at=began,
    )  # fmt: skip
    for vote in range(VOTES):
        opens = began + timedelta(days=10 + vote)
        motion = actions.draft_motion(
            body=body, kind=MotionKind.RESOLUTION, title=f"Question {vote}", summary="One.", text="It is.",
            mover=people[0], at=opens - timedelta(days=2),
        )  # fmt: skip
        actions.submit_motion(motion_id=motion.pk, by=people[0], at=opens - timedelta(days=2))
        actions.admit_motion(motion_id=motion.pk, by=people[1], at=opens - timedelta(days=2))
        closes = opens + timedelta(hours=6)
        actions.schedule_motion(
            motion_id=motion.pk, opens_at=opens, closes_at=closes, by=people[1], at=opens - timedelta(days=1)
        )
        actions.advance_motion(motion_id=motion.pk, at=opens)
        for n in range(SEATS):
            choice = (Choice.YES, Choice.NO, Choice.ABSTAIN)[(vote + n * n) % 3]
            actions.cast_ballot(
                motion_id=motion.pk, seat_id=seats[n].pk, choice=choice, caster=people[n], key=uuid4(),
                at=opens + timedelta(minutes=n + 1),
            )  # fmt: skip
        actions.advance_motion(motion_id=motion.pk, at=closes)


def fill() -> None:
    """The rest of the log: the readings of so many days, each sealed once."""
    from django.db import transaction

    from ledger import actions as ledger
    from ledger.models import Fact
    from ledger.queries import now

    day = date(1800, 1, 1)
    while (missing := ENTRIES - Fact.objects.filter(public=True).count()) > 0:
        days = [day + timedelta(days=n) for n in range(min(missing, CHUNK))]
        day = days[-1] + timedelta(days=1)
        rows = [
            (
                f"biomes.seal/{one}",
                (),
                {"day": f"{one}", "count": 4, "root": sha256(f"{one}".encode()).hexdigest()},
            )
            for one in days
        ]
        with transaction.atomic():
            ledger.record_many(kind="biomes.readings.sealed", rows=rows, actor="", at=now(), public=True)


def check(export: Path) -> tuple[float, int]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(place.PROJECT / "ledger" / "verify.py"), str(export)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.perf_counter() - began
    faults = done.stdout.count("fault: ")
    if not faults and not done.stdout.startswith("ok: "):
        raise SystemExit(done.stdout + done.stderr)
    return took, faults


def read(export: Path) -> float:
    """The peer: every line read as JSON and hashed, and nothing compared."""
    began = time.perf_counter()
    for line in (export / "log.jsonl").read_bytes().split(b"\n")[:-1]:
        json.loads(line)
        sha256(line).digest()
    return time.perf_counter() - began


def change_a_choice(export: Path) -> None:
    openings = export / "openings.jsonl"
    openings.write_bytes(openings.read_bytes().replace(b'"choice":"yes"', b'"choice":"no"', 1))


if __name__ == "__main__":
    world.report("verify", world.run("verify", measure), LIMITS)
