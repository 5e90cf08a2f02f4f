"""A petition with millions of counted signatures, poured in one statement: what the benches of petitions stand on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from portal.supervisor import place, servers
from portal.supervisor.processes import Child

ROWS = int(os.environ.get("ROWS", "2_000_000"))
ZONES, HOURS = 12, 24 * 30
PLACE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0], [0, 0]]]}
FILL = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation, updates,
                                 language, confirmed_at, batch_id)
SELECT %(mark)s || translate(lpad(n::text, 25, '0'), '0123456789', 'abcdefghij'), %(petition)s,
       %(mark)s || n || '@bench.example', 1, 'Ana Vale', %(mark)s || n || '@bench.example',
       (%(zones)s::bigint[])[1 + n %% %(zone_count)s], '', %(updates)s, 'en',
       %(at)s - make_interval(hours => (n %% %(hours)s)::int), %(batch)s
FROM generate_series(1, %(rows)s) AS n
"""


def run(name: str, measure: Callable[[Path, str, list[Child]], dict[str, float]]) -> dict[str, float]:
    """Servers of its own, migrated; ``measure`` gets the folder, the database and the children to stop."""
    folder = place.state_folder(f"bench-{name}-{os.getpid()}")
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
        import django

        django.setup()
        return measure(folder, database.url, children)
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(folder, ignore_errors=True)


def build(rows: int = ROWS, *, updates: bool = False) -> Any:
    """An open petition of ``rows`` signatures, counted in one batch over zones and hours of a month."""
    from accounts import actions as accounts
    from biomes.models import Biome, Zone
    from ledger.queries import now
    from petitions.models import Petition, PetitionBiome

    at = now()
    zones = [
        Zone.objects.create(
            slug=f"zone-{n}", name=f"Zone {n}", kind="entropy", polygon=PLACE, population=9_000
        )
        for n in range(ZONES)
    ]
    biome = Biome.objects.create(
        slug="bench-lagoon", name="Bench Lagoon", functional_group="FM1.3", stage="published", published_at=at,
        place=PLACE,
    )  # fmt: skip
    biome.zones.add(*zones[:4])
    body = accounts.found_organisation(slug="bench-council", name="Bench Council", kind="council")
    petition = Petition.objects.create(
        slug="bench-petition", title="Clean the outfall of the bench", state="open", body=body,
        created_at=at, saved_at=at, opened_at=at - timedelta(days=31), closes_at=at + timedelta(days=150),
    )  # fmt: skip
    PetitionBiome.objects.create(petition=petition, biome=biome)
    pour(petition, rows, mark="a", batch=_batch(petition, rows, at), updates=updates)
    _tables(petition)
    _settle()
    return Petition.objects.get(pk=petition.pk)


def another(petition: Any) -> Any:
    """One more petition beside it, empty."""
    from petitions.models import Petition

    return Petition.objects.create(
        slug="bench-other", title="Another petition of the bench", state="open", body=petition.body,
        created_at=petition.created_at, saved_at=petition.saved_at, opened_at=petition.opened_at,
        closes_at=petition.closes_at,
    )  # fmt: skip


def pour(petition: Any, rows: int, *, mark: str, batch: int | None = None, updates: bool = False) -> None:
    """Signatures, counted (with a batch) or waiting for the next tick."""
    from django.db import connection

    from biomes.models import Zone
    from ledger.queries import now

    zones = list(Zone.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            FILL,
            {
                "mark": mark, "petition": petition.pk, "zones": zones, "zone_count": len(zones), "hours": HOURS,
                "at": now(), "batch": batch, "rows": rows, "updates": updates,
            },
        )  # fmt: skip


def _batch(petition: Any, rows: int, at: Any) -> int:
    from petitions.models import Batch

    return Batch.objects.create(
        petition=petition, number=1, counted_at=at, count=rows, total=rows, root="0" * 64
    ).pk


def _tables(petition: Any) -> None:
    """As the count would have written them."""
    from ledger.queries import now
    from petitions import queries
    from petitions.actions.tallies import print_table, set_tables
    from petitions.models import Petition

    rows = queries.books_of_rows(petition)
    Petition.objects.filter(pk=petition.pk).update(signature_count=rows.total)
    petition.refresh_from_db()
    set_tables(petition, rows.zones, rows.hours, rows.paper_hours)
    print_table(petition, moved=rows.total, at=now())


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE petitions_signature")
        cursor.execute("CHECKPOINT")


def report(name: str, figures: dict[str, float], limits: dict[str, float]) -> None:
    for key, value in figures.items():
        limit = limits.get(key)
        print(f"{key:24} {value:>14}" + (f"   (limit {limit})" if limit else ""))
    print(json.dumps({"name": name, "figures": figures | {f"limit_{k}": v for k, v in limits.items()}}))
