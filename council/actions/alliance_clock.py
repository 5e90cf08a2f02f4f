"""What falls due in alliances, by the database's time: commitments, measures, reminders, ends."""

from datetime import datetime

from django.db import transaction

from council import queries
from council.actions.alliance_letters import remind_of_end, tell_of_due
from council.actions.alliances import end_alliance, locked_alliance
from council.actions.commitments import measure_commitment
from council.models import Alliance, Commitment
from council.rules import alliances as rule
from council.rules.alliances import BEFORE, End, Stage, Standing
from ledger import actions as ledger


def advance_alliances(*, at: datetime) -> int:
    """Advance every alliance that is due; how many there were."""
    due = queries.alliances_due(at)
    for pk in due:
        advance_alliance(alliance_id=pk, at=at)
    return len(due)


@transaction.atomic
def advance_alliance(*, alliance_id: int, at: datetime) -> None:
    """Tell what is due, find what is measured, remind, end. Two workers at once do each thing once."""
    alliance = locked_alliance(alliance_id)
    for one in queries.commitments_to_tell(alliance.pk, at):
        _tell(one, at)
    for one in queries.commitments_to_measure(alliance.pk, at):
        measure_commitment(one, at=at)
    if alliance.status is Stage.IN_FORCE:
        _remind(alliance, at)
    if alliance.until <= at and alliance.status is not Stage.ENDED:
        # What nobody put in force in time is off the table.
        end_alliance(alliance, End.DROPPED if alliance.status in BEFORE else End.EXPIRED, at=at)


def _tell(one: Commitment, at: datetime) -> None:
    """Once; of what was found before its day, nobody is told that it is due."""
    one.told_at = at
    one.save(update_fields=["told_at"])
    if one.standing_on(rule.day_of(at)) not in (Standing.DUE, Standing.OVERDUE):
        return
    ledger.record(
        kind="council.commitment.due", subject=one.subject, actor="", at=at, public=True,
        about=[one.alliance.subject, one.owes.subject], due_on=one.due_on, owes=one.owes.subject,
    )  # fmt: skip
    tell_of_due(one, at=at)


def _remind(alliance: Alliance, at: datetime) -> None:
    if alliance.reminded_at is not None or not rule.is_time_to_remind(alliance.until, at):
        return
    alliance.reminded_at = at
    alliance.save(update_fields=["reminded_at"])
    ledger.record(
        kind="council.alliance.reminded", subject=alliance.subject, actor="", at=at, public=True,
        about=[alliance.body.subject], until=alliance.until,
    )  # fmt: skip
    remind_of_end(alliance, at=at)
