"""Both checkers hold a corrected election to it: superseded once, by a later count of its own ballots, after two reopened it; and an annulled one."""

import json
from copy import deepcopy
from hashlib import sha256

import pytest

from council import actions
from council.rules.corrections import Seating
from council.rules.counts.papers import Method
from council.rules.elections import How
from tests.council import election_scenes as elections
from tests.council.election_scenes import (
    CLEAR,
    LEVEL,
    WRONG,
    annulled,
    corrected,
    declared,
    reopened,
    without_valid_ballots,
)
from tests.council.test_election_export import forge, one_ballot_more, other_elected
from tests.ledger.forgery import Forged, outsider
from tests.remembered import kept

pytestmark = pytest.mark.django_db
SUPERSEDED, REOPENED = "council.election.superseded", "council.election.reopened"
ANNULLED = "council.election.annulled"


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """One corrected and declared anew, one whose new count is level, one that is still entered anew, one annulled."""
    from ledger import actions as ledger

    tellers, act = elections.people(), {"by": scene.secretary, "at": noon}
    first = corrected(scene, tellers, noon)
    actions.publish_election(election_id=first.pk, **act)
    actions.review_seating(
        election_id=first.pk, count=1, candidate="bo", outcome=Seating.STAYS, reason=WRONG, **act
    )
    level = corrected(scene, tellers, noon, rows=LEVEL)
    actions.settle_tie(election_id=level.pk, taken=["bo"], how=How.LOT, reason=WRONG, **act)
    actions.publish_election(election_id=level.pk, **act)
    reopened(scene, declared(scene, tellers, noon, CLEAR, method=Method.SCOTTISH), noon)
    void = annulled(scene, without_valid_ballots(scene, tellers, noon), noon)
    actions.review_seating(
        election_id=void.pk, count=1, candidate="bo", outcome=Seating.ENDED, reason=WRONG, **act
    )
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def test_an_honest_export_holds_and_every_count_is_counted_again(export):
    code, said = outsider(export)

    assert (code, said[0][:3]) == (0, "ok:"), said
    assert " 6 decisions re-derived" in said[0]


def supersedes_itself(bundle):
    bundle["supersedes"] = "0" * 64


def supersedes_nothing(bundle):
    del bundle["supersedes"]


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("superseded", one_ballot_more, "it counts 8 ballots, two tellers settled [7]"),
        ("superseded", other_elected, 'the bundle says elected ["cem"], its ballots make it ["ana"]'),
        ("superseded", supersedes_itself, "the bundle supersedes another count"),
        ("superseded", supersedes_nothing, "the bundle supersedes another count"),
        ("counted", supersedes_itself, "a first count supersedes nothing"),
        ("counted", one_ballot_more, "it counts 8 ballots, two tellers settled [7]"),
        ("tie_settled", supersedes_nothing, "the ballots are not those of the count before"),
    ],
)
def test_a_bundle_forged_with_chain_and_signature_is_named(export, kind, change, says):
    said = forge(export, kind, change)

    assert any(says in line for line in said), said


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("superseded", {"supersedes": "0" * 64}, "it supersedes another count than the one that stood"),
        ("superseded", {"fault": "left_out"}, "it was reopened for another fault"),
        ("superseded", {"elected": ["cem"]}, 'it says elected ["cem"], its bundle differs'),
        ("reopened", {"bundle": "0" * 64}, "it reopens another count than the one that stood"),
        ("annulled", {"bundle": "0" * 64}, "it annuls another count than the one that stood"),
        ("seating_reviewed", {"bundle": "0" * 64}, "it looks at a count that was not superseded"),
        ("seating_reviewed", {"option": "cem"}, 'that count had not elected "cem"'),
        ("seating_reviewed", {"option": "ana"}, 'the count that was declared elects "ana"'),
    ],
)
def test_an_entry_forged_with_chain_and_signature_is_named(export, kind, body, says):
    said = forge(export, kind, **body)

    assert any(says in line for line in said), said


def again(forged):
    """The same count superseded a second time."""
    at = next(n for n, entry in enumerate(forged.entries) if entry["type"] == SUPERSEDED)
    forged.entries.insert(at + 1, deepcopy(forged.entries[at]))


def never_reopened(forged):
    forged.entries.remove(forged.first(REOPENED))


def reopened_twice(forged):
    at = next(n for n, entry in enumerate(forged.entries) if entry["type"] == REOPENED)
    forged.entries.insert(at + 1, deepcopy(forged.entries[at]))


def first_count_gone(forged):
    forged.entries.remove(forged.first("council.election.counted"))


def declared_too_early(forged):
    """Declared again by the count at fault, before the new one."""
    at = next(n for n, entry in enumerate(forged.entries) if entry["type"] == REOPENED)
    forged.entries.insert(at + 1, deepcopy(forged.first("council.election.published")))


def tie_too_early(forged):
    """The act that settled the new count's tie, before there was one."""
    tie = forged.first("council.election.tie_settled")
    at = next(
        n
        for n, entry in enumerate(forged.entries)
        if (entry["type"], entry["subject"]) == (REOPENED, tie["subject"])
    )
    forged.entries.insert(at + 1, deepcopy(tie))


def old_declared(forged):
    """The declaration of the new count names the one that it superseded."""
    old, new = (e for e in forged.entries if e["type"] == "council.election.published" and same(e, forged))
    new["body"] = deepcopy(old["body"])


def same(entry, forged):
    return entry["subject"] == forged.first(SUPERSEDED)["subject"]


def ballots_of_the_first(forged):
    """The new count is of the ballots that were found at fault."""
    first, new = forged.first("council.election.counted"), forged.first(SUPERSEDED)
    path = new["body"]["documents"][0]["path"]
    bundle = json.loads((forged.export / first["body"]["documents"][0]["path"]).read_bytes())
    bundle["supersedes"] = "f" * 64
    data = json.dumps(bundle, sort_keys=True, separators=(",", ":")).encode()
    (forged.export / path).unlink()
    name = sha256(data).hexdigest()
    (forged.export / f"elections/{name}.json").write_bytes(data)
    rows = [{"path": f"elections/{name}.json", "sha256": name}]
    new["body"] |= {"elected": bundle["elected"], "bundle": name, "documents": rows}


def of_the_annulled(forged, kind):
    """The entry of that kind in the election that was annulled."""
    subject = forged.first(ANNULLED)["subject"]
    return next(e for e in forged.entries if (e["type"], e["subject"]) == (kind, subject))


def annulled_uncounted(forged):
    forged.entries.remove(of_the_annulled(forged, "council.election.counted"))


def annulled_twice(forged):
    forged.entries.append(deepcopy(forged.first(ANNULLED)))


def declared_after_all(forged):
    forged.entries.append(deepcopy(of_the_annulled(forged, "council.election.published")))


def reopened_after_all(forged):
    forged.entries.append(deepcopy(of_the_annulled(forged, REOPENED)))


def cancelled_before(forged):
    counted = forged.first("council.election.counted")
    at = forged.entries.index(counted)
    forged.entries.insert(at, {**counted, "type": "council.election.cancelled", "body": {}})


def annulment_gone(forged):
    """Then nothing says that the seat is to be looked at: what was declared stands."""
    forged.entries.remove(forged.first(ANNULLED))


FORGED = [
    (again, "was superseded before"),
    (again, "the count was reopened 0 times before it was superseded"),
    (never_reopened, "the count was reopened 0 times before it was superseded"),
    (never_reopened, "two tellers settled [7, 7]"),
    (reopened_twice, "the count was reopened before"),
    (reopened_twice, "the count was reopened 2 times before it was superseded"),
    (first_count_gone, "reopened before it was counted"),
    (first_count_gone, "superseded before it was counted"),
    (declared_too_early, "published while the ballots were entered anew"),
    (tie_too_early, "a tie was settled while the ballots were entered anew"),
    (old_declared, 'published as ["bo"], which is not the last count'),
    (ballots_of_the_first, "the bundle supersedes another count"),
    (annulled_uncounted, "annulled before it was counted"),
    (annulled_twice, "the election was annulled before"),
    (declared_after_all, "the election was annulled before"),
    (reopened_after_all, "the election was annulled before"),
    (cancelled_before, "the election was cancelled before"),
    (annulment_gone, 'the count that was declared elects "bo"'),
]


@pytest.mark.parametrize(("change", "says"), FORGED)
def test_a_history_forged_with_chain_and_signature_is_named(export, change, says):
    forged = Forged(export)

    change(forged)
    forged.sign()

    said = outsider(export)[1]
    assert any(says in line for line in said), said
