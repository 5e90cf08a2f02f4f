"""A rule is proposed from the lab, taken up by a motion, and in force when that is enacted; never otherwise."""

import copy
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from council import actions, queries
from council.models import DecisionRule, RuleProposal
from council.rules.lifecycle import State
from ledger import queries as ledger
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def data(scene):
    """The ordinary rule with two thirds in the human chamber."""
    found = copy.deepcopy(scene.rules["ordinary"].data)
    found["chambers"][0]["pass"][0] |= {"num": 2, "den": 3, "strict": False}
    return found


def propose(scene, data, by="h-2", at=None):
    return actions.propose_rule(
        replaces=scene.rules["ordinary"], data=data, by=scene.people[by], at=at or now() - 20 * DAY
    )


def decided(scene, act, letters="yyyyn", kind="rule_change"):
    motion = scene.open(now() - 2 * DAY, kind, act=act)
    scene.cast_all(motion, now() - 2 * DAY + HOUR, h=letters, b="yyy")
    scene.close(motion)
    return motion


def test_enactment_puts_the_proposed_rule_in_force(scene, data):
    proposal = propose(scene, data)

    motion = decided(scene, proposal.subject)

    rule = queries.rule_version("ordinary")
    assert motion.status is State.ENACTED
    assert (rule.version, rule.data, rule.sha256) == (2, data, proposal.sha256)
    assert rule.applies_to == scene.rules["ordinary"].applies_to
    assert queries.last_fact(motion.subject, "council.motion.enacted").body["rule"] == rule.sha256


def test_a_rejected_motion_changes_no_rule(scene, data):
    decided(scene, propose(scene, data).subject, letters="nnnny")

    assert queries.rule_version("ordinary").version == 1


def test_a_rule_that_changed_meanwhile_is_not_overwritten(scene, data):
    proposal = propose(scene, data)
    other = copy.deepcopy(data)
    other["min_notice_hours"] = 1
    actions.define_rule(
        body=scene.council, code="ordinary", title="Ordinary", data=other,
        applies_to=scene.rules["ordinary"].applies_to, at=now() - 10 * DAY,
    )  # fmt: skip

    motion = decided(scene, proposal.subject)

    assert motion.status is State.ADOPTED
    assert "changed since" in motion.reason
    assert queries.rule_version("ordinary").data == other


def test_another_councils_motion_cannot_put_it_in_force(scene, data):
    from council.rules.kinds import BodyKind

    proposal = propose(scene, data)
    elsewhere = actions.found_body(
        organisation=scenes.organisation("elsewhere", "Elsewhere"), kind=BodyKind.COUNCIL, at=now() - 30 * DAY
    )
    half = {"base": "cast", "num": 1, "den": 2, "strict": True}
    foreign = actions.define_rule(
        body=elsewhere, code="foreign", title="Foreign", applies_to=["rule_change"], at=now() - 30 * DAY,
        data={"chambers": [{"body": "elsewhere", "pass": [half]}]},
    )  # fmt: skip
    borrowed = RuleProposal.objects.create(
        replaces=foreign,
        data=foreign.data,
        sha256="0" * 64,
        proposed_by=scene.people["h-2"],
        proposed_at=now(),
    )

    motion = decided(scene, borrowed.subject)

    assert motion.status is State.ADOPTED
    assert queries.rule_version("foreign").version == 1
    assert proposal.replaces.version == 1


def test_the_same_data_again_is_the_same_proposal(scene, data):
    assert propose(scene, data) == propose(scene, data, by="h-3")
    assert len(ledger.public_around(scene.council.subject).filter(kind="council.rule_proposal.made")) == 1


def test_a_stranger_proposes_nothing(scene, data):
    with pytest.raises(actions.CannotRule, match="Only a member"):
        actions.propose_rule(replaces=scene.rules["ordinary"], data=data, by=person("nobody"), at=now())


def test_the_rule_as_it_stands_is_no_proposal(scene):
    with pytest.raises(actions.CannotRule, match="nothing to change"):
        propose(scene, scene.rules["ordinary"].data)


def test_what_is_no_rule_is_refused_by_its_path(scene, data):
    data["chambers"][0]["pass"][0]["den"] = 0

    with pytest.raises(actions.CannotRule) as refused:
        propose(scene, data)

    assert (refused.value.path, refused.value.is_fault) == ("chambers[0].pass[0].den", True)


def unsound(data, place, value):
    """The rule with this value at the place."""
    here = data
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    return data


ELSEWHERE = {"chambers": [{"body": "delta", "pass": [{"base": "cast", "num": 1, "den": 2}]}]}


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("chambers", 0, "groups"), [{"at_least": 1, "of": "REGOIN"}], "chambers[0].groups[0]"),
        (("chambers", 0, "floor_yes"), 6, "chambers[0].floor_yes"),
        (("chambers", 1, "quorum", "base"), "weight:people", "chambers[1].quorum.base"),
        (("veto",), {"who": "group:REGOIN"}, "veto[0].who"),
        (("veto",), {"who": "affected_biomes", "window_days": 9, "override": ELSEWHERE}, "veto.override.chambers[0].body"),
    ],
)  # fmt: skip
def test_what_would_brick_the_council_is_refused_by_its_path(scene, data, place, value, path):
    with pytest.raises(actions.CannotRule) as refused:
        propose(scene, unsound(data, place, value))

    assert (refused.value.path, refused.value.is_fault) == (path, True)
    assert not RuleProposal.objects.exists()


def test_a_rule_that_fits_its_seats_no_more_is_not_put_in_force(scene, data):
    data["chambers"][0]["floor_yes"] = 5
    proposal = propose(scene, data)
    type(scene.seats["h-5"]).objects.filter(code="h-5").update(capacity=["voice"])

    motion = decided(scene, proposal.subject, letters="yyyy.")

    assert motion.status is State.ADOPTED
    assert "chambers[0].floor_yes" in motion.reason
    assert queries.rule_version("ordinary").version == 1


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"data": {}}])
def test_a_proposal_never_changes(scene, data, change):
    proposal = propose(scene, data)

    with pytest.raises(DatabaseError), transaction.atomic():
        RuleProposal.objects.filter(pk=proposal.pk).update(**change)


def test_a_member_proposes_from_the_lab_and_drafts_the_motion(scene, data, client):
    sign_in(client, scene.people["h-2"])

    made = client.post(reverse("council:propose", args=["ordinary"]), {"rule": json.dumps(data)})
    page = client.get(made["Location"]).content.decode()
    proposal = RuleProposal.objects.get()
    words = {
        "kind": "rule_change",
        "title": "Shall it?",
        "summary": "It would.",
        "text": "It is.",
        "act": proposal.subject,
    }
    drafted = client.post(reverse("council:new"), words)

    assert made.status_code == 302
    assert "Draft the motion" in page
    assert drafted.status_code == 302


def test_a_proposed_rule_is_taken_up_by_a_rule_change_alone(scene, data, client):
    proposal = propose(scene, data)
    sign_in(client, scene.people["h-2"])
    words = {
        "kind": "resolution",
        "title": "Shall it?",
        "summary": "It would.",
        "text": "It is.",
        "act": proposal.subject,
    }

    assert client.post(reverse("council:new"), words).status_code == 422


def test_the_motions_page_leads_to_the_lab_of_the_rule_it_proposes(scene, data, client):
    proposal = propose(scene, data)
    motion = scene.open(now() - HOUR, "rule_change", act=proposal.subject)

    assert proposal.get_absolute_url() in client.get(motion.get_absolute_url()).content.decode()
    lab = client.get(proposal.get_absolute_url()).content.decode()
    assert motion.number in lab
    assert "Under the rule as it stands" in lab
    assert "two thirds" in lab


def test_an_overtaken_proposal_says_so(scene, data, client):
    proposal = propose(scene, data)
    decided(scene, proposal.subject)

    assert "The rule has changed since" in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("rule", "status", "words"),
    [("{", 422, "not JSON"), ("[]", 422, "This cannot be a rule"), ('{"chambers": []}', 422, "chambers")],
)
def test_what_is_no_rule_is_not_proposed(scene, client, rule, status, words):
    sign_in(client, scene.people["h-2"])

    answer = client.post(reverse("council:propose", args=["ordinary"]), {"rule": rule})

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not RuleProposal.objects.exists()


def test_a_member_proposes_by_api_and_anybody_reads(scene, data, client):
    sign_in(client, scene.people["h-2"])
    body = {"replaces": "ordinary", "rule": data}

    made = client.post("/api/v1/rule-proposals/", body, content_type="application/json")
    client.logout()
    read = client.get(f"/api/v1/rule-proposals/{made.json()['code']}/").json()

    assert made.status_code == 201
    assert (read["replaces"], read["data"], read["overtaken"]) == ("ordinary.v1", data, False)
    assert read["act"] == RuleProposal.objects.get().subject


def test_a_fault_by_api_is_named_by_its_path(scene, data, client):
    sign_in(client, scene.people["h-2"])
    data["tie"] = "lots"

    answer = client.post(
        "/api/v1/rule-proposals/", {"replaces": "ordinary", "rule": data}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["tie"]
    assert DecisionRule.objects.filter(code="ordinary").count() == 1


def test_an_outsider_re_derives_a_vote_by_the_new_rule(scene, data, tmp_path):
    from ledger import actions as log
    from tests.council.test_second_count import faults

    decided(scene, propose(scene, data).subject)
    actions.advance_due(at=now())
    motion = scene.open(now() - DAY - HOUR)
    scene.cast_all(motion, now() - DAY, h="yyynn", b="yyy")
    scene.close(motion)
    log.seal_due(at=now())
    log.export_log(tmp_path / "export")

    # Three of five carried it under the first version; two thirds of five is four.
    assert motion.status is State.REJECTED
    assert faults(tmp_path / "export") == []
