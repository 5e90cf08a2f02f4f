"""Readings come in: every row has a verdict, nothing is stored twice, nothing is dropped in silence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from biomes import actions, queries
from biomes.rules.words import Quality
from tests.biomes import makers
from tests.biomes.makers import row

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def send(station, rows, at, **how):
    return actions.record_readings(station=station, rows=rows, at=at, **how)


def verdicts(receipt):
    return [one.verdict.value for one in receipt.verdicts]


def facts(kind):
    from ledger.models import Fact

    return list(Fact.objects.filter(kind=kind).order_by("id"))


def test_a_batch_sent_twice_is_stored_once(buoy, noon):
    rows = [row("chlorophyll-a", noon - HOUR, "10"), row("salinity", noon - HOUR, "8.2", depth_m="0.5")]

    first, second = send(buoy, rows, noon), send(buoy, rows, noon + HOUR)

    assert verdicts(first) == ["stored", "stored"]
    assert verdicts(second) == ["duplicate", "duplicate"]
    assert queries.public_readings().count() == 2


def test_a_different_value_for_the_same_measurement_is_a_new_version(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon - HOUR, "10")], noon)

    receipt = send(buoy, [row("chlorophyll-a", noon - HOUR, "11")], noon + HOUR)

    assert verdicts(receipt) == ["corrected"]
    assert [r.value for r in queries.public_readings()] == [Decimal(11)]
    assert buoy.readings.count() == 2
    assert buoy.readings.get(is_current=False).version == 1


def test_the_same_measurement_twice_in_one_batch_is_judged_in_order(buoy, noon):
    rows = [row("chlorophyll-a", noon - HOUR, value) for value in ("10", "10", "12")]

    receipt = send(buoy, rows, noon)

    assert verdicts(receipt) == ["stored", "duplicate", "corrected"]
    assert [r.value for r in queries.public_readings()] == [Decimal(12)]


def test_depth_and_replicate_make_different_measurements(buoy, noon):
    rows = [
        row("chlorophyll-a", noon - HOUR, "10"),
        row("chlorophyll-a", noon - HOUR, "10", depth_m="2"),
        row("chlorophyll-a", noon - HOUR, "10", depth_m="2", replicate=2),
    ]

    assert verdicts(send(buoy, rows, noon)) == ["stored"] * 3


def test_late_future_out_of_order_and_wild_values_are_kept_and_flagged(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon - 2 * HOUR, "10")], noon)
    rows = [
        row("chlorophyll-a", noon - 30 * DAY, "10"),
        row("chlorophyll-a", noon + DAY, "10"),
        row("chlorophyll-a", noon - 3 * HOUR, "10"),
        row("chlorophyll-a", noon - HOUR, "-4"),
    ]

    receipt = send(buoy, rows, noon)

    assert verdicts(receipt) == ["flagged"] * 4
    assert [one.flags for one in receipt.verdicts] == [
        ("late", "out_of_order"),
        ("future",),
        ("out_of_order",),
        ("wild",),
    ]
    assert queries.public_readings().count() == 5
    assert set(queries.public_readings().filter(quality="raw").values_list("value", flat=True)) == {10, -4}


def test_one_bad_row_does_not_harm_its_neighbours(buoy, noon):
    rows = [row("chlorophyll-a", noon - HOUR, "1,5"), row("chlorophyll-a", noon - HOUR, "1.5")]

    receipt = send(buoy, rows, noon)

    assert verdicts(receipt) == ["refused", "stored"]
    assert (receipt.verdicts[0].reason, receipt.verdicts[0].field) == ("comma", "value")
    assert receipt.counts == {"stored": 1, "flagged": 0, "duplicate": 0, "corrected": 0, "refused": 1}


def test_a_value_in_another_unit_is_converted_and_what_was_sent_is_kept(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon - HOUR, "0.061", unit="mg/l")], noon)

    reading = queries.public_readings().get()
    assert (reading.value, reading.unit, reading.as_sent) == (Decimal(61), "ug/L", "0.061 mg/L")


def test_below_the_detection_limit_keeps_the_limit(buoy, noon):
    rows = [
        row("microcystin", noon - HOUR, "<0.1"),
        row("microcystin", noon - 2 * HOUR, "bdl", detection_limit="0.1"),
        row("microcystin", noon - 3 * HOUR, "bdl"),
    ]

    receipt = send(buoy, rows, noon)

    assert [one.reason for one in receipt.verdicts] == ["", "", "limit_unknown"]
    stored = queries.public_readings()
    assert {(r.qualifier, r.value, r.detection_limit) for r in stored} == {
        ("<", Decimal("0.1"), Decimal("0.1"))
    }


def test_the_worst_live_value_of_a_batch_is_told_once(buoy, noon):
    rows = [
        row("chlorophyll-a", noon - hours * HOUR, value) for hours, value in ((3, "30"), (2, "61"), (1, "40"))
    ]

    send(buoy, rows, noon)
    send(buoy, rows, noon + HOUR)

    (fact,) = facts("biomes.indicator.breached")
    reading = queries.public_readings().get(value=61)
    assert fact.subject == "biomes.biome/lagoon"
    assert fact.about == ["biomes.station/V-07", f"biomes.reading/{reading.number}"]
    assert fact.body | {"threshold": 0} == {
        "biome": "lagoon",
        "station": "V-07",
        "indicator": "chlorophyll-a",
        "value": "61",
        "unit": "ug/L",
        "threshold": 0,
        "level": "distressed",
        "limit": "24",
        "direction": "above",
        "reading": reading.number,
        "phenomenon_at": "2150-06-11T10:00:00Z",
        "leaf": queries.reading_leaf(reading),
    }
    assert fact.public


def test_a_return_inside_is_told_when_the_value_is_clear_of_the_limit(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon, "30")], noon)
    send(buoy, [row("chlorophyll-a", noon + HOUR, "11.9")], noon + HOUR)  # 12 lets go at 10.8

    assert facts("biomes.indicator.recovered") == []

    send(buoy, [row("chlorophyll-a", noon + 2 * HOUR, "9")], noon + 2 * HOUR)

    (fact,) = facts("biomes.indicator.recovered")
    assert fact.body["value"] == "9"


@pytest.mark.parametrize("how", ["historical", "future", "late", "wild", "unchecked"])
def test_what_does_not_speak_of_now_opens_nothing(buoy, noon, how):
    if how == "unchecked":
        type(buoy).objects.filter(pk=buoy.pk).update(checks_itself=False)
    when = {"future": noon + DAY, "late": noon - 90 * DAY}.get(how, noon - HOUR)
    value = "999999" if how == "wild" else "61"

    send(buoy, [row("chlorophyll-a", when, value)], noon, historical=how == "historical")

    assert facts("biomes.indicator.breached") == []
    assert queries.state_of(buoy.biome, noon).state == "unknown"


def test_the_state_follows_the_readings_and_falls_silent_by_itself(buoy, noon):
    assert queries.state_of(buoy.biome, noon).state == "unknown"

    send(buoy, [row("chlorophyll-a", noon, "30")], noon)

    found = queries.state_of(buoy.biome, noon)
    assert found.state == "distressed"
    assert found.reasons[0]["indicator"] == "chlorophyll-a"
    assert found.reasons[0]["limit"] == "24"
    assert queries.state_of(buoy.biome, noon + 5 * DAY).state == "unknown"


def test_the_sweep_writes_the_silence_down_once(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon, "30")], noon)

    first = actions.review_conditions(at=noon + 5 * DAY)
    second = actions.review_conditions(at=noon + 5 * DAY)

    assert (first, second) == (1, 0)
    assert [f.body["state"] for f in facts("biomes.condition.changed")] == ["distressed", "unknown"]


def test_a_batch_that_waited_its_turn_does_not_turn_the_state_back(buoy, lagoon, noon):
    other = makers.station(lagoon, "V-08", at=noon)
    send(buoy, [row("chlorophyll-a", noon, "30")], noon)

    send(other, [row("chlorophyll-a", noon - HOUR, "5")], noon - timedelta(seconds=1))

    assert queries.state_of(lagoon, noon).state == "distressed"
    assert [f.body["state"] for f in facts("biomes.condition.changed")] == ["distressed"]


def test_every_change_of_state_is_told_even_two_of_one_moment(buoy, lagoon, noon):
    other = makers.station(lagoon, "V-08", at=noon)
    send(buoy, [row("chlorophyll-a", noon, "13")], noon)

    send(other, [row("chlorophyll-a", noon, "30")], noon)

    assert queries.state_of(lagoon, noon).state == "distressed"
    told = [(f.body["former"], f.body["state"]) for f in facts("biomes.condition.changed")]
    assert told == [("unknown", "stressed"), ("stressed", "distressed")]


def test_a_correction_out_of_a_file_takes_the_value_it_replaces_out_of_the_state(buoy, lagoon, noon):
    send(buoy, [row("chlorophyll-a", noon - HOUR, "5"), row("chlorophyll-a", noon, "30")], noon)

    send(buoy, [row("chlorophyll-a", noon, "3")], noon + HOUR, historical=True)

    assert queries.state_of(lagoon, noon + HOUR).state == "thriving"


@pytest.mark.parametrize("count", [10, 100, 700])
def test_a_station_that_speaks_often_is_held_to_its_limit_as_long_as_one_that_speaks_seldom(
    buoy, noon, count
):
    minutes = [timedelta(minutes=10 * n) for n in range(count)]
    held = [row("chlorophyll-a", noon - one, "23") for one in minutes]  # 24 lets go at 21.6

    send(buoy, [*held, row("chlorophyll-a", noon - 5 * DAY, "30")], noon)

    found = queries.state_of(buoy.biome, noon)
    assert found.state == "distressed"
    assert found.reasons[0]["since"] == "2150-06-06T12:00:00Z"


def test_a_series_that_lets_go_is_not_read_further_back(buoy, noon):
    rows = [row("chlorophyll-a", noon - timedelta(minutes=10 * n), "5") for n in range(700)]
    send(buoy, rows, noon)

    (found,) = queries.measured_series(buoy.biome, noon)

    assert len(found.readings) == 24


def test_what_a_draft_measures_is_in_no_public_log_and_opens_no_alert(noon):
    makers.reference()
    hidden = makers.biome("hidden-creek", at=noon, stage="draft")
    station = makers.station(hidden, "Q-01", at=noon)

    send(station, [row("chlorophyll-a", noon - HOUR, "30"), row("salinity", noon - HOUR, "-8")], noon)
    send(station, [row("chlorophyll-a", noon, "5")], noon)
    doubtful = station.readings.get(quality="raw")
    actions.judge_reading(reading_id=doubtful.number, quality=Quality.CHECKED, actor="p-7", at=noon)

    from ledger.models import Fact

    told = Fact.objects.filter(public=True).values_list("kind", "subject", "about", "body")
    assert [one for one in told if "hidden-creek" in str(one) or "Q-01" in str(one)] == []
    doubtful.refresh_from_db()
    assert doubtful.quality == "checked"


def test_a_reading_is_never_rewritten_or_deleted(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon, "30")], noon)
    reading = queries.public_readings().get()

    for change in (lambda: type(reading).objects.update(value=1), reading.delete):
        with pytest.raises(Exception, match=r"(?i)pgtrigger"), transaction.atomic():
            change()

    type(reading).objects.update(quality="rejected")
    assert queries.public_readings().count() == 0


def test_the_database_itself_refuses_a_second_first_version(buoy, noon):
    send(buoy, [row("chlorophyll-a", noon, "30")], noon)
    twin = queries.public_readings().get()
    twin.pk, twin.is_current = None, False

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_closed_station_takes_nothing(buoy, noon):
    type(buoy).objects.filter(pk=buoy.pk).update(closed_at=noon)

    with pytest.raises(actions.CannotRecord):
        send(buoy, [row("chlorophyll-a", noon, "30")], noon)

    assert buoy.readings.count() == 0


def test_ten_thousand_rows_in_one_batch(buoy, noon):
    rows = [row("salinity", noon - timedelta(seconds=n), "8.2") for n in range(10_000)]

    receipt = send(buoy, rows, noon)

    assert receipt.counts["stored"] == 10_000
    assert buoy.readings.count() == 10_000


def test_a_long_line_is_thinned_to_its_extremes_and_a_short_one_is_whole(buoy, noon):
    short = [row("salinity", noon - timedelta(minutes=n), "8") for n in range(120)]
    send(buoy, short, noon)
    whole = queries.thinned(buoy.biome, "salinity", noon - DAY, noon + HOUR, station="V-07")
    more = [row("salinity", noon - timedelta(minutes=120 + n), f"{8 + n % 7}") for n in range(900)]
    send(buoy, [*more, row("salinity", noon - timedelta(minutes=600, seconds=1), "31")], noon)

    thin = queries.thinned(buoy.biome, "salinity", noon - DAY, noon + HOUR, station="V-07")

    assert [one.phenomenon_at for one in whole] == sorted(noon - timedelta(minutes=n) for n in range(120))
    assert len(thin) <= 124
    assert [one.phenomenon_at for one in thin] == sorted(one.phenomenon_at for one in thin)
    assert max(one.value for one in thin) == Decimal(31)


def test_the_record_of_the_past_holds_every_year_however_much_else_was_measured(buoy, lagoon, noon):
    days = [noon - 60_000 * DAY + n * DAY for n in range(450)]
    send(
        buoy,
        [{"indicator": "nitrate", "at": f"{one:%Y-%m-%d}", "value": "3"} for one in days],
        noon,
        historical=True,
    )
    years = [{"indicator": "salinity", "at": str(year), "value": "30"} for year in range(1950, 2000)]
    send(buoy, years, noon, historical=True)

    found = queries.record(lagoon)

    assert found.indicator.code == "salinity"
    assert [one.phenomenon_at.year for one in found.points] == list(range(1950, 2000))


def test_a_past_known_by_days_is_drawn_to_its_end_and_its_page_opens(client, buoy, lagoon, noon):
    days = [noon - 60_000 * DAY + n * DAY for n in range(900)]
    rows = [
        {"indicator": "nitrate", "at": f"{one:%Y-%m-%d}", "value": str(n % 7)} for n, one in enumerate(days)
    ]
    send(buoy, rows, noon, historical=True)

    found = queries.record(lagoon)

    drawn = [one.phenomenon_at.date() for one in found.points]
    assert (drawn[0], drawn[-1]) == (days[0].date(), days[-1].date())
    assert len(drawn) < 400
    assert client.get("/biomes/lagoon/").status_code == 200
