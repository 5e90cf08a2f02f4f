"""Beat's call: duties that have become late."""

from celery import shared_task

from charters import actions
from ledger.queries import now


@shared_task(name="charters.sweep", soft_time_limit=60)
def sweep(**_later: object) -> None:
    """Say in the record that a duty is late; once for each, however often this runs."""
    while actions.escalate_due(at=now()):
        pass
