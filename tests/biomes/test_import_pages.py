"""A curator's import, page by page: upload, columns, dry run, report, store; and what careless people hand over."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import import_steps
from biomes.models import Import, Reading, Station
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
HEAD = "SITE,LON,LAT,WHEN,CHLA (ug/L)\n"
GOOD = "A,-24.15,38.05,2007,1.5\n"
SAID = {
    "separator": ",", "decimals": "point", "thousands": "none", "time": "", "clock": "",
    "role_0": "station", "role_1": "lon", "role_2": "lat", "role_3": "time", "role_4": "chlorophyll-a",
    "unit_4": "ug/L",
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def survey(db):
    makers.reference()
    return makers.biome("survey", at=now(), functional_group="F2.2")


@pytest.fixture
def curator(client, survey):
    sign_in(client, person("curator", Role.CURATOR))
    return client


def upload(client, text, name="survey.csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    form = {"biome": "survey", "file": SimpleUploadedFile(name, data)} | more
    return client.post(reverse("biomes:new_import"), form)


def check(client, **said):
    made = Import.objects.get()
    answer = client.post(reverse("biomes:check_import", args=[made.uuid]), SAID | said)
    import_steps.finish_here(made.pk)
    made.refresh_from_db()
    return answer, made


def store_it(client, **boxes):
    made = Import.objects.get()
    answer = client.post(reverse("biomes:run_import", args=[made.uuid]), boxes)
    import_steps.finish_here(made.pk)
    made.refresh_from_db()
    return answer, made


def page(client, made):
    return client.get(reverse("biomes:import", args=[made.uuid])).content.decode()


def test_an_empty_upload_is_asked_for_part_by_part_in_our_words(curator):
    page = curator.post(reverse("biomes:new_import"), {}).content.decode()

    assert "Say which living system or survey was measured." in page
    assert "Choose the file with the readings." in page
    assert "This field is required" not in page


def test_a_file_goes_the_whole_way_and_nothing_is_stored_before_the_last_step(curator, survey, store):
    answer = upload(curator, HEAD + GOOD + GOOD.replace("A,", "B,").replace("1.5", "NA"))
    made = Import.objects.get()
    assert answer["Location"] == reverse("biomes:import", args=[made.uuid])

    _answer, made = check(curator)
    assert (made.state, made.counts) == ("checked", {"stored": 1, "refused": 1})
    assert not Reading.objects.exists()
    assert not Station.objects.exists()
    said = page(curator, made)
    assert "There is no value." in said
    assert "Import for real" in said
    assert "What would become of its rows" in said
    assert "<dt>would be stored</dt>" in said

    _answer, made = store_it(curator, is_checked="on")
    assert (made.state, made.counts) == ("done", {"stored": 1, "refused": 1})
    assert "<dt>stored</dt>" in page(curator, made)
    reading = Reading.objects.get()
    assert (reading.quality, reading.historical, reading.station.code) == ("checked", True, "A")
    assert {one.code for one in Station.objects.all()} == {"A", "B"}


def test_all_or_nothing_stores_nothing_while_one_row_is_refused(curator, survey):
    upload(curator, HEAD + GOOD + GOOD.replace("A,", "B,").replace("1.5", "NA"))
    check(curator)

    answer, made = store_it(curator, is_whole="on")

    assert answer.status_code == 409
    assert "1 row would be refused" in answer.content.decode()
    assert made.state == "checked"
    assert not Reading.objects.exists()
    assert not Station.objects.exists()


def test_the_columns_are_guessed_shown_and_editable(curator):
    upload(curator, HEAD + GOOD)

    form = curator.get(reverse("biomes:import", args=[Import.objects.get().uuid])).context["form"]

    assert [form.initial[f"role_{n}"] for n in range(5)] == ["station", "lon", "lat", "time", "chlorophyll-a"]
    assert form.initial["unit_4"] == "ug/L"
    # How numbers are written is never guessed.
    assert "decimals" not in form.initial


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"decimals": ""}, "decimals"),
        ({"decimals": "comma", "thousands": "comma"}, "thousands"),
        ({"role_3": ""}, "time"),
        ({"role_3": "", "time": "yesterday"}, "time"),
        ({"time": "2007"}, "time"),
        ({"clock": "CET"}, "clock"),
        ({"unit_4": "psu"}, "unit_4"),
        ({"limit_4": "-1"}, "limit_4"),
        ({"limit_4": "NaN"}, "limit_4"),
        ({"limit_4": "1e999999999"}, "limit_4"),
        ({"role_1": "lat"}, "role_2"),
        ({"role_0": ""}, "__all__"),
        ({"role_1": ""}, "__all__"),
        ({"role_4": ""}, "__all__"),
        ({"role_4": "gold"}, "role_4"),
        ({"unit_4": "ug\x00"}, "unit_4"),
    ],
)
def test_columns_that_say_nothing_usable_are_named_and_the_form_is_kept(curator, said, field):
    upload(curator, HEAD + GOOD)

    answer, made = check(curator, **said)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert made.state == "uploaded"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "survey.csv"),
        (b"\x89PNG\r\n\x1a\n", "survey.csv"),
        (b"%PDF-1.7", "survey.csv"),
        (b"PK\x03\x04nothing", "survey.xlsx"),
        (b"\xd0\xcf\x11\xe0old", "survey.xls"),
        (b"a\x00b,c\n", "survey.csv"),
        (b"   \n", "survey.csv"),
        (b"\xff\xfea,b\n", "survey.csv"),
        (b'"a,b\n', "survey.csv"),
        (b"a,a\n1,2\n", "survey.csv"),
        (",".join(f"c{n}" for n in range(101)).encode(), "survey.csv"),
        (b"x" * 200_000, "survey.csv"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door_and_kept_nowhere(curator, store, data, name):
    answer = upload(curator, data, name)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Import.objects.exists()
    assert not list(store.rglob("*.*"))


def test_a_separator_is_offered_and_may_be_changed(curator):
    upload(curator, (HEAD + GOOD).replace(",", ";").replace("1.5", "1,5"))
    made = Import.objects.get()
    assert made.header[0] == "SITE"

    other = curator.get(reverse("biomes:import", args=[made.uuid]), {"separator": "|"})
    _answer, made = check(curator, separator=";", decimals="comma")

    assert [row[0] for row in other.context["form"].rows] == [HEAD.strip().replace(",", ";")]
    assert made.counts == {"stored": 1}


def test_numbers_are_read_as_the_curator_says_and_not_otherwise(curator):
    upload(curator, HEAD.replace(",", ";") + "A;-24,15;38,05;2007;1.500,5\nA;-24,15;38,05;2008;1.5\n")

    _answer, made = check(curator, separator=";", decimals="comma", thousands="point")
    store_it(curator)

    assert made.counts == {"stored": 1, "refused": 1}
    assert [(one.line, one.code, one.said) for one in made.remarks.all()] == [
        (3, "other_number_format", "1.5")
    ]
    assert str(Reading.objects.get().value.normalize()) == "1500.5"


def test_a_file_of_one_station_needs_no_place(curator, survey):
    makers.station(survey, "S-1", at=now())
    upload(curator, "WHEN,CHLA\n2007-06-01T10:00,3\n", station="S-1")
    said = {"role_0": "time", "role_1": "chlorophyll-a", "clock": "+02:00"}

    made = Import.objects.get()
    curator.post(
        reverse("biomes:check_import", args=[made.uuid]),
        {"separator": ",", "decimals": "point", "thousands": "none", "time": ""} | said,
    )
    import_steps.finish_here(made.pk)
    store_it(curator)

    assert Reading.objects.get().phenomenon_at.isoformat() == "2007-06-01T08:00:00+00:00"


def test_the_report_of_all_remarks_runs_in_no_spreadsheet(curator):
    upload(curator, HEAD + GOOD.replace("1.5", '"=HYPERLINK(""http://x"")"'))
    _answer, made = check(curator)

    text = b"".join(curator.get(reverse("biomes:import_report", args=[made.uuid]))).decode()
    rows = list(csv.reader(io.StringIO(text)))

    assert rows[1][3].startswith("'=HYPERLINK")
    assert rows[1][4:6] == ["refused", "not_a_number"]


def test_a_line_that_breaks_late_is_named_and_nothing_is_stored(curator):
    upload(curator, HEAD + GOOD + '"A,1,1,1,1\n')

    _answer, made = check(curator)

    assert (made.state, made.failure) == ("failed", "broken")
    assert "Line 3" in page(curator, made)
    assert not Reading.objects.exists()


def test_an_import_is_cancelled_once_and_its_file_forgotten(curator, store):
    upload(curator, HEAD + GOOD)
    made = Import.objects.get()
    address = reverse("biomes:cancel_import", args=[made.uuid])

    first, second = curator.post(address), curator.post(address)

    assert (first.status_code, second.status_code) == (302, 409)
    assert not [path for path in store.rglob("*") if path.is_file()]
    assert check(curator)[0].status_code in {409, 422}


def test_the_progress_fragment_asks_on_while_there_is_work_and_then_stops(curator):
    upload(curator, HEAD + GOOD)
    made = Import.objects.get()
    address = reverse("biomes:import_progress", args=[made.uuid])
    curator.post(reverse("biomes:check_import", args=[made.uuid]), SAID)

    working = curator.get(address)
    import_steps.finish_here(made.pk)
    done = curator.get(address)

    assert (working.status_code, done.status_code) == (200, 286)
    assert b"every 2s" in working.content
    assert done["HX-Refresh"] == "true"
