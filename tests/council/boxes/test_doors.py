"""Packages at the doors: taken along by anybody, brought by one officer and agreed to by another, refused with the place."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import actions as accounts
from accounts.rules.roles import Role
from charters import queries as charters
from council import actions, queries
from council.models import Body, ImportedBox, Seat
from council.rules.boxes.comparing import differences
from council.rules.boxes.opening import Signed, open_package
from ledger import queries as log
from ledger.models import Fact
from ledger.queries import now
from ledger.rules.note import Signer
from petitions import queries as petitions
from tests.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db
MENOR = queries.shipped_boxes()["mar-menor"].decode()
THEIRS = Signer("theirs.example/log", bytes(range(32)))


@pytest.fixture
def officers(db):
    return person("sora", Role.SECRETARY), person("ada", Role.ADMIN)


def ask(by, at, text=MENOR, **more):
    return actions.ask_to_import(text=text, code="mar-menor", by=by, at=at, **({"unsigned": True} | more))


def with_threshold():
    return json.dumps({**json.loads(MENOR), "thresholds": [{"kind": "response", "count": 500}]})


# --- By two officers -----------------------------------------------------------------------------------------
def test_nothing_is_made_before_a_second_officer_agrees(officers, noon):
    secretary, admin = officers
    approval = ask(secretary, noon)
    assert not Body.objects.exists()

    council = actions.agree_to_import(approval_id=approval.pk, by=admin, at=noon)

    assert council.code == "mar-menor"
    assert Seat.objects.of_council(council.pk).count() == 35
    assert all(place.vacant for _body, places in queries.rosters(council, noon) for place in places)


def test_who_asked_does_not_agree(officers, noon):
    approval = ask(officers[0], noon)

    with pytest.raises(accounts.CannotApprove):
        actions.agree_to_import(approval_id=approval.pk, by=officers[0], at=noon)

    assert not Body.objects.exists()


def test_a_citizen_neither_asks_nor_agrees(officers, noon):
    citizen, approval = person("cleo"), ask(officers[0], noon)

    with pytest.raises(actions.CannotImport):
        ask(citizen, noon)
    with pytest.raises(actions.CannotImport):
        actions.agree_to_import(approval_id=approval.pk, by=citizen, at=noon)


def test_the_log_names_the_package_and_nobody(noon):
    actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)

    fact = Fact.objects.get(kind="council.box.imported")

    assert fact.public
    assert fact.body == {
        "sha256": open_package(MENOR, []).sha256, "forked_from": "", "signer": "", "seats": 35, "rules": 1,
    }  # fmt: skip


def test_charter_session_and_thresholds_come_into_force(noon):
    council = actions.import_box(text=with_threshold(), code="mar-menor", unsigned=True, at=noon)

    assert charters.charter_for("mar-menor", noon).title == "Rights of the Mar Menor"
    assert [one.title for one in queries.sessions(council)] == ["Year of the guardianship 2150"]
    assert [row.count for row in petitions.thresholds().filter(body=council.organisation)] == [500]


def test_a_code_that_is_none_is_refused_and_leaves_nothing(noon):
    with pytest.raises(actions.CannotImport) as caught:
        actions.import_box(text=MENOR, code="Mar Menor", unsigned=True, at=noon)

    assert [one.path for one in caught.value.problems] == ["code"]
    assert not Body.objects.exists()


def test_names_in_use_are_told_with_their_place_before_anything_is_made(noon):
    actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)

    with pytest.raises(actions.CannotImport) as caught:
        actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)

    told = {one.path: one.code for one in caught.value.problems}
    assert told["code"] == told["seats[0].code"] == told["rules[0].code"] == "taken"
    assert told["charters[0].of"] == "charter_there"
    assert ImportedBox.objects.count() == 1


def test_what_was_imported_is_not_rewritten(noon):
    from django.db import DatabaseError, transaction

    actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ImportedBox.objects.update(sha256="0" * 64)


# --- Signed --------------------------------------------------------------------------------------------------
def test_what_is_exported_is_signed_with_the_logs_key(noon):
    council = actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)

    found = open_package(actions.signed_box(council=council, at=noon), log.verifiers())

    assert found.signed is Signed.HOLDS
    assert found.data == json.loads(queries.exported_box(council, noon))


@pytest.mark.parametrize(
    ("text", "more", "field"),
    [
        (MENOR, {}, "unsigned"),
        ("signed", {}, "key"),
        ("broken", {"key": THEIRS.verifier.text, "unsigned": True}, "package"),
        ("signed", {"key": "no key"}, "key"),
    ],
)
def test_an_unsigned_package_is_taken_knowingly_and_a_broken_one_never(officers, noon, text, more, field):
    note = THEIRS.sign(
        json.dumps(open_package(MENOR, []).data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        + "\n"
    )
    sent = {"signed": note, "broken": note.replace('"at_least":4', '"at_least":3')}.get(text, text)

    with pytest.raises(actions.CannotImport) as caught:
        ask(officers[0], noon, sent, **({"unsigned": False} | more))

    assert caught.value.field == field


def test_whose_key_signed_it_is_kept(noon):
    first = actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=noon)
    note = actions.signed_box(council=first, at=noon)

    second = actions.import_box(text=note, code="other", beings={"mar-menor": "other-lagoon"}, at=noon)

    kept = queries.imported_from(second)
    assert (
        kept.signer.startswith("localhost/log+") or kept.signer.partition("+")[0] == log.verifiers()[0].name
    )
    assert kept.forked_from == queries.imported_from(first).sha256


# --- Pages ---------------------------------------------------------------------------------------------------
FORM = {"package": MENOR, "code": "mar-menor", "unsigned": "on"}


def test_a_look_shows_what_would_be_made_and_makes_nothing(client, officers):
    sign_in(client, officers[0])

    page = client.post(reverse("council:box_ask"), {**FORM, "by": "look"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "mar-menor-state-1" in text
    assert "Nobody signed it" in text
    assert "There is no living system mar-menor here yet" in text
    assert not Body.objects.exists()


def test_one_asks_on_the_page_and_another_agrees_there(client, officers):
    sign_in(client, officers[0])
    client.post(reverse("council:box_ask"), {**FORM, "by": "ask"})
    approval = queries.imports_waiting(now()).get()
    sign_in(client, officers[1])

    answer = client.post(reverse("council:box_agree", args=[approval.pk]))

    assert answer.url == reverse("council:body", args=["mar-menor"])
    page = client.get(answer.url).content.decode()
    assert reverse("council:box_json", args=["mar-menor"]) in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"package": '{"format": 1}'}, "code: this is missing"),
        (
            {"package": MENOR.replace('"of": "CITIZEN"', '"of": "CITICEN"')},
            "rules[0].rule.chambers[0].groups[1]: no seat is of",
        ),
        ({"package": ""}, "Paste a package"),
        ({"code": ""}, "Choose a code"),
        ({"unsigned": ""}, "Nobody signed this package"),
        ({"key": "nonsense"}, "not a key"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(client, officers, sent, told):
    sign_in(client, officers[0])

    page = client.post(reverse("council:box_ask"), {**FORM, "by": "ask", **sent})

    text = page.content.decode()
    assert page.status_code == 422
    assert told in text
    assert f'value="{sent.get("code", "mar-menor")}"' in text or not sent.get("code", "x")


def test_a_file_stands_in_the_field_when_the_form_comes_back(client, officers):
    sign_in(client, officers[0])
    file = io.BytesIO(b'{"format": "none"}')
    file.name = "river.json"

    page = client.post(reverse("council:box_ask"), {"code": "river", "file": file, "by": "look"})

    assert page.status_code == 422
    assert "{&quot;format&quot;: &quot;none&quot;}" in page.content.decode()


def test_anybody_compares_a_council_with_a_package(client, noon):
    actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=now())
    other = MENOR.replace('"at_least": 4', '"at_least": 5')

    page = client.post(reverse("council:box_compare"), {"one": "mar-menor", "package": other})

    assert "groups[CITIZEN].at_least: 4 becomes 5." in page.content.decode()


def test_two_packages_of_the_product_are_compared_by_address(client):
    page = client.get(
        reverse("council:box_compare"), {"one": "shipped:mar-menor", "other": "shipped:mar-menor"}
    )

    assert "They say the same" in page.content.decode()


# --- The API ---------------------------------------------------------------------------------------------------
def test_the_api_looks_into_a_package_without_an_account(client):
    answer = client.post(
        "/api/v1/boxes/check/", {"package": json.loads(MENOR), "code": "lagoon"}, "application/json"
    )

    told = answer.json()
    assert answer.status_code == 200
    assert [one["code"] for one in told["bodies"]][:2] == ["lagoon", "lagoon-representatives"]
    assert (told["signed"], told["absent"], told["problems"]) == ("unsigned", ["mar-menor"], [])


def test_the_api_refuses_what_is_none_with_the_place(client):
    sent = {**json.loads(MENOR), "seats": [{"code": "x", "body": "mar-menor", "holder": "crowd"}]}

    answer = client.post("/api/v1/boxes/check/", {"package": sent, "code": "lagoon"}, "application/json")

    assert answer.status_code == 422
    assert "seats[0].holder" in answer.content.decode()


def test_the_api_hands_out_compares_and_imports(client, officers):
    actions.import_box(text=MENOR, code="mar-menor", unsigned=True, at=now())
    box = client.get("/api/v1/bodies/mar-menor/box/").json()
    sign_in(client, officers[0])
    sent = {"package": box["note"], "code": "other", "beings": {"mar-menor": "other-lagoon"}}

    asked = client.post("/api/v1/boxes/", sent, "application/json")
    sign_in(client, officers[1])
    made = client.post(f"/api/v1/boxes/{asked.json()['id']}/agree/")
    compared = client.post(
        "/api/v1/boxes/compare/", {"one": "mar-menor", "other": "other"}, "application/json"
    )

    assert (asked.status_code, made.json()["code"], compared.json()) == (201, "other", [])


# --- The command -----------------------------------------------------------------------------------------------
def test_the_command_makes_the_first_council_of_an_empty_installation():
    out = io.StringIO()

    call_command("import_box", "te-awa-tupua", "--unsigned", stdout=out)

    assert "made: te-awa-tupua" in out.getvalue()
    assert queries.seat("te-awa-tupua-pou").joint_rule == "unanimous"


def test_the_command_only_looks_when_asked_to():
    out = io.StringIO()

    call_command("import_box", "atrato", "--as", "river", "--check", stdout=out)

    assert "body river-communities: Collegiate Body of Guardians" in out.getvalue()
    assert not Body.objects.exists()


@pytest.mark.parametrize("said", [["atrato"], ["no-such-river"], ["atrato", "--unsigned", "--as", "A B"]])
def test_the_command_refuses_with_a_sentence(said):
    with pytest.raises(CommandError):
        call_command("import_box", *said)

    assert not Body.objects.exists()


def test_a_council_that_was_founded_here_travels_too(scene, noon):
    box = open_package(queries.exported_box(scene.council, noon).decode(), []).box

    made = actions.import_box(
        text=queries.exported_box(scene.council, noon).decode(), code="copy", unsigned=True, at=noon,
        beings={one.code: f"copy-{one.code}" for one in box.beings},
    )  # fmt: skip

    assert differences(box, queries.box_of(made, noon)) == ()
