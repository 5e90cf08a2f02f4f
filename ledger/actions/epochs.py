"""Opening an epoch: the log goes on from behind a checkpoint that it had signed, and says so itself."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ledger import outside, queries
from ledger.actions.keep import keep_published
from ledger.actions.record import record
from ledger.actions.seal import SEALER, append, begin_key, sign, signer
from ledger.models import Entry, Fact
from ledger.rules import tree
from ledger.rules.epoch import Reason, lost_part
from ledger.rules.note import Head


class CannotOpen(Exception):
    """No epoch was opened; the message says why and what to do instead."""


@transaction.atomic
def open_epoch(*, lost: str, reason: Reason, at: datetime) -> Entry:
    """Name a lost checkpoint (its note) in the entry directly behind what is left; the same one only once.

    The entry is sealed here and alone, before anything that waits: whatever stands behind it was decided by who could know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER])
    found = queries.signed(lost)
    if found is None:
        raise CannotOpen(
            "This checkpoint is signed by no key of this log. If it was a key that came after the backup, set"
            " LEDGER_SIGNING_KEY to that one and try again."
        )
    if already := queries.epoch_that_names(found.head):
        return already
    ours = queries.leaves(Entry.objects.count())
    _refuse_needless(found.head, ours)
    fact = _record(found, ours, reason, at)
    hand = signer()
    append([fact])
    if begun := begin_key(hand.verifier, at):
        append([begun])
    sign(hand, at)
    transaction.on_commit(keep_published, robust=True)
    return Entry.objects.select_related("fact").get(fact=fact)


def _refuse_needless(lost: Head, ours: list[bytes]) -> None:
    if lost.size <= len(ours) and tree.root(ours[: lost.size]) == lost.root:
        raise CannotOpen(f"The log holds the {lost.size} entries of this checkpoint: nothing was lost.")
    if lost.size <= len(ours):
        raise CannotOpen(
            f"The log has already grown to {len(ours)} entries beside the {lost.size} that were signed. An epoch stands"
            " before what follows a loss, never behind it: restore the backup once more and open the epoch first."
        )


def _record(found: queries.Signed, ours: list[bytes], reason: Reason, at: datetime) -> Fact:
    lost = found.head
    part = lost_part(ours, outside.leaves(lost.size), lost)
    told: dict[str, Any] = (
        {"common": part[0], "leaves": b64encode(b"".join(part[1])).decode()} if part else {}
    )
    number = 2 + queries.epochs().count()
    return record(
        kind="ledger.epoch.opened",
        subject=f"ledger.epoch/{number}",
        actor="",
        at=at,
        public=True,
        epoch=number,
        reason=reason,
        size=len(ours),
        root=tree.root(ours).hex(),
        lost=found.note,
        lost_size=lost.size,
        lost_root=lost.root.hex(),
        **told,
    )
