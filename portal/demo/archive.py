"""One month of an old logbook, put away as a policy of keeping sixty months would: its page shows what is left of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from biomes import actions, parquet
from biomes.actions import months
from biomes.models import Reading, Station
from biomes.rules.words import Quality
from portal.demo.world import World

KEPT_MONTHS = 60
METHOD = "logbook of the night fishers (demonstration)"


def load(world: World) -> str:
    """What the loader says of it: without pyarrow nothing is put away, and nothing else changes."""
    try:
        parquet.require()
    except parquet.NoParquet:
        return "no month put away: pyarrow is not installed"
    month = _empty_month(world.now)
    first = datetime(month.year, month.month, 1, 21, 30, tzinfo=UTC)
    received = datetime(*months.later(month, 1).timetuple()[:3], 9, tzinfo=UTC)
    rows = [
        {
            "indicator": "water-temperature",
            "at": (first + timedelta(days=day)).isoformat(),
            "value": f"{18 + day % 5 * 0.4:.1f}",
            "method": METHOD,
        }
        for day in range(28)
    ]
    actions.record_readings(
        station=Station.objects.get(code="V-03"), rows=rows, at=received, sender="logbook", historical=True,
        quality=Quality.CHECKED,
    )  # fmt: skip
    # The first day on which anything came in; those after it are sealed in their turn.
    actions.seal_day(day=received.date(), at=world.now)
    months.open_these(months=[month])
    with connection.cursor() as cursor:
        # As at a commit: a table with rows that wait for their checks cannot leave.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    folder = Path(settings.MEDIA_ROOT) / "archive"
    folder.mkdir(parents=True, exist_ok=True)
    made = actions.archive_month(month=month, folder=folder, at=world.now)
    return f"{made} put away"


def _empty_month(at: datetime) -> date:
    """The youngest month older than those kept in which nobody else measured: its readings are sealed with ours."""
    month = months.later(months.month_of(at), -KEPT_MONTHS - 1)
    while Reading.objects.filter(phenomenon_at__range=months.bounds(month)).exists():
        month = months.later(month, -1)
    return month
