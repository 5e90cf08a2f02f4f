"""Files of profiles, zones and links go out while they are read: never whole in memory, nothing twice, nothing left out."""

import csv
import io
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import bulk_files
from biomes.queries import bulk_out
from biomes.rules import bulk as rule
from biomes.rules.bulk import Noun
from biomes.rules.import_life import Failure
from biomes.tables import Broken
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.sheets import read

ROWS, STORY = 1500, "What people tell of the creek. " * 150


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db, noon):
    return [makers.biome(f"creek-{n}", at=noon) for n in range(7)]


def many():
    for number in range(ROWS):
        said = {"name": f"Creek {number}", "functional_group": "F1.1", "place": makers.SQUARE, "story": STORY}
        yield rule.biome_cells(f"creek-{number}", said), {"slug": f"creek-{number}", **said}


@pytest.mark.parametrize(("form", "most_mb"), [("csv", 2), ("geojson", 2), ("xlsx", 6)])
def test_a_file_is_written_in_bounded_memory(form, most_mb):
    tracemalloc.start()
    sent = sum(len(piece) for piece in bulk_files.write(form, Noun.BIOMES, many()))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    # A workbook is packed; what it holds is as much.
    assert sent > (6e6 if form != "xlsx" else 7e4)
    assert peak < most_mb


def slugs(client, **asked):
    answer = client.get(reverse("biomes-profiles", args=["csv"]), asked)
    assert answer.streaming
    return [row["slug"] for row in csv.DictReader(io.StringIO(b"".join(answer).decode()))]


@pytest.mark.parametrize("size", [1, 3, 7, 8])
def test_every_profile_goes_out_once_whatever_the_size_of_a_piece(client, world, monkeypatch, size):
    monkeypatch.setattr(bulk_out, "PIECE", size)

    assert slugs(client) == [one.slug for one in world]


def test_the_first_rows_go_out_before_the_last_are_read(world, monkeypatch):
    monkeypatch.setattr(bulk_out, "PIECE", 2)

    with CaptureQueriesContext(connection) as asked:
        next(bulk_out.newest_lines())
    first = len(asked)
    with CaptureQueriesContext(connection) as asked:
        list(bulk_out.newest_lines())

    assert len(asked) == 4 * first


def test_a_file_holds_what_the_list_with_the_same_filters_shows(client, world, noon):
    makers.station(world[3], "V-1", at=noon)

    assert slugs(client, station="yes") == ["creek-3"]
    assert slugs(client, q="creek 5", state="unknown") == slugs(client, q="creek 5")
    assert slugs(client, state="critical") == []


@pytest.mark.parametrize("form", bulk_files.TYPES)
@pytest.mark.parametrize(
    ("route", "noun"), [("biomes-profiles", "biomes"), ("zones-file", "zones"), ("links-file", "links")]
)
def test_an_empty_registry_is_a_file_without_rows(client, db, form, route, noun):
    answer = client.get(reverse(route, args=[form]))

    data = b"".join(answer)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{noun}.{form}"'
    with pytest.raises(Broken) as why:
        read(data, Noun(noun))
    assert why.value.code is Failure.NO_ROWS


def test_a_form_of_file_that_is_not_known_is_not_found(client, db):
    sign_in(client, person("noor", Role.CURATOR))

    assert client.get(reverse("biomes-profiles", args=["pdf"])).status_code == 404
