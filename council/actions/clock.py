"""What falls due: votes open, close and settle by the database's time, whoever looks first."""

from datetime import datetime

from django.db import transaction

from council import queries
from council.actions.closing import close_voting
from council.actions.consent import settle_consent
from council.actions.emergencies import end_emergency
from council.actions.enactment import lapse_motion
from council.actions.motions import locked, postpone_motion
from council.actions.procedure import whole_of_parts
from council.actions.roll_calls import confirm_roll_call, void_unsettled
from council.actions.sessions import end_session
from council.actions.voting import AlertOver, CannotOpen, NoRequest, open_voting
from council.models import Motion
from council.rules.lifecycle import OPEN_TO_BALLOTS, ByClock, State


def advance_due(*, at: datetime) -> int:
    """Advance every motion that is due; how many there were."""
    due = queries.motions_due(at)
    for pk in due:
        advance_motion(motion_id=pk, at=at)
    # After the motions: a vote that closes at the session's end is counted, not lapsed.
    for pk in queries.sessions_over(at):
        end_session(session_id=pk, at=at)
    for pk in queries.emergencies_due(at):
        end_emergency(emergency_id=pk, at=at)
    return len(due)


@transaction.atomic
def advance_motion(*, motion_id: int, at: datetime) -> None:
    """Open, close or settle one motion if its moment has come. Two workers at once do each thing once."""
    motion = locked(motion_id)
    if motion.status in (State.SCHEDULED, State.DEBATE):
        _open_if_due(motion, at)
    elif motion.status in OPEN_TO_BALLOTS:
        close_voting(motion_id=motion_id, at=at)
        void_unsettled(motion_id=motion_id, at=at)
    elif motion.status is State.CLOSED:
        confirm_roll_call(motion_id=motion_id, at=at)
    elif motion.status is State.CONSENT_WINDOW:
        settle_consent(motion_id=motion_id, at=at)


def _open_if_due(motion: Motion, at: datetime) -> None:
    """At its hour it opens; where that cannot be, it is postponed with the reason, and waits for the secretary."""
    if motion.opens_at is None or motion.closes_at is None or at < motion.opens_at:
        return None
    if motion.in_room:
        # The sitting opens it. Where none did, it waits for a new day.
        if at >= motion.closes_at:
            postpone_motion(motion_id=motion.pk, at=at, reason=ByClock.UNCALLED)
        return None
    if at >= motion.closes_at:
        # Nothing ran here while it should have been open: nobody could vote, and nobody is counted as absent.
        postpone_motion(motion_id=motion.pk, at=at, reason=ByClock.OUTAGE)
        return None
    if why := whole_of_parts(motion, at):
        return _wait_for_parts(motion, why, at)
    try:
        open_voting(motion_id=motion.pk, at=at)
    except AlertOver:
        postpone_motion(motion_id=motion.pk, at=at, reason=ByClock.ALERT)
    except NoRequest:
        postpone_motion(motion_id=motion.pk, at=at, reason=ByClock.UNASKED)
    except CannotOpen:
        postpone_motion(motion_id=motion.pk, at=at, reason=ByClock.UNFIT)


def _wait_for_parts(motion: Motion, why: ByClock, at: datetime) -> None:
    """A divided motion opens once its parts are decided; where none carried there is nothing left of it."""
    if why is ByClock.NO_PART_KEPT:
        lapse_motion(motion, why, at=at)
    elif why is ByClock.PARTS_UNDECIDED:
        postpone_motion(motion_id=motion.pk, at=at, reason=why)
