"""What the pages let people do, programs may do too: by the same actions, with the same refusals."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.rules.roles import Role
from council.models import Mandate, Motion
from council.rules.lifecycle import State
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = {"kind": "resolution", "title": "Shall it?", "summary": "It would.", "text": "It is.", "act": ""}
JSON = "application/json"


@pytest.fixture
def scene(db):
    return scenes.council(now())


def post(client, address, body=None):
    return client.post(f"/api/v1/{address}", body or {}, content_type=JSON)


def drafted(client):
    return post(client, "motions/", WORDS).json()["code"]


def test_a_member_drafts_changes_and_submits(scene, client):
    sign_in(client, scene.people["h-2"])

    made = post(client, "motions/", WORDS)
    code = made.json()["code"]
    changed = client.put(f"/api/v1/motions/{code}/", {**WORDS, "title": "Shall it not?"}, content_type=JSON)
    handed_in = post(client, f"motions/{code}/submit/")

    assert (made.status_code, made.json()["state"], made.json()["number"]) == (201, "draft", None)
    assert changed.json()["title"] == "Shall it not?"
    assert handed_in.json()["state"] == "submitted"
    assert client.get(f"/api/v1/motions/{handed_in.json()['number']}/").json()["title"] == "Shall it not?"


def test_a_draft_is_its_movers_alone(scene, client):
    sign_in(client, scene.people["h-2"])
    code = drafted(client)
    sign_in(client, scene.people["h-3"])

    answers = [
        client.get(f"/api/v1/motions/{code}/").status_code,
        client.put(f"/api/v1/motions/{code}/", WORDS, content_type=JSON).status_code,
        post(client, f"motions/{code}/submit/").status_code,
        post(client, f"motions/{code}/withdraw/").status_code,
    ]

    assert answers == [404] * 4
    assert Motion.objects.get().status is State.DRAFT


def test_nobody_without_a_seat_drafts(scene, client):
    sign_in(client, person("passer-by"))

    assert post(client, "motions/", WORDS).status_code == 403
    assert not Motion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": {"a": 1}}, "title"),
        ({"text": "x" * 1_000_000}, "text"),
        ({"text": "nul \x00"}, "text"),
        ({"kind": "coup"}, "kind"),
        ({"kind": "charter_amendment"}, "act"),
        ({"kind": "petition_answer"}, "origin"),
        ({"origin": "petitions.petition/no-such-petition"}, "origin"),
        ({"act": "charters.amendment/999999"}, "act"),
        ({"act": "' OR 1=1 --"}, "act"),
        ({"in_force_on": "2001-01-01"}, "in_force_on"),
        ({"in_force_on": "soon"}, "in_force_on"),
        ({"language": "tlh"}, "language"),
        ({"kind": "emergency", "in_force_on": "2199-01-01"}, "in_force_on"),
    ],
)
def test_a_draft_that_is_not_one_names_the_field_and_saves_nothing(scene, client, wrong, field):
    sign_in(client, scene.people["h-2"])

    answer = post(client, "motions/", WORDS | wrong)

    assert answer.status_code == 400
    assert field in str(answer.json())
    assert not Motion.objects.exists()


def test_a_motion_says_from_which_day_it_applies_and_in_which_language_its_words_are(scene, client):
    sign_in(client, scene.people["h-2"])
    day = (now() + 200 * DAY).date().isoformat()

    code = post(client, "motions/", WORDS | {"in_force_on": day, "language": "ar"}).json()["code"]
    handed_in = post(client, f"motions/{code}/submit/").json()

    assert (handed_in["in_force_on"], handed_in["language"]) == (day, "ar")
    assert Fact.objects.get(kind="council.motion.submitted").body["in_force_on"] == day


def test_unless_it_says_so_it_applies_once_enacted_and_its_words_are_in_its_movers_language(scene, client):
    hers = scene.people["h-2"]
    hers.language = "es"
    hers.save(update_fields=["language"])
    sign_in(client, hers)

    made = post(client, "motions/", WORDS).json()

    assert (made["in_force_on"], made["language"]) == (None, "es")


def test_the_secretary_takes_a_motion_from_submitted_to_scheduled(scene, client):
    sign_in(client, scene.people["h-2"])
    code = drafted(client)
    number = post(client, f"motions/{code}/submit/").json()["number"]
    sign_in(client, scene.secretary)
    opens = now() + 15 * DAY

    admitted = post(client, f"motions/{number}/steps/", {"step": "admit"})
    hours = {"opens_at": opens.isoformat(), "closes_at": (opens + DAY).isoformat()}
    scheduled = post(client, f"motions/{number}/steps/", {"step": "schedule", **hours})
    early = post(client, f"motions/{number}/steps/", {"step": "open", "closes_at": hours["closes_at"]})

    assert admitted.json()["state"] == "admissible"
    assert scheduled.json()["state"] == "scheduled"
    assert early.status_code == 409
    assert Motion.objects.get().status is State.SCHEDULED


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"step": "enact"},
        {"step": "refuse"},
        {"step": "schedule", "opens_at": "tomorrow"},
        {"step": "schedule", "opens_at": "2150-01-01T00:00:00Z"},
        ["admit"],
    ],
)
def test_a_step_that_is_not_one_changes_nothing(scene, client, body):
    motion = scene.draft(now() - DAY)
    from council import actions

    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=now() - HOUR)
    sign_in(client, scene.secretary)

    answer = post(client, f"motions/{now().year}-1/steps/", body)

    assert answer.status_code == 400
    assert Motion.objects.get().status is State.SUBMITTED


def test_a_member_takes_none_of_the_secretarys_steps(scene, client):
    motion = scene.scheduled(now() - DAY)
    sign_in(client, scene.people["h-1"])

    assert post(client, f"motions/{motion.number}/steps/", {"step": "postpone"}).status_code == 403
    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED


def test_a_guardian_objects_and_everybody_reads_it(scene, client):
    opened = now() - 2 * DAY
    scene.charter(opened)
    motion = scene.open(opened, "rule_change", affects=["biomes.biome/vessa-lagoon"])
    scene.cast_all(motion, opened + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    body = {"seat": "b-1", "articles": ["charters.article/vessa-lagoon--art_3"], "evidence": "It fell."}

    sign_in(client, scene.people["h-2"])
    other = post(client, f"motions/{motion.number}/objections/", body)
    sign_in(client, scene.people["b-1"])
    bare = post(client, f"motions/{motion.number}/objections/", {**body, "articles": []})
    filed = post(client, f"motions/{motion.number}/objections/", body)
    again = post(client, f"motions/{motion.number}/objections/", body)
    client.logout()
    read = client.get(f"/api/v1/motions/{motion.number}/objections/").json()

    assert (other.status_code, bare.status_code, filed.status_code, again.status_code) == (403, 400, 201, 409)
    assert [one["evidence"] for one in read] == ["It fell."]


def test_the_chair_alone_breaks_a_tie(scene, client):
    from council import actions
    from council.rules.kinds import MotionKind

    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="Chair", data={**rule.data, "tie": "casting_vote"},
        applies_to=[MotionKind.RESOLUTION], at=now() - 30 * DAY,
    )  # fmt: skip
    motion = scene.open(now() - 2 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yynna", b="yyn")
    scene.close(motion)
    address = f"motions/{motion.number}/casting/"

    sign_in(client, scene.secretary)
    secretary = post(client, address, {"choice": "yes"})
    again = post(
        client, f"motions/{motion.number}/steps/", {"step": "open", "closes_at": "2199-01-01T00:00Z"}
    )
    sign_in(client, scene.people["h-1"])
    page = client.get(motion.get_absolute_url()).content.decode()
    neither = post(client, address, {"choice": "abstain"})
    chair = post(client, address, {"choice": "yes"})

    assert (secretary.status_code, again.status_code, neither.status_code) == (403, 409, 400)
    assert "Break the tie with yes" in page
    assert chair.json()["state"] == "enacted"


def test_a_seat_changes_by_two_officers(scene, client):
    person("heir", email="heir@people.example")
    sign_in(client, scene.secretary)
    body = {"seat": "h-5", "email": "heir@people.example", "instrument": "Election"}
    held = Mandate.objects.get(seat__code="h-5")

    ended = post(client, "seat-changes/", {"mandate": str(held.code), "reason": "resignation"})
    alone = post(client, f"seat-changes/{ended.json()['id']}/agree/")
    sign_in(client, scene.people["h-1"])
    both = post(client, f"seat-changes/{ended.json()['id']}/agree/")
    given = post(client, "seat-changes/", body)
    sign_in(client, scene.secretary)
    waiting = client.get("/api/v1/seat-changes/").json()
    agreed = post(client, f"seat-changes/{given.json()['id']}/agree/")

    held.refresh_from_db()
    assert (ended.status_code, alone.status_code, both.status_code) == (201, 409, 200)
    assert held.ended_by == "resignation"
    assert [row["mine"] for row in waiting] == [False]
    assert agreed.json()["held_by"] == "Heir"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"seat": "h-5"},
        {"seat": "nothing", "email": "a@b.example", "instrument": "x"},
        {"seat": "h-5", "email": "nobody@people.example", "instrument": "x"},
        {"seat": "h-5", "email": "h-2@people.example", "instrument": "x", "hand": 3},
        {"mandate": "not-a-uuid", "reason": "recall"},
        {"mandate": "6b1f2f3e-0000-4000-8000-000000000001", "reason": "recall"},
    ],
)
def test_a_seat_change_that_is_not_one_is_refused_by_field(scene, client, body):
    sign_in(client, scene.secretary)

    answer = post(client, "seat-changes/", body)

    assert answer.status_code == 400
    assert client.get("/api/v1/seat-changes/").json() == []


def test_somebody_who_only_moderates_changes_no_seat(scene, client):
    sign_in(client, person("mod", Role.MODERATOR))

    assert client.get("/api/v1/seat-changes/").status_code == 403
    assert post(client, "seat-changes/", {}).status_code == 403


@pytest.mark.parametrize(
    ("address", "field", "body"),
    [
        ("motions/{motion}/ballots/", "reason", {"seat": "b-1", "choice": "no", "key": str(UUID(int=1)), "articles": []}),
        ("motions/{motion}/ballots/", "departure", {"seat": "b-1", "choice": "no", "key": str(UUID(int=1))}),
        ("roll-call-disputes/", "reason", {"motion": "{motion}", "seat": "b-1", "word": "no"}),
        ("interests/", "what", {"seat": "b-1"}),
        ("challenges/", "reason", {"motion": "{motion}", "seat": "b-3"}),
        ("recusals/", "reason", {"motion": "{motion}", "seat": "b-1", "kind": "voluntary"}),
    ],
)  # fmt: skip
def test_words_with_characters_that_nobody_sees_are_refused_by_field(scene, client, address, field, body):
    number = scene.open(now()).number
    sign_in(client, scene.people["b-1"])
    filled = {name: number if value == "{motion}" else value for name, value in body.items()}

    answer = post(client, address.format(motion=number), {**filled, field: "As it \u202e was."})

    assert answer.status_code == 400
    assert "invisible" in str(answer.json()["errors"][field])
