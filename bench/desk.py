"""The curator's desk with a long backlog: every page of it answers within 100 ms.

What waits: 10,000 living systems that people put on the map, 20,000 sightings, 50,000 doubtful readings among ten times
as many that are fine, 5,000 published profiles of which none names its Red List source, 500 drafts, 500 edits that wait
to be published, 500 profiles taken down, 500 stations and 2,000 links. SHARE=0.1 builds a tenth of it.

Each figure is the 95th percentile of a page, warm, one request at a time, from the request to the last byte, by a
curator's session; PostgreSQL, Valkey and the web server are those of `make up`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from http.client import HTTPConnection
from statistics import quantiles
from typing import Any

import psycopg

from bench.readings import web
from portal.supervisor import place, servers
from portal.supervisor.processes import Child

SHARE = float(os.environ.get("SHARE", "1"))
LIMIT_MS = 100
PAGES = {
    "desk": "/desk/",
    "curators_desk": "/desk/biomes/",
    "find_a_name": "/desk/biomes/?q=creek+77",
    "find_a_stage": "/desk/biomes/?stage=withdrawn",
    "pins": "/desk/pins/",
    "pins_last_page": "/desk/pins/?page=9999",
    "one_pin": "/desk/pins/pin-77/",
    "readings": "/desk/readings/",
    "readings_in_doubt": "/desk/readings/?quality=raw",
    "readings_by_flag": "/desk/readings/?flag=wild",
    "stations": "/desk/stations/",
    "links": "/desk/links/",
    "guardians": "/desk/guardians/",
    "competent": "/desk/competent/",
    "zones": "/desk/zones/",
    "imports": "/desk/imports/",
    "moderators_queue": "/moderation/",
}
POINT = {"type": "Point", "coordinates": [0.05, 0.05]}
PLACE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0], [0, 0]]]}


def main() -> None:
    folder = place.state_folder(f"bench-desk-{os.getpid()}")
    database, broker = servers.postgres(folder), servers.valkey(folder)
    children: list[Child] = [database.child, broker.child]
    os.environ |= {
        "DATABASE_URL": database.url, "REDIS_URL": broker.url, "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMO": "0", "LOG_LEVEL": "ERROR", "MEDIA_ROOT": str(folder / "media"),
    }  # fmt: skip
    try:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, cwd=place.PROJECT
        )
        cookie = build(database.url)
        address = web(folder, children)
        asked = {name: ask(address, path, cookie) for name, path in PAGES.items()}
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for name, (found, least) in asked.items():
        print(
            f"{name:20} {found:>8.1f} ms   {found / LIMIT_MS:.2f} of the limit   (the quickest {least:.1f} ms)"
        )
    figures = {f"{name}_p95_ms": found for name, (found, _least) in asked.items()}
    figures |= {f"{name}_least_ms": least for name, (_found, least) in asked.items()}
    print(json.dumps({"name": "desk", "figures": figures | {"limit_p95_ms": LIMIT_MS, "share": SHARE}}))


def many(count: int) -> range:
    return range(int(count * SHARE))


# --- Building ---------------------------------------------------------------------------------------
def build(url: str) -> str:
    """The backlog; what a curator's browser sends to be known."""
    import django

    django.setup()
    from biomes import actions
    from ledger.queries import now

    began, at = time.perf_counter(), now().replace(microsecond=0)
    actions.install_reference()
    people_and_profiles(at)
    waiting(at)
    doubtful(url, at)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"... built in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return session(at)


def people_and_profiles(at: Any) -> None:
    from biomes.models import Biome, Filing, Link, Revision, Station

    plain = {"functional_group": "FM1.3", "published_at": at, "place": PLACE}
    shown = [
        Biome(slug=f"known-{n}", name=f"Known Creek {n}", stage="published", red_list="EN", **plain)
        for n in many(5_000)
    ]
    drafts = [
        Biome(slug=f"draft-{n}", name=f"Draft {n}", stage="draft", place=PLACE, functional_group="F1.1")
        for n in many(500)
    ]
    gone = [Biome(slug=f"gone-{n}", name=f"Gone {n}", stage="withdrawn", **plain) for n in many(500)]
    pins = [
        Biome(slug=f"pin-{n}", name=f"Pin Creek {n}", stage="provisional", place=POINT) for n in many(10_000)
    ]
    Biome.objects.bulk_create([*shown, *drafts, *gone, *pins], batch_size=1_000)
    Filing.objects.bulk_create(
        [
            Filing(
                biome=one, filed_by=f"p-{n}", filed_at=at - timedelta(minutes=n), language="en", cell_m=100
            )
            for n, one in enumerate(pins)
        ],
        batch_size=1_000,
    )
    snapshot = {"name": "Other", "functional_group": "F1.1", "place": PLACE}
    Revision.objects.bulk_create(
        Revision(biome=one, number=1, author="p", reason="r", snapshot=snapshot, made_at=at)
        for one in [*drafts, *shown[: len(drafts)]]
    )
    Link.objects.bulk_create(
        Link(
            source=shown[n % len(shown)],
            target=shown[(n * 7 + 1) % len(shown)],
            kind="flow",
            strength="0.5",
            evidence="Counted",
        )
        for n in many(2_000)
    )
    Station.objects.bulk_create(
        Station(code=f"B-{n}", biome=shown[n], lon="0.05", lat="0.05", opened_at=at - timedelta(days=400))
        for n in many(500)
    )


def waiting(at: Any) -> None:
    """Sightings, half of them of what people put on the map, each in the moderators' queue."""
    from biomes.models import Biome, Sighting
    from moderation.models import Item

    biomes = [*Biome.objects.filter(stage="provisional"), *Biome.objects.filter(stage="published")]
    rows = [
        Sighting(
            biome=biomes[n % len(biomes)], observer=f"p-{n % 900}", kind="foam", said="Foam", language="en",
            seen_at=at - timedelta(minutes=n), precision="day", lon="0.05", lat="0.05", cell_m=100,
            filed_at=at - timedelta(minutes=n),
        )
        for n in many(20_000)
    ]  # fmt: skip
    Sighting.objects.bulk_create(rows, batch_size=1_000)
    Item.objects.bulk_create(
        [
            Item(
                subject=one.subject, kind="biomes.sighting", snapshot={"title": "Creek", "text": "Foam"}, language="en",
                author=one.observer, submitted_at=one.filed_at,
            )
            for one in rows
        ],
        batch_size=1_000,
    )  # fmt: skip


def doubtful(url: str, at: Any) -> None:
    """One reading in eleven waits for a person; the doubtful ones came in among the others."""
    from biomes import actions
    from biomes.models import Indicator, Station

    actions.open_months(at=at)
    stations = list(Station.objects.values_list("pk", flat=True))
    indicator = Indicator.objects.get(code="salinity").pk
    with psycopg.connect(url) as connection:
        batch = connection.execute(
            "INSERT INTO biomes_batch (station_id, sender, received_at, row_count, stored_count, duplicate_count,"
            " corrected_count, flagged_count, refused_count) VALUES (%s, 'bench', %s, 0, 0, 0, 0, 0, 0) RETURNING id",
            [stations[0], at],
        ).fetchone()[0]  # type: ignore[index]
        connection.execute(
            """
            INSERT INTO biomes_reading (phenomenon_at, "precision", version, is_current, received_at, value, qualifier,
                   unit, as_sent, quality, flags, method, historical, batch_id, indicator_id, station_id)
            SELECT %s::timestamptz - n * interval '9 seconds', 'instant', 1, TRUE,
                   %s::timestamptz - n * interval '9 seconds', 9, '', 'g/kg', '',
                   CASE WHEN n %% 11 = 0 THEN 'raw' ELSE 'checked' END,
                   CASE WHEN n %% 11 = 0 THEN ARRAY['wild']::varchar[] ELSE ARRAY[]::varchar[] END,
                   '', FALSE, %s, %s, (%s::bigint[])[1 + n %% %s]
              FROM generate_series(1, %s) AS n
            """,
            [at, at, batch, indicator, stations, len(stations), len(many(550_000))],
        )


def session(at: Any) -> str:
    """A curator with a second factor, signed in."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from accounts.models import RoleGrant, User
    from accounts.rules.roles import Role

    curator = User.objects.create_user("curator@bench.example", name="Curator")
    for role in (Role.CURATOR, Role.MODERATOR):
        RoleGrant.objects.create(user=curator, role=role.value, since=at - timedelta(days=1))
    Authenticator.objects.create(
        user=curator, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    client = Client()
    client.force_login(curator, backend="accounts.backends.Backend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


# --- Asking -----------------------------------------------------------------------------------------
def ask(address: tuple[str, int], path: str, cookie: str, times: int = 30) -> tuple[float, float]:
    """The 95th percentile and the quickest: on a busy machine the first tells of the machine, the second of the page."""
    connection, took = HTTPConnection(*address), []
    for number in range(times + 5):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:500]!r}")
        if number >= 5:
            took.append((time.perf_counter() - began) * 1000)
    found = round(quantiles(took, n=20)[-1], 1)
    print(f"... {path}: {found} ms, {len(body) // 1000} kB", file=sys.stderr, flush=True)
    return found, round(min(took), 1)


if __name__ == "__main__":
    main()
