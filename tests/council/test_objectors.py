"""Who may object: a living system's seat that was asked, by one of its hands or by the substitute called for it."""

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions, queries
from council.rules.kinds import BodyKind, MotionKind
from council.rules.lifecycle import State
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import lending, scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
LAGOON = "biomes.biome/vessa-lagoon"
ARTICLE = "charters.article/vessa-lagoon--art_3"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def opened():
    return now() - 3 * DAY


def adopted(scene, opened, *, recused="", by="yyy"):
    """A motion under the charter rule that touches the lagoon and another, open to objection since it was adopted."""
    scene.charter(opened)
    touched = [LAGOON, scene.seats["b-3"].represents]
    motion = scene.scheduled(opened - 15 * DAY, "rule_change", affects=touched)
    if recused:
        recuse(scene, motion, recused, opened - DAY)
    actions.advance_due(at=opened)
    motion.refresh_from_db()
    scene.cast_all(motion, opened + HOUR, h="yyyyn", b=by)
    scene.close(motion)
    assert motion.status is State.CONSENT_WINDOW
    return motion


def recuse(scene, motion, seat, at):
    actions.recuse_seat(
        motion_id=motion.pk, seat=scene.seats[seat], kind="voluntary", reason="Its own outfall.",
        by=scene.people[seat], at=at,
    )  # fmt: skip


def elsewhere(scene, at):
    """Another council, in which the lagoon sits too, spoken for by the same guardian."""
    council = actions.found_body(
        organisation=scenes.organisation("delta-council", "Delta"), kind=BodyKind.COUNCIL, at=at
    )
    seat = actions.add_seat(body=council, code="delta-lagoon", represents=LAGOON, at=at)
    actions.appoint(seat=seat, person=scene.people["b-1"], instrument="Act of guardianship", at=at)
    return seat


def object_to(scene, motion, seat, who, at=None):
    return actions.file_objection(
        motion_id=motion.pk, seat=seat, articles=[ARTICLE], evidence="Oxygen fell.", by=scene.people[who],
        at=at or now(),
    )  # fmt: skip


def refuses(verb, match):
    with pytest.raises(actions.CannotObject, match=match), transaction.atomic():
        verb()


def test_a_seat_of_another_council_vetoes_nothing_here(scene, opened):
    foreign = elsewhere(scene, opened - 90 * DAY)
    motion = adopted(scene, opened)

    refuses(lambda: object_to(scene, motion, foreign, "b-1"), "was not asked")

    assert [seat.code for seat in queries.seats_that_may_object(motion, scene.people["b-1"], now())] == [
        "b-1"
    ]


def test_no_door_leads_a_seat_of_another_council_to_the_motion(scene, opened, client):
    elsewhere(scene, opened - 90 * DAY)
    motion = adopted(scene, opened)
    sign_in(client, scene.people["b-1"])
    body = {"seat": "delta-lagoon", "articles": [ARTICLE], "evidence": "It fell."}

    page = client.get(reverse("council:object", args=[motion.code, "delta-lagoon"]))
    sent = client.post(f"/api/v1/motions/{motion.code}/objections/", body, content_type="application/json")

    assert (page.status_code, sent.status_code) == (404, 403)
    assert not motion.objections.exists()


def test_a_seat_made_after_the_vote_was_not_asked(scene, opened):
    motion = adopted(scene, opened)
    late = actions.add_seat(body=scene.biomes, code="b-late", represents=LAGOON, at=motion.decided_at + HOUR)
    actions.appoint(
        seat=late, person=scene.people["b-1"], instrument="Act of guardianship", at=motion.decided_at + HOUR
    )

    refuses(lambda: object_to(scene, motion, late, "b-1"), "was not asked")


def test_a_recused_seat_takes_no_part_here_either(scene, opened):
    motion = adopted(scene, opened, recused="b-1", by=".yy")

    refuses(lambda: object_to(scene, motion, scene.seats["b-1"], "b-1"), "recused")

    assert queries.seats_that_may_object(motion, scene.people["b-1"], now()) == []


def test_either_hand_files_for_a_joint_seat(scene, opened):
    motion = adopted(scene, opened)

    object_to(scene, motion, scene.seats["b-1"], "b-1/2")

    refuses(lambda: object_to(scene, motion, scene.seats["b-1"], "b-1"), "already filed")


def test_the_substitute_called_for_it_may_object_in_its_stead(scene, opened, client):
    lending.name(scene, "b-1", "nadia", opened - 60 * DAY)
    motion = adopted(scene, opened)
    refuses(lambda: object_to(scene, motion, scene.seats["b-1"], "nadia"), "do not hold")
    lending.away(scene, "b-1", now() - HOUR, until=now() + 5 * DAY)
    sign_in(client, scene.people["nadia"])
    address = reverse("council:object", args=[motion.code, "b-1"])

    assert address in client.get(motion.get_absolute_url()).content.decode()
    sent = client.post(address, {"articles": [ARTICLE], "evidence": "Oxygen fell."})

    assert sent.status_code == 302
    call = queries.calls_of(scene.seats["b-1"], now()).get()
    fact = queries.last_fact(motion.subject, "council.objection.filed")
    assert (fact.body["seat"], fact.body["substitute"]) == ("b-1", str(call.code))


def test_a_substitute_of_another_seat_objects_for_none(scene, opened):
    lending.name(scene, "b-2", "nadia", opened - 60 * DAY)
    motion = adopted(scene, opened)
    lending.away(scene, "b-2", now() - HOUR, until=now() + 5 * DAY)

    refuses(lambda: object_to(scene, motion, scene.seats["b-1"], "nadia"), "do not hold")


def test_where_nobody_asked_for_a_vote_those_in_office_then_may_object(scene):
    from tests.council.test_unopposed import adopt, allow, at_hand

    allow(scene, "charter", [MotionKind.RULE_CHANGE])
    foreign = elsewhere(scene, now() - 90 * DAY)
    scene.charter(now() - 90 * DAY)
    motion = scene.scheduled(now() - 20 * DAY, "rule_change", 30, affects=[LAGOON])
    adopt(scene, at_hand(scene, motion))
    at = now() + HOUR

    refuses(lambda: object_to(scene, motion, foreign, "b-1", at), "was not asked")
    object_to(scene, motion, scene.seats["b-1"], "b-1", at)


def test_nobody_else_is_shown_the_way(scene, opened):
    motion = adopted(scene, opened)

    for who in (scene.people["h-1"], scene.people["b-2"], person("stranger")):
        assert queries.seats_that_may_object(motion, who, now()) == []
