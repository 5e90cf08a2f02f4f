"""The council's clock: votes open, close and settle when the database says so."""

from celery import shared_task

from council import actions, queries
from ledger.queries import now


@shared_task(name="council.sweep", soft_time_limit=20)
def sweep(**_later: object) -> None:
    """One task for each motion that is due, so that none can hold up another.

    None of them expires: that would be judged by the clock of the worker that takes it, which may be hours off.
    """
    for motion_id in queries.motions_due(now()):
        advance_motion.apply_async(kwargs={"motion_id": motion_id})
    # After the motions: a vote that closes at the session's end is counted, not lapsed.
    for session_id in queries.sessions_over(now()):
        end_session.apply_async(kwargs={"session_id": session_id})
    for emergency_id in queries.emergencies_due(now()):
        end_emergency.apply_async(kwargs={"emergency_id": emergency_id})


@shared_task(name="council.advance_motion", soft_time_limit=60)
def advance_motion(*, motion_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the motion's row is the lock."""
    actions.advance_motion(motion_id=motion_id, at=now())


@shared_task(name="council.end_session", soft_time_limit=60)
def end_session(*, session_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the session's row is the lock."""
    actions.end_session(session_id=session_id, at=now())


@shared_task(name="council.end_emergency", soft_time_limit=60)
def end_emergency(*, emergency_id: int, **_later: object) -> None:
    """An emergency whose hour has come ends, once."""
    actions.end_emergency(emergency_id=emergency_id, at=now())


@shared_task(name="council.sweep_alliances", soft_time_limit=20)
def sweep_alliances(**_later: object) -> None:
    """One task for each alliance with something due."""
    for alliance_id in queries.alliances_due(now()):
        advance_alliance.apply_async(kwargs={"alliance_id": alliance_id})


@shared_task(name="council.advance_alliance", soft_time_limit=200)
def advance_alliance(*, alliance_id: int, **_later: object) -> None:
    """Safe to run twice and by two workers: the alliance's row is the lock."""
    actions.advance_alliance(alliance_id=alliance_id, at=now())


@shared_task(name="council.remind", soft_time_limit=60)
def remind(**_later: object) -> None:
    """Whoever holds an action hears of it on the day it is due; one transaction each."""
    at = now()
    for item_id in queries.actions_to_remind(at):
        actions.remind_of_action(item_id=item_id, at=at)
