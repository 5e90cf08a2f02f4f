"""What is kept outside the database: behind the commit, never back, and never what did not happen."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import transaction

from ledger import actions as ledger
from ledger import outside as kept
from ledger import queries
from ledger.models import Checkpoint
from tests.ledger.restoring import restore_to
from tests.ledger.test_seal import in_threads


def holds_all():
    newest = queries.latest_checkpoint()
    return kept.checkpoint() == newest.note and kept.leaves(newest.size) == queries.leaves(newest.size)


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_is_kept_with_its_leaves_as_it_is_published(outside, tell, noon):
    for _ in range(3):
        tell(2)
        ledger.seal_due(at=noon)

        assert holds_all()


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_is_not_kept(outside, tell, noon):
    tell()
    ledger.seal_due(at=noon)
    before = kept.checkpoint()

    with transaction.atomic():
        tell()
        ledger.seal_due(at=noon)
        ledger.seal_due(at=noon)
        transaction.set_rollback(True)

    assert kept.checkpoint() == before
    assert kept.leaf_count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_behind_the_commit_cut_off_is_kept_at_the_next_turn(outside, tell, noon, settings):
    settings.OUTSIDE_ROOT = None
    tell(3)
    ledger.seal_due(at=noon)
    settings.OUTSIDE_ROOT = outside

    ledger.seal_due(at=noon)

    assert holds_all()


@pytest.mark.django_db
def test_leaves_that_a_crash_left_without_their_checkpoint_are_written_again(publish, outside, tell, noon):
    publish(3)
    with (outside / "leaves").open("ab") as file:
        file.write(b"\xff" * 45)

    publish(2)

    assert holds_all()


@pytest.mark.django_db
def test_leaves_that_are_missing_are_written_anew(publish, outside):
    publish(3)
    (outside / "leaves").write_bytes(b"")

    publish(2)

    assert holds_all()


@pytest.mark.django_db(transaction=True)
def test_the_folder_never_goes_back_under_several_sealers(outside, noon):
    sizes = []

    def work(hand):
        for n in range(12):
            with transaction.atomic():
                ledger.record(
                    kind="council.ballot.cast",
                    subject=f"council.motion/{hand}",
                    actor="",
                    at=noon,
                    public=True,
                    n=n,
                )
            ledger.seal_due(at=noon)
            sizes.append(queries.signed(kept.checkpoint()).head.size if kept.checkpoint() else 0)

    in_threads(*[lambda hand=hand: work(hand) for hand in range(4)])
    ledger.seal_due(at=noon)

    assert holds_all()
    assert queries.loss() is None
    assert queries.latest_checkpoint().size == 49


@pytest.mark.django_db(transaction=True)
def test_who_writes_waits_until_nobody_else_is_in_the_folder(outside, tell, noon, settings):
    settings.OUTSIDE_ROOT = None
    tell(3)
    ledger.seal_due(at=noon)
    settings.OUTSIDE_ROOT = outside
    waiting = Thread(target=in_threads, args=[ledger.keep_published])
    with kept.locked():
        waiting.start()
        waiting.join(0.5)
        meanwhile = kept.checkpoint()
    waiting.join()

    assert meanwhile is None
    assert holds_all()


@pytest.mark.django_db
def test_a_folder_behind_the_log_is_no_loss(publish, tell, noon):
    publish()
    tell(4)
    ledger.seal_due(at=noon)  # and its keeping was cut off

    assert queries.loss() is None


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 2, 5, 9])
def test_what_contradicts_the_log_is_never_written_over(publish, tell, noon, outside, settings, more):
    publish(3)
    publish(5)
    before = kept.checkpoint()
    restore_to(4)
    settings.OUTSIDE_ROOT = None  # as on a machine that does not share the folder
    if more:
        tell(more, subject="council.motion/other")
        ledger.seal_due(at=noon)
    settings.OUTSIDE_ROOT = outside

    ledger.keep_published()

    assert kept.checkpoint() == before
    assert kept.leaf_count() == 9


@pytest.mark.django_db
def test_what_is_no_checkpoint_of_this_log_is_never_written_over(publish, outside):
    publish(3)
    (outside / "checkpoint").write_text("damaged")

    ledger.keep_published()

    assert kept.checkpoint() == "damaged"


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_stops_nothing_and_is_said(client, outside, tell, noon):
    (outside / "checkpoint.new").mkdir(parents=True)
    tell()

    assert ledger.seal_due(at=noon - timedelta(days=365 * 200)) == 2

    assert Checkpoint.objects.count() == 1
    fault = client.get("/readyz").json()["log"]["fault"]
    assert fault == "the last checkpoint is not kept outside the database"


@pytest.mark.django_db
def test_a_folder_that_cannot_be_read_stops_the_sealer(client, outside, tell, noon, settings):
    outside.write_text("a file stands where the folder should")
    settings.OUTSIDE_ROOT = outside / "inside"
    tell()

    with pytest.raises(ledger.CannotSeal, match="cannot be read"):
        ledger.seal_due(at=noon)

    assert client.get("/log/").status_code == 200


@pytest.mark.django_db
def test_a_log_that_begins_anew_on_purpose_forgets(publish):
    publish(5)
    restore_to(0)

    kept.forget()

    assert queries.loss() is None
    assert (kept.checkpoint(), kept.leaf_count(), kept.erased()) == (None, 0, [])
