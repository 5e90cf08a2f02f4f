"""An indicator over time, its signs beside the rulers, and the same for programs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from biomes import actions, queries
from biomes.queries import signs as reads
from biomes.rules.anomaly import Standing
from biomes.rules.trend import Direction
from tests.biomes import makers

DAY = timedelta(days=1)
PAGE = "/biomes/lagoon/indicators/chlorophyll-a/"


@pytest.fixture(autouse=True)
def today(monkeypatch, noon):
    """Pages read the database's clock; here it is noon of the story."""
    for door in ("views.signs", "views.public", "views.listen", "views.limits", "api.signs", "api.shapes"):
        monkeypatch.setattr(f"biomes.{door}.now", lambda: noon)


def measure(station, noon, values, code="chlorophyll-a", **how):
    """One value a day, the last one an hour ago."""
    rows = [
        makers.row(code, noon - DAY * (len(values) - 1 - i) - timedelta(hours=1), str(v), **how)
        for i, v in enumerate(values)
        if v is not None
    ]
    actions.record_readings(station=station, rows=rows, at=noon, historical=how.pop("historical", False))


def record(station, days, code="chlorophyll-a"):
    """Historical values, as {moment: value}."""
    rows = [makers.row(code, at, str(value)) for at, value in days.items()]
    last = max(days)
    actions.record_readings(station=station, rows=rows, at=last + DAY, historical=True, sender="records")


def chlorophyll():
    return queries.indicators().get(code="chlorophyll-a")


# --- The page -------------------------------------------------------------------------------------
def test_the_page_says_its_finding_its_trend_and_the_limit(client, buoy, lagoon, noon):
    measure(buoy, noon, range(10, 40))

    html = client.get(PAGE).content.decode()

    assert "<h1>Chlorophyll-a passed its limit" in html
    assert "Rising, about 7 µg/L a week over 30 days (95 %: 7 to 7)." in html
    assert "There is no former year to hold this week against." in html
    assert "WHO alert level 2" in html
    assert html.count('<tr><th scope="row"><time') == 30


def test_a_silence_is_drawn_as_a_gap_and_said_in_words(client, buoy, lagoon, noon):
    measure(buoy, noon, [8] * 5 + [None] * 9 + [8] * 5)

    answer = client.get(PAGE)
    html = answer.content.decode()

    assert "No value for 9 days, from" in html
    drawn = html.partition('class="plot course"')[2].partition("</svg>")[0]
    assert drawn.count('class="series"') == 2


def test_one_day_without_a_value_is_no_gap_while_the_one_before_still_speaks(client, buoy, noon):
    measure(buoy, noon, [8, None, None, None, 8])

    assert "No value" not in client.get(PAGE).content.decode()


def test_below_detection_is_a_ring_and_never_a_point_of_the_line(client, buoy, noon):
    measure(buoy, noon, ["<0.1"] * 4 + ["3"], code="microcystin")

    html = client.get(PAGE.replace("chlorophyll-a", "microcystin")).content.decode()

    assert html.count('<circle class="under"') == 4
    assert "On 4 of 5 days it lay below what the method detects." in html
    assert "&lt; 0.1" in html


def test_every_station_stands_on_one_scale(client, buoy, lagoon, noon):
    other = makers.station(lagoon, "V-03", at=noon)
    measure(buoy, noon, [30, 31])
    measure(other, noon, [3, 4])

    html = client.get(f"{PAGE}?station=V-03").content.decode()

    assert html.count('class="plot course plot--low"') == 2
    assert "Trend and season of station V-03" in html
    small = html[html.index('class="multiples') :]
    assert small.count(">20</text>") == 2


@pytest.mark.parametrize(("period", "size"), [("30d", 1), ("1y", 1), ("5y", 7), ("all", 7)])
def test_a_period_is_drawn_in_points_that_a_page_can_hold(client, buoy, noon, period, size):
    record(buoy, {noon - DAY * n: 8 for n in range(1, 1000, 3)})

    course = client.get(f"{PAGE}?period={period}").context["course"]

    assert course.size == size
    assert 0 < len(course.lines[0].points) <= 370


def test_a_mistyped_period_or_station_is_the_usual_one(client, buoy, noon):
    measure(buoy, noon, [8, 9])

    for query in ("?period=%00", "?period=99", "?station=%F0%9F%90%9F", "?period=30d&station=nope"):
        assert client.get(PAGE + query).status_code == 200


def test_historical_values_are_marked_and_decide_no_state(client, buoy, lagoon, noon):
    record(buoy, {noon - DAY * n: 40 for n in range(10, 20)})

    html = client.get(PAGE).content.decode()

    assert 'class="past"' in html
    assert "Shaded: historical values" in html
    assert "nobody has measured it lately" in html
    assert queries.state_of(lagoon, noon).state == "unknown"


def test_values_known_to_the_year_have_their_own_drawing(client, buoy, noon):
    rows = [{"indicator": "chlorophyll-a", "at": str(year), "value": "5"} for year in (2140, 2141)]
    actions.record_readings(station=buoy, rows=rows, at=noon, historical=True)

    assert "Values known to their month or year only." in client.get(PAGE).content.decode()


def test_a_place_without_a_value_says_so(client, lagoon):
    html = client.get(PAGE).content.decode()

    assert "No value in this period" in html
    assert "data-course" not in html


@pytest.mark.parametrize(
    "path", ["/biomes/none/indicators/chlorophyll-a/", "/biomes/lagoon/indicators/none/"]
)
def test_what_is_not_there_is_not_found(client, lagoon, path):
    assert client.get(path).status_code == 404


def test_a_draft_has_no_indicator_page_no_score_and_no_series(client, db, noon):
    makers.reference()
    hidden = makers.biome("hidden", at=noon, stage="draft")
    measure(makers.station(hidden, "X-1", at=noon), noon, [8, 9])

    for path in (
        "/biomes/hidden/indicators/chlorophyll-a/",
        "/biomes/hidden/indicators/chlorophyll-a.csv",
        "/biomes/hidden/states.atom",
        "/biomes/hidden/score.json",
        "/api/v1/biomes/hidden/series/?indicator=chlorophyll-a",
        "/api/v1/biomes/hidden/signs/",
        "/api/v1/biomes/hidden/states/",
        "/api/v1/biomes/hidden/score/",
        "/api/v1/listen/?biome=hidden",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/listen/?biome=hidden").status_code == 422


# --- The same numbers for programs ------------------------------------------------------------------
def test_page_table_csv_and_api_give_the_same_numbers(client, buoy, noon):
    measure(buoy, noon, [8, 9.5, 30])

    page = client.get(PAGE).context["line"].points
    said = client.get("/api/v1/biomes/lagoon/series/?indicator=chlorophyll-a").json()
    csv = b"".join(client.get("/biomes/lagoon/indicators/chlorophyll-a.csv").streaming_content).decode()

    assert [one.median for one in page] == [8, 9.5, 30]
    assert [one["median"] for one in said["lines"][0]["points"]] == [8, 9.5, 30]
    assert [line.split(",")[5] for line in csv.splitlines()[1:]] == ["8", "9.5", "30"]
    assert {limit["value"] for limit in said["limits"]} == {12, 24}


@pytest.mark.parametrize(
    "query", ["", "?indicator=none", "?indicator=%00", "?indicator=chlorophyll-a&period=2y"]
)
def test_a_series_asked_for_wrongly_names_the_field(client, lagoon, query):
    answer = client.get(f"/api/v1/biomes/lagoon/series/{query}")

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) <= {"indicator", "period"}


def test_the_feed_of_one_system_holds_its_own_changes_only(client, buoy, lagoon, noon):
    other = makers.station(makers.biome("creek", at=noon), "C-1", at=noon)
    measure(buoy, noon, [30])
    measure(other, noon, [1])

    xml = client.get("/biomes/lagoon/states.atom").content.decode()

    assert "States of Lagoon" in xml
    assert xml.count("<entry>") == 1
    assert "Chlorophyll-a at V-07 is 30" in xml


# --- Signs ------------------------------------------------------------------------------------------
def test_beside_each_ruler_stand_its_trend_and_its_season(client, buoy, lagoon, noon):
    measure(buoy, noon, [10] * 30)

    html = client.get("/biomes/lagoon/").content.decode()

    assert "No clear trend over 30 days." in html
    assert 'href="/biomes/lagoon/indicators/chlorophyll-a/"' in html


def test_this_week_is_held_against_the_same_weeks_of_former_years(buoy, noon):
    past = {
        noon - timedelta(days=365 * back) + DAY * n: 8 + n // 7
        for back in (1, 2, 3, 4)
        for n in range(-15, 16)
    }
    record(buoy, past)
    actions.roll_up_due(at=noon)
    measure(buoy, noon, [20] * 7)

    found = reads.signs_of(buoy, chlorophyll(), noon).anomaly

    assert found.standing is Standing.FAR_HIGHER
    assert (found.lower, found.count, found.since) == (20, 20, 2146)


def test_a_trend_is_of_its_own_station(buoy, lagoon, noon):
    other = makers.station(lagoon, "V-03", at=noon)
    measure(buoy, noon, range(10, 40))
    measure(other, noon, range(40, 10, -1))

    assert reads.signs_of(buoy, chlorophyll(), noon).trend.direction is Direction.RISING
    assert reads.signs_of(other, chlorophyll(), noon).trend.direction is Direction.FALLING


def test_what_has_fallen_silent_is_named_and_counts_no_more(client, buoy, lagoon, noon):
    other = makers.station(lagoon, "V-03", at=noon)
    rows = [makers.row("chlorophyll-a", noon - DAY * 9, "50")]
    actions.record_readings(station=buoy, rows=rows, at=noon - DAY * 9)
    measure(other, noon, [3])

    html = client.get("/biomes/lagoon/").content.decode()

    assert queries.state_of(lagoon, noon).state == "thriving"
    assert "No longer heard:" in html
    assert "What has fallen silent no longer counts" in html
    said = client.get("/api/v1/biomes/lagoon/signs/").json()
    assert [one["station"] for one in said["unheard"]] == ["V-07"]


def test_a_value_held_by_the_band_is_not_called_above_its_limit(client, buoy, lagoon, noon):
    measure(buoy, noon, [30, 23])

    html = client.get("/biomes/lagoon/").content.decode()

    assert "had passed its limit of 24; at 23 µg/L it is not yet back inside by a tenth." in html
    assert "is 23 µg/L; the limit is 24" not in html


def test_a_profile_of_depths_is_heard_together(buoy, lagoon, noon):
    at = noon - timedelta(hours=1)
    rows = [
        makers.row("chlorophyll-a", at, "30", depth_m="6"),
        makers.row("chlorophyll-a", at, "2", depth_m="0.5"),
    ]
    actions.record_readings(station=buoy, rows=rows, at=noon)

    finding = queries.state_of(lagoon, noon)

    assert finding.state == "distressed"
    assert Decimal(finding.reasons[0]["value"]) == 30
