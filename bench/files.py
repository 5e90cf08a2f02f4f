"""Files of profiles, zones and links at their largest: seconds to read, look at, take in and send out, and what memory
that takes.

Limits for 50,000 profiles, each with a round outline of 24 points: `<form>_read_s` <= 60 (one step of a worker),
`longest_step_s` <= 30, `rss_mb` <= 768, `links_take_in_s` <= 15 for 5,000 links, `out_rss_mb` <= 320 for a file on its
way out, which is about 180 before the first row. ROWS=5000 builds smaller files; zones and links are a tenth as many. Each phase
runs in a process of its own, as a worker's, without a broker; `cpu` is what that process used.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from portal.supervisor import place, servers

ROWS = int(os.environ.get("ROWS", "50_000"))
POINTS = 24
LIMITS = {
    "csv_read_s": 60, "geojson_read_s": 60, "xlsx_read_s": 60, "longest_step_s": 30, "rss_mb": 768,
    "links_take_in_s": 15, "out_rss_mb": 320,
}  # fmt: skip


def main() -> None:
    if sys.argv[1:2] == ["work"]:
        work(int(sys.argv[2]), sys.argv[3])
        return
    if sys.argv[1:2] == ["out"]:
        out(sys.argv[2])
        return
    folder = place.state_folder(f"bench-files-{os.getpid()}")
    database, broker = servers.postgres(folder), servers.valkey(folder)
    os.environ |= {
        "DATABASE_URL": database.url, "REDIS_URL": broker.url, "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMO": "0", "LOG_LEVEL": "WARNING", "MEDIA_ROOT": str(folder / "media"),
    }  # fmt: skip
    try:
        manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(manage, check=True, cwd=place.PROJECT)
        figures = measure()
    finally:
        for child in (broker.child, database.child):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for name, value in figures.items():
        limit = LIMITS.get(name)
        print(f"{name:24} {value:>10}" + (f"   (limit {limit})" if limit else ""))
    print(json.dumps({"name": "files", "figures": figures | {f"limit_{k}": v for k, v in LIMITS.items()}}))


def measure() -> dict[str, float]:
    import django

    django.setup()
    from biomes import bulk_files
    from biomes.models import Biome
    from biomes.rules.bulk import Noun
    from ledger.queries import now

    figures: dict[str, float] = {"rows": ROWS, "longest_step_s": 0, "rss_mb": 0}
    profiles = [profile(number) for number in range(ROWS)]
    for form in ("geojson", "xlsx"):
        data = b"".join(bulk_files.write(form, Noun.BIOMES, profiles))
        figures[f"{form}_mb"] = round(len(data) / 1e6, 1)
        add(figures, form, run(send(data, Noun.BIOMES), "read"))
    data = b"".join(bulk_files.write("csv", Noun.BIOMES, profiles))
    figures["csv_mb"] = round(len(data) / 1e6, 1)
    whole(figures, "csv", send(data, Noun.BIOMES))
    Biome.objects.update(stage="published", published_at=now())
    whole(figures, "zones", send(b"".join(bulk_files.write("csv", Noun.ZONES, zones())), Noun.ZONES))
    whole(figures, "links", send(b"".join(bulk_files.write("csv", Noun.LINKS, links())), Noun.LINKS))
    figures["out_rss_mb"] = 0
    for form in bulk_files.TYPES:
        found = child("out", form)
        figures["out_rss_mb"] = max(figures["out_rss_mb"], found.pop("rss_mb"))
        figures |= found
    return figures


def whole(figures: dict[str, float], name: str, sheet: int) -> None:
    """Read, looked at and taken in."""
    add(figures, name, run(sheet))
    take_in(sheet)
    add(figures, name, run(sheet))


def send(data: bytes, noun: Any) -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from biomes import bulk_steps
    from biomes.forms.bulk import SheetForm
    from ledger.queries import now

    form = SheetForm({"noun": noun.value}, {"file": SimpleUploadedFile("bench", data)})
    if not form.is_valid():
        raise SystemExit(str(form.errors))
    return bulk_steps.receive(form, by="bench", at=now()).pk


def take_in(sheet: int) -> None:
    from biomes import actions
    from biomes.models import Bulk
    from ledger.queries import now

    found = Bulk.objects.get(pk=sheet)
    if found.counts != {"new": found.line_count} or found.state != "checked":
        raise SystemExit(f"{found.noun}: {found.state} {found.counts} {found.failure}")
    actions.apply_sheet(uuid=found.uuid, all_or_nothing=True, by="bench", reason="bench", at=now())


def run(sheet: int, phase: str = "all") -> dict[str, float]:
    return child("work", str(sheet), phase)


def child(*what: str) -> dict[str, float]:
    """The figures of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.files", *what], check=True, cwd=place.PROJECT, stdout=subprocess.PIPE
    )
    found: dict[str, float] = json.loads(done.stdout)
    print("...", found, file=sys.stderr, flush=True)
    return found


def out(form: str) -> None:
    """Every published profile as a file, asked for as a browser asks: seconds, the first piece, megabytes sent."""
    import django

    django.setup()
    from django.test import Client

    began = time.perf_counter()
    answer = Client().get(f"/biomes/profiles.{form}", headers={"host": "localhost"})
    pieces = iter(answer.streaming_content)
    size, first = len(next(pieces)), time.perf_counter() - began
    size += sum(len(piece) for piece in pieces)
    print(
        json.dumps(
            {
                f"{form}_out_s": round(time.perf_counter() - began, 2),
                f"{form}_out_first_s": round(first, 2),
                f"{form}_out_mb": round(size / 1e6, 1),
                "rss_mb": most_memory_mb(),
            }
        )
    )


def work(sheet: int, phase: str) -> None:
    """A phase, step by step: seconds by the clock and of the processor."""
    import django

    django.setup()
    from biomes import bulk_steps
    from biomes.models import Bulk

    found = Bulk.objects.get(pk=sheet)
    figures: dict[str, float] = {"longest_step_s": 0}
    more = True
    while more:
        began, cpu = time.perf_counter(), time.process_time()
        more = bulk_steps.step(sheet)
        seconds, used = time.perf_counter() - began, time.process_time() - cpu
        what = "take_in" if found.is_read else "look" if "read_s" in figures else "read"
        for name, value in ((f"{what}_s", seconds), (f"{what}_cpu_s", used)):
            figures[name] = round(figures.get(name, 0) + value, 2)
        if what != "read":
            figures["longest_step_s"] = max(figures["longest_step_s"], round(seconds, 2))
        elif phase == "read":
            break
    figures["rss_mb"] = most_memory_mb()
    print(json.dumps(figures))


def most_memory_mb() -> int:
    """Of this process alone: what `getrusage` says began with the process that started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def add(figures: dict[str, float], name: str, found: dict[str, float]) -> None:
    for figure, value in found.items():
        if figure in {"longest_step_s", "rss_mb"}:
            figures[figure] = max(figures[figure], value)
        else:
            figures[f"{name}_{figure}"] = value


def outline(number: int) -> dict[str, Any]:
    west, south = -170 + number % 300, -60 + number // 300 % 120
    ring = [
        [round(west + 0.01 * cos(2 * pi * n / POINTS), 6), round(south + 0.01 * sin(2 * pi * n / POINTS), 6)]
        for n in range(POINTS)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def profile(number: int) -> tuple[dict[str, str], dict[str, Any]]:
    from biomes.rules import bulk

    said = {
        "name": f"Creek {number}", "functional_group": "F1.1", "place": outline(number), "mean_depth_m": "1.50",
        "names": [{"language": "es", "name": f"Arroyo {number}", "meaning": "creek"}], "red_list": "NE",
        "story": f"What people tell of creek {number}. " * 5,
        "stewards": [{"name": "Guild", "role": "keeper", "url": "https://guild.example"}],
    }  # fmt: skip
    return bulk.biome_cells(f"creek-{number}", said), {"slug": f"creek-{number}", **said}


def zones() -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    from biomes.rules import bulk

    for number in range(ROWS // 10):
        said = {
            "slug": f"zone-{number}", "name": f"Zone {number}", "kind": "mixed", "population": number, "about": "",
            "polygon": outline(number),
        }  # fmt: skip
        yield bulk.zone_cells(said), said


def links() -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    from biomes.rules import link_table

    for number in range(ROWS // 10):
        cells = dict.fromkeys(link_table.COLUMNS, "") | {
            "from": f"creek-{number}", "to": f"creek-{(number + 1) % ROWS}", "kind": "flow", "direction": "one_way",
            "strength": "0.40", "evidence": "Survey 2149",
        }  # fmt: skip
        yield cells, cells


if __name__ == "__main__":
    main()
