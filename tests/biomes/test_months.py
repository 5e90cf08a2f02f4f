"""Readings lie in months: whatever is attached, moved or asked for, each is there once and guarded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from biomes import actions, queries
from biomes.actions import months
from tests.biomes.makers import row

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUNE = date(2150, 6, 1)
pytestmark = pytest.mark.django_db


def send(station, at, *times, value="8"):
    rows = [row("salinity", time, value) for time in times]
    return actions.record_readings(station=station, rows=rows, at=at)


def table_of(reading):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM biomes_reading WHERE id = %s", [reading.number])
        return cursor.fetchone()[0]


def test_the_months_around_now_are_attached_once(db, noon):
    before = months.attached_months()

    first, second = actions.open_months(at=noon), actions.open_months(at=noon)

    assert first == [date(2150, n, 1) for n in range(4, 10)]
    assert second == []
    assert months.attached_months() == sorted(before + first)


def test_a_reading_lies_in_its_month_and_one_of_no_month_in_the_default(buoy, noon):
    actions.open_months(at=noon)

    send(buoy, noon, noon - HOUR, noon - 900 * DAY)

    assert [table_of(one) for one in buoy.readings.order_by("-phenomenon_at")] == [
        "biomes_reading_y2150m06",
        "biomes_reading_other",
    ]


def test_the_first_instant_of_a_month_is_in_it_and_the_next_month_s_is_not(buoy, noon):
    actions.open_months(at=noon)
    since, until = months.bounds(JUNE)

    send(buoy, noon, since, until - timedelta(microseconds=1), until)

    assert [table_of(one)[-3:] for one in buoy.readings.order_by("phenomenon_at")] == ["m06", "m06", "m07"]


def test_readings_that_came_before_their_month_move_into_it_and_stay_what_they_were(buoy, noon):
    send(buoy, noon, noon - HOUR, noon - 40 * DAY, noon - 900 * DAY)
    send(buoy, noon, noon - HOUR, value="9")
    columns = [f.attname for f in buoy.readings.model._meta.concrete_fields]
    before = list(buoy.readings.order_by("id").values_list(*columns))

    actions.open_months(at=noon)

    assert list(buoy.readings.order_by("id").values_list(*columns)) == before
    assert sorted({table_of(one) for one in buoy.readings.all()}) == [
        "biomes_reading_other",
        "biomes_reading_y2150m05",
        "biomes_reading_y2150m06",
    ]


def test_readings_of_a_month_that_is_still_to_come_move_when_it_is_attached(buoy, noon):
    """A clock set wrong, or a forecast: kept and flagged, in DEFAULT, as long as no month of theirs is near."""
    actions.open_months(at=noon)
    send(buoy, noon, noon + 150 * DAY)
    assert table_of(buoy.readings.get()) == "biomes_reading_other"

    actions.open_months(at=noon + 60 * DAY)

    assert table_of(buoy.readings.get()) == "biomes_reading_y2150m11"


def test_months_that_passed_while_nobody_swept_are_attached_with_their_readings(buoy, noon):
    actions.open_months(at=noon)
    later = noon + 400 * DAY
    send(buoy, later, *(noon + days * DAY for days in (120, 200, 300)))
    assert {table_of(one) for one in buoy.readings.all()} == {"biomes_reading_other"}

    opened = actions.open_months(at=later)

    assert opened[0] == date(2150, 10, 1)
    assert len(opened) == 13
    assert "biomes_reading_other" not in {table_of(one) for one in buoy.readings.all()}


def test_a_clock_set_wrong_attaches_no_century_of_months(noon):
    before = months.attached_months()

    assert len(actions.open_months(at=noon)) == 6
    assert len(months.attached_months()) == len(before) + 6


def test_a_month_of_the_past_is_attached_when_many_readings_lie_there(buoy, noon, monkeypatch):
    monkeypatch.setattr(months, "OWN_MONTH_ROWS", 3)
    send(buoy, noon, *(noon - 400 * DAY + n * HOUR for n in range(3)), *(noon - 800 * DAY, noon - 801 * DAY))

    opened = actions.open_months(at=noon)

    assert date(2149, 5, 1) in opened
    assert not [month for month in opened if month.year < 2149]


@pytest.mark.parametrize("attached", [False, True])
def test_rules_and_guards_hold_in_every_month(buoy, noon, attached):
    if attached:
        actions.open_months(at=noon)
    send(buoy, noon, noon - HOUR)
    reading = buoy.readings.get()

    for forbidden in (
        lambda: type(reading).objects.filter(id=reading.number).update(value=1),
        lambda: type(reading).objects.filter(id=reading.number).update(phenomenon_at=noon + 90 * DAY),
        reading.delete,
        lambda: connection.cursor().execute(f"DELETE FROM {table_of(reading)}"),
        lambda: connection.cursor().execute(f"UPDATE {table_of(reading)} SET unit = 'x'"),
    ):
        with pytest.raises(Exception, match=r"(?i)pgtrigger"), transaction.atomic():
            forbidden()
    columns = ", ".join(f'"{f.column}"' for f in reading._meta.concrete_fields)
    twin = f"INSERT INTO biomes_reading ({columns}) SELECT {columns} FROM jsonb_populate_record((SELECT r FROM biomes_reading r WHERE id = %s), %s)"
    for wrong in (
        '"version": 2, "is_current": false, "quality": "fine"',
        '"version": 2, "is_current": false, "precision": "hour"',
        '"version": 2, "is_current": false, "value": "NaN"',
        '"version": 2, "is_current": false, "qualifier": "<"',
        '"version": 2, "is_current": false, "batch_id": 0',
        '"version": 2',  # a second current one
        '"is_current": false',  # the same version again
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"{twin}; SET CONSTRAINTS ALL IMMEDIATE", [reading.number, f'{{"id": 99999, {wrong}}}']
            )


def test_the_same_measurement_is_a_duplicate_after_its_month_was_attached(buoy, noon):
    send(buoy, noon, noon - HOUR)
    actions.open_months(at=noon)

    receipt = send(buoy, noon, noon - HOUR)

    assert [one.verdict.value for one in receipt.verdicts] == ["duplicate"]


def test_the_newest_value_is_found_however_long_a_series_has_been_silent(buoy, noon):
    actions.open_months(at=noon)
    old = noon - 900 * DAY
    actions.record_readings(station=buoy, rows=[row("salinity", old, "7")], at=old + HOUR)
    send(buoy, noon, *(noon - n * HOUR for n in (1, 2)))
    actions.record_readings(station=buoy, rows=[row("nitrate", old, "4")], at=old + HOUR)

    newest = queries.latest_readings(buoy.biome, noon)

    assert {(one.indicator.code, one.phenomenon_at) for one in newest} == {
        ("nitrate", old),
        ("salinity", noon - HOUR),
    }
    assert [one.phenomenon_at for one in queries.latest_readings(buoy.biome, noon - 90 * DAY)] == [old, old]


def test_a_new_number_follows_the_last_one(buoy, noon):
    send(buoy, noon, noon - HOUR, noon - 900 * DAY)

    numbers = [one.number for one in buoy.readings.order_by("id")]

    assert numbers[1] == numbers[0] + 1
    made = type(buoy.readings.first())(
        **{
            f.attname: getattr(buoy.readings.first(), f.attname)
            for f in buoy.readings.model._meta.concrete_fields
            if f.name != "id"
        }
    )
    made.version, made.is_current = 9, False
    made.save(force_insert=True)
    assert made.number == numbers[1] + 1


@pytest.mark.django_db(transaction=True)
def test_a_month_that_somebody_reads_is_attached_by_the_next_sweep(noon, monkeypatch):
    import psycopg

    monkeypatch.setattr(months, "PATIENCE", "100ms")
    said = connection.get_connection_params()
    link = {name: said[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**link) as reader:
        reader.execute("SELECT count(*) FROM biomes_reading_other")
        assert actions.open_these(months=[date(2160, 1, 1)]) == []
        reader.rollback()

        assert actions.open_these(months=[date(2160, 1, 1)]) == [date(2160, 1, 1)]

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE biomes_reading_y2160m01")
