"""The season's readings, summed up by day, so that long charts have their numbers from the first minute."""

from __future__ import annotations

from biomes import actions
from portal.demo.world import World


def load(world: World) -> None:
    actions.roll_up_due(at=world.now)
