"""The council's clock: votes open, close and settle when the database says so."""

from celery import shared_task

from council import actions, queries
from ledger.queries import now


@shared_task(name="council.sweep", soft_time_limit=20)
def sweep(**_later: object) -> None:
    """One task for each motion that is due, so that none can hold up another."""
    for motion_id in queries.motions_due(now()):
        advance_motion.apply_async(kwargs={"motion_id": motion_id}, expires=30)
    for session_id in queries.sessions_over(now()):
        end_session.apply_async(kwargs={"session_id": session_id}, expires=30)
    for emergency_id in queries.emergencies_due(now()):
        end_emergency.apply_async(kwargs={"emergency_id": emergency_id}, expires=30)


@shared_task(name="council.advance_motion", soft_time_limit=60)
def advance_motion(*, motion_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the motion's row is the lock."""
    actions.advance_motion(motion_id=motion_id, at=now())


@shared_task(name="council.end_session", soft_time_limit=60)
def end_session(*, session_id: int, **_later: object) -> None:
    """What a session that is over did not decide lapses, once."""
    actions.end_session(session_id=session_id, at=now())


@shared_task(name="council.end_emergency", soft_time_limit=60)
def end_emergency(*, emergency_id: int, **_later: object) -> None:
    """An emergency whose hour has come ends, once."""
    actions.end_emergency(emergency_id=emergency_id, at=now())
