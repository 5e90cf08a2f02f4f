"""An export as an outsider holds it, and the hands of a forger: rewriting, rechaining, signing anew."""

import json
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256

import rfc8785

from ledger import verify
from ledger.rules import tree
from ledger.rules.note import Head, Signer

ROLL = rfc8785.dumps({"seat": "h-1", "present": True})
RULE = rfc8785.dumps({"tie": "reject"})
RULE_PATH = f"rules/{sha256(RULE).hexdigest()}.json"
OTHER = Signer("localhost/log", b"\x07" * 32)


def outsider(folder, *more):
    """Exit code and lines of the script, isolated, without site packages."""
    command = [sys.executable, "-I", "-S", verify.__file__, str(folder), *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


def lines_of(export):
    return (export / "log.jsonl").read_bytes().splitlines()


def rewrite(export, lines):
    (export / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def resign(export, signer=None, keys=False):
    """Sign what lies there, as a thief of a key (or with a key of his own) would."""
    from ledger.actions.seal import signer as ours

    hand = signer or ours()
    leaves = [tree.leaf_hash(line) for line in lines_of(export)]
    note = hand.sign(Head("localhost/log", len(leaves), tree.root(leaves)).text)
    (export / "checkpoint").write_text(note)
    if keys:
        public = b64encode(hand.verifier.public).decode()
        begun = [e["at"] for e in map(json.loads, lines_of(export)) if e["type"] == "ledger.key.begun"]
        row = {
            "name": hand.name,
            "id": hand.verifier.key_id.hex(),
            "key": public,
            "since": begun[0] if begun else None,
            "until": None,
        }
        (export / "keys.json").write_text(json.dumps({"keys": [row]}))


def rechain(lines):
    """The lines with new numbers and hashes, as a patient forger writes them."""
    prev, out = "0" * 64, []
    for number, line in enumerate(lines):
        entry = json.loads(line) | {"seq": number, "prev": prev}
        out.append(rfc8785.dumps(entry))
        prev = sha256(out[-1]).hexdigest()
    return out


def changed(line, **body):
    entry = json.loads(line)
    entry["body"] |= body
    return rfc8785.dumps(entry)


def rechain_after(lines, first):
    """The bytes up to ``first`` as they are, and every later line chained to the one before it."""
    out = lines[: first + 1]
    for line in lines[first + 1 :]:
        out.append(rfc8785.dumps(json.loads(line) | {"prev": sha256(out[-1]).hexdigest()}))
    return out


class Forged:
    """An export as a patient forger works on it: entries as values, documents by their lines, all signed anew."""

    def __init__(self, export):
        self.export = export
        self.entries = [json.loads(line) for line in lines_of(export)]

    def first(self, kind, subject=None, **body):
        """The first entry of a kind, of a subject where one is named, whose body says so much."""
        return next(
            e
            for e in self.entries
            if e["type"] == kind
            and subject in (None, e["subject"])
            and all(e["body"].get(name) == value for name, value in body.items())
        )

    def reopen(self, closing, change):
        """Change the openings of a close, and let it name the new bytes."""
        row = next(r for r in closing["body"]["documents"] if r["path"] == "openings.jsonl")
        file = self.export / "openings.jsonl"
        lines = file.read_bytes().splitlines()
        at = next(i for i, line in enumerate(lines) if sha256(line).hexdigest() == row["sha256"])
        opened = json.loads(lines[at])
        change(opened["ballots"])
        lines[at] = rfc8785.dumps(opened)
        row["sha256"] = sha256(lines[at]).hexdigest()
        file.write_bytes(b"".join(line + b"\n" for line in lines))

    def document(self, entry, path):
        """The value of a line that an entry names."""
        row = next(r for r in entry["body"]["documents"] if r["path"] == path)
        lines = (self.export / path).read_bytes().splitlines()
        return json.loads(next(line for line in lines if sha256(line).hexdigest() == row["sha256"]))

    def redo(self, entry, path, change):
        """Change a line that an entry names, and let every entry that named it name the new bytes."""
        value = self.document(entry, path)
        old = self.forget(entry, path)
        change(value)
        new = rfc8785.dumps(value)
        with (self.export / path).open("ab") as file:
            file.write(new + b"\n")
        told = json.dumps(self.entries).replace(old, sha256(new).hexdigest())
        for entry, written in zip(self.entries, json.loads(told), strict=True):
            entry["body"] = written["body"]

    def rewrite_file(self, entry, change):
        """Change the first document of an entry that is a file of its own; it is named by its bytes."""
        row = entry["body"]["documents"][0]
        old, path = row["sha256"], self.export / row["path"]
        value = json.loads(path.read_bytes())
        change(value)
        data = rfc8785.dumps(value)
        path.unlink()
        new = sha256(data).hexdigest()
        (path.parent / f"{new}.json").write_bytes(data)
        self.entries = json.loads(json.dumps(self.entries).replace(old, new))

    def forget(self, entry, path):
        """Take a line away that an entry names; its hash."""
        row = next(r for r in entry["body"]["documents"] if r["path"] == path)
        lines = (self.export / path).read_bytes().splitlines()
        kept = [line for line in lines if sha256(line).hexdigest() != row["sha256"]]
        (self.export / path).write_bytes(b"".join(line + b"\n" for line in kept))
        return row["sha256"]

    def sign(self):
        """Write it all down, numbered, chained and signed as if it had always been so."""
        rewrite(self.export, rechain([rfc8785.dumps(entry) for entry in self.entries]))
        resign(self.export)
