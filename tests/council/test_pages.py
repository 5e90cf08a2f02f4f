"""The council's pages: every journey without JavaScript, each refusal a clear sentence."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Ballot, Motion
from council.rules.lifecycle import State
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.petitions.scene import opened

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def motion(scene):
    return scene.open(now() - HOUR, affects=["biomes.biome/vessa-lagoon"])


def box(motion, seat):
    return reverse("council:cast", args=[motion.code, seat])


def test_the_ballot_page_weighs_at_most_forty_kilobytes_with_all_it_loads(scene, motion, client):
    sign_in(client, scene.people["b-1"])

    page = client.get(box(motion, "b-1")).content

    assets = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    weight = len(page) + sum((STATIC / name.decode()).stat().st_size for name in assets)
    assert len(assets) == 3
    assert weight <= 40_000


def test_casting_leads_to_a_receipt_with_choice_commitment_and_entry(scene, motion, client):
    from ledger import actions as ledger

    sign_in(client, scene.people["h-2"])
    answer = client.post(box(motion, "h-2"), {"choice": "no", "key": uuid4()})
    ledger.seal_due(at=now())

    receipt = client.get(answer["Location"]).content.decode()

    ballot = Ballot.objects.get()
    assert answer.status_code == 302
    assert ballot.commitment in receipt
    assert "/log/" in receipt
    assert "No" in receipt


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({}, 422, "Choose yes, no or abstain"),
        ({"choice": "maybe"}, 422, "There is a problem"),
        ({"choice": "yes", "key": "forged"}, 422, "This form is damaged"),
        ({"choice": "yes" * 100_000}, 422, "There is a problem"),
        ({"choice": "\x00"}, 422, "There is a problem"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(scene, motion, client, given, status, words):
    sign_in(client, scene.people["h-2"])

    answer = client.post(box(motion, "h-2"), {"key": str(uuid4())} | given)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Ballot.objects.exists()


def test_a_closed_motion_refuses_with_409_and_says_so(scene, motion, client):
    sign_in(client, scene.people["h-2"])
    Motion.objects.filter(pk=motion.pk).update(state=State.REJECTED.value)

    answer = client.post(box(motion, "h-2"), {"choice": "yes", "key": uuid4()})

    assert answer.status_code == 409
    assert "not open" in answer.content.decode()


def test_another_persons_seat_is_refused_on_page_and_api_alike(scene, motion, client):
    sign_in(client, scene.people["h-3"])

    page = client.post(box(motion, "h-2"), {"choice": "yes", "key": uuid4()})
    api = client.post(
        reverse("api:motion-ballots", args=[motion.code]),
        {"seat": "h-2", "choice": "yes", "key": str(uuid4())},
        content_type="application/json",
    )

    assert (page.status_code, api.status_code) == (409, 409)
    assert "do not hold this seat" in api.json()["detail"]
    assert not Ballot.objects.exists()


def test_the_api_casts_with_a_key_and_answers_the_same_to_a_retry(scene, motion, client):
    sign_in(client, scene.people["h-2"])
    given = {"seat": "h-2", "choice": "abstain", "key": str(uuid4())}
    address = reverse("api:motion-ballots", args=[motion.code])

    first = client.post(address, given, content_type="application/json")
    again = client.post(address, given, content_type="application/json")
    other = client.post(address, given | {"choice": "no"}, content_type="application/json")

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert other.status_code == 409


def test_the_hands_of_the_lagoon_see_each_other_on_the_motions_page(scene, motion, client):
    scene.cast(motion, "b-1", "no", motion.opens_at + timedelta(minutes=1))
    sign_in(client, scene.people["b-1/2"])

    page = client.get(motion.get_absolute_url()).content.decode()

    assert "Your other hand said: No" in page


def test_the_presence_fragment_stops_asking_when_the_vote_is_over(scene, motion, client):
    address = reverse("council:presence", args=[motion.code])
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200

    scene.close(motion)

    assert client.get(address, headers={"HX-Request": "true"}).status_code == 286


def test_a_closed_motion_shows_outcome_working_and_roll(scene, motion, client):
    scene.cast_all(motion, motion.opens_at + timedelta(minutes=1), h="yyyna", b="yyn")
    scene.close(motion)

    page = client.get(motion.get_absolute_url()).content.decode()

    assert "Adopted" in page
    assert "Quorum: 5 present, 3 needed (more than half of 5)." in page
    assert "Yes 3 of the 3 needed (more than 1/2 of 4 cast); quorum 5 of 3" in page
    assert page.count("vote-cell") >= 8


def test_a_member_drafts_changes_and_submits_a_motion(scene, client):
    sign_in(client, scene.people["h-2"])
    words = {
        "kind": "resolution",
        "title": "Shall we?",
        "summary": "We would.",
        "text": "We do.",
        "act": "",
        "origin": "",
    }

    day = (now() + 200 * DAY).date()
    made = client.post(reverse("council:new"), words | {"in_force_on": day.isoformat(), "language": "es"})
    draft = Motion.objects.get()
    assert (draft.in_force_on, draft.language) == (day, "es")
    page = client.get(reverse("council:edit", args=[draft.code])).content.decode()
    assert f'value="{day.isoformat()}"' in page
    assert '<option value="es" selected>' in page
    client.post(reverse("council:edit", args=[draft.code]), words | {"title": "Shall we now?"})
    client.post(reverse("council:submit", args=[draft.code]))

    draft.refresh_from_db()
    assert made.status_code == 302
    assert (draft.title, draft.state) == ("Shall we now?", "submitted")
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_an_answer_to_a_petition_must_name_the_petition(scene, client):
    sign_in(client, scene.people["h-2"])
    words = {"kind": "petition_answer", "title": "Shall we?", "summary": "We would.", "text": "We do."}

    answer = client.post(reverse("council:new"), words)

    assert answer.status_code == 422
    assert "An answer to a petition names the petition" in answer.content.decode()
    assert not Motion.objects.exists()


def test_a_motion_that_answers_a_petition_says_so_and_touches_its_living_systems(scene, client):
    petition = opened(title="Let the lagoon breathe at night as well")
    sign_in(client, scene.people["h-2"])
    words = {"kind": "petition_answer", "title": "Shall we?", "summary": "We would.", "text": "We do."}

    client.post(reverse("council:new"), words | {"origin": petition.subject})

    draft = Motion.objects.get()
    assert (draft.origin, draft.act) == (petition.subject, "")
    assert draft.evidence == [petition.subject]
    assert draft.affects == ["biomes.biome/vessa-lagoon"]


def test_an_empty_draft_is_sent_back_with_its_faults(scene, client):
    sign_in(client, scene.people["h-2"])

    answer = client.post(reverse("council:new"), {"kind": "charter_amendment"})

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Motion.objects.exists()


def test_the_secretary_admits_and_schedules_from_her_desk(scene, client):
    motion = scene.draft(now())
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=now())
    motion.refresh_from_db()
    sign_in(client, scene.secretary)
    early, late = now() + HOUR, now() + 5 * DAY

    def step(verb, **data):
        return client.post(reverse("council:step", args=[motion.number, verb]), data)

    assert step("admit").status_code == 302
    refused = step("schedule", opens_at=f"{early:%Y-%m-%dT%H:%M}", closes_at=f"{late:%Y-%m-%dT%H:%M}")
    assert refused.status_code == 409
    assert "72 hours" in refused.content.decode()
    assert (
        step(
            "schedule", opens_at=f"{late:%Y-%m-%dT%H:%M}", closes_at=f"{late + DAY:%Y-%m-%dT%H:%M}"
        ).status_code
        == 302
    )
    assert step("nonsense").status_code == 404
    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED
    assert client.get(reverse("council:desk")).status_code == 200


def test_two_officers_give_a_mandate_on_their_pages(scene, client):
    seat = actions.add_seat(body=scene.humans, code="h-9", title="New", at=now() - DAY)
    newcomer = person("newcomer")
    sign_in(client, scene.secretary)
    asked = {"seat": "h-9", "email": newcomer.email, "hand": "1", "instrument": "By-election", "until": ""}
    assert client.post(reverse("council:ask_seat"), asked).status_code == 302
    from accounts.queries import open_approvals

    approval = open_approvals("council.mandate.given", now()).get()
    own = client.post(reverse("council:agree", args=[approval.pk]))
    assert own.status_code == 409

    sign_in(client, scene.people["h-1"])
    assert client.get(reverse("council:seats")).status_code == 200
    client.post(reverse("council:agree", args=[approval.pk]))

    assert queries.seats_held(newcomer, now()).get() == seat


def test_a_mandate_that_was_revoked_between_page_and_ballot_refuses(scene, motion, client):
    from council.rules.kinds import Ended

    sign_in(client, scene.people["h-2"])
    assert client.get(box(motion, "h-2")).status_code == 200
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.RECALL, at=now())

    answer = client.post(box(motion, "h-2"), {"choice": "yes", "key": uuid4()})

    assert answer.status_code == 409
    assert "has ended" in answer.content.decode()


def test_anybody_may_try_a_rule_and_is_told_where_it_is_wrong(client, db):
    rule = {"chambers": [{"body": "H", "pass": [{"base": "cast", "num": 1, "den": 2, "strict": True}]}]}
    roll = {"seats": [{"seat": "h1", "body": "H"}, {"seat": "h2", "body": "H"}]}
    ballots = [{"seat": "h1", "choice": "yes"}, {"seat": "h2", "choice": "abstain"}]
    address = reverse("api:rule-evaluate")

    def ask(**data):
        return client.post(address, data, content_type="application/json")

    good = ask(rule=rule, roll=roll, ballots=ballots)
    bad = ask(
        rule={"chambers": [{"body": "H", "pass": [{"base": "votes", "num": 1, "den": 2}]}]},
        roll=roll,
        ballots=[],
    )
    many = ask(rule=rule, roll={"seats": [{"seat": f"h{i}", "body": "H"} for i in range(65)]}, ballots=[])

    assert good.json()["outcome"] == "adopted"
    assert good.json()["words"] == ["Yes 1 of the 1 needed (more than 1/2 of 1 cast)"]
    assert bad.status_code == 422
    assert "chambers[0].pass[0].base" in bad.json()["errors"]
    assert many.status_code == 422


def test_the_pages_of_who_sits_name_holders_and_ends(scene, client):
    for address in (
        reverse("council:index"),
        reverse("council:body", args=["vessa-biomes"]),
        reverse("council:rule", args=["charter.v1"]),
        reverse("council:motions") + "?state=open",
    ):
        assert client.get(address).status_code == 200
    assert "Vessa Lagoon" in client.get(reverse("council:body", args=["vessa-biomes"])).content.decode()


def test_the_admin_looks_on_and_never_at_ballots(scene, motion, client):
    scene.cast(motion, "h-2", "no", motion.opens_at + timedelta(minutes=1))
    sign_in(client, person("root", Role.ADMIN))

    assert client.get("/admin/council/motion/").status_code == 200
    assert client.get("/admin/council/ballot/").status_code in (403, 404)
    assert client.post(f"/admin/council/motion/{motion.pk}/change/", {"state": "enacted"}).status_code == 403


def test_a_holder_who_comes_after_the_close_is_told_so(scene, motion, client):
    scene.close(motion)
    sign_in(client, scene.people["h-2"])

    page = client.get(box(motion, "h-2"))
    late = client.post(box(motion, "h-2"), {"choice": "yes", "key": uuid4()})
    whole = client.get(motion.get_absolute_url()).content.decode()

    assert page.status_code == 200
    assert "is not open to this seat now" in page.content.decode()
    assert late.status_code == 409
    assert "No ballot was cast for it by your hand." in whole
    assert not Ballot.objects.exists()


def test_a_seat_that_is_held_is_not_asked_for(scene, client):
    person("heir", email="heir@people.example")
    sign_in(client, scene.secretary)
    wish = {"seat": "h-2", "email": "heir@people.example", "instrument": "Election", "hand": 1}

    answer = client.post(reverse("council:ask_seat"), wish)
    second = client.post(reverse("council:ask_seat"), {**wish, "hand": 2})

    assert (answer.status_code, second.status_code) == (409, 409)
    assert "is held by somebody" in answer.content.decode()
    assert "heir@people.example" in answer.content.decode()


def test_a_schedule_that_is_refused_keeps_what_was_typed(scene, client):
    motion = scene.draft(now() - DAY)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=now() - HOUR)
    actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=now() - HOUR)
    motion.refresh_from_db()
    sign_in(client, scene.secretary)
    step = reverse("council:step", args=[motion.number, "schedule"])

    past = client.post(step, {"opens_at": "2020-01-01T00:00", "closes_at": "2020-01-02T00:00"})
    wrong = client.post(step, {"opens_at": "soon", "closes_at": "2020-01-02T00:00"})

    assert past.status_code == 409
    assert "cannot open in the past" in past.content.decode()
    assert "2020-01-01 00:00" in past.content.decode() or "2020-01-01T00:00" in past.content.decode()
    assert wrong.status_code == 422
    assert f'href="#id_{motion.number}_opens_at"' in wrong.content.decode()


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x00", "\x07", "\u200b"])
def test_words_with_characters_that_nobody_sees_are_refused_and_the_form_kept(scene, client, hidden):
    sign_in(client, scene.people["h-2"])
    words = {"kind": "resolution", "title": f"Shall {hidden}we?", "summary": "S.", "text": "T.", "act": ""}

    answer = client.post(reverse("council:new"), words)

    assert answer.status_code == 422
    assert "Remove the invisible characters" in answer.content.decode()
    assert ">T.</textarea>" in answer.content.decode().replace("\n", "")
    assert not Motion.objects.exists()


def test_words_are_tidied(scene, client):
    sign_in(client, scene.people["h-2"])
    words = {
        "kind": "resolution",
        "title": "  Shall\nwe? ",
        "summary": " S. ",
        "text": "One.\r\n\r\n\r\nTwo. ",
        "act": "",
    }

    client.post(reverse("council:new"), words)

    motion = Motion.objects.get()
    assert (motion.title, motion.summary, motion.text) == ("Shall we?", "S.", "One.\n\nTwo.")
