"""`verify.py` counts every election of an export again, and names what somebody changed in it."""

import json
from hashlib import sha256

import pytest

from council import actions
from council.rules.counts.papers import Method
from council.rules.elections import How
from tests.council import election_scenes as elections
from tests.council.election_scenes import LEVEL, counted
from tests.ledger.forgery import changed, lines_of, outsider, rechain, resign, rewrite
from tests.remembered import kept

pytestmark = pytest.mark.django_db
WHY = "A lot was drawn before both, in the hall."
FIVE = {1: "ana bo", 2: "ana bo", 3: "ana cem", 4: "bo cem", 5: "cem"}


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """An election by each method, and one whose tie was settled; all declared."""
    from ledger import actions as ledger

    tellers = elections.people()
    act = {"by": scene.secretary, "at": noon}
    for method in (Method.SCOTTISH, Method.MEEK, Method.APPROVAL):
        made = counted(scene, tellers, noon, FIVE, method=method, seats=2)
        if made.counts.get().bundle["open_seats"] == 0:
            actions.publish_election(election_id=made.pk, **act)
    made = counted(scene, tellers, noon, LEVEL)
    actions.settle_tie(election_id=made.pk, taken=["ana"], how=How.LOT, reason=WHY, **act)
    actions.publish_election(election_id=made.pk, **act)
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def forge(export, kind, change_bundle=None, which=0, **body):
    """A patient forger: the bundle, its name, its hash in the entry, the chain and the signature are all anew."""
    lines = lines_of(export)
    at = [n for n, line in enumerate(lines) if json.loads(line)["type"] == f"council.election.{kind}"][which]
    entry = json.loads(lines[at])
    if change_bundle:
        old = entry["body"]["documents"][0]["path"]
        bundle = json.loads((export / old).read_bytes())
        change_bundle(bundle)
        data = json.dumps(bundle, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        (export / old).unlink()
        name = sha256(data).hexdigest()
        (export / f"elections/{name}.json").write_bytes(data)
        body |= {"bundle": name, "documents": [{"path": f"elections/{name}.json", "sha256": name}]}
    lines[at] = changed(lines[at], **body)
    rewrite(export, rechain(lines))
    resign(export)
    return outsider(export)[1]


def test_an_honest_export_holds(export):
    code, said = outsider(export)

    assert (code, said[0][:3]) == (0, "ok:"), said


def test_a_bundle_that_was_changed_in_place_is_named(export):
    path = sorted((export / "elections").iterdir())[0]
    path.write_bytes(path.read_bytes().replace(b'"count":', b'"count":1', 1))

    code, said = outsider(export)

    assert code == 1
    assert any(f"elections/{path.name} was changed" in line for line in said)


def test_a_bundle_that_was_dropped_is_named(export):
    path = sorted((export / "elections").iterdir())[0]
    path.unlink()

    said = outsider(export)[1]

    assert any(f"elections/{path.name} is missing" in line for line in said)
    assert any("the bundle of the count is missing" in line for line in said)


def one_ballot_more(bundle):
    bundle["ballots"][0]["count"] += 1


def other_elected(bundle):
    bundle["elected"] = ["cem"]


def other_round(bundle):
    bundle["rounds"][0]["totals"]["ana"] = "9.00000"


def tie_forgotten(bundle):
    bundle["ties"] = [{"round": 1, "step": "exclusion", "options": ["bo", "cem"], "changes_result": False}]


def option_unknown(bundle):
    bundle["ballots"][0]["options"] = ["eli"]


def round_dropped(bundle):
    bundle["rounds"] = bundle["rounds"][:-1]


def other_election(bundle):
    bundle["election"] = "vessa-council--1999-1"


def other_method(bundle):
    bundle["method"], bundle["places"] = "stv_meek", 9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (one_ballot_more, "it counts 6 ballots, two tellers settled [5]"),
        (one_ballot_more, "the bundle says valid 5, its ballots make it 6"),
        (other_elected, 'the bundle says elected ["cem"], its ballots make it'),
        (other_elected, "its bundle differs"),
        (other_round, "round 1 of the bundle is not what its ballots make (totals)"),
        (tie_forgotten, "ties, not"),
        (option_unknown, "ballot 1 does not fit its options"),
        (round_dropped, "rounds, not"),
        (other_election, "the bundle is of another election"),
        (other_method, "method is not what was announced"),
    ],
)
def test_a_bundle_forged_with_chain_and_signature_is_named(export, change, says):
    said = forge(export, "counted", change)

    assert any(says in line for line in said), said


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("tie_settled", {"taken": ["bo"]}, "the bundle does not take what the act takes"),
        ("tie_settled", {"round": 1}, "it settles another tie than the one that was open"),
        ("published", {"elected": ["cem"]}, 'published as ["cem"], which is not the last count'),
        ("counted", {"elected": ["cem"]}, 'it says elected ["cem"], its bundle differs'),
        ("settled", {"papers": 99}, "two tellers settled [99]"),
        ("opened", {"seats": 3}, "seats is not what was announced"),
    ],
)
def test_an_entry_forged_with_chain_and_signature_is_named(export, kind, body, says):
    said = forge(export, kind, **body)

    assert any(says in line for line in said), said


def taken_otherwise(bundle):
    bundle["settled"] = [["bo"]]


def ballot_turned(bundle):
    bundle["ballots"][0]["options"] = ["cem"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (taken_otherwise, 'the bundle says elected ["bo"], its ballots make it ["ana"]'),
        (taken_otherwise, "the bundle does not take what the act takes"),
        (ballot_turned, "the ballots are not those of the count before"),
    ],
)
def test_a_settled_tie_that_was_forged_is_named(export, change, says):
    said = forge(export, "tie_settled", change)

    assert any(says in line for line in said), said


def test_an_election_counted_without_its_announcement_is_named(export):
    lines = [line for line in lines_of(export) if json.loads(line)["type"] != "council.election.opened"]
    rewrite(export, rechain(lines))
    resign(export)

    said = outsider(export)[1]

    assert sum("the election was opened 0 times before this count" in line for line in said) == 4
