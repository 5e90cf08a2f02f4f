"""Days joined into points all at once: held to the rule's own words, whatever the days are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from biomes import actions
from biomes.models import Day, Indicator
from biomes.queries import courses
from biomes.queries.days import day_rows
from biomes.queries.signs import daily
from biomes.rules.daily import bin_size, binned, silences
from ledger.queries import now
from tests.biomes import makers
from tests.biomes.makers import row

pytestmark = pytest.mark.django_db
TODAY = date(2150, 6, 11)
AT = datetime.combine(TODAY, time(12), UTC)
# How long ago, its low, how much higher its median and high lie, readings, and how many of them below detection.
said_days = st.lists(
    st.tuples(
        st.integers(0, 1_825),
        st.integers(0, 50),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(1, 4),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda one: one[0],
)


def point_of(one):
    return (one.day, one.low, pytest.approx(one.median), one.high, one.count, one.below, one.historical)


class Joined(TestCase):
    @given(said_days, st.sampled_from(["30d", "1y", "5y", "all"]))
    def test_the_points_and_silences_are_those_of_the_rule(self, said, period):
        makers.reference()
        station = makers.station(makers.biome("lagoon", at=AT), "V-07", at=AT)
        indicator = Indicator.objects.get(code="salinity")
        Day.objects.bulk_create(
            Day(
                station=station,
                indicator=indicator,
                day=TODAY - timedelta(days=ago),
                count=count,
                low=low,
                median=low + up,
                high=low + up + more,
                mean=low,
                below_count=min(below, count),
            )
            for ago, low, up, more, count, below in said
        )

        course = courses.course(station.biome, indicator, period, AT)

        rows = day_rows([(station.pk, indicator.pk)], course.since, course.until)
        days = [daily(one) for one in rows]
        assert course.size == bin_size(course.since, TODAY)
        if not days:
            assert course.lines == []
            return
        (line,) = course.lines
        assert [point_of(one) for one in line.points] == [point_of(one) for one in binned(days, course.size)]
        assert line.gaps == silences(days, indicator.validity)
        assert (line.day_count, line.below) == (len(days), sum(one.is_below for one in days))
        assert (line.latest.day, line.latest.median) == (days[-1].day, days[-1].median)
        assert line.latest.is_below is days[-1].is_below


@pytest.mark.parametrize("period", ["30d", "5y", "all"])
def test_what_came_a_moment_ago_is_drawn_before_and_after_the_roll_up(buoy, noon, period):
    salinity = Indicator.objects.get(code="salinity")
    actions.record_readings(
        station=buoy, rows=[row("salinity", noon - timedelta(days=n), "8") for n in (0, 1, 9)], at=noon
    )
    actions.roll_up(at=noon)
    actions.record_readings(station=buoy, rows=[row("salinity", noon - timedelta(days=1), "6")], at=noon)

    at_once = courses.course(buoy.biome, salinity, period, noon).lines
    actions.roll_up(at=noon)
    later = courses.course(buoy.biome, salinity, period, noon).lines

    assert [point_of(one) for one in at_once[0].points] == [point_of(one) for one in later[0].points]
    assert min(one.low for one in at_once[0].points) == 6
    assert at_once[0].day_count == 3


def test_the_whole_past_begins_with_its_first_day_though_nothing_is_rolled_up(buoy, noon):
    first = noon - timedelta(days=900)
    actions.record_readings(
        station=buoy, rows=[row("salinity", first, "8"), row("salinity", noon, "9")], at=noon
    )

    course = courses.course(buoy.biome, Indicator.objects.get(code="salinity"), "all", noon)

    assert course.since == first.date()


def test_each_indicator_of_a_station_is_a_course_of_its_own_in_the_order_of_pages(buoy, noon):
    rows = [
        row(code, noon - timedelta(days=n), "7") for code in ("salinity", "chlorophyll-a") for n in (0, 1)
    ]
    actions.record_readings(station=buoy, rows=rows, at=noon)

    found = courses.courses_at(buoy, noon, days=90)

    assert [one.indicator.code for one in found] == ["chlorophyll-a", "salinity"]
    assert [len(one.lines[0].points) for one in found] == [2, 2]
    assert all(limit.indicator_id == one.indicator.pk for one in found for limit in one.limits)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/biomes/lagoon/", 23),
        ("/biomes/lagoon/indicators/salinity/?period=5y", 18),
        ("/stations/V-07/", 14),
    ],
)
def test_a_page_asks_no_more_however_much_was_measured(client, path, most):
    at = now()
    makers.reference()
    lagoon = makers.biome("lagoon", at=at)
    stations = [makers.station(lagoon, f"V-{number:02}", at=at) for number in range(5, 10)]

    def asked(days):
        for station in stations:
            rows = [
                row(code, at - timedelta(days=n), f"{7 + n % 3}")
                for code in ("salinity", "chlorophyll-a", "oxygen-night")
                for n in days
            ]
            actions.record_readings(station=station, rows=rows, at=at)
        actions.roll_up(at=at)
        actions.assess_biome(biome=lagoon, at=at)
        client.get(path)  # what the process remembers from then on
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path).content.decode()
        assert "<svg" in page
        return len(queries)

    few, many = asked(range(2, 5)), asked([*range(5, 12), *range(100, 140)])

    assert few == many <= most
