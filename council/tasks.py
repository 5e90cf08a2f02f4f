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


@shared_task(name="council.sweep_alliances", soft_time_limit=20)
def sweep_alliances(**_later: object) -> None:
    """One task for each alliance with something due."""
    for alliance_id in queries.alliances_due(now()):
        advance_alliance.apply_async(kwargs={"alliance_id": alliance_id}, expires=240)


@shared_task(name="council.advance_alliance", soft_time_limit=200)
def advance_alliance(*, alliance_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the alliance's row is the lock."""
    actions.advance_alliance(alliance_id=alliance_id, at=now())
