"""Doors for the worker."""

from celery import shared_task

from accounts import actions
from ledger.queries import now


@shared_task(name="accounts.send_letters")
def send_letters(**_later: object) -> None:
    """Every letter that is due; run twice, it finds nothing left."""
    actions.send_due_letters(at=now())
