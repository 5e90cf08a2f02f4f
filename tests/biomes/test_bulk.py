"""Files of profiles and zones: what goes out comes back the same, and nothing comes in unseen."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.rules.roles import Role
from biomes import actions, bulk_files, bulk_steps
from biomes.models import Biome, Bulk, SheetRow, Zone
from biomes.queries import bulk as reads
from biomes.queries import bulk_out
from biomes.rules import bulk as rule
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.words import ZoneKind
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.sheets import csv_rows, look, read, send, take_in, xlsx

WILD = '=HYPERLINK("http://evil") | \\ \n\'=1 \r\n🌊 ‏نهر ;,"'


def content(**more):
    return {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE} | more


@pytest.fixture
def world(db, noon):
    """A published system that says everything it can, an edited one, and a draft without a place."""
    actions.draw_zone(
        slug="quay", name="=Quay", kind=ZoneKind.ENTROPY, polygon=makers.SQUARE, population=7, actor="p", at=noon, about=WILD
    )  # fmt: skip
    full = content(
        name="+Creek'", names=[{"language": "es", "name": "A|B\\", "meaning": "x\ny"}, {"language": "mis", "name": "=Uul"}],
        zones=["quay"], story=WILD, notice="-5", mean_depth_m="3.50", red_list="EN", red_list_criteria="A1; B2a(ii)",
        red_list_on="2149-01-02", red_list_citation="@cite", stewards=[{"name": "Guild", "role": "", "url": "https://g.example"}],
        coarse_km=5,
    )  # fmt: skip
    for slug, said in (("full", full), ("plain", content())):
        made = actions.draft_biome(slug=slug, content=said, author="p-1", reason="r", at=noon)
        actions.publish_biome(biome_id=made.pk, number=1, actor="p-1", at=noon)
    actions.edit_biome(biome_id=made.pk, content=content(story="Waits."), author="p-1", reason="r", at=noon)
    actions.draft_biome(slug="draft", content=content(place=None), author="p-1", reason="r", at=noon)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


def verdicts(rows, noun=Noun.BIOMES):
    return [one.verdict for one in reads.judged(noun, rows)]


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_goes_out_comes_back_and_changes_nothing(world, form):
    rows = read(b"".join(bulk_files.write(form, Noun.BIOMES, bulk_out.newest_lines())))
    zones = read(b"".join(bulk_files.write(form, Noun.ZONES, bulk_out.zone_lines())), Noun.ZONES)

    assert [one for one in reads.judged(Noun.BIOMES, rows) if one.verdict is not Verdict.UNCHANGED] == []
    assert len(rows) == 3
    assert verdicts(zones, Noun.ZONES) == [Verdict.UNCHANGED]


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_went_out_makes_the_same_again_elsewhere(world, noon, form):
    data = b"".join(bulk_files.write(form, Noun.BIOMES, bulk_out.newest_lines()))
    before = {one.slug: reads.row_content(one) for one in Biome.objects.all()}
    Biome.objects.get(slug="draft").revisions.all().delete()
    Biome.objects.get(slug="draft").delete()

    kept = take_in(look(data, name=f"a.{form}"), reason="moved")

    assert (kept.state, kept.counts) == ("done", {"new": 1, "unchanged": 2})
    assert reads.row_content(Biome.objects.get(slug="draft")) == before["draft"]
    assert Biome.objects.get(slug="draft").stage == "draft"


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_the_parts_of_a_line_come_back(parts):
    names = [{"language": "en", "name": part.strip() or "x", "meaning": ""} for part in parts]
    names = [
        one
        for one in names
        if rule.without_unseen(one["name"]) == one["name"] and len(one["name"].splitlines()) == 1
    ]
    cells = rule.biome_cells("a", {"names": names})

    content, _faults = rule.biome_content({"slug": "a", "names": cells["names"]}, None)

    assert [one["name"] for one in content["names"]] == [one["name"] for one in names]


@given(st.text(max_size=20))
def test_no_cell_is_a_formula_and_each_comes_back(text):
    guarded = rule.guarded(text)

    assert not guarded.startswith(rule.FORMULA)
    assert rule.unguarded(guarded) == text


def test_no_spreadsheet_runs_what_goes_out(world):
    data = b"".join(bulk_files.write("xlsx", Noun.BIOMES, bulk_out.newest_lines()))

    for row in load_workbook(io.BytesIO(data)).active.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(rule.FORMULA)


# --- Bad files -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"slug,name\n", "no_rows"),
        (b"slug\n\xff\xfe\n", "not_text"),
        (b'slug,name\na,"b\n', "broken"),
        (b"slug\n" + b"a\n" * 50_001, "long_file"),
        (b"{", "bad_features"),
        (b'{"type":"FeatureCollection","features":[7]}', "bad_features"),
        (b'{"type":"FeatureCollection","features":[{"properties":{"slug":"a"}},]}', "bad_features"),
        (b'{"type":"Feature","features":[{"properties":{"slug":"a"}}]}', "bad_features"),
        (b'{"type":"FeatureCollection","features":[]} {}', "bad_features"),
        (b'{"type":"FeatureCollection","features":[]}', "no_rows"),
        (b'{"features":' + b"[" * 100_000, "bad_features"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_is_stopped_with_its_reason(db, data, code):
    found = look(data)

    assert (found.state, found.failure) == ("failed", code)
    assert SheetRow.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"slug,nmae\na,b\n", "a.csv", "“nmae”"),
        (b"slug,slug\na,b\n", "a.csv", "twice"),
        (b"name\na\n", "a.csv", "“slug”"),
        (b",,\n", "a.csv", "no rows"),
        (b"GIF89a", "a.csv", "neither CSV, GeoJSON nor XLSX"),
        (b"PK\x03\x04 nothing", "a.xlsx", "cannot be read"),
    ],
)  # fmt: skip
def test_a_bad_heading_is_said_at_its_field_and_nothing_is_kept(client, curator, tmp_path, data, name, says):
    answer = send(client, data, name)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Bulk.objects.count() == 0
    assert list(tmp_path.rglob("*.*")) == []


def test_a_file_that_is_too_large_is_not_read(client, curator, monkeypatch):
    monkeypatch.setattr(rule, "MOST_BYTES", 10)

    assert "64 MB" in send(client, "slug,name\na,b\n").content.decode()


def test_a_line_that_does_not_fit_its_heading_is_refused_by_itself(db):
    rows = csv_rows("slug,name,functional_group\na,A,F1.1\nb,B\nc,C,F1.1,more\nd,D,F1.1,\n")

    assert verdicts(rows) == [Verdict.NEW, Verdict.REFUSED, Verdict.REFUSED, Verdict.NEW]


def test_a_property_that_is_no_column_is_refused_by_itself(db):
    text = '{"features":[{"properties":{"slug":"a","nmae":"A"}}],"type":"FeatureCollection"}'

    assert [one.faults[0].field for one in reads.judged(Noun.BIOMES, csv_rows(text))] == ["nmae"]


@pytest.mark.parametrize("column", ["slug", "name", "place", "zones", "nmae\\u0000"])
def test_a_character_that_is_no_text_is_refused_wherever_it_stands(db, column):
    said = f'"slug":"a","name":"A","functional_group":"F1.1","{column}":"a\\u0000"'

    found = look(f'{{"type":"FeatureCollection","features":[{{"properties":{{{said}}}}}]}}')

    assert (found.state, found.counts) == ("checked", {"refused": 1})


def test_half_a_character_of_json_is_kept_as_a_whole_one(db):
    text = '{"type":"FeatureCollection","features":[{"properties":{"slug":"\\ud800","name":"\\ud800"}}]}'

    assert look(text).state == "checked"


def test_semicolons_and_numbers_of_a_spreadsheet_are_read():
    assert csv_rows("slug;name\na;b\n")[0]["cells"] == {"slug": "a", "name": "b"}
    rows = read(xlsx(["slug", "coarse_km", "mean_depth_m"], ["a", 5.0, 3.5]))
    assert rows[0]["cells"] == {"slug": "a", "coarse_km": "5", "mean_depth_m": "3.5"}


def test_the_ends_of_lines_in_a_workbooks_cell_stay():
    rows = read(xlsx(["slug", "names"], ["a", "en | A\nes | B"]))

    assert rows[0]["cells"]["names"] == "en | A\nes | B"


# --- Bad rows --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("slug", "Ä b", "not_a_slug"),
        ("name", "", "missing"),
        ("name", "x" * 81, "too_long"),
        ("name", "a\x00", "nul_byte"),
        ("functional_group", "lagoon", "unknown_group"),
        ("place", "{", "place_not_geojson"),
        ("place", '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "place_self_crossing"),
        ("zones", "nowhere", "unknown_zone"),
        ("mean_depth_m", "1,5", "not_a_depth"),
        ("mean_depth_m", "NaN", "not_a_depth"),
        ("mean_depth_m", "1e9", "not_a_depth"),
        ("red_list", "XX", "not_a_category"),
        ("red_list", "EN", "no_citation"),
        ("red_list_on", "31/12/2149", "not_a_date"),
        ("red_list_criteria", "A1", "criteria_without_category"),
        ("names", "a|b|c|d", "too_many_parts"),
        ("names", "español | Río", "not_a_language"),
        ("stewards", " | keeper", "no_steward"),
        ("coarse_km", "3", "not_a_size"),
        ("coarse_km", "٣", "not_whole"),
        ("coarse_km", "9" * 400, "not_whole"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_by_line_column_and_sentence(client, curator, column, cell, code):
    good = {"slug": "a", "name": "A", "functional_group": "F1.1"}
    rows = [{"line": 2, "cells": good | {column: cell}}]

    found = reads.judged(Noun.BIOMES, rows)[0]

    assert found.verdict is Verdict.REFUSED
    assert (found.line, code) in {(found.line, one.code) for one in found.faults}
    kept = makers_sheet()
    found.kept(kept).save()
    assert client.get(f"/desk/biomes/files/{kept.uuid}/").status_code == 200


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [("kind", "slum", "not_a_zone_kind"), ("population", "-1", "not_whole"), ("population", "9999999999", "not_whole"),
     ("polygon", "", "missing"), ("name", "", "missing")],
)  # fmt: skip
def test_a_bad_zone_is_told(db, column, cell, code):
    good = {
        "slug": "z",
        "name": "Z",
        "kind": "mixed",
        "population": "3",
        "polygon": json.dumps(makers.SQUARE),
    }

    found = reads.judged(Noun.ZONES, [{"line": 2, "cells": good | {column: cell}}])[0]

    assert [one.code for one in found.faults] == [code]


def test_an_address_twice_in_a_file_and_one_taken_down_are_refused(world, noon):
    makers.biome("gone", at=noon, stage="withdrawn")
    rows = csv_rows("slug,name,functional_group\nnew,A,F1.1\nnew,B,F1.1\ngone,C,F1.1\n")

    assert verdicts(rows) == [Verdict.NEW, Verdict.REFUSED, Verdict.REFUSED]


# --- The act ---------------------------------------------------------------------------------------
def makers_sheet():
    return Bulk.objects.create(
        noun="biomes", name="a.csv", kind="csv", size=1, state="checked", counts={"refused": 1}, asked_at="2150-01-01T00:00Z"
    )  # fmt: skip


MIXED = "slug,name,functional_group,story\nplain,Plain,F1.1,New story\nnew,New,F1.1,\nbad,,F1.1,\n"


def test_looking_changes_nothing_and_taking_in_never_publishes(client, curator, world):
    page = send(client, MIXED)
    assert page.status_code == 200
    assert "Nothing has been changed yet" in page.content.decode()
    assert not Biome.objects.filter(slug="new").exists()
    kept = Bulk.objects.get()

    refused = client.post(f"/desk/biomes/files/{kept.uuid}/apply/", {"how": "all", "reason": "r"})
    assert refused.status_code == 409
    assert not Biome.objects.filter(slug="new").exists()
    done = take_in(kept, all_or_nothing=False)

    assert Biome.objects.get(slug="new").stage == "draft"
    plain = Biome.objects.get(slug="plain")
    assert plain.story == ""
    assert plain.revisions.first().snapshot["story"] == "New story"
    again = client.post(f"/desk/biomes/files/{kept.uuid}/apply/", {"how": "rows", "reason": "r"})
    assert again.status_code == 409
    assert [one.verdict for one in done.rows.all()] == ["changed", "new", "left_out"]


def test_a_column_that_is_not_there_leaves_its_field(world):
    found = reads.judged(Noun.BIOMES, csv_rows("slug,story\nfull,Other\n"))[0]

    assert found.changed == ["story"]
    assert found.content["red_list_criteria"] == "A1; B2a(ii)"


def test_zones_come_in_at_once(world):
    take_in(look("slug,name,population\nquay,Quay,9\n", Noun.ZONES))

    assert Zone.objects.get().population == 9


def test_the_outline_of_a_sensitive_one_is_not_kept_even_while_looked_at(world, tmp_path):
    exact = json.dumps(
        makers.SQUARE
        | {
            "coordinates": [
                [[-24.171717, 38.031313], [-24.16, 38.031313], [-24.16, 38.04], [-24.171717, 38.031313]]
            ]
        }
    )
    quoted = exact.replace('"', '""')
    for text in (f'slug,coarse_km,place\nx,10,"{quoted}"\n', f'slug,place\nfull,"{quoted}"\n'):
        assert look(text).state == "checked"

        kept = [one.read_text() for one in tmp_path.rglob("*") if one.is_file()]
        assert len(kept) == 1
        assert "171717" not in kept[0]
        Bulk.objects.all().delete()
        for one in tmp_path.rglob("*.rows"):
            one.unlink()


def test_programs_do_the_same(client, curator, world):
    def post(address, **body):
        return client.post(f"/api/v1/bulk/{address}", json.dumps(body), content_type="application/json")

    sent = post("", noun="biomes", name="a.csv", text=MIXED)
    assert (sent.status_code, sent.json()["state"]) == (201, "checking")
    uuid = sent.json()["uuid"]
    bulk_steps.finish_here(Bulk.objects.get().pk)
    rows = client.get(f"/api/v1/bulk/{uuid}/rows/").json()["results"]
    assert [one["verdict"] for one in rows] == ["changed", "new", "refused"]
    assert rows[2]["faults"][0]["column"] == "name"
    assert len(client.get(f"/api/v1/bulk/{uuid}/rows/?verdict=new").json()["results"]) == 1
    assert post(f"{uuid}/apply/", reason="r").status_code == 409
    assert post(f"{uuid}/apply/", reason="r", all_or_nothing=False).json()["state"] == "storing"
    bulk_steps.finish_here(Bulk.objects.get().pk)
    assert client.get(f"/api/v1/bulk/{uuid}/").json()["counts"] == {"changed": 1, "new": 1, "left_out": 1}
    bad = post("", noun="biomes", name="a.csv", text="nmae\n")
    assert bad.status_code == 400
    assert "'text'" in str(bad.json())
    assert "“nmae”" in str(bad.json())
    assert client.get("/api/v1/bulk/").json()["results"][0]["uuid"] == uuid


def test_programs_send_a_file_in_parts_too(client, curator):
    file = SimpleUploadedFile("a.xlsx", xlsx(["slug", "name", "functional_group"], ["a", "A", "F1.1"]))

    sent = client.post("/api/v1/bulk/", {"noun": "biomes", "file": file})

    assert (sent.status_code, sent.json()["kind"]) == (201, "xlsx")
    assert client.post("/api/v1/bulk/", {"noun": "biomes"}).status_code == 400


def test_the_public_file_obeys_the_lists_filters_and_holds_no_draft(client, world):
    assert b"draft" not in client.get("/biomes/profiles.csv").getvalue()
    assert b"Waits." not in client.get("/biomes/profiles.geojson").getvalue()
    assert client.get("/biomes/profiles.csv?zone=quay").getvalue().count(b"F1.1") == 1
    for name in ("q", "kind", "zone", "state", "station", "guardian"):
        assert client.get("/biomes/profiles.csv", {name: "\x00"}).status_code == 200
    assert client.get("/biomes/profiles.pdf").status_code == 404


def test_a_value_the_list_does_not_know_counts_as_none_in_the_file_too(client, world):
    everything = client.get("/biomes/profiles.csv").getvalue()
    unknown = {"kind": "X9", "zone": "nowhere", "state": "fine"}

    assert client.get("/biomes/profiles.csv", unknown).getvalue() == everything
