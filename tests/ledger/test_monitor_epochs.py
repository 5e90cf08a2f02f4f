"""The monitor and a log that lost entries: an admitted loss is told as one, everything else stays a rewrite."""

import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
import rfc8785

from ledger import actions as ledger
from ledger import outside as outside_files
from ledger import queries
from ledger.rules import tree
from ledger.rules.epoch import Reason
from tests.ledger.forgery import OTHER
from tests.ledger.restoring import forged_note, note_of, restore_to
from tests.ledger.test_monitor import SIGNER, Log, kept, served, watch  # noqa: F401


@pytest.fixture
def lose(publish, kept, noon):  # noqa: F811
    """``lose(seen, signed, left)``: the monitor saw ``seen`` entries, more were signed, and a restore left some."""

    def lost(seen, signed, left, *, leaves=True):
        for size in sorted({left, seen, signed}):
            have = queries.latest_checkpoint()
            publish(size - (have.size if have else 1))
        kept.write_text(note_of(seen))
        if not leaves:
            (outside_files.folder() / outside_files.LEAVES).unlink()
        restore_to(left)
        ledger.open_epoch(lost=outside_files.checkpoint(), reason=Reason.RESTORE, at=noon)
        return publish(2)

    return lost


@pytest.mark.parametrize(("left", "seen"), [(4, 17), (7, 12), (8, 14), (11, 12)])
def test_an_admitted_loss_is_told_once_and_then_watched_on(live_server, kept, lose, left, seen):  # noqa: F811
    size = lose(seen, 17, left)
    before = kept.read_text()

    first, then = watch(live_server.url, kept), watch(live_server.url, kept)

    said = f"LOST: epoch 2 (entry {left}) says that entries were lost: 17 were signed, the log went on from {left}"
    assert first == (3, said)
    assert then == (0, f"ok: localhost/log grew from {size} to {size} entries")
    assert Path(f"{kept}.lost").read_text() == before


def test_without_leaves_the_named_checkpoint_alone_is_told(live_server, kept, lose):  # noqa: F811
    lose(9, 9, 4, leaves=False)

    assert watch(live_server.url, kept)[0] == 3


def test_without_leaves_another_one_stays_a_rewrite(live_server, kept, lose):  # noqa: F811
    lose(7, 9, 4, leaves=False)

    code, said = watch(live_server.url, kept)

    assert code == 1
    assert said.startswith("REWRITTEN: ")


def test_a_restore_that_nobody_admits_is_a_rewrite_until_somebody_does(live_server, kept, publish, noon):  # noqa: F811
    publish(3)
    publish(5)
    kept.write_text(note_of(9))
    restore_to(4)

    before = watch(live_server.url, kept)
    ledger.open_epoch(lost=outside_files.checkpoint(), reason=Reason.RESTORE, at=noon)
    after = watch(live_server.url, kept)

    assert before == (1, "REWRITTEN: it has shrunk: 9 entries were signed, now it has 4")
    assert after[0] == 3


def test_a_checkpoint_of_another_history_is_not_excused_by_an_epoch(live_server, kept, lose):  # noqa: F811
    lose(9, 9, 4)
    leaves = [tree.leaf_hash(b"other %d" % n) for n in range(8)]
    kept.write_text(forged_note(ledger_signer(), 8, tree.root(leaves)))

    assert watch(live_server.url, kept)[0] == 1


def ledger_signer():
    from ledger.actions.seal import signer

    return signer()


class Between:
    """Somebody between the monitor and the log, who changes what he likes of its answers."""

    def __init__(self, base, path, change):
        self.base, self.path, self.change = base, path, change

    def answer(self, address):
        with urlopen(self.base + address) as answer:
            said = answer.read().decode()
        return self.change(said) if address.startswith(self.path) and "ledger.key.begun" not in said else said


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/log/entries", lambda said: said.replace('"lost_size":9', '"lost_size":8')),
        ("/log/entries", lambda said: said.replace("ledger.epoch.opened", "ledger.epoch.closed")),
        ("/log/entries", lambda said: ""),
        ("/log/proof/inclusion", lambda said: '{"path": []}'),
        ("/log/epochs.json", lambda said: '{"epochs": []}'),
        ("/log/epochs.json", lambda said: '{"epochs": [{}]}'),
        ("/log/epochs.json", lambda said: "[]"),
    ],
)
def test_what_was_not_signed_excuses_nothing(live_server, kept, lose, path, change):  # noqa: F811
    lose(9, 9, 4)

    with served(Between(live_server.url, path, change)) as base:
        assert watch(base, kept)[0] == 1
    assert watch(live_server.url, kept)[0] == 3


class Lossy(Log):
    """A log whose keeper writes into its last entry an epoch of his own making."""

    def __init__(self, count, body):
        entry = {"v": 1, "seq": count, "type": "ledger.epoch.opened", "subject": "ledger.epoch/2"}
        entry |= {"at": "2150-06-11T12:00:00Z", "prev": "0" * 64, "body": body}
        super().__init__(*[str(n) for n in range(count)], rfc8785.dumps(entry).decode())

    def answer(self, address):
        asked = urlsplit(address)
        told = {name: int(value[0]) for name, value in parse_qs(asked.query).items()}
        if asked.path == "/log/epochs.json":
            return json.dumps({"epochs": [{"epoch": 2, "seq": len(self.entries) - 1}]})
        if asked.path == "/log/entries":
            return self.entries[told["from"]] + "\n"
        if asked.path == "/log/proof/inclusion":
            path = tree.inclusion_proof(self.leaves(told["size"]), told["seq"])
            return json.dumps({"path": [step.hex() for step in path]})
        return super().answer(address)


OURS = [tree.leaf_hash(b"%d" % n) for n in range(4)]
GONE = [tree.leaf_hash(b"gone %d" % n) for n in range(5)]
LOST = tree.root([*OURS, *GONE])


def told(signer=SIGNER, size=9, root=LOST, common=4, gone=GONE, stands=4):
    """What an epoch of that log says; honest as it stands here."""
    leaves = {"common": common, "leaves": b64encode(b"".join(gone)).decode()} if gone else {}
    lost = {"lost": forged_note(signer, size, root), "lost_size": size, "lost_root": root.hex()}
    return {"epoch": 2, "size": stands, "root": tree.root(OURS).hex(), "reason": "restore"} | lost | leaves


def kept_and_watched(body, kept, size=9, root=LOST):  # noqa: F811
    kept.write_text(forged_note(SIGNER, size, root))
    with served(Lossy(4, body)) as base:
        return watch(base, kept)[0]


def test_an_epoch_that_holds_is_believed(kept):  # noqa: F811
    assert kept_and_watched(told(), kept) == 3
    assert kept_and_watched(told(), kept, 6, tree.root([*OURS, *GONE[:2]])) == 3
    assert kept_and_watched(told(gone=None), kept) == 3


@pytest.mark.parametrize(
    "body",
    [
        told(signer=OTHER),
        told(signer=OTHER, gone=None),
        told(size=8),
        told(size=8, gone=None),
        told(stands=3),
        told(common=3),
        told(gone=GONE[:4]),
        told(gone=[*GONE[:4], bytes(32)]),
        told(root=bytes(32)),
        told() | {"leaves": "!"},
        told() | {"lost": 5},
        told() | {"common": "4"},
    ],
)
def test_an_epoch_that_does_not_hold_is_not(kept, body):  # noqa: F811
    assert kept_and_watched(body, kept) == 1


def test_an_epoch_speaks_only_for_what_its_leaves_lead_to(kept):  # noqa: F811
    assert kept_and_watched(told(), kept, 6, tree.root([*OURS, *GONE[1:3]])) == 1
    assert kept_and_watched(told(), kept, 10, tree.root([*OURS, *GONE, GONE[0]])) == 1
    assert kept_and_watched(told(gone=None), kept, 6, tree.root([*OURS, *GONE[:2]])) == 1


def test_a_loss_of_nothing_excuses_nothing(kept):  # noqa: F811
    body = told(size=4, root=bytes(32), gone=None)

    assert kept_and_watched(body, kept, 4, bytes(32)) == 1


class Covering(Lossy):
    """It rewrote what it says was left, and shows the beginning as it was before."""

    def __init__(self, count, body):
        super().__init__(count, body)
        self.entries[0] = "rewritten"

    def answer(self, address):
        if address == "/log/proof/inclusion?seq=3&size=4":
            return json.dumps({"path": [step.hex() for step in tree.inclusion_proof(OURS, 3)]})
        return super().answer(address)


def test_what_was_left_cannot_be_rewritten_under_the_cover_of_an_epoch(kept):  # noqa: F811
    kept.write_text(forged_note(SIGNER, 9, LOST))

    with served(Covering(4, told())) as base:
        assert watch(base, kept)[0] == 1
