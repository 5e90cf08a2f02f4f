"""Readings at scale: ten million of them, and how quickly more come in, days are summed and pages answer.

Limits: `ingest_per_s` >= 20,000 over HTTP with a station's key on two cores, and at least a quarter of
what COPY does with the same rows into the same table (`ingest_ratio_to_copy`); `page_p95_ms` <= 100 for the page of
the living system; 150 for `station_p95_ms` (the station's page), `indicator_p95_ms` (the page of an indicator over five
years) and `chart_p95_ms` (the same days by the API). ROWS=100000 builds a smaller table.

PostgreSQL, Valkey and the web server are those of `make up`, with two web workers as in the Dockerfile; the
senders are a process of their own with two connections, one for each of two stations. COPY has two as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from statistics import quantiles
from typing import Any

import psycopg

from portal.supervisor import place, servers
from portal.supervisor.processes import Child, free_port, start, wait_for_port

ROWS = int(os.environ.get("ROWS", "10_000_000"))
STATIONS, INDICATORS, YEARS = 10, ("chlorophyll-a", "salinity", "water-temperature", "oxygen-night"), 5
BATCH, BATCHES, SENDERS = 10_000, 12, 2
IMPORT_LINES = int(os.environ.get("IMPORT_LINES", "20_000"))
PLACE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0], [0, 0]]]}
LIMITS = {
    "ingest_per_s": 20_000, "ingest_ratio_to_copy": 0.25, "page_p95_ms": 100, "station_p95_ms": 150,
    "indicator_p95_ms": 150, "chart_p95_ms": 150,
}  # fmt: skip
LIMITS |= {f"after_ingest_{name}": limit for name, limit in LIMITS.items() if name.endswith("_ms")}


def main() -> None:
    if sys.argv[1:2] == ["send"]:
        send(*sys.argv[2:])
        return
    folder = place.state_folder(f"bench-readings-{os.getpid()}")
    database, broker = servers.postgres(folder), servers.valkey(folder)
    children = [database.child, broker.child]
    os.environ |= {
        "DATABASE_URL": database.url, "REDIS_URL": broker.url, "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMO": "0", "LOG_LEVEL": "WARNING", "MEDIA_ROOT": str(folder / "media"),
    }  # fmt: skip
    try:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, cwd=place.PROJECT
        )
        figures = measure(database.url, folder, children)
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for name, value in figures.items():
        limit = LIMITS.get(name)
        print(f"{name:28} {value:>12}" + (f"   (limit {limit})" if limit else ""))
    print(json.dumps({"name": "readings", "figures": figures | {f"limit_{k}": v for k, v in LIMITS.items()}}))


def measure(url: str, folder: Path, children: list[Child]) -> dict[str, float]:
    import django

    django.setup()
    figures: dict[str, float] = {"rows": ROWS}

    def add(found: dict[str, float]) -> None:
        figures.update(found)
        print("...", found, file=sys.stderr, flush=True)

    began = time.perf_counter()
    world = build(url)
    add({"build_s": round(time.perf_counter() - began, 1)})
    add({"rollup_s_per_million": round(roll_up() / (ROWS / 1e6), 2)})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    address = web(folder, children)
    add(pages(address, world))
    add(ingest(url, address, world, folder))
    add(pages(address, world, prefix="after_ingest_"))
    add({"seal_s_per_million": seal()})
    add({"import_rows_per_s": import_rows(folder)})
    return figures


# --- Building ---------------------------------------------------------------------------------------
def build(url: str) -> dict[str, Any]:
    """A living system whose stations have measured every few minutes for five years, up to four days ago."""
    from biomes import actions
    from biomes.models import Biome, Indicator
    from ledger.queries import now

    at = now().replace(microsecond=0)
    actions.install_reference()
    biome = Biome.objects.create(
        slug="bench-lagoon", name="Bench Lagoon", functional_group="FM1.3", stage="published", published_at=at,
        place=PLACE,
    )  # fmt: skip
    keys = {}
    for number in range(STATIONS + SENDERS):
        station = actions.open_station(
            code=f"B-{number:02}",
            biome=biome,
            lon=0.05,
            lat=0.05,
            at=at - timedelta(days=365 * YEARS),
            actor="",
        )
        keys[station.code] = (station.pk, actions.issue_key(station_id=station.pk, actor="", at=at)[1])
    until = at - timedelta(days=4)
    since = until - timedelta(days=365 * YEARS)
    indicators = dict(Indicator.objects.filter(code__in=INDICATORS).values_list("code", "pk"))
    fill(url, sorted(indicators.values()), [keys[f"B-{n:02}"][0] for n in range(STATIONS)], since, until)
    actions.assess_biome(biome=biome, at=at)
    return {"at": at, "keys": keys, "biome": biome}


def fill(url: str, indicators: list[int], stations: list[int], since: datetime, until: datetime) -> None:
    """Straight into tables of their months, which are attached when they are full: indexes are built once."""
    from biomes.actions import months

    step = (until - since).total_seconds() / (ROWS / (len(indicators) * len(stations)))
    with psycopg.connect(url, autocommit=True) as connection, psycopg.ClientCursor(connection) as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(
            "INSERT INTO biomes_batch (station_id, sender, received_at, row_count, stored_count, duplicate_count,"
            " corrected_count, flagged_count, refused_count) VALUES (%s, 'bench', %s, %s, %s, 0, 0, 0, 0) RETURNING id",
            [stations[0], until, ROWS, ROWS],
        )
        batch = cursor.fetchone()[0]  # type: ignore[index]
        month = months.month_of(since)
        while month <= months.month_of(until):
            first, last = months.bounds(month)
            table = months.partition(month)
            attached = month in months.attached_months()
            if not attached:
                cursor.execute(
                    f"CREATE TABLE {table} (LIKE biomes_reading INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
                )
            cursor.execute(
                f"""
                INSERT INTO {table} (phenomenon_at, "precision", version, is_current, received_at, value, qualifier,
                       unit, as_sent, quality, flags, method, historical, batch_id, indicator_id, station_id)
                SELECT at, 'instant', 1, TRUE, at + interval '5 minutes', 9 + 2 * sin(extract(epoch FROM at) / 3e6)
                       + random(), '', 'ug/L', '', 'checked', ARRAY[]::varchar[], '', FALSE, %s, i, s
                  FROM generate_series(%s::timestamptz, %s::timestamptz, make_interval(secs => %s)) AS at,
                       unnest(%s::bigint[]) AS i, unnest(%s::bigint[]) AS s
                 WHERE at >= %s AND at < %s
                """,
                [batch, max(since, first), min(until, last), step, indicators, stations, first, last],
            )
            if not attached:
                months.attach(cursor, month)
            month = months.later(month, 1)
        cursor.execute("ANALYZE biomes_reading")
        cursor.execute(
            "INSERT INTO biomes_series (station_id, indicator_id, newest_at)"
            " SELECT station_id, indicator_id, max(phenomenon_at) FROM biomes_reading GROUP BY 1, 2"
        )


def roll_up() -> float:
    """Seconds to reckon every day of every series from nothing."""
    from django.db import connection

    from biomes import actions
    from ledger.queries import now

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO biomes_dueday (station_id, indicator_id, day) SELECT DISTINCT station_id, indicator_id,"
            " (phenomenon_at AT TIME ZONE 'UTC')::date FROM biomes_reading"
        )
    began = time.perf_counter()
    while actions.roll_up(at=now()):
        pass
    return time.perf_counter() - began


# --- Asking -----------------------------------------------------------------------------------------
def web(folder: Path, children: list[Child]) -> tuple[str, int]:
    port = free_port()
    child = start(
        "web",
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "warning", "config.wsgi:application",
        ],
        log=folder / "web.log", env=dict(os.environ), cwd=str(place.PROJECT),
    )  # fmt: skip
    children.append(child)
    wait_for_port(child, port, patience=180)
    return "127.0.0.1", port


def pages(address: tuple[str, int], world: dict[str, Any], prefix: str = "") -> dict[str, float]:
    since = (world["at"] - timedelta(days=365 * YEARS)).date()
    indicator = "/biomes/bench-lagoon/indicators/chlorophyll-a/"
    chart = f"/api/v1/days/?indicator=chlorophyll-a&station=B-03&since={since}"
    return {
        f"{prefix}page_p95_ms": p95(address, "/biomes/bench-lagoon/"),
        f"{prefix}station_p95_ms": p95(address, "/stations/B-03/", times=20),
        f"{prefix}indicator_p95_ms": p95(address, f"{indicator}?period=5y", times=20),
        f"{prefix}chart_p95_ms": p95(address, chart),
    }


def p95(address: tuple[str, int], path: str, times: int = 60) -> float:
    """Milliseconds from the request to the last byte, one at a time, warm."""
    connection, took = HTTPConnection(*address), []
    for number in range(times + 8):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:500]!r}")
        if number >= 8:
            took.append((time.perf_counter() - began) * 1000)
    return round(quantiles(took, n=20)[-1], 1)


# --- Coming in --------------------------------------------------------------------------------------
def batches(world: dict[str, Any], code: str) -> list[str]:
    """As a buoy sends them: four indicators each few seconds, the newest of the last two days."""
    newest = world["at"] - timedelta(minutes=1)
    found = []
    for batch in range(BATCHES):
        times = [
            newest - timedelta(seconds=(BATCHES - batch) * BATCH // 4 - n)
            for n in range(BATCH // len(INDICATORS))
        ]
        rows = [
            {"indicator": indicator, "at": at.isoformat(), "value": f"{8 + n % 40 / 10:.1f}"}
            for n, at in enumerate(times)
            for indicator in INDICATORS
        ]
        found.append(json.dumps({"readings": rows}))
    return found


def ingest(url: str, address: tuple[str, int], world: dict[str, Any], folder: Path) -> dict[str, float]:
    codes = [f"B-{STATIONS + n:02}" for n in range(SENDERS)]
    for code in codes:
        (folder / f"{code}.jsonl").write_text("\n".join(batches(world, code)))
    words = [f"{code}={world['keys'][code][1]}={folder / code}.jsonl" for code in codes]
    done = subprocess.run(
        [sys.executable, "-m", "bench.readings", "send", address[0], str(address[1]), *words],
        capture_output=True, text=True, check=True, cwd=place.PROJECT,
    )  # fmt: skip
    told = json.loads(done.stdout)
    sent = BATCH * BATCHES * SENDERS
    with psycopg.connect(url) as connection:
        stored = connection.execute(
            "SELECT count(*) FROM biomes_reading WHERE station_id = ANY(%s)",
            [[world["keys"][code][0] for code in codes]],
        ).fetchone()[0]  # type: ignore[index]
    if (told["stored"], stored) != (sent, sent):
        raise SystemExit(f"{sent} rows were sent, {told['stored']} told as stored, {stored} stored")
    copied = copy_per_second(url, world, codes)
    per_second = round(sent / told["seconds"])
    return {
        "ingest_per_s": per_second,
        "copy_per_s": copied,
        "ingest_ratio_to_copy": round(per_second / copied, 3),
    }


def send(host: str, port: str, *stations: str) -> None:
    """The second process: each station posts its batches one after the other, all stations at once."""
    parts = [one.split("=", 2) for one in stations]
    bodies = {code: Path(file).read_text().split("\n") for code, _key, file in parts}

    def post(code: str, key: str) -> int:
        connection, stored = HTTPConnection(host, int(port)), 0
        headers = {"Host": "localhost", "Content-Type": "application/json", "Authorization": f"Station {key}"}
        for body in bodies[code]:
            connection.request("POST", f"/api/v1/stations/{code}/readings/", body, headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{answer.status} {said[:500]!r}")
            stored += json.loads(said)["counts"]["stored"]
        return stored

    began = time.perf_counter()
    with ThreadPoolExecutor(len(parts)) as pool:
        stored = sum(pool.map(post, [part[0] for part in parts], [part[1] for part in parts]))
    print(json.dumps({"stored": stored, "seconds": time.perf_counter() - began}))


def copy_per_second(url: str, world: dict[str, Any], codes: list[str]) -> int:
    """The peer: PostgreSQL's COPY of the same rows, batch by batch, an hour aside so that nothing collides."""
    shift = timedelta(days=1)
    with psycopg.connect(url) as connection:
        texts = []
        for code in codes:
            lines: list[bytes] = []
            columns = (
                'phenomenon_at + %s, "precision", depth_m, replicate, version, is_current, result_at, received_at,'
                " value, qualifier, detection_limit, unit, as_sent, quality, flags, method, historical, batch_id,"
                " indicator_id, station_id"
            )
            query = f"COPY (SELECT {columns} FROM biomes_reading WHERE station_id = %s ORDER BY id) TO STDOUT"
            with connection.cursor().copy(query, [shift, world["keys"][code][0]]) as rows:
                lines = b"".join(rows).splitlines(keepends=True)
            texts.append([b"".join(lines[n : n + BATCH]) for n in range(0, len(lines), BATCH)])

    def pour(batches: list[bytes]) -> None:
        target = (
            'phenomenon_at, "precision", depth_m, replicate, version, is_current, result_at, received_at, value,'
            " qualifier, detection_limit, unit, as_sent, quality, flags, method, historical, batch_id, indicator_id,"
            " station_id"
        )
        with psycopg.connect(url) as own:
            for text in batches:
                with own.cursor().copy(f"COPY biomes_reading ({target}) FROM STDIN") as copy:
                    copy.write(text)
                own.commit()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(texts)) as pool:
        list(pool.map(pour, texts))
    return round(BATCH * BATCHES * SENDERS / (time.perf_counter() - began))


# --- Sealing and importing --------------------------------------------------------------------------
def seal() -> float:
    """Seconds a million readings take to be sealed: all days of one quarter of the past."""
    from biomes import actions
    from biomes.models import Reading, Seal
    from ledger.queries import now

    at = now()
    first = (at - timedelta(days=200)).date()
    began, count = time.perf_counter(), 0
    for step in range(40):
        if made := actions.seal_day(day=first + timedelta(days=step), at=at):
            count += made.reading_count
    took = time.perf_counter() - began
    if (
        count
        != Reading.objects.filter(
            received_at__gte=datetime(first.year, first.month, first.day, tzinfo=UTC),
            received_at__lt=datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=40),
        ).count()
        or not Seal.objects.exists()
    ):
        raise SystemExit("not every reading is under a seal")
    return round(took / (count / 1e6), 1) if count else 0.0


def import_rows(folder: Path) -> int:
    """A survey of the past by the command, two values a line, twenty sites."""
    from django.core.management import call_command

    from biomes.models import Biome
    from ledger.queries import now

    at = now()
    Biome.objects.create(
        slug="bench-survey",
        name="Bench Survey",
        functional_group="F2.2",
        stage="published",
        published_at=at,
        place=PLACE,
    )
    file = folder / "survey.csv"
    day = datetime(2007, 6, 1, tzinfo=UTC)
    lines = ["SITE,LON,LAT,WHEN,CHLA,SAL"] + [
        f"S-{n % 20},0.05,0.05,{(day + timedelta(minutes=n)).isoformat()},{1 + n % 50 / 10},{5 + n % 30 / 10}"
        for n in range(IMPORT_LINES)
    ]
    file.write_text("\n".join(lines) + "\n")
    began = time.perf_counter()
    call_command(
        "import_readings", str(file), "--biome", "bench-survey", "--checked", "--map", "station=SITE", "lon=LON",
        "lat=LAT", "time=WHEN", "chlorophyll-a=CHLA[ug/L]", "salinity=SAL[g/kg]", stdout=StringIO(),
    )  # fmt: skip
    return round(IMPORT_LINES * 2 / (time.perf_counter() - began))


if __name__ == "__main__":
    main()
