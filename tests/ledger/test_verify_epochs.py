"""`verify.py` and a log that lost entries: what an epoch names is told with what is left of it, and nothing else is taken."""

import shutil

import pytest

from ledger import actions as ledger
from ledger import outside
from ledger.rules import tree
from ledger.rules.epoch import Reason
from tests.ledger import epoch_log
from tests.ledger.epoch_log import FORGERIES, ours
from tests.ledger.forgery import changed, lines_of, outsider, rechain, resign, rewrite
from tests.ledger.restoring import forged_note, restore_to
from tests.ledger.test_seal import SEED_B

# One log for all of them, made by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("epochs")]
NOTE = "note: the older checkpoint: epoch "
TOLD = {
    "kept-4": None,
    "kept-7": f"{NOTE}2 (entry 4) says that it was lost: its first 4 entries are here, 3 are not",
    "kept-9": f"{NOTE}2 (entry 4) says that it was lost: its first 4 entries are here, 5 are not",
    "kept-7b": None,
    "kept-9b": f"{NOTE}3 (entry 7) says that it was lost: at most its first 7 entries are here",
}


@pytest.fixture(scope="module")
def lossy(django_db_setup, django_db_blocker, tmp_path_factory):
    """Written once, in a transaction that never commits: only the files matter."""
    from django.db import transaction
    from django.test import override_settings

    from tests.conftest import NOON

    folder = tmp_path_factory.mktemp("lossy")
    outside = override_settings(OUTSIDE_ROOT=folder / "outside")
    with outside, django_db_blocker.unblock(), transaction.atomic():
        epoch_log.write(folder, NOON)
        transaction.set_rollback(True)
    return folder


@pytest.fixture
def epochs(lossy, tmp_path):
    """The folder of an export with two epochs, and of the checkpoints that somebody kept."""
    shutil.copytree(lossy, tmp_path / "lossy")
    return tmp_path / "lossy"


def test_a_log_with_epochs_verifies(epochs):
    code, lines = outsider(epochs / "export")

    assert code == 0
    assert lines[0].startswith("ok: 10 entries")
    assert len(lines) == 1


@pytest.mark.parametrize("name", TOLD)
def test_a_kept_checkpoint_is_held_or_told_as_lost(epochs, name):
    code, lines = outsider(epochs / "export", "--checkpoint", epochs / name)

    assert code == 0
    assert lines[1:] == ([TOLD[name]] if TOLD[name] else [])


def test_an_old_checkpoint_that_nobody_names_is_a_rewrite(epochs):
    leaves = [tree.leaf_hash(b"other %d" % n) for n in range(12)]
    for size, said in ((7, "the first 7 entries are not those it signed"), (12, "entries were taken out")):
        (epochs / "other").write_text(forged_note(ours(), size, tree.root(leaves[:size])))

        code, lines = outsider(epochs / "export", "--checkpoint", epochs / "other")

        assert (code, len(lines)) == (1, 1)
        assert said in lines[0]


def test_without_leaves_an_epoch_speaks_for_one_checkpoint_alone(epochs):
    code, lines = outsider(epochs / "export", "--checkpoint", epochs / "kept-8b")

    assert (code, len(lines)) == (1, 1)
    assert "the first 8 entries are not those it signed: the log was rewritten" in lines[0]


def test_what_was_left_cannot_be_changed_under_the_cover_of_an_epoch(epochs):
    """Even with the key: the lost leaves lead to the signed root only behind the entries that were left."""
    lines = lines_of(epochs / "export")
    rewrite(epochs / "export", rechain([*lines[:1], changed(lines[1], number=99), *lines[2:]]))
    resign(epochs / "export")

    code, said = outsider(epochs / "export", "--checkpoint", epochs / "kept-9")

    assert code == 1
    assert any("the lost leaves do not lead to the root of the lost checkpoint" in line for line in said)
    assert any("the log was rewritten" in line for line in said)


def verified(folder, lost):
    """Of the log as it is now: what is said with a checkpoint that was lost."""
    (folder / "lost").write_text(lost)
    ledger.export_log(folder / "now")
    code, lines = outsider(folder / "now", "--checkpoint", folder / "lost")
    assert code == 0, lines
    return lines[1].removeprefix(NOTE)


def test_a_loss_under_a_key_that_came_after_the_backup_is_told(publish, noon, settings, tmp_path):
    publish(3)
    settings.LEDGER_SIGNING_KEY = SEED_B
    publish(5)
    lost = outside.checkpoint()
    restore_to(4)
    ledger.open_epoch(lost=lost, reason=Reason.RESTORE, at=noon)

    said = verified(tmp_path, lost)

    assert said == "2 (entry 4) says that it was lost: its first 4 entries are here, 6 are not"


def test_a_loss_of_everything_is_told(publish, noon, tmp_path):
    publish(3)
    lost = outside.checkpoint()
    restore_to(0)
    ledger.open_epoch(lost=lost, reason=Reason.DAMAGE, at=noon)

    assert verified(tmp_path, lost).endswith("its first 0 entries are here, 4 are not")


def test_what_was_sealed_before_the_loss_was_noticed_is_not_called_here(
    publish, tell, noon, tmp_path, settings
):
    publish(3)
    publish(5)
    restore_to(4)
    settings.OUTSIDE_ROOT = None
    tell(2, subject="council.motion/other")
    ledger.seal_due(at=noon)
    settings.OUTSIDE_ROOT = tmp_path / "outside"
    lost = outside.checkpoint()
    ledger.open_epoch(lost=lost, reason=Reason.RESTORE, at=noon)

    assert (
        verified(tmp_path, lost)
        == "2 (entry 6) says that it was lost: its first 4 entries are here, 5 are not"
    )


@pytest.mark.parametrize(("forge", "named"), FORGERIES, ids=[forge.__name__ for forge, _ in FORGERIES])
def test_a_forged_epoch_is_found_and_named(epochs, forge, named):
    forge(epochs / "export")

    code, lines = outsider(epochs / "export")

    assert code == 1
    assert any(f"fault: {named}" in line for line in lines), lines


@pytest.mark.parametrize(("forge", "_named"), FORGERIES, ids=[forge.__name__ for forge, _ in FORGERIES])
def test_and_excuses_no_older_checkpoint(epochs, forge, _named):
    number = "kept-9b" if "number" in forge.__name__ and "subject" not in forge.__name__ else "kept-9"
    forge(epochs / "export")

    _code, lines = outsider(epochs / "export", "--checkpoint", epochs / number)

    assert any(line.startswith("fault: older checkpoint: ") for line in lines), lines
