"""What beat asks of moderation."""

from celery import shared_task

from ledger.queries import now
from moderation import actions


@shared_task(name="moderation.seal_months")
def seal_months(**_later: object) -> None:
    """A month that is over gets its place in the public log; run twice, it finds nothing left."""
    actions.seal_due_months(at=now())
