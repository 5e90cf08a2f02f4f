"""After a restore behind what was published: the sealer waits, an epoch says what was lost, and the log goes on."""

import json
from base64 import b64decode, b64encode
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from ledger import actions as ledger
from ledger import outside as kept
from ledger import queries, tasks
from ledger.actions.seal import SEALER
from ledger.models import Checkpoint, Entry, Fact, Unsealed
from ledger.rules import tree
from ledger.rules.epoch import Reason
from tests.ledger.forgery import OTHER
from tests.ledger.restoring import forged_note, note_of, restore_to
from tests.ledger.test_seal import SEED_B, assert_the_log_is_whole, in_threads

pytestmark = pytest.mark.django_db


def open_epoch(noon, lost=None, reason=Reason.RESTORE):
    return ledger.open_epoch(lost=lost or kept.checkpoint(), reason=reason, at=noon)


@pytest.fixture
def restored(publish):
    """A log of which 9 entries were published, and 4 are left."""
    publish(3)
    publish(3)
    publish(2)
    restore_to(4)


# --- Without an epoch -------------------------------------------------------------------------------
def test_the_sealer_signs_nothing_behind_what_was_published(restored, tell, noon):
    tell(2)

    with pytest.raises(
        ledger.CannotSeal, match="over 9 entries was published, and this log of 4 does not hold it"
    ):
        ledger.seal_due(at=noon)

    assert (Entry.objects.count(), Checkpoint.objects.count(), Unsealed.objects.count()) == (4, 1, 2)


def test_nor_over_the_size_that_was_published_with_other_entries(restored, tell, noon):
    tell(5)

    with pytest.raises(ledger.CannotSeal):
        ledger.seal_due(at=noon)


def test_a_folder_that_holds_no_checkpoint_of_this_log_stops_the_sealer(publish, outside, tell, noon):
    publish(3)
    (outside / "checkpoint").write_text(forged_note(OTHER, 4, bytes(32)))
    tell()

    with pytest.raises(ledger.CannotSeal, match="signed by no key of this log"):
        ledger.seal_due(at=noon)


def test_the_worker_goes_on_with_its_other_work(restored, tell):
    tell()

    tasks.seal()

    assert Entry.objects.count() == 4


def test_readiness_the_page_and_the_commands_say_it(restored, client, tell):
    tell()

    ready = client.get("/readyz")
    page = client.get(reverse("ledger:log")).content.decode()

    assert ready.status_code == 503
    assert "does not hold it" in ready.json()["log"]["fault"]
    assert "biolattice_lost_entries 5.0" in client.get("/metrics").content.decode()
    assert "The log does not go on." in page
    with pytest.raises(CommandError, match="does not hold it"):
        call_command("verify_log", stdout=StringIO())
    with pytest.raises(CommandError, match="Nothing is sealed"):
        call_command("export_log", "unwritten", "--seal")


# --- Opening ----------------------------------------------------------------------------------------
def test_an_epoch_stands_directly_behind_what_was_left_and_names_what_was_lost(publish, tell, noon):
    publish(3)
    publish(5)
    lost, leaves = queries.latest_checkpoint(), queries.leaves(9)
    restore_to(4)
    tell(2)

    entry = open_epoch(noon)

    told = json.loads(bytes(entry.data))
    body = told["body"]
    assert (entry.seq, told["type"], told["subject"]) == (4, "ledger.epoch.opened", "ledger.epoch/2")
    assert (body["epoch"], body["reason"], body["size"], body["common"]) == (2, "restore", 4, 4)
    assert body["root"] == tree.root(queries.leaves(4)).hex()
    assert (body["lost"], body["lost_size"], body["lost_root"]) == (lost.note, 9, bytes(lost.root).hex())
    assert b64decode(body["leaves"]) == b"".join(leaves[4:])


def test_behind_it_the_log_goes_on_with_what_waited(restored, tell, noon):
    tell(2)
    open_epoch(noon)

    assert ledger.seal_due(at=noon) == 2
    ledger.keep_published()
    assert queries.loss() is None
    assert_the_log_is_whole()
    assert kept.checkpoint() == queries.latest_checkpoint().note
    assert kept.leaves(7) == queries.leaves(7)


def test_the_same_checkpoint_opens_one_epoch_however_often_it_is_named(restored, tell, noon):
    lost = kept.checkpoint()
    first = open_epoch(noon, lost)
    ledger.keep_published()
    tell()
    ledger.seal_due(at=noon)

    assert open_epoch(noon, lost) == first
    assert Fact.objects.filter(kind="ledger.epoch.opened").count() == 1


def test_a_second_loss_is_a_third_epoch(restored, publish, noon):
    open_epoch(noon)
    ledger.keep_published()
    publish(3)
    restore_to(5)

    entry = open_epoch(noon)

    assert (entry.seq, entry.fact.body["epoch"], entry.fact.body["common"]) == (5, 3, 5)


def test_a_checkpoint_that_somebody_else_kept_serves_too_whoever_signed_beside_us(publish, outside, noon):
    publish(3)
    lost = publish(5) and queries.latest_checkpoint().note
    restore_to(4)
    kept.forget()
    witness = OTHER.sign(lost.rpartition("\n\n")[0] + "\n").splitlines()[-1].replace("localhost/log", "w")

    entry = open_epoch(noon, f"{lost}{witness}\n")

    assert entry.fact.body["lost"] == lost
    assert "leaves" not in entry.fact.body


def test_an_earlier_checkpoint_of_what_was_lost_is_told_by_the_same_leaves(publish, noon):
    publish(3)
    middle = publish(2) and note_of(6)
    publish(3)
    restore_to(4)

    entry = open_epoch(noon, middle)

    assert (entry.fact.body["lost_size"], entry.fact.body["common"]) == (6, 4)
    assert queries.loss().size == 9


def test_entries_that_were_sealed_before_it_was_noticed_are_not_called_common(publish, tell, noon, outside):
    publish(3)
    publish(5)
    restore_to(4)
    files = {path.name: path.read_bytes() for path in outside.iterdir()}
    kept.forget()
    tell(2, subject="council.motion/other")
    ledger.seal_due(at=noon)
    for name, data in files.items():
        (outside / name).write_bytes(data)

    body = open_epoch(noon).fact.body

    assert (body["size"], body["common"], body["lost_size"]) == (6, 4, 9)


def test_leaves_that_do_not_lead_to_the_lost_root_are_not_written_down(restored, outside, noon):
    data = (outside / "leaves").read_bytes()
    (outside / "leaves").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    assert "leaves" not in open_epoch(noon).fact.body


def test_a_key_that_came_after_the_backup_is_named_before_it_signs(publish, tell, noon, settings):
    publish(3)
    settings.LEDGER_SIGNING_KEY = SEED_B
    publish(5)
    restore_to(4)

    open_epoch(noon)

    kinds = [json.loads(bytes(row.data))["type"] for row in queries.entries()]
    assert kinds[4:] == ["ledger.epoch.opened", "ledger.key.begun"]
    assert queries.signed(queries.latest_checkpoint().note).head.size == 6


def test_a_loss_of_everything_begins_with_the_epoch(publish, noon):
    publish(3)
    restore_to(0)

    entry = open_epoch(noon)

    assert (entry.seq, entry.fact.body["common"]) == (0, 0)
    assert_the_log_is_whole()


# --- Refusals ---------------------------------------------------------------------------------------
def refused(noon, lost):
    before = Fact.objects.count()
    with pytest.raises(ledger.CannotOpen) as why:
        open_epoch(noon, lost)
    assert (Fact.objects.count(), Entry.objects.count()) == (before, before)
    return str(why.value)


def test_a_checkpoint_that_we_did_not_sign_opens_nothing(restored, noon):
    assert "signed by no key of this log" in refused(noon, forged_note(OTHER, 9, bytes(32)))
    assert "signed by no key of this log" in refused(noon, "no note at all")
    assert "signed by no key of this log" in refused(noon, kept.checkpoint().replace("\n9\n", "\n8\n"))


def test_a_checkpoint_that_the_log_holds_opens_nothing(publish, noon):
    publish(3)
    publish(5)

    assert "holds the 4 entries of this checkpoint: nothing was lost" in refused(noon, note_of(4))
    assert "nothing was lost" in refused(noon, note_of(9))


@pytest.mark.parametrize("more", [5, 6])
def test_a_log_that_grew_beside_what_was_signed_is_not_mended_by_an_epoch(publish, tell, noon, more):
    publish(3)
    publish(5)
    restore_to(4)
    lost = kept.checkpoint()
    kept.forget()
    tell(more, subject="council.motion/other")
    ledger.seal_due(at=noon)

    assert "has already grown to" in refused(noon, lost)


# --- The command ------------------------------------------------------------------------------------
def test_the_command_takes_the_kept_checkpoint_by_itself(restored):
    out = StringIO()

    call_command("open_epoch", "--reason-code", "damage", stdout=out)
    call_command("open_epoch", stdout=out)

    said = "Epoch 2 is entry 4. It names a checkpoint over 9 entries: its first 4 are here, 5 are lost."
    assert out.getvalue().splitlines() == [said, said]
    assert queries.epochs().get().fact.body["reason"] == "damage"


def test_the_command_takes_a_file_and_says_what_still_waits(publish, tmp_path):
    publish(3)
    publish(5)
    (tmp_path / "theirs").write_text(note_of(4))
    restore_to(0)
    out = StringIO()

    call_command("open_epoch", "--lost", str(tmp_path / "theirs"), stdout=out)
    call_command("open_epoch", stdout=out)

    assert "Sealing still waits: a checkpoint over 9 entries" in out.getvalue()
    assert queries.loss() is None


@pytest.mark.parametrize(
    ("data", "said"), [(None, "cannot be read"), (b"\xff", "is not text"), (b"x", "no key of this log")]
)
def test_the_command_refuses_in_a_sentence(restored, tmp_path, data, said):
    if data is not None:
        (tmp_path / "file").write_bytes(data)

    with pytest.raises(CommandError, match=said):
        call_command("open_epoch", "--lost", str(tmp_path / "file"))


def test_the_command_says_where_nothing_is_kept(outside):
    with pytest.raises(CommandError, match="No checkpoint is kept outside the database"):
        call_command("open_epoch")


# --- Several hands ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_and_the_sealers_beside_them_open_one(publish, tell, noon):
    publish(3)
    publish(5)
    restore_to(4)
    tell(3)

    in_threads(*[lambda: open_epoch(noon)] * 3, *[tasks.seal] * 3)
    ledger.seal_due(at=noon)

    assert queries.epochs().get().seq == 4
    assert Entry.objects.count() == 8
    assert_the_log_is_whole()
    assert kept.checkpoint() == queries.latest_checkpoint().note


@pytest.mark.django_db(transaction=True)
def test_an_opening_that_was_cut_off_opened_nothing(publish, noon):
    publish(3)
    publish(5)
    restore_to(4)
    before = kept.checkpoint()

    with transaction.atomic():
        open_epoch(noon)
        transaction.set_rollback(True)

    assert (Entry.objects.count(), kept.checkpoint()) == (4, before)
    assert queries.loss().size == 9


@pytest.mark.django_db(transaction=True)
def test_an_opening_that_was_cut_off_behind_its_commit_goes_on_by_itself(
    publish, tell, noon, settings, outside
):
    publish(3)
    publish(5)
    restore_to(4)
    lost = kept.checkpoint()
    settings.OUTSIDE_ROOT = None
    open_epoch(noon, lost)
    settings.OUTSIDE_ROOT = outside
    tell()

    assert ledger.seal_due(at=noon) == 1
    assert kept.checkpoint() == queries.latest_checkpoint().note


@pytest.mark.django_db(transaction=True)
def test_who_opens_waits_for_the_sealer_at_work(publish, noon):
    publish(3)
    publish(5)
    restore_to(4)
    done = []
    with transaction.atomic():
        connection.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [SEALER])
        in_threads(lambda: done.append(tried(noon)))

    assert done == ["waited"]


def tried(noon):
    from django.db import OperationalError

    connection.cursor().execute("SET lock_timeout = '200ms'")
    try:
        open_epoch(noon)
    except OperationalError:
        return "waited"
    return "opened"


# --- What readers see -------------------------------------------------------------------------------
def test_the_log_lists_its_epochs(restored, client, noon):
    entry = open_epoch(noon)

    page = client.get(reverse("ledger:log")).content.decode()

    assert "Entries that had been signed: 9. Entries from which the log went on: 4." in page
    assert f'<a class="title" href="{reverse("ledger:entry", args=[entry.seq])}">Epoch 2</a>' in page
    assert queries.card("ledger.epoch/2").url == reverse("ledger:entry", args=[4])
    assert queries.card("ledger.epoch/3") is None


def test_a_feed_reader_does_not_take_a_new_checkpoint_for_a_lost_one(publish, client, noon):
    publish(3)
    publish(1)
    before = client.get(reverse("log-checkpoints-feed")).content.decode()
    restore_to(4)

    open_epoch(noon)

    after = client.get(reverse("log-checkpoints-feed")).content.decode()
    assert ":checkpoint:5<" in before
    assert ":checkpoint:2:5<" in after
    assert ":checkpoint:4<" in after
    assert b64encode(bytes(32)).decode() not in after
