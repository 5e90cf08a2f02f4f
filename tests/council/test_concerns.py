"""A living system's seat says that a motion touches it: ruled on by an officer, or upheld when voting opens."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions, queries, words
from council.models import Concern
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.rules.recusals import Ruling
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import lending, scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
LAGOON = "biomes.biome/vessa-lagoon"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def motion(scene):
    """Scheduled for ten days from now; it names no living system."""
    scene.charter(now())
    return scene.scheduled(now() - 5 * DAY, "rule_change")


def say(scene, motion, seat="b-1", by="", reason="Its outfall is in the lagoon.", at=None):
    return actions.raise_concern(
        motion_id=motion.pk,
        seat=scene.seats[seat],
        reason=reason,
        by=scene.people[by or seat],
        at=at or now(),
    )


def rule(concern, ruling, by, reason="The outfall is upstream of it."):
    return actions.rule_on_concern(code=concern.code, ruling=ruling, reason=reason, by=by, at=now())


def refuses(verb, match):
    with pytest.raises(actions.CannotConcern, match=match), transaction.atomic():
        verb()


def voted(scene, motion):
    """Opened at its hour, carried, closed."""
    actions.advance_due(at=motion.opens_at)
    motion.refresh_from_db()
    scene.cast_all(motion, motion.opens_at + HOUR, h="yyyyn", b="yyy")
    scene.close(motion)


def test_upheld_the_motion_asks_for_its_consent_and_its_words_stand(scene, motion):
    frozen = motion.text_sha256
    rule(say(scene, motion), Ruling.UPHELD, scene.secretary)
    motion.refresh_from_db()
    assert (motion.affects, motion.touched) == ([], [LAGOON])
    actions.advance_due(at=motion.opens_at)
    motion.refresh_from_db()
    assert "may object for 14 days" in [step.text for step in words.next_steps(motion)][1]

    voted(scene, motion)

    assert motion.status is State.CONSENT_WINDOW
    assert motion.text_sha256 == frozen
    assert queries.last_fact(motion.subject, "council.voting.opened").body["affects"] == [LAGOON]
    assert queries.seats_that_may_object(motion, scene.people["b-1"], motion.decided_at) == [
        scene.seats["b-1"]
    ]


def test_dismissed_nothing_is_asked_and_why_stands_in_public(scene, motion, client):
    rule(say(scene, motion), Ruling.DISMISSED, scene.secretary)

    voted(scene, motion)

    assert motion.status is State.ENACTED
    page = client.get(reverse("council:parts", args=[motion.code])).content.decode()
    assert "Its outfall is in the lagoon." in page
    assert "The outfall is upstream of it." in page


def test_what_nobody_ruled_on_stands_when_voting_opens(scene, motion, client):
    say(scene, motion)

    voted(scene, motion)

    concern = Concern.objects.get()
    assert (concern.ruling, concern.ruled_by, concern.ruled_at) == ("upheld", None, motion.opens_at)
    assert motion.status is State.CONSENT_WINDOW
    page = client.get(reverse("council:parts", args=[motion.code])).content.decode()
    assert "Nobody had ruled on it when voting opened: it stands." in page


def test_it_stands_too_where_nobody_asks_for_a_vote(scene):
    from tests.council.test_unopposed import adopt, allow, at_hand

    allow(scene, "charter", [MotionKind.RULE_CHANGE])
    scene.charter(now() - 90 * DAY)
    motion = scene.scheduled(now() - 20 * DAY, "rule_change", 30)
    say(scene, motion)

    adopt(scene, at_hand(scene, motion))

    motion.refresh_from_db()
    assert motion.status is State.CONSENT_WINDOW
    assert queries.last_fact(motion.subject, "council.motion.unopposed").body["affects"] == [LAGOON]


def test_the_log_tells_who_said_so_and_what_was_ruled_without_a_word_of_either(scene, motion):
    concern = rule(say(scene, motion), Ruling.UPHELD, scene.secretary)

    raised, ruled = (
        queries.last_fact(motion.subject, f"council.concern.{word}") for word in ("raised", "ruled")
    )

    assert raised.body == {"seat": "b-1", "concern": str(concern.code)}
    assert ruled.body == {"seat": "b-1", "concern": str(concern.code), "ruling": "upheld"}
    assert raised.public
    assert ruled.public


@pytest.mark.parametrize(
    ("seat", "by", "says"),
    [
        ("h-1", "h-1", "Only a seat that speaks for a living system"),
        ("b-1", "h-1", "You do not hold this seat"),
        ("b-2", "b-1", "You do not hold this seat"),
    ],
)
def test_only_who_holds_the_seat_of_a_living_system_says_so(scene, motion, seat, by, says):
    refuses(lambda: say(scene, motion, seat, by), says)

    assert not Concern.objects.exists()


def test_either_hand_says_so_and_the_seat_says_it_once(scene, motion):
    say(scene, motion, by="b-1/2")

    refuses(lambda: say(scene, motion, by="b-1"), "has said so already")


def test_the_substitute_called_for_it_says_so_in_its_stead(scene, motion):
    lending.name(scene, "b-1", "nadia", now() - 60 * DAY)
    refuses(lambda: say(scene, motion, by="nadia"), "You do not hold")
    lending.away(scene, "b-1", now() - HOUR, until=now() + 5 * DAY)

    say(scene, motion, by="nadia")

    assert "substitute" in queries.last_fact(motion.subject, "council.concern.raised").body


def test_a_seat_of_another_council_says_nothing_here(scene, motion):
    from tests.council.test_objectors import elsewhere

    foreign = elsewhere(scene, now() - 90 * DAY)

    with pytest.raises(actions.CannotConcern, match="You do not hold"), transaction.atomic():
        actions.raise_concern(
            motion_id=motion.pk, seat=foreign, reason="It flows here.", by=scene.people["b-1"], at=now()
        )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"affects": [LAGOON]}, "says already that it touches"),
        ({"kind": "urgency"}, "touches nothing itself"),
    ],
)
def test_where_there_is_nothing_to_say_it_is_refused(scene, motion, fields, says):
    for name, value in fields.items():
        setattr(motion, name, value)
    motion.save()

    refuses(lambda: say(scene, motion), says)

    assert queries.seats_untold(motion, scene.people["b-1"], now()) == []


def test_once_voting_is_open_nothing_is_said_or_ruled(scene, motion):
    concern = say(scene, motion)
    actions.advance_due(at=motion.opens_at)

    refuses(lambda: say(scene, motion, "b-2", at=motion.opens_at), "before voting opens")
    refuses(lambda: rule(concern, Ruling.DISMISSED, scene.secretary), "has been ruled on")


@pytest.mark.parametrize(
    ("judge", "says"),
    [
        ("b-1", "Who said so does not rule"),
        ("b-1/2", "or holds the seat"),
        ("h-1", "Who moved the motion"),
        ("h-2", "Only the secretary or a chair"),
    ],
)
def test_neither_who_said_it_nor_who_moved_it_nor_a_plain_member_rules(scene, motion, judge, says):
    concern = say(scene, motion)

    refuses(lambda: rule(concern, Ruling.DISMISSED, scene.people[judge]), says)

    concern.refresh_from_db()
    assert concern.ruling == ""


def test_who_moved_it_too_does_not_rule(scene, motion):
    from council.rules.kinds import BackingKind

    concern = say(scene, motion)
    motion.backings.create(
        kind=BackingKind.MOVE.value, seat=scene.seats["h-2"], hand=1, person=scene.secretary, at=now()
    )

    refuses(lambda: rule(concern, Ruling.DISMISSED, scene.secretary), "Who moved the motion")


def test_it_is_ruled_on_once_and_never_without_a_reason(scene, motion):
    concern = say(scene, motion)
    refuses(lambda: rule(concern, Ruling.UPHELD, scene.secretary, reason="  "), "Say why")
    refuses(lambda: say(scene, motion, "b-2", reason=" "), "Say why")
    rule(concern, Ruling.DISMISSED, scene.secretary)

    refuses(lambda: rule(concern, Ruling.UPHELD, scene.secretary), "has been ruled on")


# --- Pages and programs -------------------------------------------------------------------------------
def test_a_guardian_is_asked_says_so_and_an_officer_rules_on_the_page(scene, motion, client):
    page = reverse("council:parts", args=[motion.code])
    sign_in(client, scene.people["b-1"])
    assert "Does it touch it?" in client.get(motion.get_absolute_url()).content.decode()
    empty = client.post(reverse("council:concern", args=[motion.code]), {"seat": "b-1", "reason": ""})
    said = client.post(reverse("council:concern", args=[motion.code]), {"seat": "b-1", "reason": "It flows."})
    assert "Say that it touches your living system" not in client.get(page).content.decode()
    sign_in(client, scene.secretary)
    assert "Rule on it before voting opens" in client.get(reverse("council:desk")).content.decode()
    address = reverse("council:rule_concern", args=[Concern.objects.get().code])
    wrong = client.post(address, {"ruling": "maybe", "reason": "Shown"})
    ruled = client.post(address, {"ruling": "upheld", "reason": "Shown"})
    again = client.post(address, {"ruling": "upheld", "reason": "Shown"})

    assert [empty.status_code, said.status_code, wrong.status_code] == [422, 302, 422]
    assert 'aria-invalid="true"' in empty.content.decode()
    assert 'value="Shown"' in wrong.content.decode()
    assert "<details open>" in wrong.content.decode()
    assert [ruled.status_code, again.status_code] == [302, 409]
    motion.refresh_from_db()
    assert motion.touched == [LAGOON]


def test_nobody_else_is_asked(scene, motion, client):
    for who in (scene.people["h-2"], person("stranger")):
        sign_in(client, who)
        assert "Does it touch it?" not in client.get(motion.get_absolute_url()).content.decode()
        assert queries.seats_untold(motion, who, now()) == []


def test_programs_say_so_and_rule(scene, motion, client):
    sign_in(client, scene.people["b-1"])
    body = {"motion": motion.number, "seat": "b-1", "reason": "It flows here."}
    said = client.post("/api/v1/concerns/", body, content_type="application/json")
    twice = client.post("/api/v1/concerns/", body, content_type="application/json")
    sign_in(client, scene.secretary)
    address = f"/api/v1/concerns/{said.json()['code']}/rule/"
    ruled = client.post(address, {"ruling": "upheld", "reason": "So it is."}, content_type="application/json")
    none = client.post(
        f"/api/v1/concerns/{uuid4()}/rule/",
        {"ruling": "upheld", "reason": "x"},
        content_type="application/json",
    )

    assert (said.status_code, said.json()["represents"], twice.status_code) == (201, LAGOON, 409)
    assert (ruled.status_code, ruled.json()["ruling"], none.status_code) == (200, "upheld", 404)
    assert client.get(f"/api/v1/motions/{motion.number}/").json()["touched"] == [LAGOON]
    assert [row["seat"] for row in client.get("/api/v1/concerns/").json()["results"]] == ["b-1"]
