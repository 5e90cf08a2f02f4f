"""Keeping the last published checkpoint outside the database, so that a restore is noticed by itself."""

from ledger import outside, queries
from ledger.models import Entry


def keep_published() -> None:
    """Bring the folder up to the newest checkpoint of this database; run behind a commit, as often as you like."""
    if outside.folder() is None:
        return
    newest = queries.latest_checkpoint()
    if newest is None or outside.checkpoint() == newest.note:
        return
    with outside.locked() as place:
        # Read again under the lock: another hand may have sealed and kept meanwhile, and the folder never goes back.
        newest, note = queries.latest_checkpoint(), outside.checkpoint()
        if newest is None or note == newest.note or queries.loss():
            return  # what contradicts this log stays, as the proof
        kept = queries.signed(note) if note else None
        held = kept.head.size if kept and not queries.epoch_that_names(kept.head) else 0
        start = min(held, outside.leaf_count())
        rows = Entry.objects.filter(seq__gte=start, seq__lt=newest.size).order_by("seq")
        outside.keep(place, newest.note, start, (bytes(leaf) for leaf in rows.values_list("leaf", flat=True)))
