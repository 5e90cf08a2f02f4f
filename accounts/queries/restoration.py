"""Lost second factors that wait for officers, and one's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Restoration
from accounts.rules.restoration import CODE_LASTS, SECOND_WITHIN, Stage


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request with what comes next, and until when."""

    row: Restoration
    stage: Stage
    until: datetime | None


def open_restorations(at: datetime) -> list[Waiting]:
    """What is asked for and neither used, taken back nor stale, the oldest first."""
    rows = Restoration.objects.open().select_related("person", "first_by", "second_by").order_by("asked_at")
    found = (_waiting(row, at) for row in rows)
    return [one for one in found if one.stage is not Stage.STALE]


def open_restoration(key: Any, at: datetime) -> Waiting | None:
    return next((one for one in open_restorations(at) if one.row.key == key), None)


def own_restoration(user: Any, at: datetime) -> Waiting | None:
    return next((one for one in open_restorations(at) if one.row.person_id == user.pk), None)


def _waiting(row: Restoration, at: datetime) -> Waiting:
    stage = row.standing().stage(at)
    until = None
    if stage is Stage.SEEN and row.first_at:
        until = row.first_at + SECOND_WITHIN
    if stage is Stage.CONFIRMED and row.second_at:
        until = row.second_at + CODE_LASTS
    return Waiting(row, stage, until)
