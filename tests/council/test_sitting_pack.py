"""The pack of a sitting: one page with the agenda, each text whole, and the changes it takes up marked."""

import pytest

from biomes import actions as biomes
from council import actions, queries
from crises import tasks
from ledger.queries import now
from tests.council import scenes
from tests.council.sitting_scenes import DAY, HOUR, add, address, call, opened
from tests.council.test_closing import opened_amendment
from tests.crises.water import a_plan, a_run, described, lagoon, own_files
from tests.ledger.printed import words_of

__all__ = ["own_files"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now())


def test_the_pack_holds_the_text_and_marks_what_an_amendment_changes(scene, client):
    at = now() - DAY
    scene.charter(at)
    motion = opened_amendment(scene, at)
    sitting = opened(scene, call(scene), now() - HOUR, motion=motion)

    page = client.get(address("sitting_pack", sitting)).content.decode()

    assert motion.text in page
    assert "<ins>" in page
    assert motion.act.rpartition("/")[2] in page


def test_a_point_for_information_stands_in_the_pack_by_its_title(scene, client):
    sitting = opened(scene, call(scene), now() - HOUR)

    page = client.get(address("sitting_pack", sitting)).content.decode()

    assert "The summer’s oxygen" in page
    assert queries.pack(sitting, None)[0].redlines == ()


def test_there_is_no_pack_before_the_notice(scene, client):
    sitting = call(scene)
    add(scene, sitting, "A draft")
    before = client.get(address("sitting_pack", sitting)).status_code

    actions.publish_agenda(sitting_id=sitting.pk, by=scene.secretary, at=now())

    assert (before, client.get(address("sitting_pack", sitting)).status_code) == (404, 200)


def test_the_pack_in_one_file_says_what_its_page_says(scene, client):
    at = now() - DAY
    scene.charter(at)
    motion = opened_amendment(scene, at)
    sitting = opened(scene, call(scene), now() - HOUR, motion=motion)

    answer = client.get(address("sitting_pack_pdf", sitting))
    words = words_of(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    assert (
        address("sitting_pack_pdf", sitting) in client.get(address("sitting_pack", sitting)).content.decode()
    )
    for said in (motion.title, motion.text, sitting.agenda_sha256):
        assert said in words
    assert "Roll-call sheets" not in words


def test_a_run_that_a_motion_takes_up_is_compared_in_the_pack(scene, client, own_files):
    at = now() - DAY
    biomes.install_reference()
    biome = lagoon(at, "deep-lagoon", "Deep Lagoon")
    described(biome)
    run = a_run(biome, at, plan=a_plan(biome, at))
    tasks.finish_here(run.pk)
    motion = scene.scheduled(at, "crisis_response", 3, act=run.subject)
    sitting = opened(scene, call(scene), now() - HOUR, motion=motion)

    page = client.get(address("sitting_pack", sitting)).content.decode()

    (sheet,) = [sheet for sheet in queries.pack(sitting, None) if sheet.run]
    change = sheet.zones[0]["change"]["median"]
    assert sheet.run == run
    assert "Tessel Row" in page
    assert f"{round(abs(change) * 100)} %" in page
    assert "Nine futures in ten" in words_of(client.get(address("sitting_pack_pdf", sitting)).content)
