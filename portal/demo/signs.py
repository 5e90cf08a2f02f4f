"""Former years of the lagoon, as its field campaigns recorded them: what this season is held against.

Every fourth day from spring to autumn, at two stations; the winters are silent, and the pages show it.
"""

from __future__ import annotations

from datetime import timedelta
from math import sin
from typing import Any

from biomes import actions
from biomes.models import Batch, Indicator, Reading, Station
from biomes.rules.words import Quality
from portal.demo.world import World

YEARS = 5
HALF_SEASON = 96
STEP = 4
METHOD = "Field campaigns of the Vessa basin (demonstration)"


def load(world: World) -> None:
    indicators = {one.code: one for one in Indicator.objects.all()}
    poured: list[Reading] = []
    for code, richer in (("V-07", 1.25), ("V-03", 1.0)):
        station = Station.objects.get(code=code)
        batch = Batch.objects.create(
            station=station, sender="field campaigns", received_at=world.days_ago(800)
        )
        before = len(poured)
        for back in range(YEARS, 0, -1):
            for offset in range(-HALF_SEASON, HALF_SEASON, STEP):
                at = world.days_ago(365.2425 * back - offset).replace(microsecond=0)
                for indicator, value in _said(world, back, offset, richer).items():
                    poured.append(_reading(station, indicators[indicator], at, value, batch))
        batch.row_count = batch.stored_count = len(poured) - before
        batch.save(update_fields=["row_count", "stored_count"])
    Reading.objects.pour(poured)
    actions.roll_up_due(at=world.now)


def _said(world: World, back: int, offset: int, richer: float) -> dict[str, str]:
    """Quiet years, each a little greener than the one before."""
    wobble = world.rng.uniform
    return {
        "chlorophyll-a": f"{richer * (7.6 - 0.35 * back) + 1.4 * sin(offset / 9) + wobble(-1, 1):.1f}",
        "water-temperature": f"{24.8 - 0.08 * back + 2.2 * sin((offset + 30) / 60) + wobble(-0.7, 0.7):.1f}",
        "oxygen-night": f"{6.6 - 0.3 * sin(offset / 40) + wobble(-0.3, 0.3):.1f}",
    }


def _reading(station: Station, indicator: Any, at: Any, value: str, batch: Batch) -> Reading:
    return Reading(
        station=station,
        indicator=indicator,
        phenomenon_at=at,
        received_at=at + timedelta(days=20),
        value=value,
        unit=indicator.unit,
        quality=Quality.CHECKED.value,
        method=METHOD,
        historical=True,
        batch=batch,
    )
