"""What stands in the cells of real tables, by an uploaded file: each has its sentence; workbooks; the API."""

import io
import json
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.rules.roles import Role
from biomes import import_steps
from biomes.models import Import, Reading
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
API = "/api/v1/imports/"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def curator(client, db):
    makers.reference()
    makers.biome("survey", at=now(), functional_group="F2.2")
    sign_in(client, person("curator", Role.CURATOR))
    return client


def upload(client, data, name="s.csv"):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return client.post(f"{API}upload/", {"biome": "survey", "file": file})


def check(client, made, roles, /, **said):
    body = {
        "columns": [{"column": c, "role": r, "unit": u, "limit": x} for c, r, u, x in roles],
        "decimals": "point", "thousands": "none",
    } | said  # fmt: skip
    answer = client.post(f"{API}{made['uuid']}/check/", json.dumps(body), content_type="application/json")
    if answer.status_code == 200:
        import_steps.finish_here(Import.objects.get(uuid=made["uuid"]).pk)
    return answer


def remarks(client, made):
    return [
        (one["line"], one["column"], one["code"], bool(one["says"]))
        for one in client.get(f"{API}{made['uuid']}/remarks/").json()["results"]
    ]


PLACE = [("S", "station", "", ""), ("X", "lon", "", ""), ("Y", "lat", "", ""), ("T", "time", "", "")]
HEAD = "S,X,Y,T,V,W\n"


def test_every_kind_of_cell_has_its_verdict_and_its_sentence(curator):
    cells = [
        ("bdl", ""), ("<0.05", "below"), ("NA", ""), ("", ""), ('"1,5"', ""), ('"1.500,0"', ""), ("1 500", ""),
        ("1.5", "kept"), ("NaN", ""), ("1e999", ""), ("12 ug/L", ""), ("\u0661", ""), ("-3", "wild"), ("0.02", "limit"),
    ]  # fmt: skip
    text = HEAD + "".join(f"A,-24,38,2007-01-{n + 1:02d},{cell},\n" for n, (cell, _what) in enumerate(cells))
    made = upload(curator, text).json()

    check(curator, made, [*PLACE, ("V", "microcystin", "ug/L", "")])

    found = {line: code for line, _column, code, says in remarks(curator, made) if says}
    assert [found.get(n + 2, "") for n in range(len(cells))] == [
        "limit_unknown", "", "no_value", "no_value", "comma", "comma", "not_a_number", "", "not_a_number",
        "not_a_number", "not_a_number", "not_a_number", "wild", "",
    ]  # fmt: skip
    said = curator.get(f"{API}{made['uuid']}/").json()
    assert sum(said["counts"].values()) == len(cells)


def test_bdl_and_half_limits_are_below_the_limit_the_column_names(curator):
    made = upload(curator, HEAD + "A,-24,38,2007,0.05,\nA,-24,38,2008,0.3,\n").json()
    check(curator, made, [*PLACE, ("V", "microcystin", "ug/L", "0.1")])
    curator.post(f"{API}{made['uuid']}/run/", "{}", content_type="application/json")
    import_steps.finish_here(Import.objects.get().pk)

    found = Reading.objects.order_by("phenomenon_at")
    assert [(one.qualifier, str(one.value.normalize()), one.method) for one in found] == [
        ("<", "0.1", "as published: 0.05"),
        ("", "0.3", ""),
    ]


def test_units_may_differ_from_column_to_column_and_are_converted(curator):
    made = upload(curator, HEAD + "A,-24,38,2007,0.003,4\n").json()
    check(curator, made, [*PLACE, ("V", "chlorophyll-a", "mg/L", ""), ("W", "nitrate", "mg/L", "")])
    curator.post(f"{API}{made['uuid']}/run/", "{}", content_type="application/json")
    import_steps.finish_here(Import.objects.get().pk)

    assert {(one.indicator.code, str(one.value.normalize()), one.unit) for one in Reading.objects.all()} == {
        ("chlorophyll-a", "3", "ug/L"),
        ("nitrate", "4", "mg/L"),
    }


# --- Workbooks ------------------------------------------------------------------------------------
def workbook(*rows, formats=()):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, shown in formats:
        sheet[cell].number_format = shown
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_read_by_its_cells_whatever_sign_its_country_writes(curator):
    data = workbook(
        ["S", "X", "Y", "T", "V", "W"],
        ["A", -24.5, 38.25, date(2007, 6, 1), 15.25, "line\nbreak"],
        ["A", -24.5, 38.25, datetime(2007, 6, 2, 10, 30), "1,5", None],
        ["A", -24.5, 38.25, 2007, True, None],
        formats=[("D2", "yyyy-mm-dd"), ("D3", "yyyy-mm-dd hh:mm")],
    )
    made = upload(curator, data, "s.xlsx").json()

    answer = check(curator, made, [*PLACE, ("V", "chlorophyll-a", "", "")], decimals="comma", clock="Z")

    assert answer.status_code == 200
    assert remarks(curator, made) == [(4, "V", "not_a_number", True)]
    curator.post(f"{API}{made['uuid']}/run/", "{}", content_type="application/json")
    import_steps.finish_here(Import.objects.get().pk)
    assert [
        (one.precision, str(one.value.normalize())) for one in Reading.objects.order_by("phenomenon_at")
    ] == [
        ("day", "15.25"),
        ("instant", "1.5"),
    ]


def test_a_bomb_and_what_is_no_workbook_are_refused_with_a_sentence(curator):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 50_000_000)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    broken = workbook(["S"])[:-40]

    for data in (bomb.getvalue(), other.getvalue(), broken):
        answer = upload(curator, data, "s.xlsx")
        assert answer.status_code == 400
        assert answer.json()["errors"]["file"][0]
    assert not Import.objects.exists()


# --- API ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"columns": []}, "columns"),
        ({"columns": [{"column": "none", "role": "salinity"}]}, "columns"),
        ({"columns": "x"}, "columns"),
        ({"decimals": "perhaps"}, "decimals"),
        ({"decimals": "comma", "thousands": "comma"}, "thousands"),
        ({"clock": "noon"}, "clock"),
        ({"separator": "x"}, "separator"),
    ],
)
def test_the_api_names_the_field_that_says_nothing_usable(curator, said, field):
    made = upload(curator, HEAD).json()

    answer = check(curator, made, [*PLACE, ("V", "salinity", "", "")], **said)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_the_api_refuses_all_or_nothing_and_a_second_run(curator):
    made = upload(curator, HEAD + "A,-24,38,2007,x,\nA,-24,38,2008,1,\n").json()
    check(curator, made, [*PLACE, ("V", "salinity", "", "")])
    run = f"{API}{made['uuid']}/run/"

    whole = curator.post(run, json.dumps({"is_whole": True}), content_type="application/json")
    first = curator.post(run, "{}", content_type="application/json")
    second = curator.post(run, "{}", content_type="application/json")

    assert (whole.status_code, first.status_code, second.status_code) == (409, 200, 409)
    assert "nothing is stored" in whole.json()["detail"]
