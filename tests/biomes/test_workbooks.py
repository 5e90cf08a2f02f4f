"""One reader of workbooks stands behind every door, and one guard before it."""

import ast
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.rules.roles import Role
from biomes import workbooks
from biomes.models import Bulk, Import
from biomes.rules.import_life import Failure
from biomes.rules.numbers import Decimals
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.sheets import xlsx


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def repacked(**more):
    """A small workbook with other parts in it."""
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(["slug"], ["a"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in source.infolist():
            archive.writestr(one.filename, more.pop(one.filename, None) or source.read(one.filename))
        for name, data in more.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb():
    return repacked(**{"xl/bomb.xml": b"0" * 2_000_000})


EVIL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
BROKEN = {
    "a small file that unpacks a hundredfold": (bomb, Failure.HUGE_SHEET),
    "too many parts": (lambda: repacked(**{f"xl/p{n}.xml": b"0" for n in range(200)}), Failure.HUGE_SHEET),
    "entities": (lambda: repacked(**{"xl/worksheets/sheet1.xml": EVIL}), Failure.BAD_SHEET),
    "no sheet": (lambda: repacked(**{"xl/workbook.xml": b"<workbook/>"}), Failure.BAD_SHEET),
    "no workbook": (lambda: b"PK\x03\x04 nothing", Failure.BAD_SHEET),
    "cut in the middle": (lambda: xlsx(["slug"], ["a"])[:-400], Failure.BAD_SHEET),
}


def rows(data, most=10, decimals=Decimals.POINT):
    return list(workbooks.rows_of(io.BytesIO(data), most=most, decimals=decimals))


@pytest.mark.parametrize("which", BROKEN)
def test_what_is_no_honest_workbook_is_not_opened(which):
    made, code = BROKEN[which]

    with pytest.raises(workbooks.Broken) as why:
        rows(made())
    assert why.value.code is code


def test_a_workbook_that_unpacks_to_too_much_is_not_opened_however_well_it_is_packed(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000)

    with pytest.raises(workbooks.Broken):
        rows(xlsx(["slug"], ["a"]))


def test_a_workbook_of_many_equal_rows_is_honest():
    # Nothing packs better than the same row again and again.
    data = xlsx(["slug", "kind", "population"], *[["quay", "mixed", 7]] * 20_000)

    assert len(rows(data, most=20_001)) == 20_001


def test_a_row_too_many_is_said_with_its_number():
    with pytest.raises(workbooks.Broken) as why:
        rows(xlsx(["a"], ["b"], ["c"]), most=2)
    assert (why.value.code, why.value.line) == (Failure.LONG_SHEET, 3)


def test_a_cell_says_what_it_shows():
    cells = [True, 3, 2.50, 4.0, date(2149, 1, 2), datetime(2149, 1, 2, 3, 4), " two\nlines ", None, 1]

    assert rows(xlsx(cells))[0] == [
        "TRUE", "3", "2.5", "4", "2149-01-02", "2149-01-02T03:04:00", " two\nlines ", "", "1",
    ]  # fmt: skip
    assert rows(xlsx([2.5]), decimals=Decimals.COMMA) == [["2,5"]]


DOORS = {
    "profiles": ("/desk/biomes/files/", {"noun": "biomes"}),
    "zones": ("/desk/biomes/files/", {"noun": "zones"}),
    "links": ("/desk/biomes/files/", {"noun": "links"}),
    "figures about zones": ("/desk/zone-indicators/import/", {"do": "look"}),
    "readings": ("/desk/imports/new/", {"biome": "survey"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_a_bomb_with_the_same_sentence(client, door):
    sign_in(client, person("noor", Role.CURATOR))
    makers.biome("survey", at=now(), functional_group="F2.2")
    address, fields = DOORS[door]

    answer = client.post(address, fields | {"file": SimpleUploadedFile("a.xlsx", bomb())})

    assert answer.status_code == 422
    assert "unpacks to far more than a table needs" in answer.content.decode()
    assert not Bulk.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_a_workbook_of_figures_about_zones_is_looked_at_and_stored(client):
    sign_in(client, person("noor", Role.CURATOR))
    zone = makers.zone("low-quay", at=now())
    heading = ["zone", "measure", "value", "on", "source", "source_url"]
    file = SimpleUploadedFile(
        "a.xlsx", xlsx(heading, ["low-quay", "income", 9400.5, 2025, "Basin\ncensus", None])
    )

    looked = client.post("/desk/zone-indicators/import/", {"do": "look", "file": file})
    assert "1 new row, none refused" in looked.content.decode()
    text = looked.context["form"].initial["text"]
    client.post("/desk/zone-indicators/import/", {"do": "import", "text": text})

    figure = zone.indicators.get()
    assert (f"{figure.value:f}".rstrip("0"), figure.source) == ("9400.5", "Basin census")


@pytest.mark.django_db
def test_a_workbook_of_figures_with_too_many_rows_is_refused(client):
    sign_in(client, person("noor", Role.CURATOR))
    file = SimpleUploadedFile("a.xlsx", xlsx(["zone"], *[["low-quay"]] * 2_002))

    answer = client.post("/desk/zone-indicators/import/", {"do": "look", "file": file})

    assert answer.status_code == 422
    assert "more rows than fit" in answer.content.decode()


def test_nothing_else_opens_a_workbook():
    root = Path(workbooks.__file__).parents[1]
    apps = [one for one in root.iterdir() if (one / "apps.py").exists()]
    opening = {
        str(path.relative_to(root))
        for app in apps
        for path in app.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openpyxl")
        if "load_workbook" in {one.name for one in node.names}
    }

    assert opening == {"biomes/workbooks.py"}
