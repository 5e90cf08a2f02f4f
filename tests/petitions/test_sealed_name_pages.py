"""Sealed names by pages and API: what is asked of whom, and what is answered to a mistake."""

import pytest
from django.test import Client

from accounts.rules.roles import Role
from petitions.models import NameReading, NameRequest, Petition, SealedName
from tests.accounts.people import person, sign_in
from tests.petitions.browser import file_by_hand
from tests.petitions.scene import ASKS, BACKGROUND, TITLE, lagoon, opened

pytestmark = pytest.mark.django_db
NAME, EMAIL, PSEUDONYM = "Quillon Ravensworth", "quillon@hidden.example", "Grey Heron"
WHY = "A court asks for the name in case 12/2150."
API = "/api/v1/petition-name-requests/"


@pytest.fixture
def sealed(now):
    return opened(name=NAME, email=EMAIL, pseudonym=PSEUDONYM, at=now)


@pytest.fixture
def two():
    return [sign_in(Client(), person(key, Role.AUDITOR)) for key in ("ines", "otto")]


def post(client, address, **said):
    return client.post(address, said, content_type="application/json")


@pytest.mark.parametrize(
    ("pseudonym", "says"),
    [
        ("Raven Ravensworth", "no part of your name"),
        ("=cmd", "does not begin with"),
        ("www.heron.example/x", "without a link"),
        ("H" * 81, "at most 80"),
        ("1234", "with letters"),
        ("Grey\u202eHeron", "invisible"),
    ],
)
def test_a_pseudonym_that_does_not_do_is_refused_beside_its_field_and_the_form_kept(
    client, now, pseudonym, says
):
    base, _last = file_by_hand(client)

    page = client.post(f"{base}/check/", {"name": NAME, "email": EMAIL, "pseudonym": pseudonym})

    text = page.content.decode()
    assert page.status_code == 422
    assert says in text
    assert f'value="{NAME}"' in text
    assert "id_pseudonym_error" in text
    assert not SealedName.objects.exists()


def test_without_a_pseudonym_everything_is_as_before(client, now):
    sign_in(client, person("lyra"))
    base, _last = file_by_hand(client)

    client.post(f"{base}/check/", {"pseudonym": "  "})

    assert Petition.objects.get().filer.name == "Lyra"
    assert not SealedName.objects.exists()


def test_the_page_says_that_it_is_a_pseudonym(client, sealed):
    page = client.get(f"/petitions/{sealed.slug}/").content.decode()

    assert "Filed by Grey Heron" in page
    assert "(a pseudonym)" in page


def test_an_api_filer_is_sealed_too_and_a_name_that_tells_is_refused(client, now):
    lagoon()
    sign_in(client, person("lyra", name=NAME))
    whole = {
        "biomes": ["vessa-lagoon"],
        "title": TITLE,
        "asks": ASKS,
        "background": BACKGROUND,
        "relation": "lives",
    }

    refused = post(client, "/api/v1/petitions/", **whole, pseudonym="Quillon")
    made = post(client, "/api/v1/petitions/", **whole, pseudonym=PSEUDONYM)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["pseudonym"])
    assert made.status_code == 201
    assert SealedName.objects.count() == 1
    assert [row["slug"] for row in client.get("/api/v1/petitions/mine/").json()["results"]] == [
        made.json()["slug"]
    ]


def test_the_auditors_list_shows_what_is_sealed_and_what_runs(two, sealed):
    ines, otto = two
    before = ines.get("/petitions/names/").content.decode()

    address = ines.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url
    after = otto.get("/petitions/names/").content.decode()

    assert "No request runs." in before
    assert sealed.title in before
    assert WHY in after
    assert address in after
    assert "Waits for a second auditor" in after


def test_while_a_request_runs_its_page_is_offered_instead_of_another(two, sealed):
    ines, otto = two
    address = ines.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url

    listed = otto.get("/petitions/names/").content.decode()
    asked = otto.get(f"/petitions/{sealed.slug}/name/").content.decode()

    assert "Ask to open" not in listed
    assert "A request for this name runs already" in asked
    assert address in asked
    assert "Publish the reason and ask" not in asked


def test_with_nothing_sealed_the_list_says_so(two):
    assert "No name is sealed" in two[0].get("/petitions/names/").content.decode()


@pytest.mark.parametrize(
    "reason", ["", "too short", "x" * 301, "A reason\u202e with something hidden in it."]
)
def test_a_reason_that_does_not_do_is_refused_and_kept(two, sealed, reason):
    page = two[0].post(f"/petitions/{sealed.slug}/name/", {"reason": reason})

    assert page.status_code == 422
    assert "id_reason_error" in page.content.decode()
    assert not NameRequest.objects.exists()


def test_a_petition_that_is_not_sealed_has_no_such_page(two, petition):
    assert two[0].get(f"/petitions/{petition.slug}/name/").status_code == 404


def test_a_petition_that_is_not_public_is_shown_by_its_code_alone(two, sealed):
    Petition.objects.filter(pk=sealed.pk).update(state="hidden")

    address = two[0].post(f"/petitions/{sealed.code}/name/", {"reason": WHY}).url

    for page in (address, "/petitions/names/", f"/petitions/{sealed.code}/name/"):
        text = two[1].get(page).content.decode()
        assert sealed.title not in text
        assert sealed.code in text


def test_the_same_auditor_twice_is_told_so_and_nothing_opens(two, sealed):
    ines, _otto = two
    address = ines.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url

    page = ines.post(f"{address}answer/", {"answer": "agree"})

    assert page.status_code == 409
    assert "another auditor must answer" in page.content.decode()
    assert ines.post(f"{address}read/").status_code == 409
    assert not NameReading.objects.exists()


def test_an_answer_that_is_neither_yes_nor_no_changes_nothing(two, sealed):
    address = two[0].post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url

    assert two[1].post(f"{address}answer/", {"answer": "perhaps"}).status_code == 422
    assert two[1].post(f"{address}answer/").status_code == 422
    assert NameRequest.objects.get().verdict == ""


def test_looking_reads_nothing_and_reading_needs_a_press(two, sealed):
    ines, otto = two
    address = ines.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url
    otto.post(f"{address}answer/", {"answer": "agree"})

    looked = ines.get(address)
    assert NAME not in looked.content.decode()
    assert ines.get(f"{address}read/").status_code == 405
    pressed = ines.post(f"{address}read/")

    assert NAME in pressed.content.decode()
    assert NameReading.objects.count() == 1
    assert NAME not in ines.get(address).content.decode()


def test_refusing_and_taking_back_keep_it_shut(two, sealed):
    ines, otto = two
    address = ines.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url
    assert otto.post(f"{address}withdraw/").status_code == 409
    ines.post(f"{address}withdraw/")
    again = otto.post(f"/petitions/{sealed.slug}/name/", {"reason": WHY}).url
    ines.post(f"{again}answer/", {"answer": "refuse"})

    assert [row.verdict for row in NameRequest.objects.order_by("id")] == ["withdrawn", "refused"]
    assert otto.post(f"{again}read/").status_code == 409


def test_the_filers_own_page_tells_who_asked_when_and_why(client, now):
    lyra = person("lyra", name=NAME, email=EMAIL)
    petition = opened(name=NAME, email=EMAIL, pseudonym=PSEUDONYM, user=lyra, at=now)
    ines = sign_in(Client(), person("ines", Role.AUDITOR))
    mine = sign_in(client, lyra)
    before = mine.get(f"/petitions/{petition.slug}/manage/").content.decode()

    ines.post(f"/petitions/{petition.slug}/name/", {"reason": WHY})
    after = mine.get(f"/petitions/{petition.slug}/manage/").content.decode()

    assert "Nobody has asked to open it." in before
    assert WHY in after
    assert "Ines" not in after


def test_the_petitions_steps_tell_that_it_was_asked_for(client, two, sealed):
    two[0].post(f"/petitions/{sealed.slug}/name/", {"reason": WHY})

    steps = client.get(f"/api/v1/petitions/{sealed.slug}/steps/").content.decode()

    assert "sealed name" in steps
    assert WHY in steps


def test_two_auditors_open_a_name_by_program(two, sealed):
    ines, otto = two
    asked = post(ines, API, petition=sealed.slug, reason=WHY)
    one = f"{API}{asked.json()['key']}/"

    own = post(ines, f"{one}answer/", answer="agree")
    early = post(ines, f"{one}reading/")
    wrong = post(otto, f"{one}answer/", answer="perhaps")
    agreed = post(otto, f"{one}answer/", answer="agree")
    read = post(ines, f"{one}reading/")

    assert (asked.status_code, asked.json()["stage"]) == (201, "asked")
    assert (own.status_code, early.status_code, wrong.status_code) == (409, 409, 400)
    assert (agreed.json()["stage"], read.json(), read["Cache-Control"]) == (
        "readable",
        {"name": NAME},
        "no-store",
    )
    assert len(otto.get(one).json()["read_at"]) == 1
    assert NAME not in otto.get(API).content.decode()


def test_a_program_is_told_what_is_wrong_with_its_request(two, sealed, petition):
    short = post(two[0], API, petition=sealed.slug, reason="short")
    unsealed = post(two[0], API, petition=petition.slug, reason=WHY)
    unknown = post(two[0], API, petition="nowhere", reason=WHY)
    post(two[0], API, petition=sealed.slug, reason=WHY)
    again = post(two[1], API, petition=sealed.slug, reason=WHY)

    assert (short.status_code, list(short.json()["errors"])) == (400, ["reason"])
    assert (unsealed.status_code, unknown.status_code, again.status_code) == (404, 404, 409)
    taken_back = post(two[0], f"{API}{NameRequest.objects.get().key}/withdrawal/")
    assert taken_back.json()["stage"] == "withdrawn"
