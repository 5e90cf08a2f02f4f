"""What an engineer composes against a bloom: drones, one barrier, cuts of nutrient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from .grids import BadScenario, LonLat
from .reading_json import amount, build, line, text


@dataclass(frozen=True, slots=True)
class DroneLine:
    """``count`` drones holding station, spread evenly along a line (or on one point)."""

    name: str
    line: tuple[LonLat, ...]
    count: int = 4
    capacity_m3_h: float = 2000.0
    hours_a_day: float = 20.0  # the rest is docking: charging and emptying
    hopper_kg: float = 500.0  # wet biomass it can hold until it docks, once a day
    from_day: float = 0.0
    cost_eur_day: float = 900.0

    def __post_init__(self) -> None:
        text("a drone line's name", self.name)
        object.__setattr__(self, "line", line("a drone line", self.line, 1))
        amount("the number of drones", self.count, 1, 500)
        amount("a drone's capacity", self.capacity_m3_h, 0, 100_000)
        amount("a drone's hours a day", self.hours_a_day, 0, 24)
        amount("a drone's hopper", self.hopper_kg, 0, 100_000)
        amount("a drone line's first day", self.from_day, 0, 90)
        amount("a drone's cost a day", self.cost_eur_day, 0, 1_000_000)
        if int(self.count) != self.count:
            raise BadScenario("Drones are counted in whole numbers.")

    def stations(self) -> tuple[LonLat, ...]:
        """One place for each drone, evenly spaced in degrees along the line."""
        if len(self.line) == 1:
            return self.line * self.count
        spans = [
            ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
            for a, b in zip(self.line, self.line[1:], strict=False)
        ]
        total = sum(spans)
        marks = [total * (k + 0.5) / self.count for k in range(self.count)]
        return tuple(self._at(mark, spans) for mark in marks)

    def _at(self, mark: float, spans: list[float]) -> LonLat:
        for (a, b), span in zip(zip(self.line, self.line[1:], strict=False), spans, strict=True):
            if mark <= span and span > 0:
                t = mark / span
                return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
            mark -= span
        return self.line[-1]


@dataclass(frozen=True, slots=True)
class Barrier:
    """A curtain in the water. Deflecting: closed, the flow goes round it. Filtering: the water
    passes and ``share`` of the algae in it stays, until ``capacity_kg`` of wet biomass is full."""

    name: str
    line: tuple[LonLat, ...]
    kind: str = "deflecting"
    share: float = 0.8
    capacity_kg: float = 5000.0
    from_day: float = 0.0
    cost_eur: float = 0.0

    def __post_init__(self) -> None:
        text("a barrier's name", self.name)
        object.__setattr__(self, "line", line("a barrier", self.line, 2))
        if self.kind not in {"deflecting", "filtering"}:
            raise BadScenario("A barrier is deflecting or filtering.")
        amount("a barrier's share", self.share, 0, 1)
        amount("a barrier's capacity", self.capacity_kg, 0, 1e9)
        amount("a barrier's first day", self.from_day, 0, 90)
        amount("a barrier's cost", self.cost_eur, 0, 1e12)
        if self.kind == "deflecting" and int(self.from_day) != self.from_day:
            raise BadScenario("A deflecting barrier is set at the start of a whole day.")


@dataclass(frozen=True, slots=True)
class NutrientCut:
    """A source brought down by ``share``, over ``ramp_days`` from ``from_day``: chi(t)."""

    source: str
    share: float = 0.6
    from_day: float = 0.0
    ramp_days: float = 2.0
    cost_eur: float = 0.0

    def __post_init__(self) -> None:
        text("a cut's source", self.source)
        amount("a cut's share", self.share, 0, 1)
        amount("a cut's first day", self.from_day, 0, 90)
        amount("a cut's ramp", self.ramp_days, 0, 90)
        amount("a cut's cost", self.cost_eur, 0, 1e12)

    def at(self, day: float) -> float:
        """chi: the share cut at that time."""
        since = day - self.from_day
        if since < 0:
            return 0.0
        return self.share if self.ramp_days == 0 else self.share * min(1.0, since / self.ramp_days)


@dataclass(frozen=True, slots=True)
class Plan:
    drones: tuple[DroneLine, ...] = ()
    barrier: Barrier | None = None
    cuts: tuple[NutrientCut, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.drones or self.barrier or self.cuts)

    def cost_eur(self, days: int) -> float:
        drones = sum(d.count * d.cost_eur_day * max(0.0, days - d.from_day) for d in self.drones)
        return drones + (self.barrier.cost_eur if self.barrier else 0.0) + sum(c.cost_eur for c in self.cuts)

    def to_dict(self) -> dict[str, Any]:
        plain = asdict(self)
        for part in [*plain["drones"], *([plain["barrier"]] if plain["barrier"] else [])]:
            part["line"] = [list(point) for point in part["line"]]
        return {key: list(part) if isinstance(part, tuple) else part for key, part in plain.items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        if not isinstance(data, Mapping) or set(data) - {"drones", "barrier", "cuts"}:
            raise BadScenario("A plan holds drones, a barrier and cuts.")
        drones, cuts = data.get("drones") or (), data.get("cuts") or ()
        if not isinstance(drones, list | tuple) or not isinstance(cuts, list | tuple):
            raise BadScenario("A plan's drones and cuts are lists.")
        if len(drones) > 50 or len(cuts) > 50:
            raise BadScenario("A plan holds at most 50 drone lines and 50 cuts.")
        barrier = data.get("barrier")
        return cls(
            drones=tuple(build(DroneLine, d) for d in drones),
            barrier=build(Barrier, barrier) if barrier else None,
            cuts=tuple(build(NutrientCut, c) for c in cuts),
        )
