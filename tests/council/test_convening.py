"""The notice convenes everybody by letter; who cannot come is stood in for, in order, in the room and in each vote."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from council import actions, queries
from council.models import Call, Convening
from council.rules.convening import Answer
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.lending import away, name
from tests.council.papers import acknowledge, ahead, apologise, called_as, letters_to
from tests.council.sitting_scenes import DAY, HOUR, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def motion(scene):
    return scene.scheduled(now() - DAY)


def opened_now(scene, sitting):
    type(sitting).objects.filter(pk=sitting.pk).update(starts_at=now())
    return actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())


def test_the_notice_writes_to_each_hand_of_each_seat(scene):
    sitting = ahead(scene)

    rows = Convening.objects.filter(sitting=sitting)
    assert {(row.seat.code, row.hand) for row in rows} == {
        *((f"h-{i}", 1) for i in range(1, 6)), ("b-1", 1), ("b-1", 2), ("b-2", 1), ("b-3", 1)
    }  # fmt: skip
    assert all(len(letters_to(each)) == 1 for each in scene.people.values())
    letter = letters_to(scene.people["h-2"])[0]
    row = called_as(sitting, scene.people["h-2"])
    assert str(row.code) in letter.text
    assert address("sitting_pack", sitting) in letter.text
    assert "sittings.ics" in letter.text
    fact = Fact.objects.get(kind="council.sitting.convened")
    assert fact.body == {"hands": 9}


def test_a_letter_is_in_its_readers_language(scene):
    scene.people["h-2"].language = "es"
    scene.people["h-2"].save()
    ahead(scene)

    texts = [letters_to(scene.people[code])[0].text for code in ("h-2", "h-3")]

    assert ("/es/" in texts[0], "/es/" in texts[1]) == (True, False)


def test_who_has_no_confirmed_address_is_convened_without_a_letter(scene):
    scene.people["h-3"].emailaddress_set.update(verified=False)

    sitting = ahead(scene)

    assert letters_to(scene.people["h-3"]) == []
    assert called_as(sitting, scene.people["h-3"]).sent_at is None


def test_a_mandate_that_ends_before_the_sitting_is_not_convened(scene):
    scene.seats["h-4"].mandates.update(until=now() + DAY)

    sitting = ahead(scene)

    assert not Convening.objects.filter(sitting=sitting, seat=scene.seats["h-4"]).exists()


def test_apologies_call_the_next_substitute_for_the_room_and_for_every_vote(scene, motion):
    name(scene, "h-2", "second", now(), place=2)
    name(scene, "h-2", "first", now(), place=1)
    sitting = ahead(scene, motion=motion)

    asked = apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])

    assert asked.person == scene.people["first"]
    assert len(letters_to(scene.people["first"])) == 1
    call = Call.objects.get()
    assert (call.motion, call.substitute.person) == (motion, scene.people["first"])
    opened_now(scene, sitting)
    here = {"sitting_id": sitting.pk, "seat": scene.seats["h-2"], "at": now()}
    actions.arrive(by=scene.people["first"], **here)
    with pytest.raises(actions.CannotSit, match="do not hold this seat"):
        actions.ask_for_floor(by=scene.people["second"], **here)
    assert [seat.code for seat in queries.own_seats(sitting, scene.people["first"], now())] == ["h-2"]


def test_a_substitute_who_cannot_come_hands_on_to_the_next_and_to_nobody_after_the_last(scene, motion):
    for place, who in ((1, "first"), (2, "second")):
        name(scene, "h-2", who, now(), place=place)
    sitting = ahead(scene, motion=motion)
    first = apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])

    second = apologise(first, scene.people["first"])
    nobody = apologise(second, scene.people["second"])

    assert second.person == scene.people["second"]
    assert nobody is None
    ended = Call.objects.order_by("pk").values_list("substitute__place", "ended_by")
    assert list(ended) == [(1, "declined"), (2, "declined")]


def test_a_holder_who_comes_after_all_has_her_hand_back_and_her_substitute_is_told(scene, motion):
    name(scene, "h-2", "first", now())
    sitting = ahead(scene, motion=motion)
    row = called_as(sitting, scene.people["h-2"])
    apologise(row, scene.people["h-2"])

    acknowledge(row, scene.people["h-2"])

    assert Call.objects.get().ended_by == "holder"
    assert called_as(sitting, scene.people["first"]).answer is Answer.RELEASED
    assert "no longer needed" in letters_to(scene.people["first"])[-1].subject
    row.refresh_from_db()
    assert row.answer is Answer.ACKNOWLEDGED
    assert apologise(row, scene.people["h-2"]).answer is Answer.SILENT


def test_a_substitute_does_not_come_back_once_another_was_called(scene):
    for place, who in ((1, "first"), (2, "second")):
        name(scene, "h-2", who, now(), place=place)
    sitting = ahead(scene)
    first = apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])
    apologise(first, scene.people["first"])

    with pytest.raises(actions.CannotSit, match="Another has been called"):
        acknowledge(first, scene.people["first"])


def test_a_hand_that_is_away_for_a_period_is_convened_in_its_substitute(scene):
    for place, who in ((1, "first"), (2, "second")):
        name(scene, "h-2", who, now(), place=place)
    away(scene, "h-2", now(), until=now() + 10 * DAY)
    sitting = ahead(scene)
    first = called_as(sitting, scene.people["first"])

    second = apologise(first, scene.people["first"])

    assert not Convening.objects.filter(sitting=sitting, person=scene.people["h-2"]).exists()
    assert second.person == scene.people["second"]
    running = Call.objects.get(ended_at__isnull=True)
    assert (running.substitute.person, running.motion) == (scene.people["second"], None)


def test_a_hand_that_a_substitute_holds_in_a_motion_already_keeps_her_there(scene, motion):
    for place, who in ((1, "first"), (2, "second")):
        name(scene, "h-2", who, now(), place=place)
    away(scene, "h-2", now(), motion)
    sitting = ahead(scene, motion=motion)

    apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])

    assert Call.objects.filter(ended_at__isnull=True).count() == 1


def test_only_who_was_called_or_the_secretary_answers_and_only_until_it_is_over(scene):
    sitting = ahead(scene)
    row = called_as(sitting, scene.people["h-2"])

    with pytest.raises(actions.CannotSit, match="Only who was called"):
        acknowledge(row, scene.people["h-3"])
    acknowledge(row, scene.secretary)
    opened_now(scene, sitting)
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())

    with pytest.raises(actions.CannotSit, match="is over"):
        apologise(row, scene.people["h-2"])


def test_a_reminder_goes_to_the_silent_alone(scene):
    sitting = ahead(scene)
    acknowledge(called_as(sitting, scene.people["h-1"]), scene.people["h-1"])
    apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])

    sent = actions.remind_silent(sitting_id=sitting.pk, by=scene.secretary, at=now())

    assert sent == 7
    assert [len(letters_to(scene.people[code])) for code in ("h-1", "h-2", "h-3")] == [1, 1, 2]


def test_a_reminder_convenes_who_took_a_seat_since_the_notice(scene):
    sitting = ahead(scene)
    scene.seats["h-4"].mandates.update(until=now())
    new = person("newcomer")
    actions.appoint(seat=scene.seats["h-4"], person=new, instrument="Election", at=now())

    actions.remind_silent(sitting_id=sitting.pk, by=scene.secretary, at=now())

    assert called_as(sitting, new).answer is Answer.SILENT
    assert called_as(sitting, scene.people["h-4"]).answer is Answer.RELEASED


def test_a_sitting_that_is_moved_says_so_and_its_hash_changes(scene):
    sitting = ahead(scene)
    apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])
    before = sitting.agenda_sha256
    move = {"sitting_id": sitting.pk, "by": scene.secretary, "place": "Customs house"}

    moved = actions.move_sitting(hour=sitting.starts_at + DAY, at=now(), **move)

    assert moved.agenda_sha256 != before
    assert "Customs house" in letters_to(scene.people["h-1"])[-1].text
    assert len(letters_to(scene.people["h-2"])) == 1
    with pytest.raises(actions.CannotSit, match="has already"):
        actions.move_sitting(hour=moved.starts_at, at=now(), **move)
    with pytest.raises(actions.CannotSit, match="still to come"):
        actions.move_sitting(hour=now() - HOUR, at=now(), **move)


def test_an_adjournment_says_when_it_resumes(scene):
    sitting = ahead(scene)
    opened_now(scene, sitting)

    actions.adjourn_sitting(sitting_id=sitting.pk, resumes_at=now() + DAY, by=scene.secretary, at=now())

    letter = letters_to(scene.people["b-2"])[-1]
    assert "Adjourned" in letter.subject
    assert "resumes on" in letter.text


def test_the_database_lets_one_person_be_expected_for_a_hand(scene):
    sitting = ahead(scene)

    with pytest.raises(IntegrityError), transaction.atomic():
        Convening.objects.create(sitting=sitting, seat=scene.seats["h-2"], hand=1, person=person("other"))


def test_her_own_page_shows_and_one_press_answers(scene, client):
    name(scene, "h-2", "first", now())
    sitting = ahead(scene)
    row = called_as(sitting, scene.people["h-2"])
    sign_in(client, scene.people["h-2"])

    page = client.get(row.get_absolute_url()).content.decode()
    untouched = called_as(sitting, scene.people["h-2"]).answer
    client.post(reverse("council:answer_convening", args=[row.code, "apologise"]))
    again = client.post(reverse("council:answer_convening", args=[row.code, "apologise"]))

    assert "I cannot come" in page
    assert untouched is Answer.SILENT
    assert called_as(sitting, scene.people["first"]).answer is Answer.SILENT
    assert (again.status_code, "answered already" in again.content.decode()) == (409, True)


def test_the_desk_shows_who_comes_who_does_not_and_who_is_silent(scene, client):
    sitting = ahead(scene)
    acknowledge(called_as(sitting, scene.people["h-1"]), scene.people["h-1"])
    apologise(called_as(sitting, scene.people["h-2"]), scene.people["h-2"])
    sign_in(client, scene.secretary)

    page = client.get(address("sitting_desk", sitting)).content.decode()
    moved = client.post(
        address("sitting_step", sitting, "move"), {"hour": "2199-01-01T10:00", "place": "Quay"}
    )
    reminded = client.post(address("sitting_step", sitting, "remind"))

    assert [page.count(word) for word in (">comes<", ">sends apologies<", ">no answer yet<")] == [1, 1, 7]
    assert (moved.status_code, reminded.status_code) == (302, 302)


def test_the_api_shows_ones_own_and_answers(scene, client):
    sitting = ahead(scene)
    sign_in(client, scene.people["h-2"])

    rows = client.get(reverse("api:convening-list")).json()["results"]
    answered = client.post(
        reverse("api:convening-answer", args=[rows[0]["code"]]),
        {"answer": "acknowledge"}, content_type="application/json",
    )  # fmt: skip

    assert [row["seat"] for row in rows] == ["h-2"]
    assert answered.json()["answer"] == "acknowledged"
    assert called_as(sitting, scene.people["h-2"]).answer is Answer.ACKNOWLEDGED
