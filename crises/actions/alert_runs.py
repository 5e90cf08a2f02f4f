"""What an alert asks of the model: one run of its biome for each severity it reaches, and no storm."""

from datetime import datetime

from crises import queries
from crises.actions.runs import queue_run
from crises.models import Alert, Run

# A run nobody asked for is small: an answer in half a minute is worth more than a fine one tomorrow.
MEMBERS = 8
DAYS = 10
GRID = 128


def queue_run_for(alert: Alert, *, at: datetime) -> Run | None:
    """The run of an alert at its present severity; None where nobody described the water."""
    if queries.template_for(alert.biome.slug) is None:
        return None
    if existing := Run.objects.filter(alert=alert, severity=alert.severity, started_by=None).first():
        return existing
    return queue_run(
        biome=alert.biome,
        plan=queries.standing_plan(alert.biome_id),
        members=MEMBERS,
        days=DAYS,
        cells=GRID,
        alert=alert,
        at=at,
    )
