"""The action list: given at a point, held by one, late by the database's clock, ended with what shows it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import appoint_to_office, found_organisation
from council import actions, tasks
from council.models import ActionItem
from council.rules.follow_up import ActionState
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.papers import letters_to, over
from tests.council.sitting_scenes import DAY, address

pytestmark = pytest.mark.django_db
LINK = "https://water.example/report"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def sitting(scene):
    return over(scene)


def give(scene, sitting, days=7, **holder):
    return actions.give_action(
        sitting_id=sitting.pk, position=1, what="Publish the readings", due_on=(now() + days * DAY).date(),
        by=scene.secretary, at=now(), **(holder or {"seat": scene.seats["h-2"]}),
    )  # fmt: skip


def end(item, by, to=ActionState.DONE, evidence=LINK):
    return actions.end_action(code=item.code, to=to, evidence=evidence, by=by, at=now())


def late(item, days=2):
    ActionItem.objects.filter(pk=item.pk).update(due_on=now().date() - timedelta(days=days))
    item.refresh_from_db()


def test_an_action_is_in_the_log_by_its_holder_and_day_and_never_in_words(scene, sitting):
    item = give(scene, sitting)

    fact = Fact.objects.get(kind="council.action_item.given")
    assert fact.body == {"holder": "council.seat/h-2", "due_on": item.due_on.isoformat()}
    assert fact.subject == item.subject


def test_it_comes_from_a_point_that_was_taken_up_and_has_one_holder_and_a_day_to_come(scene, sitting):
    motion = scene.scheduled(now() - DAY)
    other = over(scene, motion=motion)
    other.points.filter(position=1).update(taken_up_at=None, done_at=None)

    with pytest.raises(actions.CannotSit, match="has taken up"):
        give(scene, other)
    with pytest.raises(actions.CannotSit, match="one holder"):
        give(scene, sitting, seat=scene.seats["h-2"], office="chair")
    with pytest.raises(actions.CannotSit, match="one holder"):
        give(scene, sitting, office="")
    with pytest.raises(actions.CannotSit, match="still to come"):
        give(scene, sitting, days=-1)
    with pytest.raises(actions.CannotSit, match="no such organisation"):
        give(scene, sitting, organisation="accounts.organisation/nowhere")


def test_its_holder_says_that_it_is_done_and_shows_it(scene, sitting):
    item = give(scene, sitting)

    with pytest.raises(actions.CannotEndAction, match="Who holds the action"):
        end(item, scene.people["h-3"])
    with pytest.raises(actions.CannotEndAction, match="Who holds the action"):
        end(item, scene.people["h-2"], to=ActionState.DROPPED)
    done = end(item, scene.people["h-2"])

    assert (done.status, done.evidence) == (ActionState.DONE, LINK)
    fact = Fact.objects.get(kind="council.action_item.done")
    assert LINK not in str((fact.body, fact.about))
    with pytest.raises(actions.CannotEndAction, match="ended already"):
        end(item, scene.secretary)


def test_something_of_the_platform_shows_it_and_is_linked_in_the_log(scene, sitting):
    motion = scene.scheduled(now() - DAY)
    item = give(scene, sitting)

    end(item, scene.secretary, to=ActionState.DROPPED, evidence=motion.subject)

    assert motion.subject in Fact.objects.get(kind="council.action_item.dropped").about


@pytest.mark.parametrize("evidence", ["council.motion/none", "http://water.example/", "done, believe me"])
def test_what_shows_nothing_is_refused(scene, sitting, evidence):
    item = give(scene, sitting)

    with pytest.raises(actions.CannotEndAction, match="https://"):
        end(item, scene.secretary, evidence=evidence)


def test_a_draft_that_nobody_sees_is_no_evidence(scene, sitting):
    draft = scene.draft(now())
    item = give(scene, sitting)

    with pytest.raises(actions.CannotEndAction, match="https://"):
        end(item, scene.people["h-2"], evidence=draft.subject)


def test_each_kind_of_holder_is_reminded_once_on_the_day(scene, sitting):
    office = found_organisation(slug="water", name="Water Authority", kind="authority")
    envoy = person("envoy")
    appoint_to_office(organisation=office, user=envoy, at=now() - DAY)
    items = [
        give(scene, sitting, days=0),
        give(scene, sitting, days=0, seat=scene.seats["b-1"]),
        give(scene, sitting, days=0, office="secretary"),
        give(scene, sitting, days=0, office="chair"),
        give(scene, sitting, days=0, organisation=office.subject),
        give(scene, sitting, days=1, seat=scene.seats["h-4"]),
    ]
    before = {key: len(letters_to(who)) for key, who in scene.people.items()}

    tasks.remind()
    tasks.remind()

    reminded = {key for key, who in scene.people.items() if len(letters_to(who)) == before[key] + 1}
    assert reminded == {"h-2", "b-1", "b-1/2", "h-1"}
    assert [len(letters_to(who)) for who in (scene.secretary, envoy)] == [1, 1]
    assert "Publish the readings" in letters_to(envoy)[0].text
    assert [ActionItem.objects.get(pk=one.pk).reminded_at is not None for one in items] == [True] * 5 + [
        False
    ]


def test_nobody_is_reminded_of_what_has_ended(scene, sitting):
    item = give(scene, sitting, days=0)
    end(item, scene.secretary)

    assert actions.remind_of_action(item_id=item.pk, at=now()) == 0


def test_the_list_names_what_is_overdue_and_keeps_what_ended(scene, sitting, client):
    late(give(scene, sitting))
    give(scene, sitting, office="chair")
    end(give(scene, sitting, office="secretary"), scene.secretary)

    page = client.get(reverse("council:actions", args=[scene.council.code])).content.decode()

    assert [page.count(word) for word in (">Overdue<", ">To be done<", ">Ended<")] == [2, 1, 1]
    assert "Human seat 2" in page
    assert LINK in page
    assert "Publish the end" not in page


def test_the_secretarys_desk_names_what_is_overdue(scene, sitting, client):
    late(give(scene, sitting))
    give(scene, sitting, office="chair")
    sign_in(client, scene.secretary)

    page = client.get(reverse("council:desk")).content.decode()

    assert page.count("Publish the readings") == 1


def test_the_secretary_gives_and_the_holder_ends_by_page(scene, sitting, client):
    sign_in(client, scene.secretary)
    given = client.post(
        address("sitting_step", sitting, "give"),
        {"position": 1, "what": "Measure it", "holder": "council.seat/h-2", "due_on": "2199-01-01"},
    )
    item = ActionItem.objects.get()
    holder = type(client)()
    sign_in(holder, scene.people["h-2"])
    address_of = reverse("council:end_action", args=[item.code])

    bad = holder.post(address_of, {"to": "done", "evidence": "trust me"})
    none = holder.post(address_of, {"to": "done"})
    good = holder.post(address_of, {"to": "done", "evidence": LINK})

    assert (given.status_code, bad.status_code, none.status_code, good.status_code) == (302, 409, 422, 302)
    assert "trust me" in bad.content.decode()
    item.refresh_from_db()
    assert item.status is ActionState.DONE


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"position": 1, "what": "", "holder": "chair", "due_on": "2199-01-01"}, 422),
        ({"position": 1, "what": "Do", "holder": "nobody", "due_on": "2199-01-01"}, 422),
        ({"position": 7, "what": "Do", "holder": "chair", "due_on": "2199-01-01"}, 422),
        ({"position": 1, "what": "Do", "holder": "chair", "due_on": "tomorrow"}, 422),
        ({"position": 1, "what": "Do", "holder": "chair", "due_on": "2001-01-01"}, 409),
    ],
)
def test_an_action_that_cannot_be_gets_a_sentence(scene, sitting, client, data, status):
    sign_in(client, scene.secretary)

    answer = client.post(address("sitting_step", sitting, "give"), data)

    assert answer.status_code == status
    assert not ActionItem.objects.exists()


def test_the_api_gives_lists_and_ends(scene, sitting, client):
    sign_in(client, scene.secretary)
    json = {"content_type": "application/json"}
    client.post(
        reverse("api:sitting-steps", args=[sitting.code]),
        {"step": "give", "position": 1, "what": "Measure", "holder": "chair", "due_on": "2199-01-01"}, **json,
    )  # fmt: skip
    late(give(scene, sitting))

    overdue = client.get(reverse("api:action-item-list"), {"overdue": "true"}).json()["results"]
    ended = client.post(
        reverse("api:action-item-end", args=[overdue[0]["code"]]), {"to": "dropped", "evidence": LINK}, **json
    )

    assert [row["holder"] for row in overdue] == ["council.seat/h-2"]
    assert (ended.status_code, ended.json()["state"]) == (200, "dropped")
    left = client.get(reverse("api:action-item-list"), {"state": "open"}).json()["results"]
    assert [row["holder"] for row in left] == ["chair"]
