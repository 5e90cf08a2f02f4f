"""What the desk asks for each person about the votes that are open."""

import pytest

from council import queries
from tests.accounts.people import person
from tests.council.scenes import HOUR

pytestmark = pytest.mark.django_db


def test_of_somebody_who_sits_nowhere_it_asks_no_more_however_many_votes_are_open(
    scene, noon, django_assert_max_num_queries
):
    for _ in range(3):
        scene.open(noon)
    stranger = person("stranger")

    with django_assert_max_num_queries(2):
        assert queries.seats_in_open_votes(stranger, noon + HOUR) == []


def test_a_member_finds_every_vote_that_is_open_in_her_council(scene, noon):
    motions = [scene.open(noon) for _ in range(2)]

    found = queries.seats_in_open_votes(scene.people["h-2"], noon + HOUR)

    assert [box.motion.code for box in found] == [motion.code for motion in motions]
