"""The bundle of one decision with 10,000 readings: made by one press, checked by a court with Python alone.

Limits: `verify_s` <= 10 for `python -I -S verify.py` on the unpacked bundle, and at most 20 times what the same Python takes
to read the same lines as JSON and hash them (`ratio_to_reading`); `made_peak_mib` <= 64 above what the process held before, so
that a bundle is made piece by piece; `faults` nought, and one byte of a reading changed is found (`faults_after_a_change`
>= 1). READINGS and ENTRIES (of the log) are the sizes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tracemalloc
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from bench import petitions_world as world
from portal.supervisor.processes import Child

READINGS = int(os.environ.get("READINGS", "10_000"))
ENTRIES = int(os.environ.get("ENTRIES", "20_000"))
SEATS, DAYS = 13, 58
PLACE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0], [0, 0]]]}
LIMITS: dict[str, float] = {"verify_s": 10, "ratio_to_reading": 20, "made_peak_mib": 64, "faults": 0}
MAJORITY = {"body": "bench-council", "pass": [{"base": "cast", "num": 1, "den": 2, "strict": True}]}


def measure(folder: Path, url: str, children: list[Child]) -> dict[str, float]:
    from ledger import actions as ledger
    from ledger.queries import now

    at = now()
    reading = measured(at)
    fill(at)
    motion = decided(at, reading)
    ledger.seal_due(at=now())
    archive = folder / "bundle.zip"
    figures = made(motion, archive)
    with ZipFile(archive) as unpacked:
        unpacked.extractall(folder / "court")
    bundle = next((folder / "court").iterdir())
    took, faults = check(bundle)
    peer = read(bundle)
    figures |= {
        "zip_mib": round(archive.stat().st_size / 2**20, 1),
        "readings": len((bundle / "court" / "readings.jsonl").read_bytes().splitlines()),
        "entries": len((bundle / "log.jsonl").read_bytes().splitlines()),
        "verify_s": round(took, 2),
        "reading_s": round(peer, 2),
        "ratio_to_reading": round(took / peer, 1),
        "faults": faults,
    }
    change_a_reading(bundle)
    return figures | {"faults_after_a_change": check(bundle)[1]}


def measured(at: Any) -> Any:
    """A station sends a batch a day for two months, each day sealed; the last value is beyond its limit."""
    from biomes import actions
    from biomes.models import Biome, Reading, Station

    actions.install_reference()
    biome = Biome.objects.create(
        slug="bench-lagoon", name="Bench Lagoon", functional_group="FM1.3", stage="published", published_at=at,
        place=PLACE,
    )  # fmt: skip
    began = at - timedelta(days=DAYS)
    station = Station.objects.create(code="B-01", biome=biome, lon="0.05", lat="0.05", opened_at=began)
    a_day = -(-READINGS // DAYS)
    left = READINGS
    for day in range(DAYS):
        since = began + timedelta(days=day)
        rows = [
            {
                "indicator": "chlorophyll-a",
                "at": (since + timedelta(days=1) * n / a_day).isoformat(),
                "value": "61" if n + 1 == left else str(3 + n % 7),
            }
            for n in range(min(a_day, left))
        ]
        left -= len(rows)
        actions.record_readings(station=station, rows=rows, at=since + timedelta(days=1), sender="bench")
    while actions.seal_due_days(at=at + timedelta(days=2)):
        pass
    return Reading.objects.filter(value=61).get()


def fill(at: Any) -> None:
    """The rest of the log."""
    from django.db import transaction

    from ledger import actions

    rows = [
        (f"biomes.threshold/{n}", (), {"count": n, "root": sha256(b"%d" % n).hexdigest()})
        for n in range(ENTRIES)
    ]
    with transaction.atomic():
        actions.record_many(kind="biomes.threshold.set", rows=rows, actor="", at=at, public=True)


def decided(at: Any, reading: Any) -> Any:
    """A council of thirteen decides on the evidence of that reading."""
    from accounts import actions as accounts
    from accounts.models import User
    from council import actions
    from council.rules.kinds import BodyKind, MotionKind
    from council.rules.seats import Choice

    began = at - timedelta(days=400)
    body = actions.found_body(
        organisation=accounts.found_organisation(slug="bench-council", name="Bench", kind="council"),
        kind=BodyKind.COUNCIL, at=began,
    )  # fmt: skip
    people = [
        User.objects.create_user(email=f"member-{n}@bench.example", password=None) for n in range(SEATS)
    ]
    seats = [actions.add_seat(body=body, code=f"m-{n}", at=began) for n in range(SEATS)]
    for seat, person in zip(seats, people, strict=True):
        actions.appoint(seat=seat, person=person, instrument="Act", at=began)
    actions.define_rule(
        body=body, code="majority", title="Majority", data={"chambers": [MAJORITY]},
        applies_to=[MotionKind.RESOLUTION], at=began,
    )  # fmt: skip
    motion = actions.draft_motion(
        body=body, kind=MotionKind.RESOLUTION, title="Shall the outfall close?", summary="One.", text="It closes.",
        mover=people[0], evidence=[reading.subject], affects=["biomes.biome/bench-lagoon"], at=at,
    )  # fmt: skip
    actions.submit_motion(motion_id=motion.pk, by=people[0], at=at)
    actions.admit_motion(motion_id=motion.pk, by=people[1], at=at)
    opens = at + timedelta(hours=1)
    closes = opens + timedelta(hours=1)
    actions.schedule_motion(motion_id=motion.pk, opens_at=opens, closes_at=closes, by=people[1], at=at)
    actions.advance_motion(motion_id=motion.pk, at=opens)
    for n in range(SEATS):
        actions.cast_ballot(
            motion_id=motion.pk, seat_id=seats[n].pk, choice=Choice.YES if n % 3 else Choice.NO, caster=people[n],
            key=uuid4(), at=opens + timedelta(minutes=n + 1),
        )  # fmt: skip
    actions.advance_motion(motion_id=motion.pk, at=closes)
    motion.refresh_from_db()
    return motion


def made(motion: Any, archive: Path) -> dict[str, float]:
    """How long one press takes, and what it holds in memory at once."""
    from portal.court import decision_on, write_bundle

    with archive.open("wb") as file:
        began = time.perf_counter()
        write_bundle(file, decision_on(motion))
        took = time.perf_counter() - began
    tracemalloc.start()
    with open(os.devnull, "wb") as nowhere:
        write_bundle(nowhere, decision_on(motion))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"made_s": round(took, 2), "made_peak_mib": round(peak / 2**20, 1)}


def check(bundle: Path) -> tuple[float, int]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "."],
        cwd=bundle,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    faults = done.stdout.count("fault: ")
    if not faults and "ok: the bundle of" not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    return took, faults


def read(bundle: Path) -> float:
    """The peer: every line read as JSON and hashed, and nothing compared."""
    began = time.perf_counter()
    for path in sorted(bundle.rglob("*.jsonl")):
        for line in path.read_bytes().split(b"\n")[:-1]:
            json.loads(line)
            sha256(line).digest()
    return time.perf_counter() - began


def change_a_reading(bundle: Path) -> None:
    readings = bundle / "court" / "readings.jsonl"
    readings.write_bytes(readings.read_bytes().replace(b'"value":"3"', b'"value":"2"', 1))


if __name__ == "__main__":
    world.report("court", world.run("court", measure), LIMITS)
