"""Minutes are read from the record, corrected, published, and approved by two in a later sitting; then they stand."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import actions as accounts
from accounts.rules.roles import Role
from council import actions, queries
from council.models import Minutes
from council.rules import minutes as rules
from council.rules.minutes import MinutesState
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.lending import name
from tests.council.papers import (
    ahead,
    apologise,
    approved,
    at_minutes,
    called_as,
    over,
    published,
)
from tests.council.sitting_scenes import DAY, HOUR, address
from tests.ledger.printed import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def sitting(scene):
    return over(scene)


def own(scene, sitting):
    return {"sitting_id": sitting.pk, "by": scene.secretary, "at": now()}


def decided(scene):
    """A motion whose vote closes while its sitting is in session: three humans and two beings said yes."""
    motion = scene.open(now() - DAY)
    scene.cast_all(motion, now() - 20 * HOUR, h="yyy..", b="yyn")
    return motion


def test_the_record_says_who_was_there_what_was_taken_up_and_who_spoke(scene, sitting):
    record = queries.record_of(sitting)

    assert [row["seat"] for row in record["present"]] == ["h-1", "h-2"]
    since, until = record["present"][0]["periods"][0]
    assert until == record["closed_at"]
    assert since > record["opened_at"]
    (point,) = record["points"]
    assert (point["title"], [turn["seat"] for turn in point["turns"]]) == ("The summer’s oxygen", ["h-2"])
    assert point["motion"] is None


def test_the_record_names_apologies_and_who_stood_in(scene):
    name(scene, "h-2", "first", now())
    sitting = ahead(scene)
    apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])

    record = queries.record_of(sitting)

    assert record["apologies"] == [{"seat": "h-2", "hand": 1}]
    assert [row["seat"] for row in record["substitutes"]] == ["h-2"]


def test_the_record_holds_a_votes_working_and_its_documents_by_hash(scene):
    motion = decided(scene)
    sitting = over(scene, motion=motion)
    scene.close(motion)

    told = queries.record_of(sitting)["points"][1]["motion"]

    (vote,) = told["votes"]
    decision = queries.decision_of(queries.voting_of(motion))
    assert (told["text"], vote["outcome"]) == (motion.text_sha256, decision.outcome)
    assert vote["chambers"] == decision.working["chambers"]
    assert vote["documents"] == {"rule": motion.rule.sha256, "roll": decision.voting.roll_sha256}


def test_a_vote_that_had_closed_before_the_sitting_is_not_in_its_minutes(scene):
    motion = scene.open(now() - 2 * DAY)
    scene.close(motion)
    actions.recall_motion(
        motion_id=motion.pk,
        opens_at=now() + 20 * DAY,
        closes_at=now() + 21 * DAY,
        by=scene.secretary,
        at=now(),
    )
    sitting = over(scene, motion=motion)

    assert queries.record_of(sitting)["points"][1]["motion"]["votes"] == []


def test_no_name_is_in_the_record(scene, sitting):
    text = str(queries.record_of(sitting))

    assert [who.name for who in scene.people.values() if who.name in text] == []


def test_minutes_are_drafted_when_the_sitting_is_over_and_once(scene):
    open_one = ahead(scene)
    with pytest.raises(actions.CannotMinute, match="when the sitting is closed"):
        actions.draft_minutes(**own(scene, open_one))
    sitting = over(scene)
    actions.draft_minutes(**own(scene, sitting))

    with pytest.raises(actions.CannotMinute, match="in hand already"):
        actions.draft_minutes(**own(scene, sitting))


def test_a_draft_is_nobodys_but_the_secretarys(scene, sitting, client):
    draft = actions.draft_minutes(**own(scene, sitting))

    answers = [
        client.get(address("minutes", sitting)),
        client.get(address("minutes_version", sitting, 1)),
        client.get(reverse("api:minutes-detail", args=[draft.code])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client.get(reverse("api:minutes-list")).json()["results"] == []


def test_a_correction_of_published_minutes_is_in_the_log_with_their_new_hash(scene, sitting):
    found = published(scene, sitting)
    before = found.sha256

    actions.correct_minutes(position=1, text="It was read twice.", **own(scene, sitting))

    found.refresh_from_db()
    fact = Fact.objects.get(kind="council.minutes.corrected")
    assert found.sha256 != before
    assert fact.body == {"version": 1, "position": 1, "sha256": found.sha256}
    assert "twice" not in str(fact.body)


def test_a_remark_stands_at_a_point_that_there_is(scene, sitting):
    published(scene, sitting)

    with pytest.raises(actions.CannotMinute, match="no such point"):
        actions.correct_minutes(position=9, text="Nowhere.", **own(scene, sitting))


def test_secretary_and_chair_approve_exactly_this_text_at_its_point(scene, sitting):
    found = published(scene, sitting)
    table = at_minutes(scene, found)
    asked = actions.ask_to_approve_minutes(**own(scene, table))

    done = actions.approve_minutes(approval_id=asked.pk, by=scene.people["h-1"], at=now())

    fact = Fact.objects.get(kind="council.minutes.approved")
    assert (done.status, done.approved_in) == (MinutesState.APPROVED, table)
    assert fact.body == {"version": 1, "sha256": found.sha256, "sitting": table.code}
    assert fact.public


def test_one_alone_or_two_of_one_role_approve_nothing(scene, sitting):
    table = at_minutes(scene, published(scene, sitting))
    asked = actions.ask_to_approve_minutes(**own(scene, table))
    second = person("second-secretary", Role.SECRETARY)

    with pytest.raises(accounts.CannotApprove, match="another person"):
        actions.approve_minutes(approval_id=asked.pk, by=scene.secretary, at=now())
    with pytest.raises(actions.CannotMinute, match="together"):
        actions.approve_minutes(approval_id=asked.pk, by=second, at=now())
    with pytest.raises(actions.CannotMinute, match="together"):
        actions.approve_minutes(approval_id=asked.pk, by=scene.people["h-2"], at=now())

    assert Minutes.objects.get().approved_at is None


def test_what_was_corrected_since_it_was_asked_is_not_approved(scene, sitting):
    table = at_minutes(scene, published(scene, sitting))
    asked = actions.ask_to_approve_minutes(**own(scene, table))
    actions.correct_minutes(position=1, text="Otherwise.", **own(scene, sitting))

    with pytest.raises(actions.CannotMinute, match="corrected since"):
        actions.approve_minutes(approval_id=asked.pk, by=scene.people["h-1"], at=now())


def test_minutes_are_approved_nowhere_but_at_their_point(scene, sitting):
    table = at_minutes(scene, published(scene, sitting))
    asked = actions.ask_to_approve_minutes(**own(scene, table))
    actions.finish_point(position=1, **own(scene, table))

    with pytest.raises(actions.CannotMinute, match="Take up the point"):
        actions.approve_minutes(approval_id=asked.pk, by=scene.people["h-1"], at=now())
    with pytest.raises(actions.CannotMinute, match="Take up the point"):
        actions.ask_to_approve_minutes(**own(scene, table))


def test_a_sitting_approves_the_waiting_minutes_of_its_own_body_once(scene, sitting):
    found = published(scene, sitting)
    at = now()
    sittings = [
        actions.call_sitting(body=body, starts_at=at + DAY, place="", by=scene.secretary, at=at)
        for body in (scene.council, scene.humans)
    ]
    point = {"kind": "minutes", "minutes": found}

    actions.add_point(**own(scene, sittings[0]), **point)
    with pytest.raises(actions.CannotSit, match="already stand"):
        actions.add_point(**own(scene, sittings[0]), **point)
    with pytest.raises(actions.CannotSit, match="of this body"):
        actions.add_point(**own(scene, sittings[1]), **point)


def test_approved_minutes_are_edited_by_nobody_not_even_in_the_database(scene, sitting):
    found = approved(scene, published(scene, sitting))

    with pytest.raises(actions.CannotMinute, match="draft one first"):
        actions.correct_minutes(position=1, text="Otherwise.", **own(scene, sitting))
    for change in ({"remarks": {}}, {"approved_at": None, "approved_in": None}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError, match="kept as they were approved"), transaction.atomic():
            Minutes.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        Minutes.objects.filter(pk=found.pk).delete()


def test_the_database_approves_no_other_text_than_was_published(scene, sitting):
    found = published(scene, sitting)

    with pytest.raises(IntegrityError, match="as they were published"), transaction.atomic():
        Minutes.objects.filter(pk=found.pk).update(approved_at=now(), approved_in=sitting, remarks={})


def test_a_correction_is_the_next_version_and_is_approved_in_its_turn(scene, sitting):
    first = approved(scene, published(scene, sitting))
    queries.sittings().exclude(pk=sitting.pk).update(state="closed", closed_at=now())
    second = actions.draft_minutes(**own(scene, sitting))
    assert second.remarks == first.remarks
    actions.correct_minutes(position=1, text="It was read twice.", **own(scene, sitting))
    actions.publish_minutes(**own(scene, sitting))

    done = approved(scene, second)

    assert (done.version, done.status) == (2, MinutesState.APPROVED)
    assert Minutes.objects.get(version=1).sha256 == first.sha256 != done.sha256


def test_anybody_reads_them_and_computes_their_hash_from_the_api(scene, client):
    motion = decided(scene)
    sitting = over(scene, motion=motion)
    scene.close(motion)
    found = published(scene, sitting)

    page = client.get(address("minutes", sitting)).content.decode()
    told = client.get(reverse("api:minutes-detail", args=[found.code])).json()

    paper = {"v": 1, **{key: told[key] for key in ("sitting", "version", "record", "remarks")}}
    assert rules.fingerprint(paper) == told["sha256"] == found.sha256
    for words in ("The station was read aloud.", "Human seat 1", "needed", motion.text_sha256, found.sha256):
        assert words in page


def test_the_page_asks_for_the_newest_that_was_approved(scene, sitting, client):
    first = approved(scene, published(scene, sitting))
    actions.draft_minutes(**own(scene, sitting))
    actions.publish_minutes(**own(scene, sitting))

    page = client.get(address("minutes", sitting)).content.decode()

    assert first.sha256 in page
    assert "Every version" in page


def test_secretary_and_chair_do_it_all_by_page(scene, sitting, client):
    chair = type(client)()
    sign_in(client, scene.secretary)
    sign_in(chair, scene.people["h-1"])
    for verb, data in (("draft", {}), ("remark", {"position": 1, "text": "Read aloud."}), ("publish", {})):
        assert client.post(address("minutes_step", sitting, verb), data).status_code == 302
    found = Minutes.objects.get()
    desk = client.get(address("minutes_desk", sitting)).content.decode()
    table = at_minutes(scene, found)

    asked = client.post(address("ask_minutes", table))
    page = chair.get(found.get_absolute_url()).content.decode()
    action = page.split("/council/desk/minutes/agree/")[1].split("/")[0]
    agreed = chair.post(reverse("council:agree_minutes", args=[action]))

    assert "Read aloud." in desk
    assert (asked.status_code, agreed.status_code) == (302, 302)
    found.refresh_from_db()
    assert found.status is MinutesState.APPROVED


@pytest.mark.parametrize(
    ("verb", "data", "status", "words"),
    [
        ("remark", {"position": "x", "text": "Kept words"}, 422, "There is a problem"),
        ("remark", {"position": 1, "text": "Kept\x00words"}, 422, "invisible"),
        ("remark", {"position": 9, "text": "Words"}, 409, "no such point"),
        ("draft", {}, 409, "in hand already"),
        ("sing", {}, 404, ""),
    ],
)
def test_bad_input_gets_a_sentence(scene, sitting, client, verb, data, status, words):
    actions.draft_minutes(**own(scene, sitting))
    sign_in(client, scene.secretary)

    answer = client.post(address("minutes_step", sitting, verb), data)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_the_api_drafts_publishes_and_approves(scene, sitting, client):
    chair = type(client)()
    sign_in(client, scene.secretary)
    sign_in(chair, scene.people["h-1"])
    json = {"content_type": "application/json"}
    steps = reverse("api:minutes-steps")
    for step in (
        {"step": "draft"},
        {"step": "remark", "position": 0, "text": "All well."},
        {"step": "publish"},
    ):
        last = client.post(steps, {"sitting": sitting.code, **step}, **json)
    table = at_minutes(scene, Minutes.objects.get())

    asked = client.post(reverse("api:minutes-ask"), {"sitting": table.code}, **json).json()
    early = client.post(reverse("api:minutes-agree", args=[asked["id"]]), **json)
    done = chair.post(reverse("api:minutes-agree", args=[asked["id"]]), **json)

    assert last.json()["state"] == "published"
    assert asked["sha256"] == last.json()["sha256"]
    assert (early.status_code, done.json()["state"]) == (409, "approved")


def test_minutes_in_one_file_say_what_their_page_says(scene, client):
    motion = decided(scene)
    sitting = over(scene, motion=motion)
    minutes = published(scene, sitting)

    data = client.get(reverse("council:minutes_pdf", args=[sitting.body.code, sitting.number, 1])).content
    page = client.get(minutes.get_absolute_url()).content.decode()

    assert f"minutes/{minutes.version}.pdf" in page
    for said in ("The station was read aloud.", "The summer’s oxygen", "In the room", minutes.sha256):
        assert said in words_of(data)


def test_a_draft_in_hand_is_no_file(scene, sitting, client):
    actions.draft_minutes(**own(scene, sitting))

    place = reverse("council:minutes_pdf", args=[sitting.body.code, sitting.number, 1])

    assert client.get(place).status_code == 404
