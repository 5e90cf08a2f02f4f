"""Asking, answering and the mirror by page and by program; and that none of it is seen before the close."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.instructing import OTHERWISE, WHY, ask, assembly, cast, instruct
from tests.council.scenes import HOUR

pytestmark = pytest.mark.django_db
ARTICLE = "charters.article/vessa-lagoon--art_3"


@pytest.fixture
def scene(db):
    """Of this very hour: pages read the database's clock."""
    scene = scenes.council(now())
    scene.charter(now())
    assembly(scene, now())
    return scene


@pytest.fixture
def motion(scene):
    return scene.open(now() - HOUR)


def page_of(motion, name="instruction"):
    return reverse(f"council:{name}", args=[motion.code, "b-1"])


def words(answer):
    return answer.content.decode()


def test_a_guardian_asks_from_the_motions_page_and_reads_the_answer(scene, motion, client):
    sign_in(client, scene.people["b-1"])
    assert page_of(motion) in words(client.get(motion.get_absolute_url()))

    asked = client.post(page_of(motion, "ask_instruction"), follow=True)
    instruct(scene, motion, now(), "no")
    read = words(client.get(page_of(motion)))

    assert "They are asked" in words(asked)
    assert WHY in read
    assert "<b>No</b>" in read


def test_an_officer_finds_the_question_and_answers_it(scene, motion, client):
    ask(scene, motion, now())
    sign_in(client, scene.people["lagoon-assembly"])
    listed = words(client.get(reverse("council:questions")))

    answer = client.post(page_of(motion), {"answer": "abstain", "reason": WHY}, follow=True)

    assert page_of(motion) in listed
    assert "Waits for your answer" in listed
    assert "sealed until the close" in words(answer)
    assert "Your instruction is in." in words(client.get(reverse("council:questions")))


def test_an_answer_without_a_reason_keeps_the_choice_and_names_what_is_missing(scene, motion, client):
    ask(scene, motion, now())
    sign_in(client, scene.people["lagoon-assembly"])

    answer = client.post(page_of(motion), {"answer": "abstain", "reason": " "})

    assert answer.status_code == 422
    assert "Say why" in words(answer)
    assert words(answer).count("checked") == 1


def test_the_ballot_page_shows_the_instruction_and_asks_why_she_departs(scene, motion, client):
    ask(scene, motion, now())
    instruct(scene, motion, now(), "yes")
    sign_in(client, scene.people["b-1"])
    box = reverse("council:cast", args=[motion.code, "b-1"])
    shown = words(client.get(box))

    silent = client.post(
        box, {"choice": "no", "key": uuid4(), "reason": "Readings.", "articles": [ARTICLE]}, follow=True
    )

    assert WHY in shown
    assert 'name="departure"' in shown
    assert "you did not say why" in words(silent)


def test_with_its_instruction_the_ballot_page_stays_light(scene, motion, client):
    ask(scene, motion, now())
    instruct(scene, motion, now(), "yes", "Because. " * 130)
    sign_in(client, scene.people["b-1"])

    assert len(client.get(reverse("council:cast", args=[motion.code, "b-1"])).content) < 20_000


def test_where_nobody_instructed_the_ballot_page_asks_for_no_departure(scene, motion, client):
    sign_in(client, scene.people["b-1"])

    assert 'name="departure"' not in words(client.get(reverse("council:cast", args=[motion.code, "b-1"])))


@pytest.mark.parametrize("surface", ["council:motion", "council:record"])
def test_instruction_vote_and_reasons_stand_side_by_side_after_the_close(scene, motion, client, surface):
    ask(scene, motion, now())
    instruct(scene, motion, now(), "yes")
    cast(scene, motion, now(), "no", OTHERWISE)
    cast(scene, motion, now(), "no", seat="b-1/2")
    address = reverse(surface, args=[motion.code])
    before = words(client.get(address))
    scene.close(motion)
    after = words(client.get(address))

    assert WHY not in before
    assert OTHERWISE not in before
    assert "Instruction and vote" in after
    assert WHY in after
    assert OTHERWISE in after
    assert "No reasons for the departure were stated." in after


def test_programs_ask_answer_and_read_the_mirror(scene, motion, client):
    address = reverse("api:motion-instructions", args=[motion.code])
    sign_in(client, scene.people["b-1"])
    asked = client.post(address, {"seat": "b-1"}, content_type="application/json")
    sign_in(client, scene.people["lagoon-assembly"])
    told = client.post(
        reverse("api:motion-instruct", args=[motion.code, "b-1"]), {"answer": "no", "reason": WHY},
        content_type="application/json",
    )  # fmt: skip
    mine = client.get(address).json()
    cast(scene, motion, now(), "yes", OTHERWISE)
    scene.close(motion)
    (one,) = client.get(reverse("api:motion-record", args=[motion.code])).json()["rounds"]

    assert asked.json()["instructions"] == []
    assert told.json()["instructions"][0]["answer"] == "no"
    assert mine[0]["appointer"] == "accounts.organisation/lagoon-assembly"
    assert one["mirrors"][0]["answer"] == "no"
    assert one["mirrors"][0]["votes"] == [{"hand": 1, "choice": "yes", "departs": True, "why": OTHERWISE}]


def test_a_program_is_told_which_field_lacks_the_departure(scene, motion, client):
    type(scene.seats["b-1"]).objects.filter(code="b-1").update(explains_departures=True)
    ask(scene, motion, now())
    instruct(scene, motion, now(), "yes")
    sign_in(client, scene.people["b-1"])
    answer = client.post(
        reverse("api:motion-ballots", args=[motion.code]),
        {"seat": "b-1", "choice": "no", "key": str(uuid4()), "reason": "Readings.", "articles": [ARTICLE]},
        content_type="application/json",
    )

    assert answer.status_code == 400
    assert "departure" in answer.json().get("errors", answer.json())


def test_whoever_is_asked_reads_which_living_systems_the_motion_touches(scene, client):
    motion = scene.open(now() - HOUR, affects=["biomes.biome/vessa-lagoon"])
    ask(scene, motion, now())
    sign_in(client, scene.people["b-1"])
    guardian = words(client.get(page_of(motion)))
    sign_in(client, scene.people["lagoon-assembly"])
    officer = words(client.get(page_of(motion)))

    assert "for which you speak" in guardian
    assert "for which you speak" not in officer
    assert "It touches " in officer
