"""What bodies owe on petitions and have not done in time: one list, in one order, and what was answered late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from charters import queries as charters
from charters.queries import Lateness
from charters.rules.escalation import Step
from petitions.models import Crossing
from petitions.queries.finding import public_petitions
from petitions.rules.thresholds import DUTIES, Kind


@dataclass(frozen=True, slots=True)
class Overdue:
    """A late duty with the threshold that opened it."""

    crossing: Crossing
    late: Lateness
    kind: Kind


def overdue(at: datetime) -> list[Overdue]:
    """On the public list: two weeks late and more, the longest overdue first. Nothing shortens or reorders it."""
    return [row for row in _late(at) if row.late.step is Step.PUBLIC]


def late_not_listed(at: datetime) -> list[Overdue]:
    """Late for less than two weeks, in the same order."""
    return [row for row in _late(at) if row.late.step is not Step.PUBLIC]


def _late(at: datetime) -> list[Overdue]:
    return _with_petitions(charters.late_duties(at, DUTIES.values()), at)


def answered_late(at: datetime, most: int = 100) -> list[Overdue]:
    """Done, but late: the newest first."""
    return _with_petitions(charters.duties_done_late(DUTIES.values())[:most], at)


def _with_petitions(duties: Iterable[Any], at: datetime) -> list[Overdue]:
    """In the order of the duties; those of petitions that nobody may read are left out."""
    found = list(duties)
    crossings = {
        crossing.duty_id: crossing
        for crossing in Crossing.objects.filter(
            duty__in=[duty.pk for duty in found], petition__in=public_petitions().order_by()
        ).select_related("petition__body")
    }
    rows = []
    for duty in found:
        late = charters.lateness(duty, at)
        if late and (crossing := crossings.get(duty.pk)):
            rows.append(Overdue(crossing, late, Kind(crossing.kind)))
    return rows
