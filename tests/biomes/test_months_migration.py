"""The table that becomes months, and back: every reading moves over, guarded and numbered as before."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from biomes import actions
from tests.biomes import makers
from tests.biomes.makers import row

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("schema")]


@pytest.fixture
def migration():
    return import_module("biomes.migrations.0004_months")


def run(step):
    apps = MigrationLoader(connection).project_state(("biomes", "0004_months")).apps
    with connection.schema_editor() as editor:
        step(apps, editor)


def everything():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, to_jsonb(r) FROM biomes_reading r ORDER BY id")
        return cursor.fetchall()


def is_guarded():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'biomes_reading'::regclass AND tgname ~ 'pgtrigger'"
        )
        return cursor.fetchone()[0] == 2


def test_every_reading_moves_over_and_back_with_its_number(migration, noon, monkeypatch):
    monkeypatch.setattr(migration, "OWN_MONTH_ROWS", 5)
    makers.reference()
    buoy = makers.station(makers.biome("lagoon", at=noon), "V-07", at=noon)
    times = [noon - timedelta(days=40 * n, hours=h) for n in range(4) for h in range(n + 2)]
    actions.record_readings(station=buoy, rows=[row("salinity", one, "8.25") for one in times], at=noon)
    actions.record_readings(station=buoy, rows=[row("salinity", times[0], "9")], at=noon)
    before = everything()

    run(migration.into_one)
    plain, guarded = everything(), is_guarded()
    actions.record_readings(station=buoy, rows=[row("nitrate", noon, "1")], at=noon)
    run(migration.into_months)

    assert plain == before == everything()[:-1]
    assert guarded
    assert is_guarded()
    assert buoy.readings.latest("id").number == before[-1][0] + 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(tableoid::regclass::text) FROM biomes_reading WHERE tableoid <> 'biomes_reading_other'::regclass"
        )
        assert cursor.fetchone() == (5, "biomes_reading_y2150m02")
        cursor.execute("DROP TABLE biomes_reading_y2150m02")
