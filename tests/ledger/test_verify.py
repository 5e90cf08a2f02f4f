"""`verify.py` as an outsider runs it: 0 on the untouched export, 1 and a name for every tampering."""

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
import rfc8785
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import actions as ledger
from ledger import queries, verify
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


@pytest.fixture
def export(db, tell, noon, tmp_path):
    """An export of seven entries, and a checkpoint kept from when there were five."""
    tell(3, documents=None)
    tell(documents={RULE_PATH: RULE, "rolls.jsonl": ROLL})
    ledger.seal_due(at=noon)
    (tmp_path / "kept").write_text(queries.latest_checkpoint().note)
    tell(2, about=["biomes.biome/vessa-lagoon"])
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def kept(export):
    return export.parent / "kept"


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
        row = {
            "name": hand.name,
            "id": hand.verifier.key_id.hex(),
            "key": public,
            "since": None,
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


def test_the_untouched_export_verifies(export, kept):
    code, lines = outsider(export, "--checkpoint", kept)

    assert code == 0
    assert lines[0].startswith("ok: 7 entries, 2 documents, 0 decisions re-derived; root ")


def test_its_layout_is_the_fixed_one(export):
    names = {path.relative_to(export).as_posix() for path in export.rglob("*")}

    assert names == {
        "log.jsonl",
        "checkpoint",
        "keys.json",
        "rules",
        RULE_PATH,
        "charters",
        "readings",
        "elections",
        "rolls.jsonl",
        "openings.jsonl",
    }


def one_byte(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:2], lines[2].replace(b"council.motion/", b"council.notion/"), *lines[3:]])


def swap(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:3], lines[4], lines[3], *lines[5:]])


def drop_last(export):
    rewrite(export, lines_of(export)[:-3])


def drop_last_and_resign(export):
    rewrite(export, lines_of(export)[:-3])
    resign(export)


def rewrite_history_and_resign(export):
    lines = lines_of(export)
    rewrite(export, rechain([*lines[:1], changed(lines[1], number=99), *lines[2:]]))
    resign(export)


def duplicate_key(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'{"at"', b'{"v":1,"at"')])


def whole_number_as_float(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'"number":1', b'"number":1.0')])


def combining_accents(export):
    lines = lines_of(export)
    entry = json.loads(lines[-1])
    entry["body"]["place"] = "Cafe\u0301"
    rewrite(export, [*lines[:-1], rfc8785.dumps(entry)])
    resign(export)


def spaces(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b":", b": ", 1)])


def escaped(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b"council", b"c\\u006funcil", 1)])


def large_number(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b'"number":1', b'"number":9007199254740993')])


def local_time(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], lines[-1].replace(b"12:00:00Z", b"25:00:00Z")])


def extra_key(export):
    lines = lines_of(export)
    rewrite(export, [*lines[:-1], rfc8785.dumps(json.loads(lines[-1]) | {"who": "me"})])
    resign(export)


def another_key(export):
    resign(export, OTHER)


def another_key_and_its_own_history(export):
    resign(export, OTHER, keys=True)


def signature_bent(export):
    note = (export / "checkpoint").read_text()
    head, _, blob = note.rstrip("\n").rpartition(" ")
    (export / "checkpoint").write_text(f"{head} {blob[:20]}{'A' if blob[20] != 'A' else 'B'}{blob[21:]}\n")


def size_bent(export):
    (export / "checkpoint").write_text((export / "checkpoint").read_text().replace("\n7\n", "\n8\n"))


def no_checkpoint(export):
    (export / "checkpoint").unlink()


def no_log(export):
    (export / "log.jsonl").unlink()


def cut_line(export):
    data = (export / "log.jsonl").read_bytes()
    (export / "log.jsonl").write_bytes(data[:-1])


def not_text(export):
    rewrite(export, [*lines_of(export)[:-1], b"\xff\xfe"])


def abyss(export):
    rewrite(export, [*lines_of(export)[:-1], b"[" * 200_000])


def document_changed(export):
    (export / RULE_PATH).write_bytes(RULE.replace(b"reject", b"accept"))


def document_missing(export):
    (export / RULE_PATH).unlink()


def document_smuggled(export):
    (export / "rules" / "extra.json").write_text("{}")


def roll_changed(export):
    (export / "rolls.jsonl").write_bytes(ROLL.replace(b"true", b"false") + b"\n")


def roll_added(export):
    (export / "rolls.jsonl").write_bytes(ROLL + b"\n" + b'{"seat":"h-2"}\n')


TAMPERINGS = [
    (one_byte, "entry 3: prev is not the SHA-256"),
    (swap, "entry 3: its number is 4"),
    (drop_last, "older checkpoint: 5 entries were signed, the log has only 4"),
    (drop_last_and_resign, "older checkpoint: 5 entries were signed, the log has only 4"),
    (rewrite_history_and_resign, "the log was rewritten"),
    (duplicate_key, 'entry 6: the key "v" stands twice'),
    (whole_number_as_float, "entry 6: 1.0 is not an integer"),
    (combining_accents, 'entry 6: the text "Cafe\\u0301" is not in Unicode form NFC'),
    (spaces, "entry 6: the bytes are not in canonical form"),
    (escaped, "entry 6: the bytes are not in canonical form"),
    (large_number, "entry 6: the number 9007199254740993 is 2^53 or more"),
    (local_time, 'entry 6: the time "2150-06-11T25:00:00Z"'),
    (extra_key, "entry 6: its keys are not"),
    (another_key, "checkpoint: signed by no key of keys.json"),
    (another_key_and_its_own_history, "keys.json: its keys are not those that the log names"),
    (signature_bent, "checkpoint: "),
    (size_bent, "checkpoint: the signature does not verify"),
    (no_checkpoint, "checkpoint cannot be read"),
    (no_log, "log.jsonl is missing"),
    (cut_line, "log.jsonl: the last line has no end"),
    (not_text, "entry 6: the bytes are not UTF-8"),
    (abyss, "entry 6: "),
    (document_changed, f"the document {RULE_PATH} was changed"),
    (document_missing, f"the document {RULE_PATH} is missing"),
    (document_smuggled, "rules/extra.json: no entry names this document"),
    (roll_changed, "its line of rolls.jsonl is missing or changed"),
    (roll_added, "rolls.jsonl line 2: no entry names it"),
]


@pytest.mark.parametrize(("tamper", "named"), TAMPERINGS, ids=[t.__name__ for t, _ in TAMPERINGS])
def test_a_tampering_is_found_and_named(export, kept, tamper, named):
    tamper(export)

    code, lines = outsider(export, "--checkpoint", kept)

    assert code == 1
    assert all(line.startswith("fault: ") for line in lines)
    assert any(named in line for line in lines), lines


def test_a_stolen_key_is_only_found_by_a_checkpoint_kept_outside(export, kept):
    """What the page says honestly: the chain alone cannot show it."""
    rewrite_history_and_resign(export)

    assert outsider(export)[0] == 0
    assert outsider(export, "--checkpoint", kept)[0] == 1


def test_an_older_checkpoint_of_another_log_is_not_taken(export, tmp_path):
    note = Signer("elsewhere/log", OTHER.seed).sign(Head("elsewhere/log", 1, bytes(32)).text)
    (tmp_path / "foreign").write_text(note)

    code, lines = outsider(export, "--checkpoint", tmp_path / "foreign")

    assert (code, lines) == (1, ["fault: older checkpoint: signed by no key of keys.json"])


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["x", "--checkpoint"]])
def test_wrong_use_is_explained(arguments):
    done = subprocess.run(
        [sys.executable, "-I", "-S", verify.__file__, *arguments], capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "verify.py EXPORT_DIR" in done.stdout


def test_after_a_rotation_the_export_still_verifies(export, kept, tell, noon, settings, tmp_path):
    settings.LEDGER_SIGNING_KEY = b64encode(OTHER.seed).decode()
    tell()
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "later")

    assert outsider(tmp_path / "later", "--checkpoint", kept)[0] == 0


def test_a_decision_check_hears_its_entries_and_speaks_for_them(export, monkeypatch):
    def check(entry, whole):
        rule = entry["body"].get("documents", [])
        for row in rule:
            if row["path"].startswith("rules/"):
                assert whole.document(row["path"], row["sha256"]) == RULE
                yield "the outcome is not what the rule gives"

    monkeypatch.setitem(verify.DECISIONS, "council.motion.closed", check)

    where = next(n for n, line in enumerate(lines_of(export)) if b"rolls.jsonl" in line)
    assert verify.verify(str(export)).faults == [f"entry {where}: the outcome is not what the rule gives"]


def test_a_decision_check_that_stumbles_is_a_fault_not_a_crash(export, monkeypatch):
    monkeypatch.setitem(
        verify.DECISIONS, "council.motion.closed", lambda entry, whole: [entry["body"]["missing"]]
    )

    assert any("cannot be re-derived" in fault for fault in verify.verify(str(export)).faults)


@pytest.mark.django_db
def test_there_is_no_export_of_an_empty_log_nor_into_a_full_folder(export, tmp_path):
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_log", str(export))


@pytest.mark.django_db
def test_there_is_no_export_before_anything_is_sealed(tmp_path):
    with pytest.raises(CommandError, match="Nothing has been sealed"):
        call_command("export_log", str(tmp_path / "x"))


def test_the_commands_export_and_verify(export, kept, tmp_path):
    out = StringIO()

    call_command("export_log", str(tmp_path / "again"), "--seal", stdout=out)
    call_command("verify_log", str(tmp_path / "again"), "--checkpoint", str(kept), stdout=out)
    call_command("verify_log", stdout=out)
    drop_last(export)

    assert out.getvalue().count("ok: 7 entries") == 2
    with pytest.raises(CommandError, match="does not verify"):
        call_command("verify_log", str(export), stdout=out)


def test_the_file_needs_nothing_but_the_standard_library():
    source = Path(verify.__file__).read_text()
    imports = {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }

    assert imports <= {
        "base64",
        "binascii",
        "hashlib",
        "json",
        "os",
        "re",
        "sys",
        "unicodedata",
        "datetime",
        "fractions",
    }
    # Grammar of Python 3.8: no match, no parenthesised with, no X | Y types.
    compile(source, "verify.py", "exec")
    assert not any(word in source for word in ("match ", "removeprefix", " | None", ":= ", "zip(strict"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A small signed export made without a database, for many mutations."""
    folder = tmp_path_factory.mktemp("sample") / "export"
    folder.mkdir()
    signer = Signer("localhost/log", bytes(range(32)))
    public = b64encode(signer.verifier.public).decode()
    bodies = [("ledger.key.begun", {"name": signer.name, "public_key": public, "replaces": ""})]
    bodies += [
        ("council.motion.closed", {"number": n, "outcome": "adopted", "open": False}) for n in range(5)
    ]
    blank = {"v": 1, "subject": "council.motion/1", "at": "2150-06-11T12:00:00Z"}
    rewrite(folder, rechain([rfc8785.dumps(blank | {"type": t, "body": b}) for t, b in bodies]))
    resign(folder, signer, keys=True)
    return folder


def test_the_sample_verifies(sample):
    assert verify.verify(str(sample)).faults == []


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_single_changed_byte_of_the_log_goes_unseen(sample, data):
    whole = (sample / "log.jsonl").read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[place]))
    folder = sample.parent / "bent"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sample, folder)

    (folder / "log.jsonl").write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])

    assert verify.verify(str(folder)).faults


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["log.jsonl", "checkpoint", "keys.json"]))
def test_rubbish_is_a_fault_and_never_a_crash(sample, rubbish, name):
    folder = sample.parent / "rubbish"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sample, folder)

    (folder / name).write_bytes(rubbish)

    assert verify.verify(str(folder)).faults


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner)
    ),
    max_leaves=8,
)


@given(values)
def test_both_canonical_forms_agree(value):
    assert verify.canonical(value) == rfc8785.dumps(value)
