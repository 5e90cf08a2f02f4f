"""What was held: an auditor lets it go, one or a whole selection."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ledger import actions as ledger
from petitions.models import Attempt, Filer, Letter, Sponsor
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


@transaction.atomic
def release_letters(*, letter_ids: Iterable[int], by: Any, at: datetime) -> int:
    """Letters of filers and sponsors that are still held; how many. Their links work for seven days again."""
    rows = Letter.objects.held().filter(pk__in=list(letter_ids)).order_by("pk")
    held = list(rows.select_for_update(of=("self",)).select_related("petition"))
    for letter in held:
        rule, letter.held_by = letter.held_by, ""
        letter.judged_at = letter.released_at = letter.due_at = at
        if key := _key_in(letter):
            for people in (Filer, Sponsor):
                asking = people._default_manager.filter(petition=letter.petition_id, key=key)
                asking.filter(confirmed_at__isnull=True).update(asked_at=at)
        ledger.record(kind="petitions.letter.released", subject=letter.subject, actor=by.code, at=at, public=False,
                      about=[letter.petition.subject], rule=rule, letter=letter.kind)  # fmt: skip
    Letter.objects.bulk_update(held, ["held_by", "judged_at", "released_at", "due_at"])
    return len(held)


def _key_in(letter: Letter) -> UUID | None:
    """Whose link it carries: of the filer, or of a sponsor."""
    try:
        return UUID(letter.about)
    except ValueError:
        return None
