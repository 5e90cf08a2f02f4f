"""An election by page and by API: drafted, typed by two tellers without script, counted, declared; the public page."""

import json

import pytest
from django.urls import reverse

from council import actions
from council.models import Election
from council.rules.elections import How, Source
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import election_scenes as elections
from tests.council import scenes
from tests.council.election_scenes import CLEAR, LEVEL, counted, drafted, enter, opened

pytestmark = pytest.mark.django_db
WHY = "A lot was drawn before both, in the hall."
LINES = "\n".join(f"{number} {text}" for number, text in CLEAR.items())


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def tellers(db):
    return elections.people()


def address(name, election, *more):
    return reverse(f"council:{name}", args=[election.body.code, election.number, *more])


def api(name, election):
    return reverse(f"api:election-{name}", args=[election.code])


def body_of(answer):
    return answer.content.decode()


def test_from_draft_to_declaration_without_script(scene, tellers, client):
    sign_in(client, scene.secretary)
    form = {
        "body": scene.council.code, "title": "A seat of the shore", "held_on": "2020-05-04", "method": "irv",
        "seats": 1, "source": "paper", "candidates": "ana: Ana Ruiz\nbo: Bo Lind\ncem: Cem Ar",
    }  # fmt: skip
    answers = [client.post(reverse("council:draft_election"), form)]
    election = Election.objects.get()
    answers.append(client.post(address("election_step", election, "open")))
    for name in ("teun", "rosa"):
        sign_in(client, tellers[name])
        answers.append(client.post(address("enter_ballots", election, "papers"), {"papers": LINES}))
        answers.append(client.post(address("enter_ballots", election, "finish")))
    answers.append(client.post(address("count_election", election)))
    sign_in(client, scene.secretary)
    answers.append(client.post(address("election_step", election, "declare")))

    election.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * 8
    assert election.state == "published"
    page = body_of(client.get(election.get_absolute_url()))
    assert "Elected: Bo Lind." in page
    assert "Count it without us" in page


def test_a_slip_of_typing_names_its_line_and_keeps_what_was_typed(scene, tellers, client):
    election = opened(scene, now())
    sign_in(client, tellers["teun"])

    answer = client.post(address("enter_ballots", election, "papers"), {"papers": "1 ana\n2 bo eli\n"})

    assert answer.status_code == 422
    assert "Line 2, column 6: “eli” is no candidate’s code." in body_of(answer)
    assert "2 bo eli" in body_of(answer)


def test_each_teller_sees_her_own_entry_and_nothing_of_the_others(scene, tellers, client):
    election = opened(scene, now())
    enter(election, tellers["teun"], CLEAR, now())
    actions.enter_papers(
        election_id=election.pk, papers=elections.papers({41: "cem"}), by=tellers["rosa"], at=now()
    )
    sign_in(client, tellers["rosa"])

    page = body_of(client.get(address("election_entry", election)))

    assert "You have typed 1 paper" in page
    assert ">41<" in page
    assert "ana bo" not in page


def test_what_differs_is_shown_to_the_two_and_to_the_secretary_and_to_no_third(scene, tellers, client):
    election = opened(scene, now())
    enter(election, tellers["teun"], CLEAR, now())
    enter(election, tellers["rosa"], CLEAR | {3: "ana cem"}, now())

    pages = {}
    for who in (tellers["teun"], scene.secretary, tellers["nina"]):
        sign_in(client, who)
        pages[who] = body_of(client.get(address("election_desk", election)))

    assert ["Ballots that differ" in page for page in pages.values()] == [True, True, False]
    assert "Ballots that differ" not in body_of(client.get(election.get_absolute_url()))


def test_a_file_with_a_fault_is_refused_on_the_page_with_its_place(scene, tellers, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    election = opened(scene, now(), source=Source.CSV)
    sign_in(client, tellers["teun"])
    file = SimpleUploadedFile("ballots.csv", b"ana,bo,cem\n1,1,2\n")

    answer = client.post(address("enter_ballots", election, "file"), {"content": file})

    assert answer.status_code == 422
    assert "Line 2, column 2: Place 1 is given twice." in body_of(answer)


def test_the_page_of_a_tie_says_so_and_its_act_is_published_with_its_reason(scene, tellers, client):
    election = counted(scene, tellers, now(), LEVEL)
    before = body_of(client.get(election.get_absolute_url()))
    sign_in(client, scene.secretary)
    step = address("election_step", election, "tie")

    wrong = client.post(step, {"taken": ["cem"], "how": "lot", "reason": WHY})
    done = client.post(step, {"taken": ["ana"], "how": "lot", "reason": WHY})

    after = body_of(client.get(election.get_absolute_url()))
    assert "No lot was drawn" in before
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert WHY in after
    assert "An act settled who goes out: Ana Ruiz." in after


def test_a_draft_is_seen_by_secretaries_alone(scene, tellers, client):
    election = drafted(scene, now())
    sign_in(client, tellers["teun"])

    assert client.get(election.get_absolute_url()).status_code == 404
    assert client.get(api("detail", election)).status_code == 404
    assert election.title not in body_of(client.get(reverse("council:desk_elections")))
    assert election.title not in body_of(client.get(reverse("council:elections", args=[election.body.code])))


def test_every_page_of_the_desk_opens_at_every_step(scene, tellers, client):
    at = now()
    found = [
        drafted(scene, at),
        opened(scene, at),
        counted(scene, tellers, at),
        counted(scene, tellers, at, LEVEL),
    ]
    sign_in(client, scene.secretary)

    pages = [client.get(address("election_desk", each)) for each in found]
    pages.append(client.get(address("revise_election", found[0])))
    pages.append(client.get(reverse("council:desk_elections")))

    assert {page.status_code for page in pages} == {200}
    assert "ana: Ana Ruiz" in body_of(pages[4])


def test_by_api_two_tellers_enter_one_count_and_the_bundle_is_read(scene, tellers, client):
    election = opened(scene, now())
    answers = []
    for name in ("teun", "rosa"):
        sign_in(client, tellers[name])
        sent = {"papers": LINES, "finished": True}
        answers.append(client.post(api("entry", election), sent, content_type="application/json"))
    answers.append(client.post(api("count", election)))
    client.logout()

    read = client.get(api("detail", election)).json()

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == {
        "state": "entering", "finished": 1, "may_enter": False, "typed": 7, "differing": [],
    }  # fmt: skip
    assert read["counts"][0]["bundle"]["elected"] == ["bo"]
    assert read["words"][0] == "Elected: Bo Lind."
    assert read["candidates"][0] == {"code": "ana", "name": "Ana Ruiz"}


def test_by_api_a_tie_is_settled_and_a_wrong_step_says_why(scene, tellers, client):
    election = counted(scene, tellers, now(), LEVEL)
    sign_in(client, scene.secretary)

    def step(**said):
        return client.post(api("steps", election), json.dumps(said), content_type="application/json")

    early, done = step(step="declare"), step(step="tie", taken=["bo"], how=How.VOTE, reason=WHY)

    assert early.status_code == 409
    assert (done.status_code, done.json()["counts"][-1]["bundle"]["elected"]) == (200, ["ana"])


def test_a_sentence_stands_for_every_fault_that_a_reader_knows():
    import re
    from pathlib import Path

    from council.rules.counts.blt import FileFault
    from council.words.faults import fault_words

    source = "".join(path.read_text() for path in Path("council/rules/counts").glob("*.py"))
    codes = set(re.findall(r'FileFault\([^"]*?"([a-z_]+)"', source)) | {"place_twice", "place_skipped"}
    unsaid = {
        code
        for code in codes - {"not_whole", "out_of_range"}
        if "too small or too large" in fault_words(FileFault(1, 1, code, "x"))
    }

    assert len(codes) > 15
    assert unsaid == set()
