"""What the statutes let a seat do: vote, speak, object. Nothing that a seat may not is asked of it, or done by it."""

import pytest
from django.db import transaction

from council import actions, queries, words
from council.rules.kinds import Capacity
from council.rules.lifecycle import State
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.council.sitting_scenes import call, enter
from tests.council.sitting_scenes import opened as open_it

pytestmark = pytest.mark.django_db
LAGOON, RIVER = "biomes.biome/vessa-lagoon", "biomes.biome/orrin-river"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def opened():
    return now() - 3 * DAY


def only(seat, *capacity):
    """As its statutes would have it from the beginning."""
    seat.capacity = [one.value for one in capacity]
    seat.save(update_fields=["capacity"])
    return seat


def voted(scene, opened, *affects, recused=""):
    """A motion under the charter rule that touches these living systems, carried."""
    scene.charter(opened)
    motion = scene.scheduled(opened - 15 * DAY, "rule_change", affects=list(affects))
    if recused:
        actions.recuse_seat(
            motion_id=motion.pk, seat=scene.seats[recused], kind="voluntary", reason="Its own outfall.",
            by=scene.people[recused], at=opened - DAY,
        )  # fmt: skip
    actions.advance_due(at=opened)
    motion.refresh_from_db()
    scene.cast_all(motion, opened + HOUR, h="yyyyn", b=".yy" if recused == "b-1" else "yyy")
    return motion


def objected(scene, motion, seat, at=None):
    return actions.file_objection(
        motion_id=motion.pk, seat=scene.seats[seat], articles=["charters.article/vessa-lagoon--art_3"],
        evidence="Oxygen fell.", by=scene.people[seat], at=at or now(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("represents", "usual"), [("", ["vote", "voice"]), (LAGOON, ["vote", "voice", "veto"])]
)
def test_a_seat_may_what_is_usual_unless_its_statutes_say_otherwise(scene, represents, usual):
    seat = actions.add_seat(body=scene.biomes, code="new", represents=represents, at=now())

    assert seat.capacity == usual
    assert Fact.objects.get(kind="council.seat.created", subject=seat.subject).body["capacity"] == sorted(
        usual
    )


def test_a_seat_without_a_veto_is_not_waited_for_and_files_none(scene, opened):
    only(scene.seats["b-1"], Capacity.VOTE, Capacity.VOICE)
    motion = voted(scene, opened, LAGOON)
    assert "it is enacted at once" in [step.text for step in words.next_steps(motion)][1]
    scene.close(motion)

    assert motion.status is State.ENACTED
    with pytest.raises(actions.CannotObject, match="not open to objection"), transaction.atomic():
        objected(scene, motion, "b-1")


def test_beside_one_that_has_a_veto_it_is_told_that_it_has_none(scene, opened):
    only(scene.seats["b-1"], Capacity.VOTE, Capacity.VOICE)
    motion = voted(scene, opened, LAGOON, scene.seats["b-2"].represents)
    scene.close(motion)
    assert motion.status is State.CONSENT_WINDOW

    with pytest.raises(actions.CannotObject, match="no veto"), transaction.atomic():
        objected(scene, motion, "b-1")
    objected(scene, motion, "b-2")

    assert queries.seats_that_may_object(motion, scene.people["b-1"], now()) == []


def test_a_seat_with_a_voice_and_a_veto_objects_though_it_does_not_vote(scene, opened):
    only(scene.seats["b-3"], Capacity.VOICE, Capacity.VETO)
    scene.charter(opened)
    motion = scene.open(opened, "rule_change", affects=[scene.seats["b-3"].represents])
    scene.cast_all(motion, opened + HOUR, h="yyyyn", b="yy.")
    scene.close(motion)

    objected(scene, motion, "b-3")
    actions.advance_due(at=motion.consent_until)

    motion.refresh_from_db()
    assert motion.status is State.VETOED


def test_where_the_only_seat_that_is_touched_is_recused_nobody_is_waited_for(scene, opened):
    motion = voted(scene, opened, LAGOON, recused="b-1")
    scene.close(motion)

    assert motion.status is State.ENACTED


def test_the_roll_says_that_a_seat_has_no_veto_and_nothing_of_the_others(scene, opened):
    only(scene.seats["b-1"], Capacity.VOTE, Capacity.VOICE)
    rows = {row["seat"]: row for row in queries.roll_now(scene.open(opened), 1, now())["seats"]}

    assert rows["b-1"]["veto"] is False
    assert not any("veto" in rows[code] for code in rows if code != "b-1")


def test_a_seat_without_a_voice_does_not_ask_for_the_floor(scene):
    sitting = call(scene)
    open_it(scene, sitting, sitting.starts_at)
    seat, hers = only(scene.seats["h-1"], Capacity.VOTE), scene.people["h-1"]
    enter(scene, sitting, "h-1")

    with pytest.raises(actions.CannotSit, match="no voice"):
        actions.ask_for_floor(sitting_id=sitting.pk, seat=seat, by=hers, at=now())


@pytest.mark.parametrize(
    ("seat", "capacity", "says"),
    [
        ("b-1", None, "It may object"),
        ("b-1", (Capacity.VOTE, Capacity.VOICE), "It has no veto"),
        ("b-1", (Capacity.VETO,), "It has no vote. It has no voice. It may object"),
        ("h-1", None, "It votes."),
    ],
)
def test_its_page_says_what_it_may(scene, client, seat, capacity, says):
    found = scene.seats[seat] if capacity is None else only(scene.seats[seat], *capacity)
    sign_in(client, person("reader"))

    page = client.get(f"/council/seats/{found.code}/").content.decode()

    assert says in page
    assert ("object to what touches" in page) == ("may object" in says)
