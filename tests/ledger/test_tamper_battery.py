"""Twelve ways to tamper with a long log of real acts: `verify.py`, run as an outsider runs it, answers 1 and names each.

Where a tampering would only break the chain or the signature, the forger holds the platform's key and mends both, so that
the check of the thing itself must find it.
"""

import json
import shutil
import unicodedata

import pytest

from tests.ledger import council_log
from tests.ledger.forgery import (
    OTHER,
    Forged,
    lines_of,
    outsider,
    rechain_after,
    resign,
    rewrite,
)

# One log for all of them, made by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("battery")]
CAST, CLOSED = "council.ballot.cast", "council.voting.closed"
OPENED, DEFINED = "council.voting.opened", "council.rule.defined"


@pytest.fixture(scope="module")
def original(django_db_setup, django_db_blocker, tmp_path_factory):
    """Written once, in a transaction that never commits: only the files matter."""
    from django.db import transaction

    from tests.conftest import NOON

    folder = tmp_path_factory.mktemp("council-log")
    with django_db_blocker.unblock(), transaction.atomic():
        council_log.write(folder, NOON)
        transaction.set_rollback(True)
    (folder / "last").write_text((folder / "export" / "checkpoint").read_text())
    return folder


@pytest.fixture
def export(original, tmp_path):
    shutil.copytree(original / "export", tmp_path / "export")
    return tmp_path / "export"


# --- A ballot ---------------------------------------------------------------------------------------
def change_a_choice(export):
    log = Forged(export)
    closing = log.first(CLOSED, outcome="adopted")

    def change(rows):
        rows[0]["choice"] = "no" if rows[0]["choice"] == "yes" else "yes"

    log.reopen(closing, change)
    log.sign()


def change_a_choice_and_its_commitment(export):
    """The opening fits itself, and no longer what was sealed."""
    from council.rules import commitment

    log = Forged(export)
    closing = log.first(CLOSED, outcome="adopted")

    def change(rows):
        row = rows[0]
        row["choice"] = "no" if row["choice"] == "yes" else "yes"
        row["commitment"] = committed(closing, row, commitment)

    log.reopen(closing, change)
    log.sign()


def committed(closing, row, commitment):
    value = commitment.value_of(
        motion=closing["subject"].split("/")[1], round_=closing["body"]["round"], seat=row["seat"],
        hand=row["hand"], choice=row["choice"],
    )  # fmt: skip
    return commitment.commitment(bytes.fromhex(row["salt"]), value)


def insert_a_ballot_for_a_recused_seat(export):
    """Sealed, opened and counted as any other."""
    from council.rules import commitment

    log = Forged(export)
    recused = log.first("council.seat.recused")
    closing = log.first(CLOSED, recused["subject"])
    last = [e for e in log.entries if e["type"] == CAST and e["subject"] == recused["subject"]][-1]
    n = last["body"]["n"] + 1
    row = {"n": n, "seat": "h-4", "hand": 1, "choice": "yes", "salt": "ab" * 32, "live": True}
    row["commitment"] = committed(closing, row, commitment)
    sealed = {"round": 1, "seat": "h-4", "hand": 1, "n": n, "commitment": row["commitment"]}
    log.entries.insert(log.entries.index(closing), {**last, "body": sealed})
    log.reopen(closing, lambda rows: rows.append(row))
    log.sign()


def move_a_ballot_after_the_close(export):
    log = Forged(export)
    ballot = log.first(CAST)
    closing = log.first(CLOSED, ballot["subject"])
    log.entries.remove(ballot)
    log.entries.insert(log.entries.index(closing) + 1, ballot)
    log.sign()


def drop_an_opening(export):
    log = Forged(export)
    log.reopen(log.first(CLOSED, outcome="adopted"), lambda rows: rows.pop(3))
    log.sign()


# --- A decision -------------------------------------------------------------------------------------
def alter_the_outcome(export):
    log = Forged(export)
    log.first(CLOSED, outcome="rejected")["body"]["outcome"] = "adopted"
    log.sign()


def name_rule(entry, sha):
    entry["body"]["rule"] = sha
    for row in entry["body"].get("documents", []):
        if row["path"].startswith("rules/"):
            row.update(path=f"rules/{sha}.json", sha256=sha)


def swap_the_rule(*kinds, last=False):
    """Another version of the ordinary rule in the entries of these kinds, of one vote."""

    def tamper(export):
        log = Forged(export)
        first, second = [
            e["body"]["sha256"] for e in log.entries if e["type"] == DEFINED and "ordinary" in e["subject"]
        ]
        used, other = (second, first) if last else (first, second)
        subject = log.first("council.motion.scheduled", rule=used)["subject"]
        for entry in log.entries:
            if entry["subject"] == subject and entry["type"] in kinds:
                name_rule(entry, other)
        log.sign()

    return tamper


# --- The log ----------------------------------------------------------------------------------------
def swap_entries(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:300], lines[301], lines[300], *lines[302:]])


def swap_the_opening_with_a_ballot(export):
    log = Forged(export)
    ballot = log.first(CAST)
    i, j = log.entries.index(log.first(OPENED, ballot["subject"])), log.entries.index(ballot)
    log.entries[i], log.entries[j] = log.entries[j], log.entries[i]
    log.sign()


def drop_the_last(export):
    rewrite(export, lines_of(export)[:-1])
    resign(export)


def in_the_middle(old, new):
    """Bytes of the first ballot after the three hundredth entry, with all that follows chained and signed anew."""

    def tamper(export):
        lines = lines_of(export)
        at = next(i for i, line in enumerate(lines) if i > 300 and b"council.ballot.cast" in line)
        assert old in lines[at]
        rewrite(export, rechain_after([*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]], at))
        resign(export)

    return tamper


def combine_accents_differently(export):
    log = Forged(export)
    seat = log.first("council.seat.created", group=council_log.GROUP)
    seat["body"]["group"] = unicodedata.normalize("NFD", council_log.GROUP)
    log.sign()


def sign_with_another_key(export):
    resign(export, OTHER)


def sign_with_another_key_and_list_it(export):
    resign(export, OTHER, keys=True)


BATTERY = {
    "a choice is changed": (change_a_choice, "does not fit its commitment"),
    "a choice and its commitment are changed": (
        change_a_choice_and_its_commitment, "does not fit its commitment",
    ),
    "two entries are swapped": (swap_entries, "entry 300: its number is 301"),
    "an opening and a ballot are swapped": (swap_the_opening_with_a_ballot, "is a ballot cast before the opening"),
    "a ballot is put in for a recused seat": (
        insert_a_ballot_for_a_recused_seat, "is a ballot for seat h-4, which is recused",
    ),
    "a ballot is moved after the close": (move_a_ballot_after_the_close, "is a ballot cast after the close"),
    "an opening is dropped": (drop_an_opening, "was never opened"),
    "the rule is swapped at the close": (
        swap_the_rule(CLOSED), "the rule is not the one that was frozen at the opening",
    ),
    "the rule is swapped at opening and close": (
        swap_the_rule(OPENED, CLOSED), "the rule is not the one that the motion was scheduled with",
    ),
    "the rule is swapped throughout, before it was made": (
        swap_the_rule("council.motion.scheduled", OPENED, CLOSED),
        "the motion was scheduled under a rule that was not yet defined",
    ),
    "the rule is swapped throughout, for the one it replaced": (
        swap_the_rule("council.motion.scheduled", OPENED, CLOSED, last=True),
        "the motion was scheduled under a rule that had a newer version",
    ),
    "the outcome is altered": (alter_the_outcome, "announced as adopted, but the rule makes it rejected"),
    "a key stands twice": (in_the_middle(b'"hand":1', b'"hand":1,"hand":1'), 'the key "hand" stands twice'),
    "an accent is combined differently": (combine_accents_differently, 'the text "e\\u0301lus" is not in Unicode form NFC'),
    "a 1 becomes 1.0": (in_the_middle(b'"round":1', b'"round":1.0'), "1.0 is not an integer"),
    "it is signed with another key": (sign_with_another_key, "checkpoint: signed by no key of keys.json"),
    "it is signed with another key, which is listed": (
        sign_with_another_key_and_list_it, "keys.json: its keys are not those that the log names",
    ),
}  # fmt: skip
# What the forger cannot mend, because it is the chain or the signature itself.
BARE = {
    "two entries are swapped",
    "it is signed with another key",
    "it is signed with another key, which is listed",
}


def test_the_untouched_log_of_more_than_500_entries_verifies(original, export):
    entries = [json.loads(line) for line in lines_of(export)]
    outcomes = {e["body"]["outcome"] for e in entries if e["type"] == CLOSED}

    for kept in ("kept", "last"):
        code, said = outsider(export, "--checkpoint", original / kept)
        assert code == 0, said
    assert len(entries) >= 500
    assert {"adopted", "rejected", "void"} <= outcomes
    kinds = {e["type"] for e in entries}
    assert {
        "council.seat.recused", "council.proxy.given", "council.motion.vetoed", "council.reason.given",
        "council.sitting.closed", "council.seat.arrived",
    } <= kinds  # fmt: skip
    assert any(e["body"].get("state") == "enacted_over_veto" for e in entries)
    assert any("proxy" in e["body"] for e in entries if e["type"] == CAST)
    assert any("presence" in e["body"] for e in entries if e["type"] == CLOSED)


@pytest.mark.parametrize("what", BATTERY)
def test_it_is_found_and_named_when(export, what):
    tamper, named = BATTERY[what]
    tamper(export)

    code, said = outsider(export)

    assert code == 1
    assert any(named in line for line in said), said
    if what not in BARE:
        # Chain, numbers and signature hold: it was the thing itself that was found.
        assert not any("prev is not" in line or "checkpoint" in line or "number is" in line for line in said)


def test_the_last_entry_dropped_is_found_by_an_older_checkpoint_alone(original, export):
    drop_the_last(export)

    code, said = outsider(export, "--checkpoint", original / "last")

    assert outsider(export)[0] == 0
    assert code == 1
    assert "entries were taken out" in said[0]


def test_a_history_that_is_whole_in_itself_is_found_by_an_older_checkpoint_alone(original, export):
    """The platform's own key can write another past; whoever kept a checkpoint knows."""
    log = Forged(export)
    log.first("council.rule.defined")["at"] = "2149-01-01T00:00:00Z"
    log.sign()

    assert outsider(export)[0] == 0
    for kept in ("kept", "last"):
        code, said = outsider(export, "--checkpoint", original / kept)
        assert code == 1
        assert any("the log was rewritten" in line for line in said)
