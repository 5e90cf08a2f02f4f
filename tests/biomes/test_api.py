"""The stations' door: keys, JSON, CSV, and a verdict for every row."""

import json
from datetime import timedelta

import pytest

from biomes import actions, queries
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
URL = "/api/v1/stations/V-07/readings/"


@pytest.fixture
def today(db):
    return now()


@pytest.fixture
def station(today):
    makers.reference()
    return makers.station(makers.biome("lagoon", at=today), "V-07", at=today)


@pytest.fixture
def key(station, today):
    return actions.issue_key(station_id=station.pk, actor="p-1", at=today)[1]


def post(client, body, key="", url=URL, kind="application/json", raw=False):
    head = {"HTTP_AUTHORIZATION": f"Station {key}"} if key else {}
    data = body if raw else json.dumps(body)
    return client.post(url, data=data, content_type=kind, **head)


def test_a_batch_in_json_answers_row_by_row_and_again_with_duplicates(client, key, today):
    rows = [
        makers.row("chlorophyll-a", today, 61.5),
        makers.row("chlorophyll-a", today, "1,5"),
        {"indicator": "nothing", "at": "2150", "value": 1},
    ]

    first, second = post(client, {"readings": rows}, key), post(client, rows, key)

    assert first.status_code == 200
    assert [(v["row"], v["verdict"], v["reason"]) for v in first.json()["verdicts"]] == [
        (1, "stored", ""),
        (2, "refused", "comma"),
        (3, "refused", "unknown_indicator"),
    ]
    assert "1.5" in first.json()["verdicts"][1]["message"]
    assert second.json()["counts"]["duplicate"] == 1
    assert queries.public_readings().count() == 1


def test_numbers_in_json_keep_their_digits(client, key, today):
    text = f'[{{"indicator": "salinity", "at": "{today.isoformat()}", "value": 0.1}}]'

    post(client, text, key, raw=True)

    assert str(queries.public_readings().get().value.normalize()) == "0.1"


def test_a_batch_in_csv(client, key, today):
    table = f"indicator,at,value,unit\nsalinity,{today.isoformat()},8.2,\nsalinity,2150,\nsalinity,a,b,c,d\n"

    answer = post(client, table, key, kind="text/csv", raw=True)

    assert [v["verdict"] for v in answer.json()["verdicts"]] == ["stored", "refused", "refused"]


@pytest.mark.parametrize("how", ["missing", "wrong", "revoked", "malformed"])
def test_without_a_working_key_nothing_is_heard(client, station, key, today, how):
    if how == "revoked":
        actions.revoke_key(key_id=station.keys.get().pk, actor="p-1", at=today)
    sent = {"missing": "", "wrong": "blk_x", "revoked": key, "malformed": "a b"}[how]

    answer = post(client, [makers.row("salinity", today, 8)], sent)

    assert answer.status_code == 401
    assert answer.json()["detail"]
    assert station.readings.count() == 0


def test_the_key_of_another_station_is_refused(client, station, key, today):
    makers.station(station.biome, "V-01", at=today)

    answer = post(client, [makers.row("salinity", today, 8)], key, url=URL.replace("V-07", "V-01"))

    assert answer.status_code == 403
    assert "another station" in answer.json()["detail"]


def test_a_person_signed_in_is_no_station(client, station, today):
    from accounts.rules.roles import Role

    sign_in(client, person("noor", Role.CURATOR, at=today))

    assert post(client, [makers.row("salinity", today, 8)]).status_code == 401


def test_a_rotated_key_leaves_no_gap(client, station, key, today):
    _new, second = actions.issue_key(station_id=station.pk, actor="p-1", at=today)

    for secret in (key, second):
        assert post(client, [makers.row("salinity", today, 8)], secret).status_code == 200
    with pytest.raises(actions.CannotIssue):
        actions.issue_key(station_id=station.pk, actor="p-1", at=today)
    assert key not in str(list(station.keys.values()))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"readings": 5}', "application/json"),
        (b"[" * 50_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'indicator,at\n"x,1\n', "text/csv"),
        (b"", "text/csv"),
        (b"a\x00b", "text/csv"),
    ],
)
def test_a_broken_batch_is_refused_whole_with_a_sentence(client, station, key, body, kind):
    answer = post(client, body, key, kind=kind, raw=True)

    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert station.readings.count() == 0


def test_a_batch_beyond_eight_megabytes_is_refused(client, key):
    answer = post(client, b"[" + b" " * (8 * 1024 * 1024) + b"]", key, raw=True)

    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_refused_by_row(client, station, key, today, value):
    text = f'[{{"indicator": "salinity", "at": "{today.isoformat()}", "value": {value}}}]'

    answer = post(client, text, key, raw=True)

    assert answer.json()["verdicts"][0]["reason"] == "not_a_number"


def test_a_megabyte_of_text_in_a_row_is_refused_and_stored_nowhere(client, station, key, today):
    answer = post(client, [makers.row("salinity", today, "x" * 1_000_000)], key)

    assert answer.json()["verdicts"][0]["verdict"] == "refused"


def test_readings_are_filtered_and_paged_by_key(client, station, today):
    rows = [makers.row("salinity", today - timedelta(minutes=n), "8") for n in range(5)]
    actions.record_readings(station=station, rows=rows, at=today)

    page = client.get("/api/v1/readings/?indicator=salinity&station=V-07&page_size=2").json()

    assert len(page["results"]) == 2
    assert "cursor=" in page["next"]
    assert client.get("/api/v1/readings/?indicator=nitrate").json()["results"] == []
    assert client.get("/api/v1/readings/?quality=<script>").status_code == 200


def test_the_leaf_in_the_api_is_the_leaf_in_the_log(client, station, today):
    from ledger.models import Fact

    actions.record_readings(station=station, rows=[makers.row("chlorophyll-a", today, "61")], at=today)

    (shown,) = client.get("/api/v1/readings/").json()["results"]
    assert shown["leaf"] == Fact.objects.get(kind="biomes.indicator.breached").body["leaf"]
    assert shown["value"] == "61"


@pytest.mark.parametrize(
    "odd", ["%00", "%F0%9F%92%A9", "%E2%80%AE", "x" * 5000, "a%20b", "99999999999999999999"]
)
def test_an_odd_address_is_not_found_and_never_an_error(client, station, odd):
    for noun in (
        "biomes", "zones", "links", "guardianships", "jurisdictions", "indicators", "thresholds", "readings",
        "stations",
    ):  # fmt: skip
        assert client.get(f"/api/v1/{noun}/{odd}/").status_code == 404, noun
    for page in ("biomes", "zones", "stations", "thresholds", "readings/seals", "stations/V-07/readings"):
        assert client.get(f"/{page}/{odd}/").status_code == 404, page


def test_every_noun_is_readable(client, station):
    for noun in (
        "biomes",
        "zones",
        "links",
        "guardianships",
        "jurisdictions",
        "indicators",
        "thresholds",
        "readings",
        "seals",
        "stations",
    ):
        assert client.get(f"/api/v1/{noun}/").status_code == 200
    assert client.get("/api/v1/biomes/lagoon/").json()["state"]["state"] == "unknown"


def test_a_curator_drafts_edits_and_publishes_by_the_api(client, station, today):
    from accounts.rules.roles import Role

    sign_in(client, person("noor", Role.CURATOR, at=today))
    content = {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE, "reason": "new"}

    drafted = client.post("/api/v1/biomes/drafts/", content | {"slug": "creek"}, "application/json")
    edited = client.post(
        "/api/v1/biomes/creek/revisions/", content | {"based_on": 1, "story": "It sings."}, "application/json"
    )
    hidden = client.get("/api/v1/biomes/creek/").status_code
    published = client.post("/api/v1/biomes/creek/publish/", {"number": 2}, "application/json")
    again = client.post("/api/v1/biomes/creek/publish/", {"number": 2}, "application/json")

    assert [drafted.status_code, edited.status_code, hidden] == [201, 201, 404]
    assert published.json()["story"] == "It sings."
    assert again.status_code == 409


def test_a_bad_place_by_the_api_has_its_sentence(client, station, today):
    from accounts.rules.roles import Role

    sign_in(client, person("noor", Role.CURATOR, at=today))
    swapped = {"type": "Polygon", "coordinates": [[[38, -124], [39, -124], [39, -123], [38, -124]]]}
    content = {"name": "X", "slug": "x", "functional_group": "F1.1", "place": swapped, "reason": "r"}

    answer = client.post("/api/v1/biomes/drafts/", content, "application/json")

    assert answer.status_code == 400
    assert "swapped" in answer.json()["errors"]["place"][0]


def test_a_list_asks_for_pictures_and_states_once_however_long_it_is(
    client, db, noon, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    for number in range(6):
        made = makers.biome(f"creek-{number}", at=noon)
        kept = actions.keep_picture(
            data=makers.photograph(),
            subject=made.subject,
            alt="A creek",
            licence="CC0-1.0",
            credit="",
            by="p",
            at=noon,
        )
        actions.show_pictures(subject=made.subject)
        type(made).objects.filter(pk=made.pk).update(pictures=[str(kept.uuid)])

    with django_assert_max_num_queries(6):
        rows = client.get("/api/v1/biomes/").json()["results"]

    assert [len(row["pictures"]) for row in rows] == [1] * 6
    assert {row["state"]["state"] for row in rows} == {"unknown"}
