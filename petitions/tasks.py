"""Ticks: mail every few seconds, the count every ten, deadlines and forgetting every minute.

Each reads its due rows under a lock of its own, so two beats and two workers are harmless.
"""

from celery import shared_task

from ledger.queries import now
from petitions import actions, letters


@shared_task(name="petitions.send_due")
def send_due(**_later: object) -> None:
    actions.judge_due(at=now())
    actions.mail_due(at=now(), post=letters.post)


@shared_task(name="petitions.count")
def count(**_later: object) -> None:
    actions.count_due(at=now())


@shared_task(name="petitions.sweep")
def sweep(**_later: object) -> None:
    actions.close_due(at=now())
    actions.forget_due(at=now())
