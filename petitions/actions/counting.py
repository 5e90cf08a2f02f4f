"""The count: by batches, one petition at a time, everything that depends on a total in one transaction.

    signatures without a batch -> batch (root) -> total + zones + hours + basins -> thresholds -> duties, facts

The mark is on the row, not in a window of time: a signature that commits late is simply counted
late, never lost and never twice. The petition's row is the lock; a second ticker passes it by.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from ledger import actions as ledger
from ledger.rules import tree
from petitions import queries
from petitions.actions.crossing import cross_thresholds
from petitions.actions.holding import hold_twins
from petitions.actions.tallies import add, print_table
from petitions.models import Batch, Petition, Signature
from petitions.models.petition import next_number
from petitions.rules import receipts, switches

# A signature of a batch: receipt, zone, the hour it was confirmed in, whether it was signed on paper.
Marked = tuple[str, int | None, datetime, bool]

MARK = """
UPDATE petitions_signature SET batch_id = %s
WHERE petition_id = %s AND batch_id IS NULL AND invalidation_id IS NULL
RETURNING receipt, zone_id, date_trunc('hour', confirmed_at, 'UTC'), sheet_id IS NOT NULL
"""


def count_due(*, at: datetime, every: int = 0) -> int:
    """Count every petition that has uncounted signatures and was not counted within ``every`` seconds."""
    waiting = Signature.objects.filter(batch__isnull=True, invalidation__isnull=True)
    due = Petition.objects.filter(pk__in=set(waiting.values_list("petition_id", flat=True).distinct()))
    counted = 0
    for petition_id, counted_at in due.values_list("pk", "counted_at"):
        if every and not switches.is_due(counted_at, every, at):
            continue
        batch = count_batch(petition_id=petition_id, at=at)
        counted += batch.count if batch else 0
    return counted


@transaction.atomic
def count_batch(*, petition_id: int, at: datetime) -> Batch | None:
    """Count what is uncounted. None when another ticker is at it, or nothing is left."""
    petition = (
        Petition.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk=petition_id)
        .first()
    )
    if petition is None:
        return None
    batch_id = next_batch_id()
    marked = _mark(petition_id, batch_id)
    return write_batch(petition, batch_id, marked, at) if marked else None


def next_batch_id() -> int:
    """A batch is final once written, so its number is drawn before its signatures are known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('petitions_batch', 'id'))")
        return int(cursor.fetchone()[0])


def _mark(petition_id: int, batch_id: int) -> list[Marked]:
    with connection.cursor() as cursor:
        cursor.execute(MARK, [batch_id, petition_id])
        return cursor.fetchall()


def write_batch(petition: Petition, batch_id: int, marked: Sequence[Marked], at: datetime) -> Batch:
    """Everything that depends on the marked signatures, under the petition's lock."""
    batch = Batch.objects.create(
        pk=batch_id,
        petition=petition,
        number=next_number(petition.batches.all()),
        counted_at=at,
        count=len(marked),
        total=petition.signature_count + len(marked),
        root=tree.root(receipts.leaves(row[0] for row in marked)).hex(),
    )
    paper = Counter(row[2] for row in marked if row[3])
    petition.signature_count, petition.counted_at = batch.total, at
    petition.paper_count += paper.total()
    petition.save(update_fields=["signature_count", "paper_count", "counted_at"])
    add(petition, Counter(row[1] for row in marked), Counter(row[2] for row in marked), paper)
    print_table(petition, moved=len(marked), at=at)
    ledger.record(
        kind="petitions.batch.counted",
        subject=queries.batch_subject(petition, batch),
        actor="",
        at=at,
        public=True,
        about=[petition.subject],
        petition=petition.slug,
        batch=batch.number,
        count=batch.count,
        total=batch.total,
        root=batch.root,
    )
    # Nobody may pass a threshold by signing twice.
    hold_twins(petition, batch, at)
    cross_thresholds(petition, at)
    return batch
