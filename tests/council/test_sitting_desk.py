"""The secretary runs a sitting by page and by API; a member acts for her own seat; nobody else does."""

import pytest
from django.urls import reverse

from council import actions
from council.models import Sitting
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.sitting_scenes import DAY, HOUR, address, api, call, enter, opened

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


def test_the_secretary_runs_a_sitting_from_call_to_close_without_script(scene, client):
    sign_in(client, scene.secretary)
    starts = now() + 3 * DAY
    answer = client.post(
        reverse("council:call_sitting"),
        {"body": scene.council.code, "starts_at": f"{starts:%Y-%m-%dT%H:%M}", "place": "Quay"},
    )
    sitting = Sitting.objects.get()
    steps = [
        ("add", {"kind": "information", "title": "Oxygen"}),
        ("publish", {}),
        "its hour comes",
        ("open", {}),
        ("arrive", {"seat": "h-1"}),
        ("take-up", {"position": 1}),
        ("ask", {"seat": "h-1"}),
        ("call", {"seat": "h-1"}),
        ("done", {"seat": "h-1"}),
        ("finish", {"position": 1}),
        ("adjourn", {"resumes_at": ""}),
        ("open", {}),
        ("close", {}),
    ]

    answers = []
    for step in steps:
        if step == "its hour comes":
            early = client.post(address("sitting_step", sitting, "open"))
            Sitting.objects.update(starts_at=now())
            continue
        answers.append(client.post(address("sitting_step", sitting, step[0]), step[1]).status_code)

    sitting.refresh_from_db()
    assert answer.status_code == 302
    assert (early.status_code, "nobody opens it before" in early.content.decode()) == (409, True)
    assert set(answers) == {302}
    assert sitting.is_over
    assert client.get(address("sitting_desk", sitting)).status_code == 200


def test_each_page_of_the_secretary_opens_while_the_room_is_full(scene, sitting, client):
    enter(scene, sitting, *scene.seats)
    actions.ask_for_floor(sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.people["h-1"], at=now())
    sign_in(client, scene.secretary)

    pages = [client.get(address("sitting_desk", sitting)), client.get(reverse("council:call_sitting"))]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Give the floor" in pages[0].content.decode()


@pytest.mark.parametrize(
    ("verb", "given", "status", "words"),
    [
        ("take-up", {"position": "x"}, 422, "There is a problem"),
        ("take-up", {"position": 9}, 409, "no such point"),
        ("arrive", {"seat": "nobody"}, 422, "There is a problem"),
        ("add", {"kind": "information", "title": "Late"}, 409, "no longer edited"),
        ("adjourn", {"resumes_at": "2001-01-01T10:00"}, 409, "still to come"),
        ("dance", {}, 404, ""),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_changes_nothing(
    scene, sitting, client, verb, given, status, words
):
    sign_in(client, scene.secretary)

    answer = client.post(address("sitting_step", sitting, verb), given)

    assert answer.status_code == status
    assert words in answer.content.decode()
    sitting.refresh_from_db()
    assert sitting.is_open


def test_the_api_calls_runs_and_reads_a_sitting(scene, client):
    sign_in(client, scene.secretary)
    starts = (now() + 3 * DAY).isoformat()
    made = client.post(
        reverse("api:sitting-list"),
        {"body": scene.council.code, "starts_at": starts},
        content_type="application/json",
    )
    code = made.json()["code"]
    steps = [{"step": "add", "kind": "consent", "title": "Oxygen"}, {"step": "publish"}, {"step": "open"},
             {"step": "arrive", "seat": "h-1"}]  # fmt: skip
    for step in steps:
        if step["step"] == "open":
            Sitting.objects.update(starts_at=now())
        last = client.post(reverse("api:sitting-steps", args=[code]), step, content_type="application/json")

    refused = client.post(
        reverse("api:sitting-steps", args=[code]), {"step": "publish"}, content_type="application/json"
    )

    assert (made.status_code, last.status_code, refused.status_code) == (201, 200, 409)
    assert last.json()["points"][0]["title"] == "Oxygen"
    assert [room["seats"] for room in last.json()["room"]] == [["h-1"], []]
    listed = client.get(reverse("api:sitting-list"), {"body": scene.council.code}).json()["results"]
    assert [row["code"] for row in listed] == [code]


def test_a_member_acts_for_her_seat_by_the_api(scene, sitting, client):
    sign_in(client, scene.people["b-2"])

    came = client.post(
        api("seats", sitting), {"seat": "b-2", "step": "arrive"}, content_type="application/json"
    )
    other = client.post(
        api("seats", sitting), {"seat": "h-2", "step": "arrive"}, content_type="application/json"
    )

    assert (came.status_code, other.status_code) == (200, 409)
    assert came.json()["room"][1]["seats"] == ["b-2"]


def test_nobody_but_the_secretary_runs_a_sitting(scene, sitting, client):
    sign_in(client, person("passer-by"))

    assert client.post(address("sitting_step", sitting, "close")).status_code == 403
    assert (
        client.post(api("steps", sitting), {"step": "close"}, content_type="application/json").status_code
        == 403
    )
    sitting.refresh_from_db()
    assert sitting.is_open


def test_no_surface_of_a_sitting_changes_with_a_choice(scene, client):
    motion = scene.open(now() - HOUR)
    sitting = opened(scene, call(scene), now() - HOUR, motion=motion)
    enter(scene, sitting, "h-1", "h-2")
    actions.take_up_point(sitting_id=sitting.pk, position=1, by=scene.secretary, at=now())

    def seen():
        fragment = {"headers": {"HX-Request": "true"}}
        pages = [client.get(address(f"sitting_{name}", sitting), **fragment) for name in ("live", "screen")]
        return [page.content for page in (*pages, client.get(api("detail", sitting)))]

    worlds = []
    for choice in ("yes", "no"):
        scene.cast(motion, "h-1", choice, now())
        worlds.append(seen())

    assert worlds[0] == worlds[1]
