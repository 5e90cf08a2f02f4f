"""The pack of a sitting: one page with the agenda, each text whole, and the changes it takes up marked."""

import pytest

from council import actions, queries
from ledger.queries import now
from tests.council import scenes
from tests.council.sitting_scenes import DAY, HOUR, add, address, call, opened
from tests.council.test_closing import opened_amendment

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
