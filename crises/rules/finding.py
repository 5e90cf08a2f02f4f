"""What a finished run says, as a code: the heading of its page, computed and never chosen.

chance without | chance with   -> finding
----------------+--------------------------
> 1/2           | <= 1/3       -> stops          the bloom likely stops short of the zone
> 1/2           | lower        -> lessens        less likely, yet not unlikely
> 1/2           | not lower    -> no_difference  the plan does not keep it away
> 1/2           | (no plan)    -> reaches
1/3 .. 1/2      | <= 1/3       -> lessens
1/3 .. 1/2      | any          -> uncertain
<= 1/3          | any          -> stays_away     even without a plan
any             | much higher  -> worse          said first, whatever else is gained
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LIKELY = 0.5
UNLIKELY = 1 / 3
# A chance has to fall by this much for a plan to be said to lessen anything.
NOTICED = 0.1


class Finding(StrEnum):
    STOPS = "stops"
    LESSENS = "lessens"
    NO_DIFFERENCE = "no_difference"
    REACHES = "reaches"
    UNCERTAIN = "uncertain"
    STAYS_AWAY = "stays_away"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ZoneChance:
    """The chance, on its worst day, that a zone's water is above the limit, without and with the plan."""

    zone: str
    people: int
    day: int
    without: float
    with_plan: float | None


def finding(chance: ZoneChance) -> Finding:
    without, plan = chance.without, chance.with_plan
    if plan is not None and plan >= without + NOTICED and plan > UNLIKELY:
        return Finding.WORSE
    if without <= UNLIKELY:
        return Finding.STAYS_AWAY
    if plan is None:
        return Finding.REACHES if without > LIKELY else Finding.UNCERTAIN
    if without > LIKELY and plan <= UNLIKELY:
        return Finding.STOPS
    if plan <= without - NOTICED:
        return Finding.LESSENS
    return Finding.NO_DIFFERENCE if without > LIKELY else Finding.UNCERTAIN


def headline_zone(chances: Sequence[ZoneChance]) -> ZoneChance | None:
    """The zone the heading speaks of: where most people stand to be hit; ties go to the first by name."""
    if not chances:
        return None
    return min(chances, key=lambda c: (-max(c.without, c.with_plan or 0.0) * c.people, c.zone))
