"""Doors for the worker."""

from celery import shared_task

from accounts import actions, keeping_letters
from ledger import queries as ledger
from ledger.queries import now


@shared_task(name="accounts.send_letters")
def send_letters(**_later: object) -> None:
    """Every letter that is due; run twice, it finds nothing left."""
    actions.send_due_letters(at=now())


@shared_task(name="accounts.write_checkpoints")
def write_checkpoints(**_later: object) -> None:
    """Links for those who asked to keep checkpoints, checkpoints for those whose week is over."""
    at, head = now(), ledger.latest_checkpoint()
    actions.drop_unconfirmed_keepers(at=at)
    actions.judge_keepers(at=at, write=keeping_letters.ask_to_confirm)
    if head is not None:
        write = keeping_letters.with_checkpoint(head.size, head.note)
        actions.mail_checkpoints(at=at, signed_at=head.at, write=write)
