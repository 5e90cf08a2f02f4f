"""The books of a petition: what is stored against what its rows say.

total = rows = sum(zones) = sum(hours)       zones, hours: cell by cell
basins = the zones of each living system added up
sum(batches) = rows, with those taken off afterwards
paper = rows with a sheet, and hour by hour
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Cells = Mapping[Any, int]
PARTS = ("total", "paper", "zones", "basins", "hours", "batches")


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Cells without a signature are not in a mapping; None is a table that cannot be told any more."""

    total: int
    zones: Cells | None = field(default_factory=dict)
    basins: Cells | None = field(default_factory=dict)
    hours: Cells = field(default_factory=dict)
    batched: int = 0
    paper: int = 0
    paper_hours: Cells = field(default_factory=dict)

    def sums(self) -> dict[str, int | None]:
        """What a record may say of it: sums, never a cell."""
        return {
            "total": self.total,
            "paper": self.paper,
            "zones": None if self.zones is None else sum(self.zones.values()),
            "basins": None if self.basins is None else sum(self.basins.values()),
            "hours": sum(self.hours.values()),
            "batches": self.batched,
        }


def basins_of(zones: Cells, touching: Mapping[int, frozenset[int]]) -> dict[int | None, int]:
    """Zone by zone into every living system beside it, or into none."""
    sums: dict[int | None, int] = {}
    for zone, count in zones.items():
        for biome in touching.get(zone, frozenset()) or (None,):
            sums[biome] = sums.get(biome, 0) + count
    return {biome: count for biome, count in sums.items() if count}


def disagreements(stored: Books, rows: Books) -> frozenset[str]:
    """The names of what does not agree. Signers that are forgotten have no place in their rows any more:
    then the stored zones are judged by their sum alone, and basins by the zones."""
    found = set()
    if stored.total != rows.total:
        found.add("total")
    if stored.paper != rows.paper:
        found.add("paper")
    if dict(stored.hours) != dict(rows.hours) or dict(stored.paper_hours) != dict(rows.paper_hours):
        found.add("hours")
    if stored.batched != rows.batched:
        found.add("batches")
    if rows.zones is None:
        if sum((stored.zones or {}).values()) != rows.total:
            found.add("zones")
    elif dict(stored.zones or {}) != dict(rows.zones):
        found.add("zones")
    if rows.basins is not None and dict(stored.basins or {}) != dict(rows.basins):
        found.add("basins")
    return frozenset(found)


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
