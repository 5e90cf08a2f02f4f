"""A consent item is adopted without a vote where its rule allows it, the room has its quorum and no seat objects."""

import copy
from datetime import timedelta

import pytest
from django.db import transaction

from council import actions, queries
from council.models import Point
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.council.sitting_scenes import address
from tests.council.test_second_count import faults, tampered

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ROOM = ("h-1", "h-2", "h-3", "b-1", "b-2")


@pytest.fixture
def scene(db):
    """A council whose ordinary rule lets consent items pass unopposed."""
    made = scenes.council(now())
    allow(made, "ordinary", [MotionKind.RESOLUTION])
    return made


def allow(scene, code, kinds):
    data = {**copy.deepcopy(scene.rules[code].data), "no_objection": True}
    return actions.define_rule(
        body=scene.council, code=code, title=code, data=data, applies_to=kinds, at=now() - 60 * DAY
    )


def at_hand(scene, motion, *, room=ROOM, kind="consent", began=None):
    """A sitting now, its room filled, the motion at hand."""
    began = began or now() - HOUR
    sitting = actions.call_sitting(
        body=scene.council, starts_at=began, place="Hall", by=scene.secretary, at=began - 9 * DAY
    )
    actions.add_point(sitting_id=sitting.pk, kind=kind, motion=motion, by=scene.secretary, at=began - 9 * DAY)
    actions.publish_agenda(sitting_id=sitting.pk, by=scene.secretary, at=began - 8 * DAY)
    actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=began)
    for code in room:
        actions.arrive(sitting_id=sitting.pk, seat=scene.seats[code], by=scene.secretary, at=began + MINUTE)
    actions.take_up_point(sitting_id=sitting.pk, position=1, by=scene.secretary, at=began + 2 * MINUTE)
    return sitting


def ready(scene, **fields):
    return scene.scheduled(now() - 20 * DAY, days=30, **fields)


def adopt(scene, sitting, at=None):
    return actions.adopt_unopposed(sitting_id=sitting.pk, by=scene.secretary, at=at or now())


def refuses(verb, match):
    with pytest.raises(actions.CannotSit, match=match), transaction.atomic():
        verb()


def test_where_nobody_objects_it_is_adopted_and_in_force(scene):
    motion = ready(scene)
    sitting = at_hand(scene, motion)
    motion = adopt(scene, sitting)

    assert motion.status is State.ENACTED
    assert motion.unopposed_at is not None
    assert Point.objects.get().done_at is not None
    assert queries.voting_of(motion) is None


def test_one_objection_of_a_seat_in_the_room_asks_for_a_vote(scene):
    motion = ready(scene)
    sitting = at_hand(scene, motion)
    actions.object_to_consent(
        sitting_id=sitting.pk, seat=scene.seats["h-2"], by=scene.people["h-2"], at=now()
    )

    refuses(lambda: adopt(scene, sitting), "put to the vote")
    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED


def test_who_is_not_in_the_room_does_not_object(scene):
    sitting = at_hand(scene, ready(scene))

    refuses(
        lambda: actions.object_to_consent(
            sitting_id=sitting.pk, seat=scene.seats["h-5"], by=scene.people["h-5"], at=now()
        ),
        "in the room",
    )


def test_without_a_quorum_in_the_room_nothing_is_adopted(scene):
    sitting = at_hand(scene, ready(scene), room=("h-1", "h-2", "b-1", "b-2"))

    refuses(lambda: adopt(scene, sitting), "without a quorum")


def test_a_rule_that_asks_for_a_vote_gets_one(scene):
    sitting = at_hand(scene, scene.scheduled(now() - 20 * DAY, "rule_change", days=30))

    refuses(lambda: adopt(scene, sitting), "asks for a vote")


def test_a_point_that_is_no_consent_item_is_not_adopted_so(scene):
    sitting = at_hand(scene, ready(scene), kind="motion")

    refuses(lambda: adopt(scene, sitting), "no consent item")


def test_notice_is_kept_here_too(scene):
    motion = scene.scheduled(now() - 2 * DAY, days=9)
    sitting = at_hand(scene, motion)

    refuses(lambda: adopt(scene, sitting), "notice that the rule asks for")


def test_a_motion_whose_vote_is_open_is_not_taken_from_its_ballots(scene):
    motion = scene.scheduled(now() - 20 * DAY, days=20)
    sitting = at_hand(scene, motion, began=now() - HOUR)
    actions.advance_due(at=now())
    motion.refresh_from_db()

    assert motion.status is State.VOTING_OPEN
    refuses(lambda: adopt(scene, sitting), "Only a motion that is scheduled")


def test_the_living_systems_it_touches_are_asked_first(scene):
    scene.charter(now())
    allow(scene, "charter", [MotionKind.RULE_CHANGE])
    motion = scene.scheduled(now() - 20 * DAY, "rule_change", days=30, affects=["biomes.biome/vessa-lagoon"])
    motion = adopt(scene, at_hand(scene, motion))

    assert motion.status is State.CONSENT_WINDOW
    actions.advance_due(at=motion.consent_until)
    motion.refresh_from_db()
    assert motion.status is State.ENACTED


def test_a_member_objects_and_the_secretary_adopts_from_their_pages(scene, client):
    motion = ready(scene)
    sitting = at_hand(scene, motion)
    sign_in(client, scene.secretary)
    desk = client.get(address("sitting_desk", sitting)).content.decode()
    sign_in(client, scene.people["h-2"])
    page = client.get(address("sitting", sitting)).content.decode()
    client.post(address("sitting_seat", sitting, "h-2", "object"))
    after = client.get(address("sitting", sitting)).content.decode()
    sign_in(client, scene.secretary)
    refused = client.post(address("sitting_step", sitting, "adopt"))

    assert "Nobody objects: adopt it" in desk
    assert "I object: put it to the vote" in page
    assert "A seat asked for a vote on the item at hand." in after
    assert (refused.status_code, "put to the vote" in refused.content.decode()) == (409, True)


def test_its_page_says_that_it_was_adopted_without_a_vote(scene, client):
    motion = ready(scene)
    sitting = at_hand(scene, motion)
    sign_in(client, scene.secretary)
    done = client.post(address("sitting_step", sitting, "adopt"))

    assert done.status_code == 302
    assert "Adopted without a vote" in client.get(motion.get_absolute_url()).content.decode()


@pytest.fixture
def export(scene, tmp_path):
    from ledger import actions as ledger

    adopt(scene, at_hand(scene, ready(scene)))
    ledger.seal_due(at=now())
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def test_the_untouched_record_of_it_is_re_derived(export):
    assert faults(export) == []


def find(entries, kind):
    return next(entry for entry in entries if entry["type"] == kind)


def forbid(entries, lines):
    """As if the rule had been the first version, which asks for a vote."""
    first = next(
        e["body"]
        for e in entries
        if e["type"] == "council.rule.defined" and e["subject"].endswith("/ordinary.v1")
    )
    unopposed = find(entries, "council.motion.unopposed")["body"]
    roll = next(row for row in unopposed["documents"] if row["path"] == "rolls.jsonl")
    unopposed |= {"documents": [*first["documents"], roll], "rule": first["sha256"]}


def empty_the_room(entries, lines):
    for entry in [e for e in entries if e["type"] == "council.seat.arrived" and e["body"]["seat"] != "h-1"]:
        entries.remove(entry)


def invent_an_objection(entries, lines):
    unopposed = find(entries, "council.motion.unopposed")
    sitting = find(entries, "council.sitting.opened")["subject"]
    body = {"position": 1, "seat": "h-3", "motion": unopposed["subject"].partition("/")[2]}
    forged = {**unopposed, "type": "council.consent.refused", "subject": sitting, "body": body}
    entries.insert(entries.index(unopposed), forged)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (forbid, "by a rule that asks for one"),
        (empty_the_room, "the log and the presence at the close differ"),
        (invent_an_objection, "though seat h-3 asked for one"),
        (
            lambda entries, lines: entries.remove(find(entries, "council.motion.scheduled")),
            "nobody scheduled",
        ),
        (
            lambda entries, lines: entries.remove(find(entries, "council.motion.unopposed")),
            "enacted without a vote",
        ),
    ],
)
def test_a_tampered_record_of_it_is_named(export, change, named):
    found = tampered(export, change)

    assert any(named in fault for fault in found), found
