"""A month of readings goes to a file and comes back; nothing is lost, changed or counted twice on the way."""

import json
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from biomes import actions, parquet, queries
from biomes.actions import months
from biomes.models import Archive, Reading, Seal
from biomes.rules.words import Quality
from ledger.models import Fact
from tests.biomes.makers import row

MAY = date(2150, 5, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def may(buoy, noon):
    """A month with everything a reading may carry, sealed and over."""
    actions.open_months(at=noon)
    then = noon - 30 * DAY
    rows = [
        row("salinity", then, "8.25", depth_m="0.5", replicate=2, method='By "hand", ÿ\\n'),
        row("salinity", then - HOUR, "9", result_at=then.isoformat()),
        row("microcystin", then - 2 * HOUR, "<0.1"),
        row("chlorophyll-a", then - 3 * HOUR, "0.061", unit="mg/L"),
        row("salinity", then - 4 * HOUR, "4000"),
        {"indicator": "nitrate", "at": "2150-05", "value": "3"},
    ]
    actions.record_readings(station=buoy, rows=rows, at=then)
    actions.record_readings(station=buoy, rows=[row("salinity", then - HOUR, "9.5")], at=then + HOUR)
    actions.record_readings(station=buoy, rows=[row("salinity", noon - HOUR, "7")], at=noon)
    actions.seal_due_days(at=noon + DAY)
    # As at a commit: a table with rows that wait for their checks cannot be dropped.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return buoy


def everything():
    columns = [f.attname for f in Reading._meta.concrete_fields]
    return list(Reading.objects.order_by("id").values_list(*columns))


def put_away(folder, noon, **how):
    return actions.archive_month(month=MAY, folder=folder, at=noon + DAY, **how)


@pytest.mark.parametrize("drop", [False, True])
def test_a_month_goes_and_comes_back_as_it_was(may, noon, tmp_path, drop):
    before = everything()

    archive = put_away(tmp_path, noon, drop=drop)
    away = everything()
    actions.restore_month(month=MAY, folder=tmp_path, at=noon + 2 * DAY)

    assert (archive.reading_count, len(before), len(away)) == (7, 8, 1)
    assert everything() == before
    assert MAY in months.attached_months()
    assert queries.archive_of(str(before[0][0])) is None
    with pytest.raises(Exception, match=r"(?i)pgtrigger"):
        Reading.objects.filter(id=before[0][0]).update(value=1)


def test_days_seals_and_the_root_stay_while_the_readings_are_away(may, noon, tmp_path):
    asked = ([may.pk], "salinity", MAY, date(2150, 6, 30))
    days = [(one.day, one.count, one.mean) for one in queries.days_of(*asked)]
    leaves = [
        queries.reading_leaf(one) for one in Reading.objects.filter(phenomenon_at__lt=months.bounds(MAY)[1])
    ]

    archive = put_away(tmp_path, noon)
    actions.roll_up_due(at=noon)

    from biomes.rules.leaf import root_of

    assert [(one.day, one.count, one.mean) for one in queries.days_of(*asked)] == days
    assert archive.root == root_of(leaves)
    assert Seal.objects.count() == 2
    fact = Fact.objects.get(kind="biomes.readings.archived")
    assert (fact.body["month"], fact.body["count"], fact.body["root"]) == ("2150-05", 7, archive.root)


def test_the_file_and_its_manifest_say_what_an_outsider_needs(may, noon, tmp_path):
    archive = put_away(tmp_path, noon)

    said = json.loads((tmp_path / "readings-2150-05.json").read_text())
    rows = list(parquet.read(tmp_path / said["file"]))

    assert (said["rows"], said["root"], said["sha256"]) == (
        7,
        archive.root,
        parquet.digest(tmp_path / said["file"]),
    )
    assert set(said["columns"]) == set(rows[0])
    assert [one["day"] for one in said["seals"]] == ["2150-05-12"]
    assert rows[0]["method"] == 'By "hand", ÿ\\n'
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_a_row_of_an_archived_month_is_refused_with_its_sentence(may, noon, tmp_path, client):
    put_away(tmp_path, noon)
    again = row("salinity", noon - 30 * DAY, "8.25", depth_m="0.5", replicate=2)

    receipt = actions.record_readings(station=may, rows=[again, row("salinity", noon, "7")], at=noon)

    assert [(one.verdict.value, one.reason, one.field) for one in receipt.verdicts] == [
        ("refused", "month_archived", "at"),
        ("stored", "", ""),
    ]


def test_the_page_of_an_archived_reading_says_where_it_went(may, noon, tmp_path, client):
    number = Reading.objects.order_by("id").first().number
    put_away(tmp_path, noon)

    page = client.get(f"/stations/V-07/readings/{number}/")
    told = client.get(f"/api/v1/readings/{number}/")
    unknown = client.get("/stations/V-07/readings/999999/")

    assert (page.status_code, told.status_code, unknown.status_code) == (410, 410, 404)
    assert "readings-2150-05.parquet" in page.content.decode()
    assert "readings-2150-05.parquet" in told.json()["detail"]
    assert client.get(reverse("biomes:archive")).status_code == 200
    assert client.get("/api/v1/archives/").json()["results"][0]["month"] == "2150-05"


def test_the_living_system_s_pages_stay_while_its_readings_are_away(may, noon, tmp_path, client):
    put_away(tmp_path, noon)

    assert client.get("/biomes/lagoon/").status_code == 200
    assert client.get("/stations/V-07/").status_code == 200


@pytest.mark.parametrize(
    ("month", "says"),
    [
        (date(2150, 6, 1), "not over yet"),
        (date(2149, 1, 1), "no partition of its own"),
    ],
)
def test_a_month_that_cannot_go_stays(may, noon, tmp_path, month, says):
    before = everything()

    with pytest.raises(actions.CannotArchive, match=says):
        actions.archive_month(month=month, folder=tmp_path, at=noon + DAY)

    assert everything() == before
    assert list(tmp_path.iterdir()) == []


def test_a_month_goes_only_once_and_only_when_it_is_sealed(buoy, noon, tmp_path):
    actions.open_months(at=noon)
    actions.record_readings(station=buoy, rows=[row("salinity", noon - 30 * DAY, "8")], at=noon)

    with pytest.raises(actions.CannotArchive, match="sealed"):
        put_away(tmp_path, noon)
    actions.seal_due_days(at=noon + DAY)
    put_away(tmp_path, noon)
    with pytest.raises(actions.CannotArchive, match="already"):
        put_away(tmp_path, noon)


def test_an_archived_month_is_not_opened_again_by_the_sweep(may, noon, tmp_path):
    put_away(tmp_path, noon, drop=True)

    assert actions.open_months(at=noon) == []


def test_a_file_that_was_changed_is_not_brought_back(may, noon, tmp_path):
    put_away(tmp_path, noon, drop=True)
    file = tmp_path / "readings-2150-05.parquet"
    rows = list(parquet.read(file))
    rows[0]["quality"] = "rejected"
    parquet.write(file, rows)

    with pytest.raises(actions.CannotArchive, match="not the file"):
        actions.restore_month(month=MAY, folder=tmp_path, at=noon)
    assert Archive.objects.get().restored_at is None


def test_a_table_that_was_changed_behind_the_guards_is_not_attached(may, noon, tmp_path):
    put_away(tmp_path, noon)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE biomes_reading_y2150m05 SET value = value + 1")

    with pytest.raises(actions.CannotArchive, match="differ"):
        actions.restore_month(month=MAY, folder=tmp_path, at=noon)
    assert MAY not in months.attached_months()


def test_without_pyarrow_a_sentence_says_so_and_nothing_begins(may, noon, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(parquet.NoParquet, match="pyarrow"):
        put_away(tmp_path, noon)

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_the_month_in_the_table(may, noon, tmp_path, monkeypatch):
    def full(*_args, **_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write", full)
    before = everything()

    with pytest.raises(actions.CannotArchive, match="No space left"):
        put_away(tmp_path, noon)
    assert everything() == before


def test_a_file_that_reads_back_otherwise_leaves_the_month_in_the_table(may, noon, tmp_path, monkeypatch):
    write = parquet.write
    monkeypatch.setattr(parquet, "write", lambda path, rows: write(path, list(rows)[:-1]))
    before = everything()

    with pytest.raises(actions.CannotArchive, match="differs"):
        put_away(tmp_path, noon)
    assert everything() == before


def test_the_commands_say_what_they_did_and_refuse_nonsense(may, noon, tmp_path, settings):
    from datetime import UTC, datetime

    out = StringIO()
    for words, says in (
        (["--before", "2150-13"], "is no month"),
        (["--before", "2150-06", "--to", str(tmp_path / "nowhere")], "no folder"),
        ([], "kept for ever"),
    ):
        with pytest.raises(CommandError, match=says):
            call_command("archive_readings", *words, *([] if "--to" in words else ["--to", str(tmp_path)]))
    settings.READINGS_KEEP_MONTHS = 12
    call_command("archive_readings", "--to", str(tmp_path), stdout=out)
    assert (
        f"{len([m for m in months.attached_months() if m < months.later(months.month_of(datetime.now(UTC)), -12)])} months"
        in out.getvalue()
    )
    with pytest.raises(CommandError, match="not in the archive"):
        call_command("restore_readings", "--month", "2150-05", "--from", str(tmp_path))


def test_a_judgement_after_the_month_came_back_counts(may, noon, tmp_path):
    put_away(tmp_path, noon, drop=True)
    actions.restore_month(month=MAY, folder=tmp_path, at=noon)
    wild = Reading.objects.get(value=4000)

    actions.judge_reading(reading_id=wild.number, quality=Quality.CHECKED, actor="p-1", at=noon)

    (day,) = queries.days_of([may.pk], "salinity", MAY, date(2150, 6, 1))
    assert (day.count, day.high) == (3, 4000)


def test_a_batch_that_was_judged_before_the_month_went_is_refused_whole(may, noon, tmp_path, monkeypatch):
    """The database itself keeps the month's rows out; they cannot slip into the DEFAULT partition."""
    from biomes.actions import judging

    put_away(tmp_path, noon)
    before = everything()
    monkeypatch.setattr(judging, "_months_away", set)

    with pytest.raises(actions.CannotRecord, match="send the batch again"):
        actions.record_readings(station=may, rows=[row("salinity", noon - 30 * DAY, "8")], at=noon)
    assert everything() == before
