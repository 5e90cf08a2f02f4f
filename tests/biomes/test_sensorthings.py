"""SensorThings: Observations come in by the station's door, and everything goes out in that shape."""

import json
from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biomes import actions
from biomes.models import Reading
from ledger.queries import now
from tests.biomes import makers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OUT = "/api/v1/sensorthings/v1.1/"


@pytest.fixture
def today(db):
    return now().replace(microsecond=0)


@pytest.fixture
def station(today):
    makers.reference()
    return makers.station(makers.biome("lagoon", at=today), "V-07", at=today)


@pytest.fixture
def send(client, station, today):
    secret = actions.issue_key(station_id=station.pk, actor="p-1", at=today)[1]

    def post(said):
        return client.post(
            "/api/v1/stations/V-07/readings/", json.dumps(said), content_type="application/json",
            HTTP_AUTHORIZATION=f"Station {secret}",
        )  # fmt: skip

    return post


def observation(at, result=61, stream="salinity", **more):
    return {"phenomenonTime": at.isoformat(), "result": result, "Datastream": {"@iot.id": stream}} | more


# --- In ---------------------------------------------------------------------------------------------
def test_one_observation_is_a_reading(send, today):
    answer = send(observation(today - HOUR, 8.25, resultTime=today.isoformat()))

    assert answer.json()["counts"]["stored"] == 1
    reading = Reading.objects.get()
    assert (str(reading.value.normalize()), reading.phenomenon_at, reading.result_at) == (
        "8.25",
        today - HOUR,
        today,
    )


def test_many_observations_have_a_verdict_each(send, today):
    answer = send(
        [
            observation(today - HOUR, "<0.1", "V-07:microcystin"),
            observation(today - HOUR, 8, "V-01:salinity"),
            observation(today - HOUR, {"a": 1}),
            observation(today - HOUR, 8, FeatureOfInterest={"@iot.id": "another"}),
            observation(today - HOUR, 8, FeatureOfInterest={"@iot.id": "lagoon"}),
            {"result": 8, "Datastream": {"@iot.id": "salinity"}},
        ]
    )

    assert [(one["verdict"], one["reason"]) for one in answer.json()["verdicts"]] == [
        ("stored", ""),
        ("refused", "unknown_indicator"),
        ("refused", "not_text"),
        ("refused", "unknown_field"),
        ("stored", ""),
        ("refused", "not_a_time"),
    ]


def test_a_data_array_is_unfolded_and_a_misfit_row_refused_by_itself(send, today):
    times = [(today - n * HOUR).isoformat() for n in (3, 2, 1)]
    answer = send(
        [
            {
                "Datastream": {"@iot.id": "V-07:chlorophyll-a"},
                "components": ["phenomenonTime", "result", "parameters"],
                "dataArray@iot.count": 3,
                "dataArray": [
                    [times[0], 4, {"depth_m": 0.5}],
                    [times[1], 5],
                    [times[2], 6, {"depth_m": 2, "replicate": 2, "unit": "mg/L"}],
                ],
            }
        ]
    )

    assert [one["verdict"] for one in answer.json()["verdicts"]] == ["stored", "refused", "flagged"]
    assert [str(one) for one in Reading.objects.order_by("depth_m").values_list("depth_m", flat=True)] == [
        "0.50",
        "2.00",
    ]


def test_what_has_no_effect_is_named_in_the_answer(send, today):
    answer = send(observation(today - HOUR, 8, resultQuality={"nameOfMeasure": "good"}))

    assert answer.json()["ignored"] == ["resultQuality"]
    assert answer.json()["counts"]["stored"] == 1


@pytest.mark.parametrize(
    "said",
    [
        {"result": None, "Datastream": None},
        {"dataArray": 5, "components": 5},
        {"dataArray": [[]], "components": []},
        {"dataArray": [[1]], "components": [{}]},
        [{"dataArray": [["x", 1]], "components": ["phenomenonTime", "result"], "Datastream": []}],
        {"result": 1e308, "phenomenonTime": "a/b", "Datastream": {"@iot.id": {}}},
        {"result": 1, "parameters": [1], "phenomenonTime": "2150", "Datastream": "salinity"},
        {"result": 1, "parameters": {"value": "9", "indicator": "x"}, "phenomenonTime": "2150", "Datastream": "salinity"},
        {"result": 1, "phenomenonTime": "2150", "Datastream": {"@iot.id": "sal\x00"}},
    ],
)  # fmt: skip
def test_a_hostile_observation_is_refused_by_its_row(send, said):
    answer = send(said)

    assert answer.status_code == 200
    assert answer.json()["counts"]["refused"] == len(answer.json()["verdicts"]) == 1
    assert not Reading.objects.exists()


# --- Out --------------------------------------------------------------------------------------------
@pytest.fixture
def measured(station, today):
    rows = [makers.row("salinity", today - n * HOUR, str(n), depth_m="0.5") for n in range(1, 8)]
    rows += [makers.row("chlorophyll-a", today - n * HOUR, f"{n}.5") for n in range(1, 4)]
    actions.record_readings(station=station, rows=rows, at=today)
    hidden = makers.station(
        makers.biome("hidden", at=today, stage="draft", published_at=None), "H-1", at=today
    )
    actions.record_readings(station=hidden, rows=rows, at=today)
    return station


def get(client, path):
    answer = client.get(OUT + path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_every_self_link_answers_with_its_entity_and_every_navigation_link_with_something(client, measured):
    root = get(client, "")
    for one in root["value"]:
        for entity in client.get(one["url"]).json()["value"]:
            assert client.get(entity["@iot.selfLink"]).json() == entity
            for name, link in entity.items():
                if name.endswith("@iot.navigationLink"):
                    assert client.get(link).status_code == 200, link

    assert [one["name"] for one in root["value"]] == [
        "Things", "Locations", "Datastreams", "ObservedProperties", "Observations", "FeaturesOfInterest",
    ]  # fmt: skip


def test_following_the_next_links_meets_every_observation_once(client, measured):
    found, link = [], f"{OUT}Observations?$top=3"
    while link:
        page = client.get(link).json()
        assert len(page["value"]) <= 3
        found += [one["@iot.id"] for one in page["value"]]
        link = page.get("@iot.nextLink")

    assert len(found) == len(set(found)) == 10
    assert set(found) == set(Reading.objects.filter(station=measured).values_list("id", flat=True))


def test_following_the_next_links_meets_every_datastream_once(client, measured):
    first = get(client, "Datastreams?$top=1")
    second = client.get(first["@iot.nextLink"]).json()

    assert [one["@iot.id"] for one in first["value"] + second["value"]] == [
        "V-07:chlorophyll-a",
        "V-07:salinity",
    ]
    assert "@iot.nextLink" not in second


@pytest.mark.parametrize(
    ("name", "key"), [("Things", "code"), ("Locations", "code"), ("FeaturesOfInterest", "slug")]
)
def test_following_the_next_links_meets_every_entity_once_and_reads_no_more_than_a_page(
    client, today, name, key
):
    for number in range(5):
        makers.station(makers.biome(f"brook-{number}", at=today), f"B-{number}", at=today)

    met, link = [], f"{OUT}{name}?$top=2"
    while link:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(link).json()
        assert any("LIMIT 3" in one["sql"] for one in asked)
        met += [one["@iot.id"] for one in page["value"]]
        link = page.get("@iot.nextLink")
    skipped = get(client, f"{name}?$top=2&$skip=3")

    wanted = [f"{'B' if key == 'code' else 'brook'}-{number}" for number in range(5)]
    assert met == wanted
    assert [one["@iot.id"] for one in skipped["value"]] == wanted[3:]


def test_an_observation_says_all_a_reading_says(client, measured):
    reading = Reading.objects.filter(station=measured, indicator__code="salinity").first()

    said = get(client, f"Observations({reading.id})")

    assert said["result"] == float(reading.value)
    assert said["parameters"]["depth_m"] == "0.5"
    assert len(said["parameters"]["leaf"]) == 64
    assert said["resultQuality"] == "checked"
    assert unquote(said["Datastream@iot.navigationLink"]).endswith(f"Observations({reading.id})/Datastream")


def test_a_draft_is_on_no_set_and_behind_no_key(client, measured):
    hidden = Reading.objects.filter(station__code="H-1").first()

    for name in ("Things", "Locations", "Datastreams", "Observations", "FeaturesOfInterest"):
        assert "H-1" not in json.dumps(get(client, name))
        assert "hidden" not in json.dumps(get(client, name))
    for path in ("Things('H-1')", "Datastreams('H-1:salinity')", f"Observations({hidden.id})",
                 "FeaturesOfInterest('hidden')", "FeaturesOfInterest('hidden')/Observations",
                 "Things('H-1')/Datastreams"):  # fmt: skip
        assert client.get(OUT + path).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Observations?$filter=result gt 5", 501),
        ("Things?$expand=Datastreams", 501),
        ("Things?$top=-1", 400),
        ("Things?$top=1e3", 400),
        ("Things?$skip=10001", 400),
        ("Things?$skip=99999999999999999999", 400),
        ("Observations?$skiptoken=x", 400),
        ("Observations?$skiptoken=WyJhIl0", 400),
        ("Things?$skiptoken=bnVsbA", 400),
        ("Things?$skiptoken=" + "é", 400),
        ("Datastreams?$skiptoken=WyJhIl0", 400),
        ("Things('no')", 404),
        ("Things('%00')", 404),
        ("Datastreams('V-07')", 404),
        ("Datastreams('V-07:gold')", 404),
        ("Things('V-07')/Sensors", 404),
        ("Observations(99999999999999999)", 404),
        ("Sensors", 404),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(client, measured, path, status):
    answer = client.get(OUT + quote(path, safe="?$=()/:%'&"))

    assert answer.status_code == status
    if status != 404:
        assert answer.json()["detail"]


def test_it_is_to_read_only(client, measured):
    assert client.post(f"{OUT}Observations", {}, content_type="application/json").status_code == 405
