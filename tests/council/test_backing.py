"""A motion with several movers: the draft is shared, moved by others too, and submitted when enough do."""

import copy
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions, queries
from council.rules.kinds import BackingKind, Ended, MotionKind
from council.rules.lifecycle import State
from ledger import queries as ledger
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOVE = BackingKind.MOVE


@pytest.fixture
def scene(db):
    """A council whose resolutions take three movers."""
    made = scenes.council(now())
    data = {**copy.deepcopy(made.rules["ordinary"].data), "min_movers": 3}
    actions.define_rule(
        body=made.council, code="ordinary", title="Ordinary", data=data, applies_to=[MotionKind.RESOLUTION],
        at=now() - 30 * DAY,
    )  # fmt: skip
    return made


@pytest.fixture
def draft(scene):
    return scene.draft(now() - DAY)


def share(draft):
    return actions.share_draft(motion_id=draft.pk, by=draft.mover, at=now())


def move(scene, draft, key):
    return actions.back_motion(
        motion_id=draft.pk, kind=MOVE, seat=scene.seats[key], by=scene.people[key], at=now()
    )


def submit(draft):
    return actions.submit_motion(motion_id=draft.pk, by=draft.mover, at=now())


def refuses(verb, match):
    with pytest.raises(actions.CannotMove, match=match), transaction.atomic():
        verb()


def test_a_motion_is_submitted_when_as_many_move_it_as_the_rule_asks(scene, draft):
    share(draft)
    move(scene, draft, "h-2")
    refuses(lambda: submit(draft), "asks for 3 seats that move it; there are 2")
    move(scene, draft, "h-3")
    motion = submit(draft)

    told = queries.last_fact(motion.subject, "council.motion.submitted").body
    assert motion.status is State.SUBMITTED
    assert told["movers"] == ["h-1", "h-2", "h-3"]


def test_a_draft_that_was_not_shared_is_moved_by_nobody_else(scene, draft):
    refuses(lambda: move(scene, draft, "h-2"), "its mover shared")


def test_the_mover_is_one_mover_and_not_two(scene, draft):
    share(draft)

    refuses(lambda: move(scene, draft, "h-1"), "moves the motion already")


def test_other_words_take_the_names_off(scene, draft):
    share(draft)
    for key in ("h-2", "h-3"):
        move(scene, draft, key)
    actions.revise_draft(motion_id=draft.pk, by=draft.mover, at=now(), text="Something else altogether.")

    refuses(lambda: submit(draft), "there are 1")


def test_who_took_her_name_off_or_lost_her_seat_moves_it_no_more(scene, draft):
    share(draft)
    for key in ("h-2", "h-3", "h-4"):
        move(scene, draft, key)
    actions.withdraw_backing(
        motion_id=draft.pk, kind=MOVE, seat=scene.seats["h-2"], by=scene.people["h-2"], at=now()
    )
    mandate = scene.seats["h-3"].mandates.get()
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=now())

    refuses(lambda: submit(draft), "there are 2")


def test_nobody_takes_another_ones_name_off_nor_hers_once_it_is_submitted(scene, draft):
    share(draft)
    for key in ("h-2", "h-3"):
        move(scene, draft, key)

    def take_off(key, by):
        return actions.withdraw_backing(
            motion_id=draft.pk, kind=MOVE, seat=scene.seats[key], by=scene.people[by], at=now()
        )

    refuses(lambda: take_off("h-2", "h-3"), "do not stand behind")
    submit(draft)
    refuses(lambda: take_off("h-2", "h-2"), "submitted with your name")


def test_a_shared_draft_is_read_by_members_and_nobody_else(scene, draft, client):
    page = reverse("council:motion", args=[draft.code])
    sign_in(client, scene.people["h-2"])
    hidden = client.get(page).status_code
    share(draft)
    read = client.get(page)
    sign_in(client, person("passer-by"))
    stranger = client.get(page).status_code

    assert (hidden, read.status_code, stranger) == (404, 200, 404)
    assert "Move it too, for Human seat 2" in read.content.decode()
    assert "noindex" in read.content.decode()


def test_nothing_of_a_shared_draft_is_in_the_public_log(scene, draft):
    share(draft)
    move(scene, draft, "h-2")

    assert [fact.public for fact in ledger.around(draft.subject)] == [False] * 3


def test_members_move_it_from_the_page_and_take_it_back(scene, draft, client):
    sign_in(client, draft.mover)
    client.post(reverse("council:share", args=[draft.code]))
    sign_in(client, scene.people["h-2"])
    client.post(reverse("council:back", args=[draft.code, "h-2", "move"]))
    given = [row.seat.code for row in queries.backings(draft, MOVE)]
    page = client.get(reverse("council:motion", args=[draft.code])).content.decode()
    client.post(reverse("council:unback", args=[draft.code, "h-2", "move"]))
    not_hers = client.post(reverse("council:back", args=[draft.code, "h-3", "move"]))

    assert given == ["h-2"]
    assert "Take back" in page
    assert not queries.backings(draft, MOVE).exists()
    assert (not_hers.status_code, "do not hold this seat" in not_hers.content.decode()) == (409, True)


def test_programs_share_move_and_read_who_moves(scene, draft, client):
    sign_in(client, draft.mover)
    shared = client.post(reverse("api:motion-share", args=[draft.code]))
    sign_in(client, scene.people["h-2"])
    door = reverse("api:motion-backings", args=[draft.code])
    given = client.post(door, {"kind": "move", "seat": "h-2"}, content_type="application/json")
    rows = client.get(door).json()
    nowhere = client.post(door, {"kind": "move", "seat": "h-99"}, content_type="application/json")

    assert (shared.status_code, given.status_code) == (200, 200)
    assert [(row["kind"], row["seat"], row["hand"]) for row in rows] == [("move", "h-2", 1)]
    assert (nowhere.status_code, "seat" in nowhere.json()["errors"]) == (400, True)
