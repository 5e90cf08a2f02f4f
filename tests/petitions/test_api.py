"""The API of petitions: the same acts, the same refusals, nothing that the pages hide."""

import pytest

from accounts.rules.tokens import Purpose
from petitions import actions
from petitions.models import Attempt, Letter, Petition, Signature
from tests.accounts.people import person, sign_in
from tests.petitions.scene import ASKS, BACKGROUND, TITLE, filed, lagoon, sign, zone

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/petitions/"


def post(client, url, **body):
    return client.post(url, body, content_type="application/json")


def test_the_list_and_one_petition(client, petition):
    rows = client.get(ROOT).json()["results"]
    whole = client.get(f"{ROOT}{petition.slug}/").json()

    assert [row["slug"] for row in rows] == [petition.slug]
    assert whole["asks"][0] == {"number": 1, "text": ASKS[0], "owed": False, "answer": None}
    assert [mark["kind"] for mark in whole["thresholds"]] == ["response", "debate"]
    assert whole["zones"] is None
    assert "shore.example" not in str(whole)
    assert "Orin" not in str(whole)


def test_the_list_is_filtered_and_paged(client, petition):
    assert client.get(ROOT, {"biome": "nowhere"}).json()["results"] == []
    assert client.get(ROOT, {"q": "outfall", "show": "open", "page_size": 1}).json()["results"]
    assert client.get(ROOT, {"show": "answered"}).json()["results"] == []


def test_signing_and_confirming(client, petition, now):
    url = f"{ROOT}{petition.slug}/signatures/"
    taken = post(client, url, name="Ana Vale", email="ana@shore.example", zone="tessel-row", updates=True)
    again = post(client, url, name="Ana Vale", email="ana@shore.example")
    token = actions.token_of(Purpose.SIGN, Attempt.objects.first().key)

    first = post(client, "/api/v1/petition-confirmations/", token=token)
    second = post(client, "/api/v1/petition-confirmations/", token=token)
    actions.count_due(at=now)
    proof = client.get(f"/api/v1/petition-receipts/{first.json()['code']}/").json()

    assert (taken.status_code, taken.json()) == (again.status_code, again.json()) == (202, taken.json())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["code"] == second.json()["code"]
    assert proof["batch"] == 2
    assert Signature.objects.get(pk=proof["code"]).zone == zone()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "=1"}, "name"),
        ({"name": "see spam.com"}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "\u0000"}, "name"),
        ({"name": 5}, None),
        ({"name": ["x"]}, "name"),
        ({"name": None}, "name"),
        ({"email": "x"}, "email"),
        ({"email": "a@b.example, c@d.example"}, "email"),
        ({"zone": "atlantis"}, "zone"),
        ({"zone": "\u0000"}, "zone"),
        ({"zone": ["tessel-row"]}, "zone"),
        ({"relation": "owns"}, "relation"),
        ({"language": "xx"}, "language"),
        ({"name": "x" * 1_000_000}, "name"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(client, petition, change, field):
    answer = post(
        client,
        f"{ROOT}{petition.slug}/signatures/",
        **({"name": "Ana", "email": "ana@shore.example"} | change),
    )

    assert answer.status_code == 400
    assert field is None or field in answer.json()["errors"]
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", '{"name":', "\x00"])
def test_what_is_no_json_is_refused(client, petition, body):
    answer = client.post(f"{ROOT}{petition.slug}/signatures/", body, content_type="application/json")

    assert answer.status_code == 400


def test_filing_whole(client, now):
    lagoon()
    user = person("lyra")
    body = {
        "biomes": ["vessa-lagoon"],
        "title": TITLE,
        "asks": ASKS,
        "background": BACKGROUND,
        "relation": "lives",
    }

    assert post(client, ROOT, **body).status_code == 401
    sign_in(client, user)
    made = post(client, ROOT, **body)
    refused = post(client, ROOT, **(body | {"title": "short", "asks": []}))

    assert made.status_code == 201
    assert Petition.objects.get().state == "seeking_sponsors"
    assert (refused.status_code, sorted(refused.json()["errors"])) == (400, ["asks", "title"])
    assert Petition.objects.count() == 1


def test_sponsoring_needs_the_link(client, now):
    petition = filed(at=now)
    url = f"{ROOT}{petition.slug}/sponsors/"
    share = actions.token_of(Purpose.INVITE, petition.code)

    assert post(client, url, share="x" * 32, name="Ana", email="a@shore.example").status_code == 404
    assert post(client, url, share=share, name="Ana", email="a@shore.example").status_code == 202


def test_a_hidden_petitions_receipt_is_gone(client, petition, now):
    code = sign(petition, "ana@shore.example", at=now).receipt
    Petition.objects.filter(pk=petition.pk).update(state="hidden")

    assert client.get(f"/api/v1/petition-receipts/{code}/").status_code == 410


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"right": "charters.article/nowhere--art_9"}, "right"),
        ({"right": "x" * 121}, "right"),
        ({"right": {"a": 1}}, "right"),
        ({"citations": ["crises.alert/none"]}, "citations"),
        ({"citations": ["accounts.user/p-123"]}, "citations"),
        ({"citations": ["ledger.entry/../1"]}, "citations"),
        ({"citations": "x"}, "citations"),
        ({"biomes": ["\u0000"]}, "biomes"),
        ({"biomes": [["x"]]}, "biomes"),
        ({"biomes": []}, "biomes"),
        ({"asks": ["x" * 20] * 6}, "asks"),
        ({"asks": [{"a": 1}]}, "asks"),
        ({"relation": "owns"}, "relation"),
        ({"details": "x" * 801}, "details"),
        ({"zone": {"slug": "x"}}, "zone"),
    ],
)
def test_a_petition_with_one_fault_names_it_and_leaves_no_half_draft(client, change, field):
    lagoon()
    sign_in(client, person("lyra"))
    body = {
        "biomes": ["vessa-lagoon"],
        "title": TITLE,
        "asks": ASKS,
        "background": BACKGROUND,
        "relation": "lives",
    }

    answer = post(client, ROOT, **(body | change))

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert not Petition.objects.exists()


def test_the_filers_acts(client, now):
    user = person("lyra")
    sign_in(client, user)
    petition = filed(at=now, user=user)
    url = f"{ROOT}{petition.slug}/"

    mine = client.get(f"{ROOT}mine/").json()["results"]
    invited = post(client, f"{url}invitations/", emails=["a@shore.example", "b@shore.example"])
    wrong = post(client, f"{url}invitations/", emails=["a@shore.example", "nobody"])
    taken_back = post(client, f"{url}withdrawal/")
    again = post(client, f"{url}withdrawal/")

    assert [row["slug"] for row in mine] == [petition.slug]
    assert (invited.status_code, wrong.status_code) == (202, 400)
    assert Letter.objects.filter(kind="invite_sponsor").count() == 2
    assert (taken_back.json()["state"], again.status_code) == ("withdrawn", 409)


def test_signing_as_oneself_gives_the_receipt_at_once_and_the_same_one_again(client, petition):
    sign_in(client, person("ana"))
    url = f"{ROOT}{petition.slug}/own-signature/"

    first, again = post(client, url, zone="tessel-row"), post(client, url)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["code"] == again.json()["code"]


def test_a_sponsor_confirms_by_the_mails_token(client, now):
    petition = filed(at=now)
    asked = actions.attempt_sponsorship(petition_id=petition.pk, name="Ben", email="ben@shore.example", zone=None,
                                        language="en", origin="", at=now)  # fmt: skip
    url = "/api/v1/petition-sponsor-confirmations/"

    forged = post(client, url, token="x" * 32)
    pressed = post(client, url, token=actions.token_of(Purpose.SPONSOR, asked.key))

    assert (forged.status_code, pressed.status_code) == (409, 200)
    assert petition.sponsors.confirmed().count() == 1
