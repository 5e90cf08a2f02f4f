"""The monitor as an outsider runs it: it follows an honest log, and says by itself that another was rewritten."""

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import actions as ledger
from ledger import monitor, verify
from ledger.rules import tree
from ledger.rules.note import Head, Signer

SIGNER = Signer("localhost/log", bytes(range(32)))
OTHER = Signer("localhost/log", b"\x07" * 32)


class Log:
    """A log of somebody's making, who may sign what he likes."""

    def __init__(self, *entries):
        self.entries, self.signers, self.path = list(entries), [SIGNER], None

    def leaves(self, size=None):
        return [tree.leaf_hash(entry.encode()) for entry in self.entries[:size]]

    def answer(self, address):
        asked = urlsplit(address)
        if asked.path == "/log/keys.json":
            rows = [
                {"name": s.name, "id": s.verifier.key_id.hex(), "key": b64encode(s.verifier.public).decode()}
                for s in self.signers
            ]
            return json.dumps({"keys": rows})
        if asked.path == "/log/epochs.json":
            return json.dumps({"epochs": []})
        if asked.path == "/log/checkpoint":
            head = Head("localhost/log", len(self.entries), tree.root(self.leaves()))
            return self.signers[-1].sign(head.text)
        between = {name: int(value[0]) for name, value in parse_qs(asked.query).items()}
        path = tree.consistency_proof(self.leaves(between["to"]), between["from"])
        return json.dumps({"path": [step.hex() for step in path] if self.path is None else self.path})


@contextmanager
def served(log):
    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            data = log.answer(self.path).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def kept(tmp_path):
    """The two files as an outsider holds them, and where the checkpoint is kept."""
    for module in (monitor, verify):
        shutil.copy(module.__file__, tmp_path)
    return tmp_path / "kept"


def watch(base, kept):
    done = subprocess.run(
        [sys.executable, "-S", str(kept.parent / "monitor.py"), base, str(kept)],
        capture_output=True,
        text=True,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_it_follows_our_own_log_as_it_grows(live_server, tell, noon, kept):
    said = []
    for count in (3, 4, 0):
        if count:
            tell(count)
        ledger.seal_due(at=noon)
        said.append(watch(live_server.url, kept))

    assert said == [
        (0, "ok: kept the first checkpoint of localhost/log, over 4 entries"),
        (0, "ok: localhost/log grew from 4 to 8 entries"),
        (0, "ok: localhost/log grew from 8 to 8 entries"),
    ]


def rewrite(log):
    log.entries = ["a", "other", "c", "d"]


def rewrite_to_the_same_size(log):
    log.entries = ["a", "b", "other"]


def rewrite_with_a_proof_of_the_new(log):
    log.entries, log.path = ["a", "other", "c", "d"], []


def shrink(log):
    log.entries = ["a", "b"]


def forget_the_key(log):
    log.entries, log.signers = ["a", "b", "c", "d"], [OTHER]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (rewrite, "the first 3 of its 4 entries are not those that were signed"),
        (rewrite_to_the_same_size, "two checkpoints over 3 entries have two roots"),
        (rewrite_with_a_proof_of_the_new, "no proof leads from one to the other"),
        (shrink, "it has shrunk: 3 entries were signed, now it has 2"),
        (forget_the_key, "the checkpoint that you kept: signed by no key of keys.json"),
    ],
)
def test_a_rewrite_is_said_in_a_sentence_and_both_checkpoints_are_kept(kept, change, named):
    log = Log("a", "b", "c")
    with served(log) as base:
        watch(base, kept)
        before = kept.read_bytes()
        change(log)

        code, said = watch(base, kept)

        assert code == 1
        assert said.startswith("REWRITTEN: ")
        assert named in said
        assert kept.read_bytes() == before
        assert Path(f"{kept}.rewritten").read_text() == log.answer("/log/checkpoint")


def test_a_new_key_beside_the_old_one_is_no_rewrite(kept):
    log = Log("a", "b", "c")
    with served(log) as base:
        watch(base, kept)
        log.entries.append("d")
        log.signers.append(OTHER)

        assert watch(base, kept) == (0, "ok: localhost/log grew from 3 to 4 entries")


def test_a_log_that_cannot_be_asked_is_unknown_and_what_was_kept_stays(kept):
    with served(Log("a")) as base:
        watch(base, kept)
    before = kept.read_bytes()

    code, said = watch(base, kept)

    assert code == 2
    assert said.startswith("unknown: /log/keys.json cannot be read")
    assert kept.read_bytes() == before


@pytest.mark.parametrize("rubbish", ["", "[]", "{}", '{"keys": 5}', '{"keys": [{"name": 1}]}'])
def test_rubbish_is_never_taken_for_a_log(kept, rubbish):
    log = Log("a")
    log.answer = lambda address: rubbish
    with served(log) as base:
        code, said = watch(base, kept)

    assert code in (1, 2)
    assert said.startswith(("unknown: ", "REWRITTEN: "))
    assert not kept.exists()


def test_wrong_use_is_explained(kept):
    done = subprocess.run(
        [sys.executable, "-S", str(kept.parent / "monitor.py")], capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "monitor.py https://council.example kept-checkpoint" in done.stdout


class Signed:
    def __init__(self, size, root):
        self.size, self.root = size, root


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 2**32))
def test_it_takes_every_proof_of_growth_and_no_other(old, more, seed):
    leaves = [tree.leaf_hash(b"%d" % n) for n in range(old + more)]
    path = tree.consistency_proof(leaves, old)
    before, after = Signed(old, tree.root(leaves[:old])), Signed(old + more, tree.root(leaves))

    assert monitor.is_consistent(before, after, path)
    if path:
        at = seed % len(path)
        bent = [*path[:at], tree.leaf_hash(path[at]), *path[at + 1 :]]
        assert not monitor.is_consistent(before, after, bent)
        assert not monitor.is_consistent(before, after, path[:-1])


def test_the_file_needs_nothing_but_the_standard_library_and_its_neighbour():
    source = Path(monitor.__file__).read_text()
    lines = [line.strip() for line in source.splitlines()]
    imports = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}

    assert imports == {"http", "json", "os", "sys", "urllib", "verify", "ledger"}
    assert not any(word in source for word in ("match ", "removeprefix", " | None", ":= "))
