"""A large table comes in through the real worker, which is killed in the middle; so is an import, by cancelling it.

One file, three imports: the first is called off, the second loses its worker, the third finds everything there.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.full,
    pytest.mark.fault,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(5_400),
]

STATIONS = 20
FIRST = datetime(2019, 1, 1, tzinfo=UTC)
MINUTES = timedelta(minutes=10)
UPLOAD = """
import json, uuid
from biomes import actions, files, tasks
from biomes.models import Biome
from ledger.queries import now
from tests.biomes import makers
from tests.biomes.test_import_steps import SAID
makers.reference()
at, number = now(), uuid.uuid4()
water = Biome.objects.filter(slug="{slug}").first() or makers.biome("{slug}", at=at, functional_group="F2.2")
with open("{table}", "rb") as table:
    kept = files.keep(number, "csv", iter(lambda: table.read(65536), b""))
made = actions.upload_import(
    uuid=number, biome=water, station=None, name="large.csv", kind="csv", file=kept.name, sha256=kept.sha256,
    size=kept.size, header=["S", "X", "Y", "T", "V"], separator=",", by="p-1", at=at)
actions.start_check(uuid=number, said=SAID, header=made.header, at=at)
tasks.start_steps(made.pk)
print(json.dumps([made.pk, str(number)]))
"""
RUN = """
from biomes import actions, tasks
from ledger.queries import now
tasks.start_steps(actions.start_import(uuid="{uuid}", by="p-1", at=now()).pk)
"""
CANCEL = """
import time
from biomes.models import Import
while Import.objects.get(uuid="{uuid}").line_count < {lines}:
    time.sleep(0.05)
actions.cancel_import(uuid="{uuid}", by="p-1", at=now())
"""
REMARKS = """
import json
from biomes.api.imports import RemarkShape
from biomes.models import Remark
print(json.dumps(RemarkShape(Remark.objects.filter(of={key}), many=True).data))
"""
STORED = """
SELECT count(*), count(DISTINCT (r.station_id, r.indicator_id, r.phenomenon_at)), coalesce(sum(r.value), 0)::float,
       bool_and(r.version = 1 AND r.is_current AND r.historical)
  FROM biomes_reading r JOIN biomes_station s ON s.id = r.station_id WHERE s.code LIKE %s
"""
COUNTS = "SELECT state, line_count, counts FROM biomes_import WHERE id = %s"


def values(count, bad):
    """What the lines say in tenths, but the bad one."""
    return (number % 301 for number in range(count) if number != bad)


def write(path: Path, prefix: str, count: int, bad: int) -> Path:
    """Line ``bad`` + 2 says no number; the heading is line 1."""
    with path.open("w", encoding="utf-8") as out:
        out.write("S,X,Y,T,V\n")
        for number in range(count):
            turn, station = divmod(number, STATIONS)
            value = "broken" if number == bad else f"{number % 301 / 10}"
            at = f"{FIRST + turn * MINUTES:%Y-%m-%dT%H:%M:%SZ}"
            out.write(f"{prefix}{station},-24.15,38.05,{at},{value}\n")
    return path


class Imports:
    """The imports of one table on one stack, as whoever looks on sees them."""

    def __init__(self, stack, table, slug, count):
        self.stack, self.table, self.slug = stack, table, slug
        self.patience = 90 + count / 800

    def upload(self):
        said = self.stack.manage(code=UPLOAD.format(table=self.table, slug=self.slug))
        self.key, self.uuid = json.loads(said.strip().splitlines()[-1])

    def begin(self):
        self.stack.manage(code=RUN.format(uuid=self.uuid))

    def begin_and_cancel(self, lines):
        self.stack.manage(code=(RUN + CANCEL).format(uuid=self.uuid, lines=lines))

    def account(self):
        return self.stack.rows(COUNTS, self.key)[0]

    def until(self, state):
        self.stack.until(
            lambda: self.account()[0] in (state, "failed"), self.patience, f"the import is {state}"
        )
        return self.account()

    def until_lines(self, count):
        self.stack.until(lambda: self.account()[1] >= count, self.patience, f"{count} lines are in")

    def stored(self):
        return self.stack.rows(STORED, f"{self.slug}-%")[0]


def most_memory(child) -> int:
    """The largest peak of a worker and what it started, in KiB."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == child.process.pid:
                lines = status.read_text().splitlines()
                peaks += [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
        except (OSError, ProcessLookupError):
            continue
    return max(peaks)


@pytest.mark.parametrize("count", [60_000, 1_000_000])
def test_a_large_table_with_one_bad_row_is_stored_once_whatever_was_killed_or_cancelled(
    stack, tmp_path, capsys, count
):
    began = time.monotonic()
    bad, slug = count - 4_568, f"table-{count}"
    one = Imports(stack, write(tmp_path / "large.csv", f"{slug}-", count, bad), slug, count)
    worker = stack.worker("default")

    one.upload()
    assert one.until("checked") == ("checked", count, {"stored": count - 1, "refused": 1})
    assert one.stored()[0] == 0
    remarks = json.loads(stack.manage(code=REMARKS.format(key=one.key)).strip().splitlines()[-1])
    assert [(said["line"], said["column"], said["said"], said["says"]) for said in remarks] == [
        (bad + 2, "V", "broken", "Not a number.")
    ]
    early = most_memory(worker)

    one.begin_and_cancel(count // 5)
    state, lines, counts = one.account()
    kept = one.stored()[0]
    # What was cancelled leaves whole steps, and its account says so.
    assert (state, counts) == ("cancelled", {"stored": kept})
    assert count // 5 <= kept == lines < count // 2

    one.upload()
    assert one.until("checked")[2] == {"stored": count - 1 - kept, "duplicate": kept, "refused": 1}
    one.begin()
    one.until_lines(count // 2)
    late = most_memory(worker)
    stack.kill(worker)
    stack.flush_broker()
    state, lines, counts = one.account()
    assert (state, sum(counts.values())) == ("storing", lines)
    assert one.stored()[0] == kept + counts.get("stored", 0)
    worker = stack.worker("default")
    stack.beat()
    assert one.until("done") == ("done", count, {"stored": count - 1 - kept, "duplicate": kept, "refused": 1})
    whole = one.stored()
    assert whole == (count - 1, count - 1, pytest.approx(sum(values(count, bad)) / 10), True)

    one.upload()
    assert one.until("checked")[2] == {"duplicate": count - 1, "refused": 1}
    one.begin()
    assert one.until("done") == ("done", count, {"duplicate": count - 1, "refused": 1})
    assert one.stored() == whole
    # A step is all that lies in memory: the worker is no larger for more of them.
    latest = max(late, most_memory(worker))
    assert latest - early < 48 * 1024
    with capsys.disabled():
        took = time.monotonic() - began
        sys.stdout.write(
            f"\n{count} lines, three imports: {took:.0f} s, a worker of {latest // 1024} MiB at most\n"
        )
