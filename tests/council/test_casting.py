"""Who breaks a tie: the chair of what tied, or of the council, and no chair whose own seat is recused."""

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions, queries
from council.rules.lifecycle import State
from council.rules.seats import Choice
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    made = scenes.council(now())
    rule = made.rules["ordinary"]
    actions.define_rule(
        body=made.council, code="ordinary", title="The chair breaks a tie",
        data={**rule.data, "tie": "casting_vote"}, applies_to=rule.applies_to, at=now() - 30 * DAY,
    )  # fmt: skip
    return made


def chair(scene, body, code):
    """Another chair, of that body, without a vote; known to the scene by the code of her seat."""
    from council.rules.kinds import Capacity

    at = now() - 40 * DAY
    seat = actions.add_seat(body=body, code=code, office="chair", capacity=[Capacity.VOICE], at=at)
    scene.seats[code], scene.people[code] = seat, person(code)
    actions.appoint(seat=seat, person=scene.people[code], instrument="Election", at=at)


def tied(scene, *, h="yynna", b="yyy", recused=()):
    opens = now() - 2 * DAY
    motion = scene.scheduled(opens - 15 * DAY)
    for code in recused:
        actions.recuse_seat(
            motion_id=motion.pk, seat=scene.seats[code], kind="voluntary", reason="Its own outfall.",
            by=scene.people[code], at=opens - DAY,
        )  # fmt: skip
    actions.advance_due(at=opens)
    motion.refresh_from_db()
    scene.cast_all(motion, opens + HOUR, h=h, b=b)
    scene.close(motion)
    assert motion.status is State.TIED
    return motion


def breaks(scene, motion, who):
    return actions.cast_casting_vote(motion_id=motion.pk, choice=Choice.YES, by=scene.people[who], at=now())


def refuses(verb, match):
    with pytest.raises(actions.CannotMove, match=match), transaction.atomic():
        verb()


def test_a_recused_chair_breaks_no_tie(scene, client):
    motion = tied(scene, h=".yynn", recused=["h-1"])

    refuses(lambda: breaks(scene, motion, "h-1"), "recused")

    sign_in(client, scene.people["h-1"])
    assert "Break the tie with yes" not in client.get(motion.get_absolute_url()).content.decode()
    assert client.post(reverse("council:casting", args=[motion.code]), {"choice": "yes"}).status_code == 409
    sent = client.post(
        f"/api/v1/motions/{motion.code}/casting/", {"choice": "yes"}, content_type="application/json"
    )
    assert sent.status_code in (403, 409)
    motion.refresh_from_db()
    assert motion.status is State.TIED


def test_the_chair_of_what_did_not_tie_leaves_it_to_the_chair_of_what_did(scene):
    chair(scene, scene.biomes, "b-chair")
    motion = tied(scene)

    refuses(lambda: breaks(scene, motion, "b-chair"), "Only the chair")

    assert breaks(scene, motion, "h-1").status is State.ENACTED


def test_the_councils_own_chair_breaks_a_tie_in_any_chamber(scene):
    chair(scene, scene.council, "top-chair")

    assert breaks(scene, tied(scene), "top-chair").status is State.ENACTED


def test_where_what_tied_has_no_chair_the_one_who_presides_breaks_it(scene):
    motion = tied(scene, h="yyyyn", b="yn.")

    assert queries.may_break_tie(scene.people["h-1"], motion, now())
    assert breaks(scene, motion, "h-1").status is State.ENACTED


def test_where_the_chair_of_what_tied_is_recused_the_other_one_breaks_it(scene):
    chair(scene, scene.biomes, "b-chair")
    motion = tied(scene, h=".yynn", recused=["h-1"])

    assert breaks(scene, motion, "b-chair").status is State.ENACTED
