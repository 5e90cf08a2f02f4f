"""The whole log as one ZIP that anybody may fetch: written by a worker, behind the newest checkpoint, once for all readers.

No request writes it, so a crowd costs no more than one reader, and a log of gigabytes no more than a small one.
"""

from datetime import datetime
from functools import partial
from hashlib import file_digest
from tempfile import TemporaryFile
from typing import IO

from django.db import connection, transaction

from ledger import files, queries
from ledger.actions.export import export_files
from ledger.archive import Archive
from ledger.models import Checkpoint, Export
from ledger.rules.freshness import fresh_for

# Any number, the same everywhere: "export" in letters of a telephone.
WRITER = 397_678
FOLDER = "exports"
# The newest, and the one before it for whom had just learned its name.
KEPT = 2


@transaction.atomic
def write_export(*, at: datetime) -> Export | None:
    """Bring the public ZIP up to the newest checkpoint; None where it is new enough, or another hand is at it.

    The lock is the transaction's: a worker that is killed lets go of it. A reader of the log waits for neither.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITER])
        if not cursor.fetchone()[0]:
            return None
    head, newest = queries.latest_checkpoint(), queries.newest_export()
    if head is None or (newest and (newest.checkpoint_id == head.pk or at < newest.fresh_until)):
        return None
    # One of this checkpoint whose file is gone makes room.
    Export.objects.filter(checkpoint=head).delete()
    with TemporaryFile() as file:
        _pack(file, head)
        made = _keep(file, head, at)
    _drop_older(made)
    return made


def _pack(file: IO[bytes], head: Checkpoint) -> None:
    with Archive(file, "export", head.at) as archive:
        for path, pieces in export_files(head):
            archive.add(path, pieces)


def _keep(file: IO[bytes], head: Checkpoint, at: datetime) -> Export:
    byte_count = file.tell()
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return Export.objects.create(
        checkpoint=head,
        file=files.keep_file(FOLDER, f"log-{head.size}", "zip", file),
        sha256=digest,
        byte_count=byte_count,
        fresh_until=at + fresh_for(head.size, queries.document_bytes(head.size)),
    )


def _drop_older(made: Export) -> None:
    """Rows with this transaction, files behind it: a file is there as long as a row says so."""
    old = list(Export.objects.order_by("-pk")[KEPT:])
    Export.objects.filter(pk__in=[one.pk for one in old]).delete()
    names = [one.file for one in old if one.file != made.file]
    transaction.on_commit(partial(files.drop, names))
