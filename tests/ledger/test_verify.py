"""`verify.py` as an outsider runs it on the untouched export: 0, with the standard library alone."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ledger import verify
from tests.ledger.forgery import RULE, RULE_PATH, lines_of, outsider
from tests.ledger.tamperings import drop_last


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


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["x", "--checkpoint"]])
def test_wrong_use_is_explained(arguments):
    done = subprocess.run(
        [sys.executable, "-I", "-S", verify.__file__, *arguments], capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "verify.py EXPORT_DIR" in done.stdout


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
