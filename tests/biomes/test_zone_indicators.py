"""Figures about zones: recorded with day and source, corrected by new rows, imported all or not at all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from biomes import actions, queries
from biomes.rules.words import Precision
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEAD = "zone,measure,value,on,source,source_url\n"
FORM = {"code": "income", "value": "9400", "on": "2025", "source": "Basin census", "source_url": ""}


@pytest.fixture
def quay(noon):
    return makers.zone("low-quay", at=noon)


@pytest.fixture
def curator(client, db):
    from accounts.rules.roles import Role

    return sign_in(client, person("noor", Role.CURATOR))


def measure(code="income"):
    return queries.zone_measures().get(code=code)


def record(zone, at, **said):
    plain = {
        "measure": measure(),
        "value": Decimal("9400"),
        "on": date(2149, 1, 1),
        "precision": Precision.YEAR,
        "source": "Basin census",
    }
    return actions.set_zone_indicator(**{"zone": zone, "actor": "p-1", "at": at} | plain | said)


def table(text, at, *, dry_run=False):
    return actions.import_zone_indicators(text=HEAD + text, actor="p-1", at=at, dry_run=dry_run)


# --- Rows ------------------------------------------------------------------------------------------
def test_a_figure_stands_on_its_zones_page_with_day_and_source(client, quay, noon):
    record(quay, noon, source_url="https://example.org/census")

    page = client.get("/zones/low-quay/").content.decode()

    assert "9,400" in page
    assert '<td class="nowrap">2149</td>' in page
    assert 'href="https://example.org/census"' in page


def test_a_zone_without_figures_says_so(client, quay):
    assert "No figure about this zone yet" in client.get("/zones/low-quay/").content.decode()


def test_a_correction_is_a_new_row_and_the_former_one_stays_to_be_read(client, quay, noon):
    former = record(quay, noon)

    made = actions.correct_zone_indicator(
        indicator_id=former.pk,
        value=Decimal("9040"),
        source="Basin census",
        reason="Digits swapped",
        actor="p-2",
        at=noon,
    )

    told = queries.indicators_of_zone(quay)[0]
    page = client.get("/zones/low-quay/").content.decode()
    assert (told.newest, told.earlier, told.corrected) == (made, [], [former])
    assert made.on == former.on
    assert "9,040" in page
    assert "Until it was corrected, a row said 9,400 of 2149: Digits swapped" in page


def test_a_row_is_corrected_once_and_with_a_reason(quay, noon):
    former = record(quay, noon)

    def correct(**said):
        plain = {"value": Decimal(1), "source": "s", "reason": "r", "indicator_id": former.pk}
        return actions.correct_zone_indicator(**plain | said, actor="p-1", at=noon)

    with pytest.raises(actions.CannotRelate, match="Say why"):
        correct(reason=" ")
    with pytest.raises(actions.CannotRelate, match="Nothing differs"):
        correct(value=former.value, source=former.source)
    correct()
    with pytest.raises(actions.CannotRelate, match="corrected already"):
        correct(value=Decimal(2))


def test_the_database_lets_nobody_edit_or_delete_a_figure(quay, noon):
    row = record(quay, noon)

    with pytest.raises(ProgrammingError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(value=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        row.delete()


def test_one_source_says_one_thing_of_a_zone_and_day_and_two_sources_may_differ(quay, noon):
    record(quay, noon)

    with pytest.raises(actions.CannotRelate, match="correct that row"):
        record(quay, noon, value=Decimal(1))
    record(quay, noon, source="Tax office")

    assert queries.zone_indicators().count() == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [({"value": Decimal("1e12")}, "No zone can"), ({"on": date(2151, 1, 1)}, "still to come")],
)
def test_what_cannot_be_is_refused(quay, noon, said, why):
    with pytest.raises(actions.CannotRelate, match=why):
        record(quay, noon, **said)

    assert not queries.zone_indicators().exists()


def test_the_record_keeps_who_set_and_who_corrected_it(quay, noon):
    from ledger import queries as ledger

    row = record(quay, noon)
    actions.correct_zone_indicator(
        indicator_id=row.pk, value=Decimal(8), source="s", reason="r", actor="p-2", at=noon
    )

    _drawn, first, second = ledger.around(quay.subject)
    assert (first.kind, first.actor, first.body["value"]) == ("biomes.zone_indicator.set", "p-1", "9400")
    assert (second.kind, second.actor) == ("biomes.zone_indicator.corrected", "p-2")
    assert (second.body["former"], second.body["value"]) == ("9400", "8")


# --- Tables ----------------------------------------------------------------------------------------
def test_a_rehearsal_judges_every_row_and_stores_none(quay, noon):
    found = table("low-quay,income,9400,2149,Census,\nlow-quay,income,9x,2149,Census,\n", noon, dry_run=True)

    assert [(row.line, row.verdict, row.reason, row.field) for row in found.rows] == [
        (2, "new", "", ""),
        (3, "refused", "not_a_number", "value"),
    ]
    assert not queries.zone_indicators().exists()


def test_one_bad_row_and_nothing_is_stored(quay, noon):
    good = "".join(f"low-quay,income,{n},{2000 + n},Census,\n" for n in range(50))

    found = table(good + "elsewhere,income,1,2149,Census,\n", noon)

    assert (found.new_count, found.refused_count, found.is_stored) == (50, 1, False)
    assert not queries.zone_indicators().exists()


def test_the_same_table_twice_changes_nothing(quay, noon):
    text = "low-quay,income,9400,2149,Census,\nlow-quay,green-access,31.5,2149-06,Census,\n"
    table(text, noon)

    again = table(text, noon)

    assert (again.new_count, again.known_count) == (0, 2)
    assert queries.zone_indicators().count() == 2


def test_the_same_row_twice_in_one_table_is_one_figure_and_two_values_are_refused(quay, noon):
    row = "low-quay,income,9400,2149,Census,\n"

    assert [one.verdict for one in table(row + row, noon, dry_run=True).rows] == ["new", "known"]
    found = table(row + row.replace("9400", "9401"), noon)

    assert (found.rows[1].reason, found.is_stored) == ("differs", False)


def test_a_table_that_still_says_what_was_corrected_brings_nothing_back(quay, noon):
    row = "low-quay,income,9400,2149,Census,\n"
    table(row, noon)
    actions.correct_zone_indicator(
        indicator_id=queries.zone_indicators().get().pk,
        value=Decimal(9),
        source="Census",
        reason="r",
        actor="p",
        at=noon,
    )

    assert table(row, noon).known_count == 1
    assert queries.indicators_of_zone(quay)[0].newest.value == 9


@pytest.mark.parametrize(
    ("row", "reason", "field"),
    [
        ("nowhere,income,1,2149,Census,", "unknown_zone", "zone"),
        ("low-quay,joy,1,2149,Census,", "unknown_measure", "measure"),
        ("low-quay,income,,2149,Census,", "no_value", "value"),
        ('low-quay,income,"9,400",2149,Census,', "comma", "value"),
        ("low-quay,income,NaN,2149,Census,", "not_a_number", "value"),
        ("low-quay,income,1e99,2149,Census,", "too_large", "value"),
        ("low-quay,green-access,3150,2149,Census,", "implausible", "value"),
        ("low-quay,income,-1,2149,Census,", "implausible", "value"),
        ("low-quay,income,١٢,2149,Census,", "not_a_number", "value"),
        ("low-quay,income,1,June,Census,", "not_a_day", "on"),
        ("low-quay,income,1,2149-13,Census,", "not_a_day", "on"),
        ("low-quay,income,1,2149-06-11T09:40Z,Census,", "not_a_day", "on"),
        ("low-quay,income,1,2151,Census,", "future", "on"),
        ("low-quay,income,1,2149, ,", "no_source", "source"),
        ("low-quay,income,1,2149," + "x" * 301 + ",", "long_source", "source"),
        ("low-quay,income,1,2149,Census,javascript:alert(1)", "bad_address", "source_url"),
        ("low-quay,income,1,2149,Census,http://[", "bad_address", "source_url"),
        ("low-quay,income,1,2149", "unfit_line", ""),
    ],
)
def test_a_bad_row_names_its_field(quay, noon, row, reason, field):
    found = table(row + "\n", noon, dry_run=True).rows[0]

    assert (found.verdict, found.reason, found.field) == ("refused", reason, field)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_column"),
        ("zone,value\n", "no_column"),
        (HEAD, "empty"),
        (HEAD + '"low-quay,income\n', "broken"),
        (HEAD + "low\x00quay,income,1,2149,C,\n", "not_text"),
        (HEAD + "low-quay,income,1,2149,C,\n" * 2001, "too_many"),
        (HEAD + "x" * 1_000_001, "too_long"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(quay, noon, text, code):
    from biomes.rules.zone_table import BadTable

    with pytest.raises(BadTable) as why:
        actions.import_zone_indicators(text=text, actor="p", at=noon, dry_run=True)

    assert why.value.code == code


# --- Pages and API ---------------------------------------------------------------------------------
def test_a_curator_records_a_figure_and_corrects_it_on_pages(client, curator, quay):
    made = client.post("/desk/zones/low-quay/indicators/", FORM)
    twice = client.post("/desk/zones/low-quay/indicators/", FORM)
    row = queries.zone_indicators().get()
    fixed = client.post(
        f"/desk/zone-indicators/{row.pk}/correct/",
        {"value": "9040", "source": "Census", "reason": "Digits swapped"},
    )
    again = client.post(
        f"/desk/zone-indicators/{row.pk}/correct/", {"value": "1", "source": "Census", "reason": "r"}
    )

    assert [made.status_code, twice.status_code, fixed.status_code, again.status_code] == [302, 409, 302, 409]
    assert 'value="9400"' in twice.content.decode()
    assert queries.indicators_of_zone(quay)[0].newest.value == 9040


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("code", "joy", "valid choice"),
        ("value", "9,400", "comma"),
        ("value", "Infinity", "Not a number"),
        ("value", "1000000000000", "No value here"),
        ("value", "999999999", "No zone can have"),
        ("on", "2999", "still to come"),
        ("on", "yesterday", "Write a year"),
        ("source", "", "required"),
        ("source", "a\x00b", "Null characters"),
        ("source_url", "ftp://x", "http"),
    ],
)
def test_a_bad_figure_names_its_field_keeps_the_form_and_saves_nothing(
    client, curator, quay, field, value, says
):
    answer = client.post("/desk/zones/low-quay/indicators/", FORM | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Error:" in page
    assert f'href="#id_{field}"' in page
    assert not queries.zone_indicators().exists()


def test_a_table_is_looked_at_then_stored_without_a_script(client, curator, quay):
    file = SimpleUploadedFile("f.csv", (HEAD + "low-quay,income,9400,2020,Census,\n").encode())

    looked = client.post("/desk/zone-indicators/import/", {"file": file, "do": "look"})
    kept = looked.context["form"].initial["text"]
    stored = client.post("/desk/zone-indicators/import/", {"text": kept, "do": "import"})

    assert "1 new row, none refused" in looked.content.decode()
    assert "Store these rows" in looked.content.decode()
    assert stored.status_code == 302
    assert queries.zone_indicators().count() == 1


def test_a_table_with_a_bad_row_is_kept_for_mending(client, curator, quay):
    text = HEAD + "low-quay,income,none,2020,Census,\n"

    answer = client.post("/desk/zone-indicators/import/", {"text": text, "do": "import"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 row is refused" in page
    assert "low-quay,income,none,2020" in page
    assert "Store these rows" not in page


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\xff\xfe\x00",
        b"zone,value\n1,2\n",
        b"\x89PNG\r\n\x1a\n",
        b"zone,measure,value,on,source\nlow-quay,\xe2\x80\xae,1,2020,x\n",
    ],
)
def test_a_file_that_is_no_table_is_answered_in_words(client, curator, quay, sent):
    answer = client.post(
        "/desk/zone-indicators/import/", {"file": SimpleUploadedFile("f.csv", sent), "do": "import"}
    )

    assert answer.status_code in {409, 422}
    assert not queries.zone_indicators().exists()


def test_the_csv_that_goes_out_comes_in_again(client, quay, noon):
    record(quay, noon, source="=cmd|' /C calc'!A0")
    record(quay, noon, on=date(2149, 6, 1), precision=Precision.MONTH, source="Tax office, table 4")

    text = client.get("/zone-indicators.csv").getvalue().decode()

    assert "'=cmd" in text
    assert '2149-06,"Tax office, table 4"' in text
    again = actions.import_zone_indicators(text=text, actor="p", at=noon, dry_run=True)
    assert again.refused_count == 0
    assert again.known_count == 1


def test_the_api_writes_what_the_pages_write(client, curator, quay):
    body = {"zone": "low-quay", "measure": "income", "value": "9400", "on": "2020", "source": "Census"}

    def post(address, sent):
        return client.post(f"/api/v1/zone-indicators/{address}", sent, content_type="application/json")

    made = post("add/", body)
    fixed = post(f"{made.json()['id']}/correct/", {"value": "1", "source": "Census", "reason": "r"})
    bad = post("add/", body | {"value": "1,5"})
    bad_day = post("add/", body | {"on": "soon"})
    looked = post("import/", {"text": HEAD + "low-quay,income,7,2021,Census,\n"})
    stored = post("import/", {"text": HEAD + "low-quay,income,7,2021,Census,\n", "dry_run": False})
    refused = post("import/", {"text": HEAD + "x,income,7,2021,Census,\n", "dry_run": False})
    no_table = post("import/", {"text": "hello"})

    statuses = [one.status_code for one in (made, fixed, bad, bad_day, looked, stored, refused, no_table)]
    assert statuses == [201, 201, 400, 400, 200, 200, 409, 400]
    assert "comma" in str(bad.json())
    assert looked.json()["is_stored"] is False
    assert refused.json()["rows"][0]["message"] == "No zone has this address."
    current = client.get("/api/v1/zone-indicators/?zone=low-quay&current=true").json()["results"]
    assert [(one["value"], one["is_current"]) for one in current] == [("1", True), ("7", True)]
