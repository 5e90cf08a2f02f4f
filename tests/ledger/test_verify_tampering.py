"""A tampered export: `verify.py` answers 1 and names the fault; what it cannot see, it says so."""

from base64 import b64encode

import pytest

from ledger import actions as ledger
from ledger.rules.note import Head, Signer
from tests.ledger.forgery import OTHER, outsider
from tests.ledger.tamperings import TAMPERINGS, rewrite_history_and_resign


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


def test_after_a_rotation_the_export_still_verifies(export, kept, tell, noon, settings, tmp_path):
    settings.LEDGER_SIGNING_KEY = b64encode(OTHER.seed).decode()
    tell()
    ledger.seal_due(at=noon)
    ledger.export_log(tmp_path / "later")

    assert outsider(tmp_path / "later", "--checkpoint", kept)[0] == 0
