"""Days in numbers: true after every batch, correction and judgement; a gap stays a gap."""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from biomes import actions, queries
from biomes.rules.words import Quality
from tests.biomes import makers
from tests.biomes.makers import row

HOUR = timedelta(hours=1)
TODAY = date(2150, 6, 11)
pytestmark = pytest.mark.django_db


def send(station, at, *said, **how):
    """Each is (hours before, value) or a ready row."""
    rows = [one if isinstance(one, dict) else row("salinity", at - one[0] * HOUR, one[1]) for one in said]
    return actions.record_readings(station=station, rows=rows, at=at, **how)


def days(station, since=TODAY - timedelta(days=40), until=TODAY + timedelta(days=1), indicator="salinity"):
    return queries.days_of([station.pk], indicator, since, until)


def numbers(one):
    return {
        name: getattr(one, name) for name in ("day", "count", "low", "high", "mean", "median", "below_count")
    }


def test_a_day_is_there_at_once_and_the_same_after_the_roll_up(buoy, noon):
    send(buoy, noon, (1, "8"), (2, "9"), (3, "<4"), (30, "7"))

    at_once = [numbers(one) for one in days(buoy)]
    worked = actions.roll_up(at=noon)

    assert worked == 2
    assert [one.pk is not None for one in days(buoy)] == [True, True]
    assert [numbers(one) for one in days(buoy)] == at_once
    assert at_once[1] == {
        "day": TODAY, "count": 3, "low": Decimal(4), "high": Decimal(9), "mean": Decimal(7), "median": Decimal(8),
        "below_count": 1,
    }  # fmt: skip


def test_the_days_of_a_living_system_are_those_of_all_its_stations(lagoon, buoy, noon):
    other = makers.station(lagoon, "V-08", at=noon)
    elsewhere = makers.station(makers.biome("river", at=noon), "R-01", at=noon)
    for station in (buoy, other, elsewhere):
        send(station, noon, (1, "8"))

    found = queries.days_of(lagoon, "salinity", TODAY, TODAY + timedelta(days=1))

    assert [one.station_id for one in found] == [buoy.pk, other.pk]


def test_a_period_has_its_beginning_and_not_its_end(buoy, noon):
    send(buoy, noon, (12, "8"), (12.5, "9"), (0, "7"))  # midnight itself, half an hour before, noon

    assert [one.count for one in days(buoy, TODAY, TODAY + timedelta(days=1))] == [2]
    assert [one.count for one in days(buoy, TODAY - timedelta(days=1), TODAY)] == [1]
    assert days(buoy, indicator="no-such-thing") == days(buoy, TODAY, TODAY) == []
    assert queries.days_of([], "salinity", TODAY, TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize("rolled", [False, True])
def test_a_correction_moves_its_day(buoy, noon, rolled):
    send(buoy, noon, (1, "8"))
    actions.roll_up(at=noon)

    send(buoy, noon + HOUR, row("salinity", noon - HOUR, "6"))
    if rolled:
        actions.roll_up(at=noon)

    (day,) = days(buoy)
    assert (day.count, day.low, day.high) == (1, Decimal(6), Decimal(6))


@pytest.mark.parametrize("rolled", [False, True])
def test_a_rejected_reading_leaves_its_day_and_the_last_one_takes_the_day_with_it(buoy, noon, rolled):
    send(buoy, noon, (1, "8"), (30, "7"))
    actions.roll_up(at=noon)
    last = buoy.readings.get(value=7)

    actions.judge_reading(reading_id=last.number, quality=Quality.REJECTED, actor="p-1", at=noon)
    if rolled:
        actions.roll_up(at=noon)

    assert [one.day for one in days(buoy)] == [TODAY]


def test_what_the_checks_doubt_counts_once_a_person_has_looked(buoy, noon):
    send(buoy, noon, (1, "8"), (2, "4000"))
    assert [one.high for one in days(buoy)] == [Decimal(8)]

    actions.judge_reading(
        reading_id=buoy.readings.get(quality="raw").number, quality=Quality.CHECKED, actor="p-1", at=noon
    )

    assert [one.high for one in days(buoy)] == [Decimal(4000)]


def test_a_year_and_a_month_are_no_days(buoy, noon):
    rows = [{"indicator": "salinity", "at": at, "value": "8"} for at in ("2150", "2150-06", "2150-06-01")]
    send(buoy, noon, *rows, historical=True)
    actions.roll_up(at=noon)

    assert [(one.day, one.count) for one in days(buoy)] == [(date(2150, 6, 1), 1)]


def test_the_roll_up_works_off_all_marks_and_then_has_nothing_to_do(buoy, noon):
    from biomes.models import DueDay

    send(buoy, noon, *[(24 * n, "8") for n in range(1, 8)])

    assert [actions.roll_up(at=noon, most=4) for _ in range(3)] == [4, 3, 0]
    assert actions.roll_up_due(at=noon) == 0
    assert not DueDay.objects.exists()


def test_a_refused_or_repeated_batch_marks_nothing(buoy, noon):
    from biomes.models import DueDay

    send(buoy, noon, (1, "8"))
    actions.roll_up(at=noon)
    send(buoy, noon, (1, "8"), (2, "1,5"))

    assert not DueDay.objects.exists()


def test_a_batch_that_is_undone_leaves_no_mark(buoy, noon):
    from biomes.models import DueDay

    with transaction.atomic():
        send(buoy, noon, (1, "8"))
        transaction.set_rollback(True)

    assert not DueDay.objects.exists()
    assert days(buoy) == []


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_commits_while_the_roll_up_works_keeps_its_mark(noon):
    """The roll-up has read its marks; a second batch of the same day commits before it deletes them."""
    import psycopg
    from django.conf import settings

    from biomes.models import DueDay

    makers.reference()
    buoy = makers.station(makers.biome("lagoon", at=noon), "V-07", at=noon)
    send(buoy, noon, (1, "8"))
    said = settings.DATABASES["default"] | connection.get_connection_params()
    other = psycopg.connect(
        host=said["host"],
        port=said["port"],
        user=said["user"],
        password=said["password"],
        dbname=said["dbname"],
    )
    with other:  # An open transaction that has written its mark and not committed yet.
        other.execute(
            "INSERT INTO biomes_dueday (station_id, indicator_id, day) SELECT station_id, indicator_id, day FROM biomes_dueday"
        )
        assert actions.roll_up(at=noon) == 1
    other.close()

    assert DueDay.objects.count() == 1


values = st.decimals(
    min_value=-100, max_value=999_999_999_999, places=6, allow_nan=False, allow_infinity=False
)


class AnyDay(TestCase):
    """Whatever is measured, the database's numbers are the textbook's."""

    def setUp(self):
        makers.reference()
        self.noon = datetime(2150, 6, 11, 12, tzinfo=UTC)
        self.buoy = makers.station(makers.biome("lagoon", at=self.noon), "V-07", at=self.noon)

    @given(st.lists(st.tuples(values, st.booleans()), min_size=1, max_size=12))
    def test_the_numbers_are_the_textbook_s(self, measured):
        said = [
            row(
                "salinity", self.noon - timedelta(minutes=n), f"{'<' if below and value > 0 else ''}{value:f}"
            )
            for n, (value, below) in enumerate(measured)
        ]
        send(self.buoy, self.noon, *said)
        for doubtful in self.buoy.readings.filter(quality="raw"):
            actions.judge_reading(
                reading_id=doubtful.number, quality=Quality.CHECKED, actor="p-1", at=self.noon
            )
        at_once = [numbers(one) for one in days(self.buoy)]
        actions.roll_up(at=self.noon)

        plain = [value for value, _below in measured]
        assert (
            [numbers(one) for one in days(self.buoy)]
            == at_once
            == [
                {
                    "day": TODAY,
                    "count": len(plain),
                    "low": min(plain),
                    "high": max(plain),
                    "mean": six(sum(plain) / len(plain)),
                    "median": six(median(plain)),
                    "below_count": sum(below and value > 0 for value, below in measured),
                }
            ]
        )


def six(number):
    """As PostgreSQL rounds: half away from zero."""
    return Decimal(number).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)


@pytest.mark.django_db(transaction=True)
def test_what_was_reckoned_a_moment_ago_gives_way_to_each_change(noon):
    """Outside a transaction a page may remember a marked day; a correction or a judgement brings a mark of its own."""
    makers.reference()
    station = makers.station(makers.biome("lagoon", at=noon), "V-07", at=noon)
    send(station, noon, (1, "8"))
    first, again = [numbers(one) for one in days(station)], [numbers(one) for one in days(station)]

    send(station, noon, (1, "9"))
    corrected = days(station)[0].high
    send(station, noon, (2, "30"))
    added = days(station)[0].high
    newest = station.readings.get(value=30)
    actions.judge_reading(reading_id=newest.number, quality=Quality.REJECTED, actor="p-1", at=noon)

    assert first == again
    assert (corrected, added, days(station)[0].high) == (Decimal(9), Decimal(30), Decimal(9))
