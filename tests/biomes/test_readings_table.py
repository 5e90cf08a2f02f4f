"""The curators' table of all readings, and days in numbers for other programs."""

import re
from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from biomes import actions
from biomes.queries import table
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.makers import row

HOUR = timedelta(hours=1)
HOSTILE = ["2150-02-30", "\x00", "x" * 5000, "1' OR 1=1", "٢١٥٠-٠١-٠١", "9" * 40, "\u202e", "NaN"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


@pytest.fixture
def many(buoy, noon):
    for n in range(3):
        rows = [row("salinity", noon - (40 * n + m) * HOUR, "8") for m in range(40)]
        actions.record_readings(station=buoy, rows=rows, at=noon + n * HOUR)
    actions.record_readings(station=buoy, rows=[row("nitrate", noon, "-4")], at=noon + 4 * HOUR)
    return buoy


def numbers(page):
    return [one["id"] for one in page.json()["results"]]


def test_every_reading_is_on_exactly_one_page_newest_arrivals_first(curator, many):
    seen, address = [], "/api/v1/readings/desk/"
    while address:
        page = curator.get(address)
        seen += numbers(page)
        address = page.json()["next"] and f"/api/v1/readings/desk/?{page.json()['next']}"

    everything = many.readings.order_by("-received_at", "-id")
    assert seen == [one.number for one in everything]


def test_the_page_goes_on_where_the_former_one_ended(curator, many):
    first = curator.get("/desk/readings/").content.decode()
    address = first.split('href="?after=')[1].split('"')[0].replace("&amp;", "&")

    second = curator.get(f"/desk/readings/?after={address}").content.decode()

    assert "Older arrivals" in first
    assert set(_shown(first)).isdisjoint(_shown(second))
    assert len(_shown(first)) == len(_shown(second)) == table.PAGE_ROWS


def _shown(page):
    return re.findall(r'/stations/V-07/readings/(\d+)/"', page)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("indicator=nitrate", 1),
        ("flag=wild", 1),
        ("quality=raw", 1),
        ("quality=rejected", 0),
        ("station=V-07&indicator=nitrate&quality=checked", 0),
        ("since=2150-06-11&indicator=salinity", 13),
        ("until=2150-06-01", 0),
    ],
)
def test_the_table_is_narrowed_by_what_one_looks_for(curator, many, query, count):
    page = curator.get(f"/api/v1/readings/desk/?{query}")

    assert len(numbers(page)) == count
    assert ("No reading is like this." in curator.get(f"/desk/readings/?{query}").content.decode()) == (
        count == 0
    )


def test_a_reading_of_a_draft_is_there_for_curators_only(curator, client, noon):
    makers.reference()
    hidden = makers.station(makers.biome("hidden", at=noon, stage="draft"), "H-01", at=noon)
    actions.record_readings(station=hidden, rows=[row("salinity", noon, "8")], at=noon)

    assert "H-01" in curator.get("/desk/readings/?station=H-01").content.decode()
    assert curator.get("/api/v1/days/?indicator=salinity&station=H-01").status_code == 400


def test_nonsense_is_answered_with_its_sentence_and_the_form_stays(curator, lagoon):
    for field in ("station", "indicator", "flag", "quality", "since", "until", "after"):
        for value in HOSTILE:
            page = curator.get("/desk/readings/", {field: value})
            told = curator.get("/api/v1/readings/desk/", {field: value})

            assert (page.status_code, told.status_code) == (422, 400), (field, value)
            assert 'name="station"' in page.content.decode()
            assert told.json()["errors"]


def test_a_period_that_ends_before_it_begins_is_refused(curator, lagoon):
    page = curator.get("/desk/readings/?since=2150-06-02&until=2150-06-01")

    assert page.status_code == 422
    assert "The end must come after the beginning." in page.content.decode()


def test_a_question_that_takes_too_long_says_how_to_ask(curator, many, monkeypatch):
    monkeypatch.setattr(table, "_in_time", lambda _found: None)

    assert "name a station or a shorter period" in curator.get("/desk/readings/").content.decode()
    assert curator.get("/api/v1/readings/desk/").status_code == 400


def test_the_clock_stops_a_question_and_the_connection_lives_on(many, monkeypatch):
    monkeypatch.setattr(table, "PATIENCE", "1ms")
    slow = many.readings.extra(where=["pg_sleep(0.2) IS NOT NULL"])

    assert table._in_time(slow) is None
    assert many.readings.count() == 121


# --- Days for other programs ------------------------------------------------------------------------
def test_days_are_answered_for_a_station_and_for_all_of_a_living_system(client, many, noon):
    makers.station(many.biome, "V-08", at=noon)
    asked = "indicator=salinity&since=2150-06-10&until=2150-06-12"

    by_station = client.get(f"/api/v1/days/?station=V-07&{asked}").json()
    by_biome = client.get(f"/api/v1/days/?biome=lagoon&{asked}").json()

    assert by_station == by_biome
    assert (by_station["indicator"], by_station["unit"]) == ("salinity", "g/kg")
    assert by_station["days"][1] == {
        "station": "V-07", "day": "2150-06-11", "count": 13, "low": "8", "high": "8", "mean": "8", "median": "8",
        "below_count": 0,
    }  # fmt: skip


def test_the_days_of_a_living_system_hold_what_a_closed_station_measured(client, many, noon):
    type(many).objects.filter(pk=many.pk).update(closed_at=noon)

    answer = client.get("/api/v1/days/?biome=lagoon&indicator=salinity&since=2150-06-10&until=2150-06-12")

    assert [one["station"] for one in answer.json()["days"]] == ["V-07", "V-07"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "indicator"),
        ("indicator=salinity", "station"),
        ("indicator=salinity&station=V-07&biome=lagoon", "station"),
        ("indicator=nothing&station=V-07", "indicator"),
        ("indicator=salinity&station=X-99", "station"),
        ("indicator=salinity&biome=nowhere", "biome"),
        ("indicator=salinity&station=V-07&since=yesterday", "since"),
        ("indicator=salinity&station=V-07&since=2150-01-02&until=2150-01-02", "until"),
        ("indicator=salinity&station=V-07&since=0001-01-01&until=9999-12-31", "since"),
        ("indicator=salinity&station=%00", "station"),
        ("indicator=salinity&station=V-07&until=0001-01-01", "until"),
    ],
)
def test_a_question_for_days_that_cannot_be_answered_names_its_field(client, buoy, query, field):
    answer = client.get(f"/api/v1/days/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


# --- Large batches ----------------------------------------------------------------------------------
def test_a_large_batch_counts_what_was_plainly_stored_and_names_the_rest(client, buoy, db):
    from ledger.queries import now

    at = now()
    secret = actions.issue_key(station_id=buoy.pk, actor="p-1", at=at)[1]
    rows = [makers.row("salinity", at - timedelta(seconds=n), "8") for n in range(1_001)]
    rows[3]["value"], rows[7]["unit"] = "1,5", "mg/kg"

    def send(query=""):
        return client.post(
            f"/api/v1/stations/V-07/readings/{query}",
            {"readings": rows},
            content_type="application/json",
            headers={"Authorization": f"Station {secret}"},
        ).json()

    first, again, everything = send(), send(), send("?verdicts=all")

    assert first["counts"]["stored"] == 1_000
    assert [(one["row"], one["verdict"]) for one in first["verdicts"]] == [(4, "refused"), (8, "stored")]
    assert (first["left_out"], again["left_out"], everything["left_out"]) == (999, 0, 0)
    assert [one["row"] for one in everything["verdicts"]] == list(range(1, 1_002))


def test_no_two_regions_of_the_page_have_one_name(curator, many):
    """Who jumps from landmark to landmark hears only their names."""
    page = curator.get("/desk/readings/").content.decode()

    regions = re.findall(r'role="region" aria-label="([^"]+)"', page)
    sections = re.findall(r'<section[^>]*aria-labelledby="[^"]+"><h2[^>]*>([^<]+)</h2>', page)
    assert len(regions) == len(sections) == 1
    assert regions != sections
