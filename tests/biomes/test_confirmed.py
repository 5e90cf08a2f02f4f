"""A value that was doubted and that a person then checks speaks as one just checked; an old one says nothing of now."""

from datetime import timedelta

import pytest

from biomes import actions, queries
from biomes.rules.words import Quality
from ledger.models import Fact
from tests.biomes import makers
from tests.biomes.makers import row

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def send(station, at, *rows, **how):
    actions.record_readings(station=station, rows=rows, at=at, **how)


def confirm(station, at, quality=Quality.CHECKED):
    doubtful = station.readings.get(quality="raw")
    return actions.judge_reading(reading_id=doubtful.number, quality=quality, actor="p-1", at=at)


def told(kind):
    return list(Fact.objects.filter(kind=f"biomes.indicator.{kind}").order_by("id"))


def test_a_wild_value_that_a_person_confirms_is_told_as_a_breach(buoy, noon):
    send(buoy, noon, row("chlorophyll-a", noon - HOUR, "9000"))
    assert told("breached") == []

    reading = confirm(buoy, noon + HOUR)

    (fact,) = told("breached")
    assert (fact.body["value"], fact.body["reading"]) == ("9000", reading.number)
    assert fact.body["phenomenon_at"] == "2150-06-11T11:00:00Z"
    assert queries.state_of(buoy.biome, noon + HOUR).state != "unknown"


def test_confirming_it_twice_tells_it_once(buoy, noon):
    send(buoy, noon, row("chlorophyll-a", noon - HOUR, "9000"))

    reading = confirm(buoy, noon)
    actions.judge_reading(reading_id=reading.number, quality=Quality.CHECKED, actor="p-2", at=noon)

    assert len(told("breached")) == 1


def test_a_station_that_does_not_check_itself_warns_once_a_person_has_checked(buoy, noon):
    type(buoy).objects.filter(pk=buoy.pk).update(checks_itself=False)
    buoy.refresh_from_db()
    send(buoy, noon, row("chlorophyll-a", noon - HOUR, "61"))

    confirm(buoy, noon)

    assert [fact.body["value"] for fact in told("breached")] == ["61"]


@pytest.mark.parametrize("why", ["old", "calm_since", "historical", "rejected", "year", "still_to_come"])
def test_a_confirmed_value_that_says_nothing_of_now_opens_nothing(buoy, noon, why):
    when = {"old": noon - 20 * DAY, "still_to_come": noon + 3 * DAY}.get(why, noon - 2 * HOUR)
    if why == "calm_since":
        send(buoy, noon, row("chlorophyll-a", noon - HOUR, "2"))
    said = row("chlorophyll-a", when, "9000") | ({"at": "2150"} if why == "year" else {})
    send(buoy, noon, said, historical=why == "historical")

    confirm(buoy, noon, Quality.REJECTED if why == "rejected" else Quality.CHECKED)

    assert told("breached") == []


def test_a_value_confirmed_when_it_has_grown_old_opens_nothing(buoy, noon):
    send(buoy, noon, row("chlorophyll-a", noon - HOUR, "9000"))

    confirm(buoy, noon + 20 * DAY)

    assert told("breached") == []


def test_a_calm_value_that_a_person_checks_is_told_as_the_return_inside(buoy, noon):
    send(buoy, noon, row("chlorophyll-a", noon - 2 * HOUR, "61"))
    type(buoy).objects.filter(pk=buoy.pk).update(checks_itself=False)
    buoy.refresh_from_db()
    send(buoy, noon, row("chlorophyll-a", noon - HOUR, "3"))
    assert told("recovered") == []

    confirm(buoy, noon)

    assert [fact.body["value"] for fact in told("recovered")] == ["3"]


def test_what_a_draft_measures_warns_nobody_though_a_person_checked_it(noon):
    makers.reference()
    station = makers.station(makers.biome("hidden-creek", at=noon, stage="draft"), "Q-01", at=noon)
    send(station, noon, row("chlorophyll-a", noon - HOUR, "9000"))

    confirm(station, noon)

    assert told("breached") == []
