"""Held attempts: an auditor lets them go, one or a whole selection."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from ledger import actions as ledger
from petitions.models import Attempt
from petitions.rules import deadlines

MOST_AT_ONCE = 1_000


@transaction.atomic
def release_all(*, attempt_ids: Iterable[int], by: Any, at: datetime) -> int:
    """Every one of them that is still held; how many. Their mails are sent with the next tick."""
    rows = Attempt.objects.held().filter(pk__in=list(attempt_ids)).select_related("petition").order_by("pk")
    held = list(rows.select_for_update(of=("self",)))
    for attempt in held:
        rule, attempt.held_by = attempt.held_by, ""
        attempt.judged_at = attempt.released_at = attempt.due_at = at
        attempt.expires_at = at + deadlines.TOKEN_LIFE
        ledger.record(
            kind="petitions.attempt.released",
            subject=attempt.subject,
            actor=by.code,
            at=at,
            public=False,
            about=[attempt.petition.subject],
            rule=rule,
        )
    Attempt.objects.bulk_update(held, ["held_by", "judged_at", "released_at", "due_at", "expires_at"])
    return len(held)


def release_held(*, attempt_id: int, by: Any, at: datetime) -> int:
    """One held attempt; none if somebody was quicker."""
    return release_all(attempt_ids=[attempt_id], by=by, at=at)
