"""What a person is shown of the votes that are open to her: on her desk, and for a seat of two hands."""

import pytest
from django.urls import reverse

from council import queries
from council.models import Seat
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
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


def test_where_either_hand_may_cast_both_are_told_whose_ballot_stands(db, client):
    scene = scenes.council(now())
    Seat.objects.filter(code="b-1").update(joint_rule="any")
    motion = scene.open(now() - HOUR)

    def told(who):
        sign_in(client, scene.people[who])
        shown = [
            client.get(motion.get_absolute_url()),
            client.get(reverse("council:cast", args=[motion.code, "b-1"])),
        ]
        ballot = queries.own_ballots(motion, scene.people[who]).first()
        if ballot:
            shown.append(client.get(reverse("council:receipt", args=[ballot.commitment])))
        return [" ".join(page.content.decode().split()) for page in shown]

    scene.cast(motion, "b-1", "yes", now())
    alone = told("b-1")
    scene.cast(motion, "b-1/2", "no", now())

    assert all("The later ballot of either hand stands." in page for page in alone)
    assert all("Your other hand’s is the later ballot" in page for page in told("b-1"))
    assert all("Yours is the later ballot" in page for page in told("b-1/2"))
