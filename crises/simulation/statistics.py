"""What an ensemble says: counts, quantiles, arrival times, zones, and a plan against its baseline.

One day's members are in memory at a time. "Never" is a category of its own: an arrival time is
a whole day or infinite, and its quantiles are order statistics, so nothing is averaged with it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from .grids import Bools
from .layout import Array
from .scenario import Scenario
from .state import Damaged, Day

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ARRIVALS = (0.1, 0.5, 0.9)
QUANTITIES = ("chlorophyll", "toxin")
TOTALS = ("treated_m3", "drones_algae_kg", "drones_toxin_kg", "barrier_kg")
NEVER = np.inf


@dataclass(frozen=True, eq=False)
class Statistics:
    members: int
    days: tuple[int, ...]
    limits: dict[str, tuple[float, ...]]
    exceedance: dict[str, list[Array]]  # [limit] -> uint16 [day, ny, nx]
    quantiles: dict[str, Array]  # float32 [day, quantile, ny, nx]
    arrival: dict[str, list[Array]]  # [limit] -> float32 [3, ny, nx], inf = never
    never: dict[str, list[Array]]  # [limit] -> uint16 [ny, nx]
    zones: dict[str, dict[str, Array]]  # slug -> quantity -> float32 [member, day]: mean
    exposure: dict[str, dict[str, list[Array]]]  # slug -> quantity -> [limit] -> share of the zone's water
    totals: dict[str, Array]  # [member, day]

    def median(self, quantity: str, day: int) -> Array:
        return self.quantiles[quantity][self.days.index(day), QUANTILES.index(0.5)]

    def share(self, quantity: str, limit: int, day: int) -> Array:
        """Share of members at or above the limit that day."""
        return self.exceedance[quantity][limit][self.days.index(day)] / self.members

    def zone_bands(self, slug: str, quantity: str) -> Array:
        """[quantile, day] over the members of a zone's mean."""
        return np.quantile(self.zones[slug][quantity], QUANTILES, axis=0)

    def to_bytes(self) -> bytes:
        arrays: dict[str, Array] = {}
        tree = {name: _flatten(name, getattr(self, name), arrays) for name in _TREES}
        head = {"members": self.members, "days": self.days, "limits": self.limits, "tree": tree}
        buffer = io.BytesIO()
        np.savez_compressed(buffer, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                head = json.loads(stored["head"].tobytes())
                trees = {name: _unflatten(head["tree"][name], stored) for name in _TREES}
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as trouble:
            raise Damaged("These bytes hold no statistics.") from trouble
        return cls(
            members=head["members"],
            days=tuple(head["days"]),
            limits={name: tuple(values) for name, values in head["limits"].items()},
            **trees,
        )


_TREES = ("exceedance", "quantiles", "arrival", "never", "zones", "exposure", "totals")


def _flatten(path: str, value: Any, arrays: dict[str, Array]) -> Any:
    """The tree with arrays moved out, each replaced by its name."""
    if isinstance(value, dict):
        return {key: _flatten(f"{path}.{key}", part, arrays) for key, part in value.items()}
    if isinstance(value, list):
        return [_flatten(f"{path}.{k}", part, arrays) for k, part in enumerate(value)]
    arrays[path] = value
    return path


def _unflatten(tree: Any, stored: Mapping[str, Array]) -> Any:
    if isinstance(tree, dict):
        return {key: _unflatten(part, stored) for key, part in tree.items()}
    if isinstance(tree, list):
        return [_unflatten(part, stored) for part in tree]
    return stored[tree]


def summarise(
    scenario: Scenario,
    load: Callable[[int, int], Day],
    *,
    limits: Mapping[str, tuple[float, ...]],
    zones: Mapping[str, Bools],
) -> Statistics:
    """Statistics of all members and days; ``load(member, day)`` fetches a stored day (from day 1)."""
    gathered = _Gathering(scenario, {q: tuple(limits.get(q, ())) for q in QUANTITIES}, zones)
    for day in range(1, scenario.days + 1):
        gathered.add(day, [load(member, day) for member in range(scenario.members)])
    return gathered.result()


class _Gathering:
    """Statistics in the making, a day at a time. Only the water's cells are kept until the end."""

    def __init__(
        self, scenario: Scenario, limits: dict[str, tuple[float, ...]], zones: Mapping[str, Bools]
    ) -> None:
        self.water, self.members, self.limits = scenario.water.array, scenario.members, limits
        self.days = scenario.days
        self.zone_cells = {slug: mask[self.water] for slug, mask in zones.items()}
        cells, shape = int(self.water.sum()), (scenario.members, scenario.days)
        self.counts = {q: [np.zeros((self.days, cells), np.uint16) for _ in ls] for q, ls in limits.items()}
        self.quantiles = {q: np.zeros((self.days, len(QUANTILES), cells), np.float32) for q in limits}
        self.first = {
            q: [np.full((self.members, cells), NEVER, np.float32) for _ in ls] for q, ls in limits.items()
        }
        self.zones = {s: {q: np.zeros(shape, np.float32) for q in limits} for s in zones}
        self.exposure = {
            s: {q: [np.zeros(shape, np.float32) for _ in ls] for q, ls in limits.items()} for s in zones
        }
        self.totals = {name: np.zeros(shape) for name in TOTALS}

    def add(self, day: int, days: list[Day]) -> None:
        for quantity in self.limits:
            fields = np.stack([d.field(quantity)[self.water] for d in days])
            self._add_fields(day, quantity, fields)
        for d in days:
            at = d.member, day - 1
            self.totals["treated_m3"][at] = d.treated_m3
            self.totals["drones_algae_kg"][at] = sum(drone.algae_kg for drone in d.drones)
            self.totals["drones_toxin_kg"][at] = sum(drone.toxin_kg for drone in d.drones)
            self.totals["barrier_kg"][at] = d.barrier_kg

    def _add_fields(self, day: int, quantity: str, fields: Array) -> None:
        self.quantiles[quantity][day - 1] = _quantiles(fields)
        for slug, cells in self.zone_cells.items():
            self.zones[slug][quantity][:, day - 1] = _mean(fields[:, cells])
        for k, limit in enumerate(self.limits[quantity]):
            above = fields >= limit
            self.counts[quantity][k][day - 1] = above.sum(axis=0)
            first = self.first[quantity][k]
            first[above & np.isinf(first)] = day
            for slug, cells in self.zone_cells.items():
                self.exposure[slug][quantity][k][:, day - 1] = _mean(above[:, cells])

    def result(self) -> Statistics:
        arrivals = {q: [_order_statistics(first) for first in firsts] for q, firsts in self.first.items()}
        never = {q: [np.isinf(f).sum(axis=0).astype(np.uint16) for f in fs] for q, fs in self.first.items()}
        return Statistics(
            members=self.members,
            days=tuple(range(1, self.days + 1)),
            limits=self.limits,
            exceedance={q: [self._map(c, 0) for c in cs] for q, cs in self.counts.items()},
            quantiles={q: self._map(values, np.nan) for q, values in self.quantiles.items()},
            arrival={q: [self._map(a, np.nan) for a in parts] for q, parts in arrivals.items()},
            never={q: [self._map(n, 0) for n in parts] for q, parts in never.items()},
            zones=self.zones,
            exposure=self.exposure,
            totals=self.totals,
        )

    def _map(self, cells: Array, land: float) -> Array:
        """Values of water cells put back on the map."""
        out = np.full((*cells.shape[:-1], *self.water.shape), land, cells.dtype)
        out[..., self.water] = cells
        return out


def _quantiles(fields: Array) -> Array:
    """np.quantile's linear rule for all of QUANTILES from one sort of the members."""
    ordered = np.sort(fields, axis=0)
    last = len(ordered) - 1
    out = []
    for q in QUANTILES:
        low = int(q * last)
        share = np.float32(q * last - low)
        out.append(ordered[low] * (1 - share) + ordered[min(low + 1, last)] * share)
    return np.array(out)


def _mean(values: Array) -> Array:
    """Mean over cells; 0 where a zone has no water near it."""
    return values.mean(axis=1) if values.shape[1] else np.zeros(len(values))


def _order_statistics(first: Array) -> Array:
    """The arrival by which a share of members had been reached; infinite where fewer ever were."""
    ordered = np.sort(first, axis=0)
    return np.array([ordered[int(np.ceil(q * len(ordered))) - 1] for q in ARRIVALS])
