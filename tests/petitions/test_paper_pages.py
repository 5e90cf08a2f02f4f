"""Paper at its pages and in the API: printed, registered, entered unseen, settled, compared, looked at."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from petitions import actions, queries
from petitions.models import Line, Petition, Sheet
from petitions.rules import paper
from tests.accounts.people import sign_in
from tests.petitions.scene import sign, zone
from tests.petitions.sheets import (
    accepted,
    desk,
    enter,
    lines,
    number,
    registered,
    sampled,
    scan,
    scan_hash,
    settled,
)

pytestmark = pytest.mark.django_db
SIX = ("Ana Vale", "Bo Reyes", "Cy Orin", "Dee Marsh", "Eli Teun", "Fay Low")


@pytest.fixture
def people(db):
    return desk()


@pytest.fixture
def as_(client, people):
    def signed_in(name):
        sign_in(client, people[name])
        return client

    return signed_in


def url(name, *args):
    return reverse(f"petitions:{name}", args=args)


def file(seed=0):
    return SimpleUploadedFile("sheet.pdf", scan(seed), content_type="application/pdf")


def entry(*names, zone=""):
    return {f"name_{n}": name for n, name in enumerate(names, 1)} | {
        f"zone_{n}": zone for n in range(1, len(names) + 1)
    }


def test_a_printed_sheet_says_what_it_is_and_has_a_number_of_its_own(client, petition):
    found = [client.get(url("paper_sheet", petition.slug)).content.decode() for _again in range(2)]

    codes = [re.search(r"paper__number\">([a-z2-7-]+)<", page)[1] for page in found]
    assert codes[0] != codes[1]
    assert all(paper.read_number(code) for code in codes)
    assert petition.title in found[0]
    assert "Publish every reading in three languages." in found[0]
    assert found[0].count('<th scope="row">') == 20
    assert "<svg" in found[0]
    assert f"/petitions/{petition.slug}/" in found[0]


def test_a_sheet_is_printed_in_the_petitions_language(client, petition):
    Petition.objects.filter(pk=petition.pk).update(language="ar")

    page = client.get(url("paper_sheet", petition.slug)).content.decode()

    assert 'lang="ar" dir="rtl"' in page


def test_a_closed_petition_prints_no_sheet(client, petition):
    actions.close_due(at=petition.closes_at.replace(year=petition.closes_at.year + 1))

    assert client.get(url("paper_sheet", petition.slug)).status_code == 409


def test_the_page_of_a_petition_offers_the_sheet_to_everybody(client, petition):
    page = client.get(petition.get_absolute_url()).content.decode()

    assert url("paper_sheet", petition.slug) in page
    assert url("register_sheet", petition.slug) not in page


def test_registering_hashes_the_file_and_keeps_it_nowhere(as_, petition, now, tmp_path):
    body = {"number": paper.grouped(number()), "collected_on": now.date().isoformat(), "scan": file()}

    answer = as_("teun").post(url("register_sheet", petition.slug), body)

    sheet = Sheet.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == sheet.get_absolute_url()
    assert (sheet.number, sheet.scan) == (number(), scan_hash())


@pytest.mark.parametrize(("wrong", "said"), [
    ({"number": "abcd-efgh"}, "eight letters and digits"),
    ({"scan": ""}, "Choose the file"),
    ({"collected_on": ""}, "last day"),
])  # fmt: skip
def test_a_wrong_registration_keeps_the_form_and_names_the_field(as_, petition, now, wrong, said):
    body = {"number": number(), "collected_on": now.date().isoformat(), "scan": file()} | wrong

    answer = as_("teun").post(url("register_sheet", petition.slug), body)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert body["number"] in answer.content.decode()
    assert not Sheet.objects.exists()


def test_a_sheet_registered_twice_is_refused_with_a_sentence(as_, petition, people, now):
    registered(petition, people["rosa"], at=now)
    body = {"number": number(), "collected_on": now.date().isoformat(), "scan": file(5)}

    answer = as_("teun").post(url("register_sheet", petition.slug), body)

    assert answer.status_code == 409
    assert "registered already" in answer.content.decode()


def test_an_entry_is_made_on_one_page_and_seen_by_nobody(as_, petition, people, now):
    sheet = registered(petition, people["maro"], at=now)

    answer = as_("teun").post(url("enter_sheet", sheet.key), entry(*SIX))

    assert answer.status_code == 302
    for who, name in (("rosa", "enter_sheet"), ("rosa", "sheet"), ("teun", "sheet"), ("ines", "sheet")):
        page = as_(who).get(url(name, sheet.key)).content.decode()
        assert "Ana Vale" not in page
    assert as_("rosa").get(url("compare_sheet", sheet.key)).status_code == 409


def test_a_wrong_name_keeps_all_that_was_typed(as_, petition, people, now):
    sheet = registered(petition, people["maro"], at=now)

    answer = as_("teun").post(url("enter_sheet", sheet.key), entry("Ana Vale", "=cmd()"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ana Vale" in page
    assert 'href="#id_name_2"' in page
    assert not sheet.entries.exists()


def test_an_entry_without_a_line_is_refused(as_, petition, people, now):
    sheet = registered(petition, people["maro"], at=now)

    assert as_("teun").post(url("enter_sheet", sheet.key), {}).status_code == 422


def test_a_second_entry_of_one_person_is_refused_and_a_get_leads_back(as_, petition, people, now):
    sheet = enter(registered(petition, people["maro"], at=now), people["teun"], lines(*SIX), at=now)

    assert as_("teun").post(url("enter_sheet", sheet.key), entry(*SIX)).status_code == 409
    assert as_("teun").get(url("enter_sheet", sheet.key))["Location"] == sheet.get_absolute_url()


def test_lines_that_differ_are_settled_by_a_third_reading(as_, petition, people, now):
    zone("tessel-row")
    sheet = settled(
        petition, people, lines("Ana Vale", "Bo", "Cy", "Dee"), other=lines("Ana Wale", "Bob", "Cyd"), at=now
    )
    page = as_("ines").get(url("compare_sheet", sheet.key)).content.decode()
    assert "Ana Vale" in page
    assert "Ana Wale" in page
    body = {"side_1": "first", "side_2": "second", "side_3": "other", "name_3": " Cyra  Orin ", "zone_3": "tessel-row", "side_4": "empty"}  # fmt: skip

    answer = as_("ines").post(url("compare_sheet", sheet.key), body)

    assert answer.status_code == 302
    found = [
        (line.name, line.zone and line.zone.slug)
        for line in Line.objects.filter(number__lte=4).order_by("number")
    ]
    assert found == [("Ana Vale", None), ("Bob", None), ("Cyra Orin", "tessel-row"), ("", None)]


def test_a_name_that_is_missing_on_a_line_is_not_called_ones_own(as_, petition, people, now):
    sheet = settled(petition, people, lines("Ana Vale"), other=lines("Ana Wale"), at=now)

    page = (
        as_("ines").post(url("compare_sheet", sheet.key), {"side_1": "other", "name_1": ""}).content.decode()
    )

    assert "Write the name as you read it" in page
    assert "Write your name" not in page


def test_the_day_a_sheet_needs_is_not_called_optional(as_, petition):
    page = as_("teun").get(url("register_sheet", petition.slug)).content.decode()

    assert "Last day of collecting" in page
    assert "(optional)" not in page


def test_a_form_that_is_sent_empty_says_what_is_missing(as_, petition):
    page = as_("teun").post(url("register_sheet", petition.slug), {}).content.decode()

    for words in ("Write the number of the sheet", "Write the last day", "Choose the file of the scan"):
        assert words in page


def test_a_reading_of_ones_own_needs_a_name(as_, petition, people, now):
    sheet = settled(petition, people, lines("Ana Vale"), other=lines("Ana Wale"), at=now)

    for body in ({"side_1": "other", "name_1": ""}, {}):
        answer = as_("ines").post(url("compare_sheet", sheet.key), body)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("name", ["compare_sheet", "check_sheet"])
def test_whoever_entered_it_finds_nothing_to_settle_or_compare(as_, petition, people, now, name):
    other = lines("Ana Wale") if name == "compare_sheet" else None
    sheet = settled(petition, people, lines("Ana Vale"), other=other, at=now)

    assert as_("rosa").get(url(name, sheet.key)).status_code == 409
    assert as_("ines").get(url(name, sheet.key)).status_code == 200


def test_a_third_person_compares_the_sample_and_the_page_of_the_petition_says_so(as_, petition, people, now):
    sheet = settled(petition, people, lines(*SIX), at=now)
    page = as_("ines").get(url("check_sheet", sheet.key)).content.decode()
    assert page.count("Does not agree") == 5
    body = {f"line_{n}": "agrees" for n in sampled(sheet)} | {"scan": file()}

    answer = as_("ines").post(url("check_sheet", sheet.key), body)
    actions.count_due(at=now)

    assert answer.status_code == 302
    page = as_("ines").get(petition.get_absolute_url()).content.decode()
    assert "6 online, 6 on paper." in page
    assert as_("ines").get(f"/petitions/{petition.slug}/count.json").json() | {"at": 0} == {
        "count": 12, "online": 6, "paper": 6, "at": 0, "state": "open",
    }  # fmt: skip


@pytest.mark.parametrize(("change", "status", "said"), [
    ({"scan": file(9)}, 409, "not the scan"), ({"scan": ""}, 422, "Choose the file"), (None, 422, "Say whether line"),
])  # fmt: skip
def test_a_wrong_file_or_half_a_sample_checks_nothing(as_, petition, people, now, change, status, said):
    sheet = settled(petition, people, lines(*SIX), at=now)
    body = {f"line_{n}": "agrees" for n in sampled(sheet)} | {"scan": file()}
    body = body | change if change else {"scan": file()}

    answer = as_("ines").post(url("check_sheet", sheet.key), body)

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert Sheet.objects.get(pk=sheet.pk).stage == "settled"


def test_setting_aside_asks_for_a_reason_and_shows_it(as_, petition, people, now):
    sheet = registered(petition, people["maro"], at=now)

    assert as_("teun").post(url("set_sheet_aside", sheet.key), {"reason": "no"}).status_code == 422
    assert (
        as_("teun")
        .post(url("set_sheet_aside", sheet.key), {"reason": "The scan cannot be read."})
        .status_code
        == 302
    )
    page = as_("teun").get(sheet.get_absolute_url()).content.decode()
    assert "The scan cannot be read." in page
    assert Sheet.objects.get().seed in page


def test_a_likely_second_signature_is_looked_at_on_its_page(as_, petition, people, now):
    sign(petition, "ana@shore.example", name="Ana Vale", at=now)
    actions.count_due(at=now)
    accepted(petition, people, lines("Ana Vale"), at=now)
    line = queries.held_lines().get()
    assert "Ana Vale" in as_("maro").get(url("twins")).content.decode()

    assert as_("maro").post(url("judge_line", line.key), {}).status_code == 422
    assert as_("rosa").post(url("judge_line", line.key), {"same": "no"}).status_code == 409
    assert as_("maro").post(url("judge_line", line.key), {"same": "no"}).status_code == 302

    actions.count_due(at=now)
    assert Petition.objects.get(pk=petition.pk).paper_count == 1
    assert "Nothing looks signed twice" in as_("maro").get(url("twins")).content.decode()


def test_the_list_of_sheets_is_by_state(as_, petition, people, now):
    assert "No sheet was registered yet" in as_("teun").get(url("sheets")).content.decode()
    registered(petition, people["maro"], at=now)

    assert paper.grouped(number()) in as_("teun").get(url("sheets") + "?show=open").content.decode()
    assert "No sheet is at that step" in as_("teun").get(url("sheets") + "?show=refused").content.decode()


def test_a_hidden_petition_has_no_words_at_the_desk(as_, petition, people, now):
    sheet = registered(petition, people["maro"], at=now)
    Petition.objects.filter(pk=petition.pk).update(state="hidden")

    for page in (url("sheets"), sheet.get_absolute_url()):
        assert petition.title not in as_("teun").get(page).content.decode()


def test_history_tells_paper_apart(as_, petition, people, now):
    accepted(petition, people, lines(*SIX), at=now)
    actions.count_due(at=now)
    client = as_("teun")

    rows = client.get(f"/petitions/{petition.slug}/history.csv").content.decode().split()

    assert rows[0] == "hour,signatures,total,online,paper"
    assert rows[-1].endswith(",12,12,6,6")
    api = client.get(reverse("api:petition-history", args=[petition.slug])).json()
    assert (api[-1]["online"], api[-1]["paper"]) == (6, 6)
    assert "Of them on paper" in client.get(url("history", petition.slug)).content.decode()
    row = client.get(f"/petitions/{petition.slug}.json").json()
    assert (row["signatures"], row["online"], row["paper"]) == (12, 6, 6)


def test_a_program_does_all_that_the_pages_do(as_, petition, people, now):
    def post(who, name, args, body):
        return as_(who).post(reverse(f"api:{name}", args=args), body, content_type="application/json")

    told = post("maro", "petition-sheet-list", [], {
        "petition": petition.slug, "number": number(), "scan": scan_hash(), "collected_on": now.date().isoformat()})  # fmt: skip
    key = told.json()["key"]
    assert (told.status_code, told.json()["seed"]) == (201, None)
    one = {"lines": [{"number": n, "name": name} for n, name in enumerate(SIX, 1)]}
    other = {"lines": [{"number": 1, "name": "Ana Wale"}, *one["lines"][1:]]}
    assert post("teun", "petition-sheet-entries", [key], one).status_code == 201
    assert post("teun", "petition-sheet-entries", [key], one).status_code == 409
    assert post("rosa", "petition-sheet-entries", [key], other).json()["stage"] == "differing"
    differing = as_("ines").get(reverse("api:petition-sheet-differing", args=[key])).json()
    assert [row["number"] for row in differing] == [1]
    assert as_("rosa").get(reverse("api:petition-sheet-differing", args=[key])).status_code == 409
    settled = post("maro", "petition-sheet-settlements", [key], {"lines": one["lines"][:1]})
    assert settled.json()["stage"] == "settled"
    assert len(as_("ines").get(reverse("api:petition-sheet-sample", args=[key])).json()) == 5

    done = post("ines", "petition-sheet-checks", [key], {"scan": scan_hash(), "wrong": []}).json()

    assert (done["stage"], done["counting"], len(done["seed"])) == ("accepted", 6, 64)
    assert paper.seed_digest(bytes.fromhex(done["seed"])) == done["seed_digest"]


@pytest.mark.parametrize("row", [{"number": 21, "name": "Ana"}, {"number": 1, "name": "=x"}, {"number": 1, "name": "Ana", "zone": "nowhere"}])  # fmt: skip
def test_a_program_is_refused_what_a_page_refuses(as_, petition, people, now, row):
    sheet = registered(petition, people["maro"], at=now)

    answer = as_("teun").post(reverse("api:petition-sheet-entries", args=[sheet.key]), {"lines": [row]}, content_type="application/json")  # fmt: skip

    assert answer.status_code == 400
    assert not sheet.entries.exists()


def test_an_auditor_takes_a_whole_sheet_off_by_its_number(as_, petition, people, now):
    accepted(petition, people, lines(*SIX), at=now)
    actions.count_due(at=now)
    form = {"sheet": paper.grouped(number()), "reason": "Its collector signed for others."}

    answer = as_("ines").post(url("draw_up", petition.slug), form)
    missing = as_("ines").post(url("draw_up", petition.slug), form | {"sheet": paper.grouped(number(8))})

    assert answer.status_code == 302
    assert paper.grouped(number()) in as_("ines").get(answer["Location"]).content.decode()
    assert missing.status_code == 409
    assert "no sheet" in missing.content.decode()
