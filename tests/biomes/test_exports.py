"""Readings as files: the same columns in CSV, JSON and Parquet, narrowed, checked, cited, and run by no spreadsheet."""

import csv
import io
import json
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from biomes import actions, exported, queries
from biomes.models import Reading
from ledger.queries import now
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today(db):
    return now().replace(hour=12, minute=0, second=0, microsecond=0) - DAY


@pytest.fixture
def lagoon(today):
    makers.reference()
    lagoon = makers.biome("lagoon", at=today)
    for code in ("V-07", "V-03"):
        station = makers.station(lagoon, code, at=today)
        rows = [
            makers.row("salinity", today - n * DAY, f"{n}.25", depth_m=str(n), method="=cmd()|'x'!A0")
            for n in range(4)
        ]
        rows.append(makers.row("microcystin", today, "<0.1"))
        rows.append(makers.row("water-temperature", today, "-1.5", replicate=2))
        actions.record_readings(station=station, rows=rows, at=today)
    return lagoon


def body(answer):
    return b"".join(answer.streaming_content)


def take(client, kind, **asked):
    return client.get(f"/biomes/lagoon/readings.{kind}", asked)


def csv_rows(client, **asked):
    return list(csv.DictReader(io.StringIO(body(take(client, "csv", **asked)).decode())))


def test_csv_json_and_parquet_say_the_same(client, lagoon):
    from pyarrow import parquet

    rows = csv_rows(client)
    said = json.loads(body(take(client, "json")))
    table = parquet.read_table(io.BytesIO(body(take(client, "parquet"))))

    assert len(rows) == len(said["readings"]) == table.num_rows == Reading.objects.count() == 12
    assert tuple(rows[0]) == tuple(said["columns"]) == tuple(table.column_names) == exported.COLUMNS
    for row, one, leaf, value in zip(
        rows, said["readings"], table["leaf"].to_pylist(), table["value"].to_pylist(), strict=True
    ):
        assert row["leaf"] == one["leaf"] == leaf
        assert Decimal(row["value"]) == Decimal(one["value"]) == value
    assert table.schema.metadata[b"licence"] == said["licence"].encode() == b"CC BY 4.0"


def test_parquet_is_written_in_row_groups_while_it_is_read(lagoon, monkeypatch):
    from pyarrow import parquet

    monkeypatch.setattr(exported, "ROW_GROUP", 5)
    pieces = list(exported.parquet_pieces(queries.rows_in_order(queries.Asked(biome="lagoon")), {}))

    assert len(pieces) == 4
    assert parquet.ParquetFile(io.BytesIO(b"".join(pieces))).num_row_groups == 3


def test_without_the_library_parquet_is_a_sentence_and_no_fault(client, lagoon, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    answer = take(client, "parquet")

    assert answer.status_code == 501
    assert "Take CSV or JSON" in answer.json()["detail"]


def test_no_cell_runs_in_a_spreadsheet_and_numbers_stay_numbers(client, lagoon):
    rows = csv_rows(client, station="V-07")

    assert {row["method"] for row in rows if row["indicator"] == "salinity"} == {"'=cmd()|'x'!A0"}
    assert [row["value"] for row in rows if row["indicator"] == "water-temperature"] == ["-1.5"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"station": "V-07"}, 6),
        ({"indicator": "salinity"}, 8),
        ({"station": "V-07", "indicator": "salinity"}, 4),
        ({"depth_from": "1", "depth_to": "2"}, 4),
        ({"depth_to": "0"}, 2),
        ({"days": "2"}, 6 + 2 - 2),
        ({"since": "2999"}, 0),
        ({"until": "1999-01"}, 0),
    ],
)
def test_what_is_asked_for_is_what_comes(client, lagoon, asked, count):
    rows = csv_rows(client, **asked)

    if "days" in asked:
        assert {row["station"] for row in rows} == {"V-07", "V-03"}
        assert 0 < len(rows) < 12
    else:
        assert len(rows) == count


def test_since_is_included_and_until_is_not(client, lagoon, today):
    edge = today.isoformat()

    assert len(csv_rows(client, since=edge, station="V-07")) == 3
    assert len(csv_rows(client, until=edge, station="V-07")) == 3


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"since": "2150-01-01T00:00"},
        {"since": "2150", "until": "2149"},
        {"station": "no"},
        {"station": "V\x00"},
        {"indicator": "gold"},
        {"depth_from": "NaN"},
        {"depth_from": "1e9"},
        {"depth_from": "2", "depth_to": "1"},
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_sent(client, lagoon, asked):
    for kind in ("csv", "json", "parquet"):
        answer = take(client, kind, **asked)
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) <= set(asked)

    page = client.get(reverse("biomes:data", args=["lagoon"]), asked | {"format": "csv"})
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_pieces_of_a_stream_meet_every_reading_once(lagoon, monkeypatch):
    from biomes.queries import streams

    monkeypatch.setattr(streams, "PIECE", 2)
    found = [one.id for one in queries.readings_in_order(queries.Asked(biome="lagoon"))]

    assert len(found) == len(set(found)) == 12


def test_the_page_leads_to_the_file_says_the_licence_and_how_to_cite(client, lagoon):
    page = client.get(reverse("biomes:data", args=["lagoon"])).content.decode()
    way = client.get(
        reverse("biomes:data", args=["lagoon"]), {"format": "json", "station": "V-07", "since": ""}
    )

    assert "CC BY 4.0" in page
    assert "Cite as:" in page
    assert all(name in page for name in exported.COLUMNS)
    assert way["Location"] == "/biomes/lagoon/readings.json?station=V-07"
    assert (
        client.get(reverse("biomes:biome", args=["lagoon"])).content.decode().count("/biomes/lagoon/data/")
        == 1
    )


def test_the_program_on_the_page_gives_the_leaf_on_any_python(client, lagoon, capsys):
    page = client.get(reverse("biomes:data", args=["lagoon"]))
    context = page.context
    import html
    import re

    code = html.unescape(re.search(r"<code>(import hashlib.*?)</code>", page.content.decode(), re.S)[1])
    exec(code, {})  # what a reader would do with it

    assert capsys.readouterr().out.strip() == context["leaf"]


def test_a_living_system_without_readings_says_so(client, today):
    makers.reference()
    makers.biome("still", at=today)

    page = client.get(reverse("biomes:data", args=["still"]))

    assert page.status_code == 200
    assert "No reading yet" in page.content.decode()


def test_nothing_of_a_draft_leaves(client, lagoon, today):
    makers.biome("hidden", at=today, stage="draft", published_at=None)

    for address in ("readings.csv", "readings.json", "readings.parquet", "data/"):
        assert client.get(f"/biomes/hidden/{address}").status_code == 404


def test_following_the_next_links_meets_every_place_once(client, today, monkeypatch):
    monkeypatch.setattr("biomes.views.exports.MOST_PLACES", 2)
    for number in range(5):
        makers.biome(f"brook-{number}", at=today, stage="draft" if number == 3 else "published")

    met, link = [], "/biomes.geojson"
    while link:
        said = client.get(link).json()
        met += [[one["properties"]["slug"] for one in said["features"]]]
        link = next((one["href"] for one in said.get("links", []) if one["rel"] == "next"), None)

    assert met == [["brook-0", "brook-1"], ["brook-2", "brook-4"]]


@pytest.mark.parametrize("after", ["%00", "x" * 81])
def test_a_place_behind_what_is_no_address_is_refused_in_words(client, db, after):
    answer = client.get(f"/biomes.geojson?after={after}")

    assert answer.status_code == 400
    assert "address of a living system" in answer.json()["detail"]


def test_every_column_is_documented():
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "reference" / "exports.md").read_text()

    assert [name for name in exported.COLUMNS if f"`{name}`" not in text] == []


def test_the_place_of_a_living_system_is_read_once_for_a_stream_and_not_for_each_reading(lagoon):
    read = list(queries.readings_in_order(queries.Asked(biome="lagoon", indicator="salinity")))

    assert len(read) == 8
    assert {one.station.code for one in read} == {"V-03", "V-07"}
    assert len({id(one.station) for one in read}) == 2


def test_lines_are_sent_many_at_a_time_and_none_is_lost():
    lines = [f"{n}\n" for n in range(exported.LINES * 2 + 1)]

    pieces = list(exported.by_many(lines))

    assert len(pieces) == 3
    assert "".join(pieces) == "".join(lines)
