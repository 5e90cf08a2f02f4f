"""What became of a petition, told to every signer who asked: one row now, their letters in steps by a worker.

    announce -> Mailout -> letters, 5,000 signers a step -> judged already, due at once

Each step is a transaction: killed anywhere, the next begins after the last signer that was looked at.
"""

from datetime import datetime

from django.db import connection, transaction

from petitions.models import Mailout, Petition
from petitions.rules.mail import LetterKind

STEP = 5_000

# By address, along the index that keeps it unique; where it stands is kept as a receipt, which names nobody.
# A place that is lost, because that signer was forgotten meanwhile, begins again: no letter is written twice.
WRITE = """
WITH next AS MATERIALIZED (
    SELECT receipt, canonical, name, email, language, updates, invalidation_id
    FROM petitions_signature
    WHERE petition_id = %(petition)s AND slot = 1
      AND canonical > COALESCE((SELECT canonical FROM petitions_signature WHERE receipt = %(after)s), '')
    ORDER BY canonical LIMIT %(step)s
), made AS (
    INSERT INTO petitions_letter (petition_id, kind, about, name, email, canonical, language, key,
                                  origin, asked_at, due_at, judged_at, held_by, tries, is_bulk)
    SELECT %(petition)s, %(kind)s, %(about)s, name, email, canonical, language, gen_random_uuid(),
           '', %(at)s, %(at)s, %(at)s, '', 0, true
    FROM next WHERE updates AND email <> '' AND invalidation_id IS NULL
    ON CONFLICT (petition_id, kind, canonical, about) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM next), (SELECT count(*) FROM made),
       (SELECT receipt FROM next ORDER BY canonical DESC LIMIT 1)
"""


def announce(petition: Petition, kind: LetterKind, at: datetime, about: str = "") -> None:
    """Owe everybody who follows it a mail about this, once; called in the transaction of the event itself."""
    Mailout.objects.bulk_create(
        [Mailout(petition=petition, kind=kind.value, about=about[:60], begun_at=at)],
        ignore_conflicts=True,  # announced already
    )


def announce_due(*, at: datetime, most: int = 20) -> int:
    """Steps of everything that is to be announced, ``most`` for each; how many letters were written."""
    written = 0
    for pk in list(Mailout.objects.filter(done_at__isnull=True).order_by("pk").values_list("pk", flat=True)):
        for _step in range(most):
            step = announce_step(mailout_id=pk, at=at)
            if step is None:
                break
            written += step
    return written


@transaction.atomic
def announce_step(*, mailout_id: int, at: datetime, step: int = STEP) -> int | None:
    """Write the letters of the next signers; None when it is done, or in other hands."""
    waiting = Mailout.objects.select_for_update(skip_locked=True).filter(done_at__isnull=True)
    row = waiting.filter(pk=mailout_id).first()
    if row is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            {"petition": row.petition_id, "kind": row.kind, "about": row.about, "at": at, "after": row.after,
             "step": step},
        )  # fmt: skip
        seen, made, last = cursor.fetchone()
    row.written += made
    if seen < step:
        row.done_at = at
    else:
        row.after = last
    row.save(update_fields=["written", "done_at", "after"])
    return int(made)
