"""Files of profiles and zones: what goes out comes back the same, and nothing comes in unseen."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts.rules.roles import Role
from biomes import actions, bulk_files
from biomes.models import Biome, Bulk, Zone
from biomes.queries import bulk as reads
from biomes.rules import bulk as rule
from biomes.rules.bulk import BadSheet, Noun, Verdict
from biomes.rules.words import ZoneKind
from tests.accounts.people import person, sign_in
from tests.biomes import makers

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


@pytest.fixture
def curator(client, db):
    return sign_in(client, person("noor", Role.CURATOR))


def verdicts(rows, noun=Noun.BIOMES):
    return [one.verdict for one in reads.judged(noun, rows)]


def csv_rows(text, noun=Noun.BIOMES):
    return bulk_files.read(text.encode(), "a.csv", noun)


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_goes_out_comes_back_and_changes_nothing(world, form):
    rows = bulk_files.read(
        bulk_files.write(form, Noun.BIOMES, reads.newest_lines()), f"a.{form}", Noun.BIOMES
    )
    zones = bulk_files.read(bulk_files.write(form, Noun.ZONES, reads.zone_lines()), f"a.{form}", Noun.ZONES)

    assert [
        one.plain for one in reads.judged(Noun.BIOMES, rows) if one.verdict is not Verdict.UNCHANGED
    ] == []
    assert len(rows) == 3
    assert verdicts(zones, Noun.ZONES) == [Verdict.UNCHANGED]


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_went_out_makes_the_same_again_elsewhere(world, noon, form):
    data = bulk_files.write(form, Noun.BIOMES, reads.newest_lines())
    before = {one.slug: reads.row_content(one) for one in Biome.objects.all()}
    Biome.objects.get(slug="draft").revisions.all().delete()
    Biome.objects.get(slug="draft").delete()

    kept = actions.keep_sheet(
        noun=Noun.BIOMES, name="a", rows=bulk_files.read(data, f"a.{form}", Noun.BIOMES), sender="p", at=noon
    )
    actions.apply_sheet(bulk_id=kept.pk, all_or_nothing=True, author="p-9", reason="moved", at=noon)

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
    data = bulk_files.write("xlsx", Noun.BIOMES, reads.newest_lines())

    for row in load_workbook(io.BytesIO(data)).active.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(rule.FORMULA)


# --- Bad files -------------------------------------------------------------------------------------
def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb():
    """A small workbook that unpacks to 200 MB."""
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(["slug"], ["a"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in source.infolist():
            archive.writestr(one.filename, source.read(one.filename))
        archive.writestr("xl/bomb.xml", b"0" * 200_000_000)
    return out.getvalue()


def entity_bomb():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(["slug"], ["a"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in source.infolist():
            archive.writestr(
                one.filename, evil if one.filename.endswith("sheet1.xml") else source.read(one.filename)
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"slug,name\n", "a.csv", "no_rows"),
        (b"", "a.csv", "no_rows"),
        (b"slug,nmae\na,b\n", "a.csv", "unknown_column"),
        (b"slug,slug\na,b\n", "a.csv", "column_twice"),
        (b"name\na\n", "a.csv", "no_slug_column"),
        (b"slug,name\na,b,c\n", "a.csv", "unfit_line"),
        (b"slug,name\na\n", "a.csv", "unfit_line"),
        (b"slug\n\xff\xfe\n", "a.csv", "not_text"),
        (b"slug\n" + b"a\n" * 501, "a.csv", "too_many_rows"),
        (b"a", "a.exe", "unknown_form"),
        (b"{", "a.geojson", "not_geojson"),
        (b'{"type":"FeatureCollection","features":[7]}', "a.geojson", "not_geojson"),
        (b"[" * 100_000, "a.json", "not_geojson"),
        (b"PK\x03\x04 nothing", "a.xlsx", "not_xlsx"),
        (b"", "a.xlsx", "not_xlsx"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_whole(data, name, code):
    with pytest.raises(BadSheet, match=f"^{code}$"):
        bulk_files.read(data, name, Noun.BIOMES)


def test_a_workbook_that_unpacks_to_far_more_is_not_opened():
    with pytest.raises(BadSheet, match="bomb"):
        bulk_files.read(bomb(), "a.xlsx", Noun.BIOMES)


def test_a_workbook_with_entities_is_not_opened():
    with pytest.raises(BadSheet, match="not_xlsx"):
        bulk_files.read(entity_bomb(), "a.xlsx", Noun.BIOMES)


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(BadSheet, match="too_large"):
        bulk_files.read(b"x" * (rule.MOST_BYTES + 1), "a.csv", Noun.BIOMES)


def test_semicolons_and_numbers_of_a_spreadsheet_are_read():
    assert csv_rows("slug;name\na;b\n")[0]["cells"] == {"slug": "a", "name": "b"}
    rows = bulk_files.read(
        xlsx(["slug", "coarse_km", "mean_depth_m"], ["a", 5.0, 3.5]), "a.XLSX", Noun.BIOMES
    )
    assert rows[0]["cells"] == {"slug": "a", "coarse_km": "5", "mean_depth_m": "3.5"}


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
    kept = Bulk.objects.create(
        noun="biomes",
        name="a.csv",
        rows=json.loads(json.dumps(rows).replace("\\u0000", "")),
        sent_at="2150-01-01T00:00Z",
    )
    page = client.get(f"/desk/biomes/files/{kept.uuid}/")
    assert page.status_code == 200


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
MIXED = "slug,name,functional_group,story\nplain,Plain,F1.1,New story\nnew,New,F1.1,\nbad,,F1.1,\n"


def send(client, text, name="a.csv", noun="biomes"):
    sent = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post("/desk/biomes/files/", {"noun": noun, "file": sent}, follow=True)


def test_looking_changes_nothing_and_taking_in_never_publishes(client, curator, world):
    page = send(client, MIXED)
    assert page.status_code == 200
    assert "Nothing has been changed yet" in page.content.decode()
    assert not Biome.objects.filter(slug="new").exists()
    kept = Bulk.objects.get()

    refused = client.post(f"/desk/biomes/files/{kept.uuid}/apply/", {"how": "all", "reason": "r"})
    assert refused.status_code == 409
    assert not Biome.objects.filter(slug="new").exists()
    done = client.post(f"/desk/biomes/files/{kept.uuid}/apply/", {"how": "rows", "reason": "r"})

    assert done.status_code == 302
    assert Biome.objects.get(slug="new").stage == "draft"
    plain = Biome.objects.get(slug="plain")
    assert plain.story == ""
    assert plain.revisions.first().snapshot["story"] == "New story"
    assert (
        client.post(f"/desk/biomes/files/{kept.uuid}/apply/", {"how": "rows", "reason": "r"}).status_code
        == 409
    )
    kept.refresh_from_db()
    assert (kept.rows, [one["verdict"] for one in kept.outcome]) == ([], ["changed", "new", "left_out"])


def test_a_column_that_is_not_there_leaves_its_field(world):
    found = reads.judged(Noun.BIOMES, csv_rows("slug,story\nfull,Other\n"))[0]

    assert found.changed == ["story"]
    assert found.content["red_list_criteria"] == "A1; B2a(ii)"


def test_zones_come_in_at_once(client, curator, world):
    text = "slug,name,population\nquay,Quay,9\n"
    send(client, text, noun="zones")

    client.post(f"/desk/biomes/files/{Bulk.objects.get().uuid}/apply/", {"how": "all", "reason": "r"})

    assert Zone.objects.get().population == 9


def test_a_bad_file_names_its_field_and_keeps_nothing(client, curator):
    answer = send(client, "slug,nmae\na,b\n")

    assert answer.status_code == 422
    assert "nmae" in answer.content.decode()
    assert client.post("/desk/biomes/files/", {"noun": "biomes"}).status_code == 422
    assert Bulk.objects.count() == 0


def test_the_outline_of_a_sensitive_one_is_not_kept_even_while_looked_at(db, noon, world):
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
        kept = actions.keep_sheet(noun=Noun.BIOMES, name="a", rows=csv_rows(text), sender="p", at=noon)

        assert "171717" not in json.dumps(kept.rows)


def test_programs_do_the_same(client, curator, world):
    def post(address, **body):
        return client.post(f"/api/v1/bulk/{address}", json.dumps(body), content_type="application/json")

    kept = post("", noun="biomes", name="a.csv", text=MIXED)
    assert kept.status_code == 201
    uuid = kept.json()["uuid"]
    assert [one["verdict"] for one in kept.json()["rows"]] == ["changed", "new", "refused"]
    assert kept.json()["rows"][2]["faults"][0]["column"] == "name"
    assert post(f"{uuid}/apply/", reason="r").status_code == 409
    assert post(f"{uuid}/apply/", reason="r", all_or_nothing=False).status_code == 200
    assert post("", noun="biomes", name="a.csv", text="nmae\n").status_code == 400
    assert client.get("/api/v1/bulk/").json()["results"][0]["uuid"] == uuid


def test_the_public_file_obeys_the_lists_filters_and_holds_no_draft(client, world):
    assert b"draft" not in client.get("/biomes/profiles.csv").content
    assert b"Waits." not in client.get("/biomes/profiles.geojson").content
    assert client.get("/biomes/profiles.csv?zone=quay").content.count(b"F1.1") == 1
    for name in ("q", "kind", "zone", "state", "station", "guardian"):
        assert client.get("/biomes/profiles.csv", {name: "\x00"}).status_code == 200
    assert client.get("/biomes/profiles.pdf").status_code == 404


def test_a_value_the_list_does_not_know_counts_as_none_in_the_file_too(client, world):
    everything = client.get("/biomes/profiles.csv").content
    unknown = {"kind": "X9", "zone": "nowhere", "state": "fine"}

    assert client.get("/biomes/profiles.csv", unknown).content == everything
