"""What seats of living systems say of motions that do not name them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from council.models import Concern, Motion, Seat
from council.queries.standing import beings_claimed
from council.rules import lifecycle
from council.rules.kinds import ABOUT_A_MOTION, MotionKind


def concerns() -> QuerySet[Concern]:
    """What seats of living systems said of motions that are public, ruled on or not."""
    return Concern.objects.filter(motion__number__isnull=False).select_related(
        "motion__body", "motion__rule", "seat__body__organisation", "ruled_by"
    )


def concerns_of(motion: Motion) -> QuerySet[Concern]:
    return concerns().filter(motion=motion)


def concerns_waiting() -> QuerySet[Concern]:
    """Those that an officer may still rule on: the vote has not opened."""
    ahead = [state.value for state in lifecycle.AHEAD]
    return concerns().filter(ruling="", motion__state__in=ahead)


def seats_untold(motion: Motion, user: Any, at: datetime) -> list[Seat]:
    """This person's seats of living systems that the motion does not name, and that have not said so yet."""
    if motion.status not in lifecycle.AHEAD or MotionKind(motion.kind) in ABOUT_A_MOTION:
        return []
    told = set(motion.concerns.values_list("seat", flat=True))
    held = (claim.seat for claim in beings_claimed(motion, user, at))
    return [seat for seat in held if seat.represents not in motion.touched and seat.pk not in told]
