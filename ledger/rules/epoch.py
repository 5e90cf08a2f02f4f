"""Epochs: what is said when a log goes on from behind something that it had signed.

    signed     0 1 2 3 4 5 6 7          a checkpoint over 8 entries, which somebody may keep
    restored   0 1 2 3                  a backup from before it
    goes on    0 1 2 3 E 5 6            E names the lost checkpoint, the 4 entries under it that are still here,
                                        and the leaf hashes of those that are not

The log's beginning is epoch 1 and has no entry; the first that is opened is number 2.
"""

from collections.abc import Sequence
from enum import StrEnum

from ledger.rules import tree
from ledger.rules.note import Head

# Above this an entry would be some megabytes; then the loss is named by the checkpoint alone.
MOST_LEAVES = 50_000


class Reason(StrEnum):
    """Why entries that were signed are not there any more."""

    RESTORE = "restore"  # a backup from before them was restored
    DAMAGE = "damage"  # they could not be read any more


def lost_part(ours: Sequence[bytes], theirs: Sequence[bytes], lost: Head) -> tuple[int, list[bytes]] | None:
    """(entries that both histories begin with, leaf hashes of those that only the lost one had).

    None when ``theirs`` are not the leaves under that checkpoint, or are too many.
    """
    theirs = theirs[: lost.size]
    if len(theirs) < lost.size or tree.root(theirs) != lost.root:
        return None
    pairs = zip(ours, theirs, strict=False)
    common = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(ours), lost.size))
    gone = list(theirs[common:])
    return (common, gone) if len(gone) <= MOST_LEAVES else None
