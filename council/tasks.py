"""The council's clock: votes open, close and settle when the database says so."""

from celery import shared_task

from council import actions, queries
from ledger.queries import now


@shared_task(name="council.sweep", soft_time_limit=20)
def sweep(**_later: object) -> None:
    """One task for each motion that is due, so that none can hold up another."""
    for motion_id in queries.motions_due(now()):
        advance_motion.apply_async(kwargs={"motion_id": motion_id}, expires=30)


@shared_task(name="council.advance_motion", soft_time_limit=60)
def advance_motion(*, motion_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the motion's row is the lock."""
    actions.advance_motion(motion_id=motion_id, at=now())


@shared_task(name="council.remind", soft_time_limit=60)
def remind(**_later: object) -> None:
    """Whoever holds an action hears of it on the day it is due; one transaction each."""
    at = now()
    for item_id in queries.actions_to_remind(at):
        actions.remind_of_action(item_id=item_id, at=at)
