"""Bad readings, by the station's door and by the import command: each has its sentence, and changes nothing."""

import gzip
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from biomes import actions, queries
from biomes.models import Reading
from ledger.models import Fact
from ledger.queries import now
from tests.biomes import makers

pytestmark = pytest.mark.django_db
HEAD = "SITE,LON,LAT,WHEN,CHLA\n"
GOOD = "A,-24.15,38.05,2007,1.5\n"
MAP = ["station=SITE", "lon=LON", "lat=LAT", "time=WHEN", "chlorophyll-a=CHLA[ug/L]"]
MEGABYTE = "x" * 1_000_000


@pytest.fixture
def today(db):
    return now()


@pytest.fixture
def station(today):
    makers.reference()
    return makers.station(makers.biome("lagoon", at=today), "V-07", at=today)


@pytest.fixture
def send(client, station, today):
    """`send(text, kind)` posts a batch with the station's key."""
    secret = actions.issue_key(station_id=station.pk, actor="p-1", at=today)[1]

    def post(body, kind="application/json", key=secret, code="V-07"):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(
            f"/api/v1/stations/{code}/readings/",
            data=text,
            content_type=kind,
            HTTP_AUTHORIZATION=f"Station {key}",
        )

    return post


@pytest.fixture
def load(today, tmp_path):
    """`load(text)` imports a file into a survey of its own and returns what the command says."""
    makers.reference()
    makers.biome("survey", at=today, functional_group="F2.2")

    def run(text, *more):
        file = tmp_path / "survey.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = StringIO()
        call_command(
            "import_readings", str(file), "--biome", "survey", "--map", *MAP, "--checked", *more, stdout=out
        )
        return out.getvalue()

    return run


def verdict(answer):
    (one,) = answer.json()["verdicts"]
    return one["verdict"], one["message"]


# --- Broken CSV ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('indicator,at,value\n"salinity,2150-06-11,8\n', "breaks at line"),
        (f"indicator,at,value\nsalinity,2150-06-11,{MEGABYTE}\n", "breaks at line"),
        ("indicator,at,value,value\nsalinity,2150-06-11,8,9\n", "names a column twice"),
        ("indicator,at,value, value\nsalinity,2150-06-11,8,9\n", "names a column twice"),
        ("salinity,2150-06-11,8\n", "does not name “indicator”"),
        ("indicator;at;value\nsalinity;2150-06-11;8\n", "does not name “indicator”"),
        ("indicator,at\nsalinity,2150-06-11\n", "does not name “value”"),
        (b"indicator,at,value\n\xff\xfe\n", "not UTF-8"),
        ("indicator,at,value\n", "no rows"),
    ],
)
def test_a_broken_csv_is_refused_whole_by_the_api(send, text, says):
    answer = send(text, "text/csv")

    assert answer.status_code == 400
    assert says in answer.json()["detail"]
    assert not Reading.objects.exists()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", ";;;", ""])
def test_a_batch_of_another_kind_is_told_which_kinds_there_are(send, kind):
    answer = send("indicator,at,value\nsalinity,2150-06-11,8\n", kind)

    assert answer.status_code == 415
    assert answer.json()["detail"].endswith("this address takes: application/json, text/csv.")


def test_a_batch_said_to_be_packed_is_refused_with_the_reason(client, station, today):
    secret = actions.issue_key(station_id=station.pk, actor="p-1", at=today)[1]

    answer = client.post(
        "/api/v1/stations/V-07/readings/",
        b"x\x9c\xab",
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Station {secret}",
        HTTP_CONTENT_ENCODING="deflate",
    )

    assert (answer.status_code, "compressed" in answer.json()["detail"]) == (415, True)


@pytest.mark.parametrize("kind", ["application/json", "text/csv"])
def test_a_compressed_batch_is_refused_with_the_reason(send, kind):
    answer = send(gzip.compress(b"indicator,at,value\nsalinity,2150-06-11,8\n"), kind)

    assert answer.status_code == 415
    assert "compressed" in answer.json()["detail"]
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + '"A,-24.15,38.05,2007,1.5\n', "cannot be read"),
        (HEAD + GOOD + f"B,-24.15,38.05,2007,{MEGABYTE}\n", "cannot be read"),
        (HEAD.replace("WHEN", "LAT") + GOOD, "names a column twice"),
        (HEAD.encode() + b"A,\xff\xfe,38.05,2007,1.5\n", "cannot be read"),
        ("SITE,LON\nA,1\n", "no column LAT"),
        ("", "no column"),
    ],
)
def test_a_broken_csv_is_refused_whole_by_the_import(load, text, says):
    with pytest.raises(CommandError, match=says):
        load(text)

    assert not Reading.objects.exists()
    assert not queries.public_stations().exists()


@pytest.mark.parametrize("line", ["B,-24.15,38.05,2007,1.5,9\n", "B,-24.15,38.05\n"])
def test_a_line_that_does_not_fit_its_heading_is_refused_and_the_others_stored(load, line):
    said = load(HEAD + line + GOOD)

    assert "line 2, chlorophyll-a: The line has more or fewer cells than the header line." in said
    assert said.splitlines()[-1] == "2 lines, 1 new stations, 1 refused, 1 stored"


# --- Swapped longitude and latitude ----------------------------------------------------------------
def test_swapped_coordinates_are_named_by_the_import(load):
    said = load(HEAD + "B,38.05,-124.15,2007,1.5\n" + "C,500,38,2007,1\n" + GOOD)

    assert "line 2, chlorophyll-a: Longitude and latitude look swapped" in said
    assert "line 3, chlorophyll-a: These coordinates are not on the earth." in said
    assert said.splitlines()[-1] == "3 lines, 1 new stations, 2 refused, 1 stored"


def test_a_station_code_of_another_system_or_of_no_shape_is_refused_by_the_import(load, station):
    said = load(HEAD + GOOD.replace("A,", "V-07,") + GOOD.replace("A,", "<b>,") + GOOD)

    assert "line 2, chlorophyll-a: A station of another living system has this code." in said
    assert "line 3, chlorophyll-a: A station’s code is letters" in said
    assert station.readings.count() == 0


# --- Values that are none --------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["NaN", "-Infinity", "inf", "1e999", "١٢", "0x10", "=1+1", "1,5", "'; --"])
def test_what_is_no_number_is_refused_by_its_row(send, load, today, value):
    by_api = send([makers.row("salinity", today, value)])
    said = load(HEAD + f'B,-24.15,38.05,2007,"{value}"\n' + GOOD)

    assert by_api.status_code == 200
    what, message = verdict(by_api)
    assert (what, bool(message)) == ("refused", True)
    assert f"line 2, chlorophyll-a: {message}" in said
    assert Reading.objects.count() == 1


def test_a_megabyte_of_text_is_refused_in_every_field(send, today):
    for field in ("indicator", "at", "value", "unit", "method", "result_at", MEGABYTE):
        answer = send([makers.row("salinity", today, "8") | {field: MEGABYTE}])
        assert answer.status_code == 200, field[:20]
        what, message = verdict(answer)
        assert what == "refused", field[:20]
        assert message
        assert len(answer.content) < 2000

    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "row", [None, 5, "x", [], {}, {"indicator": {}, "at": [], "value": {}}, {"value": True}, {"a\x00": "b"}]
)
def test_what_is_no_row_is_refused_by_itself(send, today, row):
    answer = send([row, makers.row("salinity", today, "8")])

    first, second = answer.json()["verdicts"]
    assert (first["verdict"], bool(first["message"])) == ("refused", True)
    assert second["verdict"] == "stored"


@pytest.mark.parametrize(
    "body",
    [
        '[{"a\\ud800": "salinity", "at": "2150-06-11", "value": "8"}]',
        '[{"indicator": "\\uD800", "at": "2150-06-11", "value": "8"}]',
        '[{"indicator": "salinity", "at": "2150-06-11", "value": "8", "method": "\\udfff"}]',
        '{"Datastream": {"@iot.id": "salinity"}, "phenomenonTime": "2150-06-11", "result": "x", "\\ud800": 2}',
    ],
)
def test_half_a_character_is_refused_by_its_row_and_told(send, body):
    answer = send(body)

    assert answer.status_code == 200
    what, message = verdict(answer)
    assert (what, bool(message)) == ("refused", True)


# --- Future dates ----------------------------------------------------------------------------------
def test_a_future_date_is_kept_told_and_counts_for_nothing_by_the_api(send, station, today):
    answer = send([makers.row("chlorophyll-a", today + timedelta(days=2), "61")])

    assert verdict(answer) == (
        "flagged",
        "The time lies in the future: the value is kept, and waits for a person.",
    )
    assert station.readings.get().quality == "raw"
    assert not Fact.objects.filter(kind="biomes.indicator.breached").exists()
    assert queries.state_of(station.biome, today).state == "unknown"


def test_a_future_date_is_kept_told_and_unchecked_by_the_import(load, today):
    said = load(HEAD + f"B,-24.15,38.05,{today.year + 2},61\n")

    assert "line 2, chlorophyll-a: The time lies in the future" in said
    assert said.splitlines()[-1] == "1 lines, 1 new stations, 1 flagged"
    assert Reading.objects.get().quality == "raw"


# --- Keys ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("blk_forged", "No station has this key."),
        ("blk_" + "x" * 100_000, "No station has this key."),
        ("blk_a b", "Write: Authorization"),
        ("' OR 1=1 --", "Write: Authorization"),
        ("blk_\u0000", "No station has this key."),
    ],
)
def test_a_forged_key_opens_nothing(send, station, today, key, says):
    answer = send([makers.row("salinity", today, "8")], key=key)

    assert answer.status_code == 401
    assert says in answer.json()["detail"]
    assert station.readings.count() == 0


def test_a_key_opens_no_other_station_and_not_even_one_that_is_not_there(send, station, today):
    makers.station(station.biome, "V-01", at=today)

    for code in ("V-01", "V-99"):
        answer = send([makers.row("salinity", today, "8")], code=code)
        assert (answer.status_code, answer.json()["detail"]) == (403, "This key belongs to another station.")

    assert not Reading.objects.exists()


def test_the_key_of_a_closed_station_says_since_when_it_is_dead(send, station, today):
    actions.close_station(station_id=station.pk, actor="p-1", at=today)

    answer = send([makers.row("salinity", today, "8")])

    assert answer.status_code == 401
    assert f"revoked on {today.date()}" in answer.json()["detail"]


# --- The same again --------------------------------------------------------------------------------
def test_the_same_batch_twice_is_stored_and_told_once_by_the_api(send, station, today):
    rows = [makers.row("chlorophyll-a", today, "61")]

    send(rows)
    again = send(rows)

    assert verdict(again) == ("duplicate", "The same measurement was stored before; nothing changed.")
    assert station.readings.count() == 1
    assert Fact.objects.filter(kind="biomes.indicator.breached").count() == 1


def test_the_same_file_twice_is_stored_once_by_the_import(load):
    load(HEAD + GOOD)
    said = load(HEAD + GOOD)

    assert said.splitlines()[-1] == "1 lines, 0 new stations, 1 duplicate"
    assert Reading.objects.count() == 1
