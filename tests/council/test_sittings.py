"""A sitting: called, ordered, published, opened; who is in the room; who has the floor."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from council import actions, queries
from council.models import Attendance, Point
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.sitting_scenes import DAY, HOUR, MINUTE, add, address, api, call, enter, opened, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def called(scene):
    return call(scene)


@pytest.fixture
def sitting(scene, called):
    return opened(scene, called, now() - HOUR)


# --- Called, ordered, published ------------------------------------------------------------------------
def test_each_body_numbers_its_own_sittings(scene):
    first, second, other = call(scene), call(scene), call(scene, scene.biomes)

    year = first.starts_at.year
    assert [s.number for s in (first, second, other)] == [f"{year}-1", f"{year}-2", f"{year}-1"]
    assert len({s.subject for s in (first, second, other)}) == 3


def test_no_sitting_is_called_for_the_past(scene):
    with pytest.raises(actions.CannotSit, match="still to come"):
        actions.call_sitting(
            body=scene.council, starts_at=now() - DAY, place="", by=scene.secretary, at=now()
        )


def test_points_stand_in_the_order_the_secretary_gives_them(scene, called):
    add(scene, called, "One", "Two", "Three")

    actions.raise_point(sitting_id=called.pk, position=3, by=scene.secretary, at=now())
    actions.remove_point(sitting_id=called.pk, position=1, by=scene.secretary, at=now())

    assert titles(called) == ["Three", "Two"]
    assert [p.position for p in queries.points(called)] == [1, 2]


def test_nobody_edits_an_agenda_after_its_notice(scene, called):
    add(scene, called, "One")
    actions.publish_agenda(sitting_id=called.pk, by=scene.secretary, at=now())

    with pytest.raises(actions.CannotSit, match="no longer edited"):
        add(scene, called, "Two")

    assert titles(called) == ["One"]


def test_a_motion_stands_on_an_agenda_once_and_a_settled_one_not_at_all(scene, called):
    motion, gone = scene.scheduled(now()), scene.scheduled(now())
    actions.withdraw_motion(motion_id=gone.pk, by=gone.mover, at=now())
    put = {"sitting_id": called.pk, "kind": "motion", "by": scene.secretary, "at": now()}
    actions.add_point(**put, motion=motion)

    with pytest.raises(actions.CannotSit, match="already stands"):
        actions.add_point(**put, motion=motion)
    with pytest.raises(actions.CannotSit, match="still take up"):
        actions.add_point(**put, motion=gone)


def test_an_empty_agenda_gives_no_notice_and_without_notice_nobody_sits(scene, called):
    with pytest.raises(actions.CannotSit, match="empty"):
        actions.publish_agenda(sitting_id=called.pk, by=scene.secretary, at=now())
    with pytest.raises(actions.CannotSit, match="without notice"):
        actions.open_sitting(sitting_id=called.pk, by=scene.secretary, at=now())


def test_before_the_notice_the_agenda_is_on_no_public_surface(scene, called, client):
    add(scene, called, "A secret draft")
    before = [
        client.get(address("sitting", called)).content.decode(),
        client.get(api("detail", called)).content.decode(),
        client.get(reverse("council:sittings_feed", args=[called.body.code])).content.decode(),
    ]

    actions.publish_agenda(sitting_id=called.pk, by=scene.secretary, at=now())

    assert not any("A secret draft" in page for page in before)
    assert "A secret draft" in client.get(address("sitting", called)).content.decode()


def test_the_feed_is_an_icalendar_tentative_until_the_notice(scene, called, client):
    add(scene, called, "Oxygen")
    before = Calendar.from_ical(client.get(reverse("council:sittings_feed", args=[called.body.code])).content)
    actions.publish_agenda(sitting_id=called.pk, by=scene.secretary, at=now())
    after = Calendar.from_ical(client.get(reverse("council:sittings_feed", args=[called.body.code])).content)

    (first,), (second,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert (first["STATUS"], second["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert first["UID"] == second["UID"]
    assert "1. Oxygen" in second["DESCRIPTION"]


def test_a_body_without_sittings_says_so(scene, client):
    page = client.get(reverse("council:sittings", args=[scene.humans.code]))

    assert page.status_code == 200
    assert "No sitting is called" in page.content.decode()


def test_a_sitting_that_is_over_stands_in_the_list_of_the_past(scene, sitting, client):
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())

    page = client.get(reverse("council:sittings", args=[sitting.body.code])).content.decode()

    assert "Over" in page
    assert "Closed" in page


def test_a_closed_sitting_opens_no_more(scene, sitting):
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())

    with pytest.raises(actions.CannotSit, match="Closed"):
        actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())


# --- In the room ---------------------------------------------------------------------------------------
def test_a_member_checks_her_own_seat_in_and_no_other(scene, sitting, client):
    sign_in(client, scene.people["h-2"])

    own = client.post(address("sitting_seat", sitting, "h-2", "arrive"))
    other = client.post(address("sitting_seat", sitting, "h-3", "arrive"))

    assert (own.status_code, other.status_code) == (302, 409)
    assert [row.seat.code for row in Attendance.objects.all()] == ["h-2"]


def test_her_page_shows_her_seat_by_name_and_what_she_may_do_next(scene, sitting, client):
    sign_in(client, scene.people["h-2"])
    page = address("sitting", sitting)
    before = client.get(page).content.decode()
    client.post(address("sitting_seat", sitting, "h-2", "arrive"))
    inside = client.get(page).content.decode()
    client.post(address("sitting_seat", sitting, "h-2", "ask"))
    waiting = client.get(page).content.decode()

    assert "<bdi>Human seat 2</bdi></h2>" in before
    assert "Check in" in before
    assert "You are checked in." in inside
    assert "Ask for the floor" in inside
    assert "You wait for the floor." in waiting


def test_nobody_opens_a_sitting_before_its_hour_nor_resumes_it_before(scene, called):
    early, hour = called.starts_at - MINUTE, called.starts_at
    add(scene, called, "One")
    actions.publish_agenda(sitting_id=called.pk, by=scene.secretary, at=early)
    with pytest.raises(actions.CannotSit, match="nobody opens it before"), transaction.atomic():
        actions.open_sitting(sitting_id=called.pk, by=scene.secretary, at=early)
    actions.open_sitting(sitting_id=called.pk, by=scene.secretary, at=hour)
    actions.adjourn_sitting(
        sitting_id=called.pk, by=scene.secretary, at=hour + HOUR, resumes_at=hour + 2 * HOUR
    )
    with pytest.raises(actions.CannotSit, match="nobody opens it before"), transaction.atomic():
        actions.open_sitting(sitting_id=called.pk, by=scene.secretary, at=hour + HOUR + MINUTE)

    assert actions.open_sitting(sitting_id=called.pk, by=scene.secretary, at=hour + 2 * HOUR).is_open


def test_the_quorum_follows_who_comes_and_goes(scene, sitting):
    def quorate():
        return [chamber.quorate for chamber in queries.in_the_room(sitting, now())]

    enter(scene, sitting, "h-1", "h-2", "b-1", "b-2")
    short = quorate()
    enter(scene, sitting, "h-3")
    met = quorate()
    actions.leave(sitting_id=sitting.pk, seat=scene.seats["b-2"], by=scene.secretary, at=now())

    assert (short, met, quorate()) == ([False, True], [True, True], [True, False])


def test_a_seat_is_in_the_room_once_at_a_time_even_past_the_actions(scene, sitting):
    enter(scene, sitting, "h-1")
    enter(scene, sitting, "h-1", at=now())

    assert Attendance.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            sitting=sitting, seat=scene.seats["h-1"], since=now(), entered_by=scene.secretary
        )


def test_an_adjournment_empties_the_room_and_who_returns_checks_in_anew(scene, sitting):
    enter(scene, sitting, "h-1")
    actions.adjourn_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now() - 20 * MINUTE)
    with pytest.raises(actions.CannotSit, match="not open"):
        enter(scene, sitting, "h-1", at=now())

    actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now() - 10 * MINUTE)
    sitting.refresh_from_db()

    assert sum(chamber.present for chamber in queries.in_the_room(sitting, now())) == 0


def test_a_seat_of_nobody_does_not_enter(scene, sitting):
    mandate = scene.seats["h-4"].mandates.get()
    type(mandate).objects.filter(pk=mandate.pk).update(until=now())

    with pytest.raises(actions.CannotSit, match="nobody holds it"):
        enter(scene, sitting, "h-4", at=now())


def test_the_live_room_is_a_fragment_that_polls_slowly_and_ends_with_the_sitting(scene, sitting, client):
    enter(scene, sitting, "h-1")
    ask = {"headers": {"HX-Request": "true"}}
    while_open = client.get(address("sitting_live", sitting), **ask)
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())
    after = client.get(address("sitting_live", sitting), **ask)

    assert 'hx-trigger="every 15s"' in while_open.content.decode()
    assert "present of the 3 needed" in while_open.content.decode()
    assert (while_open.status_code, after.status_code) == (200, 286)
    assert "hx-get" not in after.content.decode()
    assert "<html" in client.get(address("sitting_live", sitting)).content.decode()


def test_the_screen_shows_item_quorum_and_speaker_and_nothing_to_press(scene, sitting, client):
    enter(scene, sitting, "h-1")
    actions.take_up_point(sitting_id=sitting.pk, position=1, by=scene.secretary, at=now() - 20 * MINUTE)
    actions.ask_for_floor(
        sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.people["h-1"], at=now() - MINUTE
    )
    actions.give_floor(sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.secretary, at=now())

    wall = client.get(address("sitting_screen", sitting)).content.decode()

    assert "The summer’s oxygen" in wall
    assert "Human seat 1" in wall
    assert "The quorum is not met" in wall
    assert not any(tag in wall for tag in ("<a ", "<button", "<form", "<input"))


# --- The floor ------------------------------------------------------------------------------------------
def test_the_floor_goes_to_one_seat_at_a_time_in_the_order_asked(scene, sitting):
    enter(scene, sitting, "h-1", "h-2")
    for i, seat in enumerate(("h-2", "h-1")):
        at = now() - (20 - i) * MINUTE
        actions.ask_for_floor(sitting_id=sitting.pk, seat=scene.seats[seat], by=scene.people[seat], at=at)
    waiting = [turn.seat.code for turn in queries.speakers(sitting).waiting]

    for i, seat in enumerate(waiting):
        at = now() - (10 - i) * MINUTE
        actions.give_floor(sitting_id=sitting.pk, seat=scene.seats[seat], by=scene.secretary, at=at)

    floor = queries.speakers(sitting)
    assert waiting == ["h-2", "h-1"]
    assert (floor.speaking.seat.code, floor.waiting) == ("h-1", ())


def test_a_seat_that_is_not_in_the_room_does_not_get_the_floor(scene, sitting):
    with pytest.raises(actions.CannotSit, match="Check in first"):
        actions.ask_for_floor(
            sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.people["h-1"], at=now()
        )


def test_who_leaves_no_longer_waits_for_the_floor(scene, sitting):
    enter(scene, sitting, "h-1")
    actions.ask_for_floor(sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.people["h-1"], at=now())

    actions.leave(sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.people["h-1"], at=now())

    assert queries.speakers(sitting).waiting == ()


def test_taking_up_a_point_finishes_the_one_before(scene, called):
    add(scene, called, "Before")
    sitting = opened(scene, called, now() - HOUR)
    actions.take_up_point(sitting_id=sitting.pk, position=1, by=scene.secretary, at=now() - MINUTE)

    actions.take_up_point(sitting_id=sitting.pk, position=2, by=scene.secretary, at=now())

    assert Point.objects.get(position=1).done_at is not None
    assert queries.current_point(sitting).position == 2
