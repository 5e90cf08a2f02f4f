"""The count: by batches, one petition at a time, everything that depends on a total in one transaction.

    signatures without a batch -> batch (root) -> total + zones + hours -> thresholds -> duties, facts

The mark is on the row, not in a window of time: a signature that commits late is simply counted
late, never lost and never twice. The petition's row is the lock; a second ticker passes it by.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ledger import actions as ledger
from ledger.rules import tree
from petitions import queries
from petitions.actions.crossing import cross_thresholds
from petitions.models import Batch, Petition, Signature
from petitions.models.petition import next_number
from petitions.rules import receipts

# A signature of a batch: receipt, zone, the hour it was confirmed in.
Marked = tuple[str, int | None, datetime]

MARK = """
UPDATE petitions_signature SET batch_id = %s
WHERE petition_id = %s AND batch_id IS NULL
RETURNING receipt, zone_id, date_trunc('hour', confirmed_at, 'UTC')
"""
ADD_ZONES = """
INSERT INTO petitions_zonecount (petition_id, zone_id, count)
SELECT %s, zone, number FROM unnest(%s::bigint[], %s::int[]) AS t(zone, number)
ON CONFLICT (petition_id, zone_id) DO UPDATE SET count = petitions_zonecount.count + excluded.count
"""
ADD_HOURS = """
INSERT INTO petitions_hourcount (petition_id, hour, count)
SELECT %s, hour, number FROM unnest(%s::timestamptz[], %s::int[]) AS t(hour, number)
ON CONFLICT (petition_id, hour) DO UPDATE SET count = petitions_hourcount.count + excluded.count
"""


def count_due(*, at: datetime) -> int:
    """Count every petition that has uncounted signatures; how many were counted in all."""
    waiting = Signature.objects.filter(batch__isnull=True).values_list("petition_id", flat=True)
    counted = 0
    for petition_id in set(waiting.distinct()):
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
    _add(petition, batch, Counter(row[1] for row in marked), Counter(row[2] for row in marked))
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
    cross_thresholds(petition, at)
    return batch


def _add(petition: Petition, batch: Batch, zones: Mapping[Any, int], hours: Mapping[datetime, int]) -> None:
    petition.signature_count, petition.counted_at = batch.total, batch.counted_at
    petition.save(update_fields=["signature_count", "counted_at"])
    with connection.cursor() as cursor:
        cursor.execute(ADD_ZONES, [petition.pk, list(zones), list(zones.values())])
        cursor.execute(ADD_HOURS, [petition.pk, list(hours), list(hours.values())])
