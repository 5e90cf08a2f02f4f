"""What falls due: votes open, close and settle by the database's time, whoever looks first."""

from datetime import datetime

from django.db import transaction

from council import queries
from council.actions.closing import close_voting
from council.actions.consent import settle_consent
from council.actions.motions import locked
from council.actions.voting import open_voting
from council.rules.lifecycle import OPEN_TO_BALLOTS, State


def advance_due(*, at: datetime) -> int:
    """Advance every motion that is due; how many there were."""
    due = queries.motions_due(at)
    for pk in due:
        advance_motion(motion_id=pk, at=at)
    return len(due)


@transaction.atomic
def advance_motion(*, motion_id: int, at: datetime) -> None:
    """Open, close or settle one motion if its moment has come. Two workers at once do each thing once."""
    motion = locked(motion_id)
    if motion.status in (State.SCHEDULED, State.DEBATE):
        if motion.opens_at and motion.closes_at and motion.opens_at <= at < motion.closes_at:
            open_voting(motion_id=motion_id, at=at)
    elif motion.status in OPEN_TO_BALLOTS:
        close_voting(motion_id=motion_id, at=at)
    elif motion.status is State.CONSENT_WINDOW:
        settle_consent(motion_id=motion_id, at=at)
