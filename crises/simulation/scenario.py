"""A scenario: everything a run needs to be computed again, as frozen values and as JSON.

``Scenario.from_dict`` accepts only what it knows and refuses the rest with BadScenario; a
scenario that exists can be run. ``digest`` names it: equal digests give equal frames.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self, TypeVar

from .grids import BadScenario, Depth, DepthField, Grid, LonLat, Mask, Terrain, terrain
from .measures import Barrier, DroneLine, NutrientCut, Plan
from .parameters import BY_NAME
from .reading_json import amount, build, place, text

T = TypeVar("T")
SIDES = ("north", "east", "south", "west")


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole water holds before the bloom."""

    chlorophyll_ug_l: float = 3.0
    nutrient_ug_l: float = 40.0
    toxin_ug_l: float = 0.1

    def __post_init__(self) -> None:
        amount("the background chlorophyll", self.chlorophyll_ug_l, 0, 1_000)
        amount("the background nutrient", self.nutrient_ug_l, 0, 10_000)
        amount("the background toxin", self.toxin_ug_l, 0, 10_000)


@dataclass(frozen=True, slots=True)
class Blob:
    """A bloom already there: a Gaussian hill of chlorophyll (and dissolved toxin)."""

    lon: float
    lat: float
    radius_m: float
    chlorophyll_ug_l: float
    toxin_ug_l: float = 0.0

    def __post_init__(self) -> None:
        place("a bloom", self.lon, self.lat)
        amount("a bloom's radius", self.radius_m, 1, 100_000)
        amount("a bloom's chlorophyll", self.chlorophyll_ug_l, 0, 5_000)
        amount("a bloom's toxin", self.toxin_ug_l, 0, 10_000)


@dataclass(frozen=True, slots=True)
class Source:
    """A load of nutrient entering at a place, in kg a day."""

    name: str
    lon: float
    lat: float
    load_kg_day: float
    radius_m: float = 200.0

    def __post_init__(self) -> None:
        text("a source's name", self.name)
        place("a source", self.lon, self.lat)
        amount("a source's load", self.load_kg_day, 0, 1_000_000)
        amount("a source's radius", self.radius_m, 1, 100_000)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of the grid's edge through which water comes or goes, and what it brings."""

    name: str
    side: str
    start: int
    stop: int
    inflow_m3_s: float | None = None
    chlorophyll_ug_l: float = 1.0
    nutrient_ug_l: float = 20.0
    toxin_ug_l: float = 0.0

    def __post_init__(self) -> None:
        text("an opening's name", self.name)
        if self.side not in SIDES:
            raise BadScenario("An opening lies on the north, east, south or west side.")
        if not 0 <= self.start < self.stop:
            raise BadScenario("An opening runs from its start to a later stop.")
        if self.inflow_m3_s is not None:
            amount("an opening's inflow", self.inflow_m3_s, -100_000, 100_000)
        amount("an opening's chlorophyll", self.chlorophyll_ug_l, 0, 5_000)
        amount("an opening's nutrient", self.nutrient_ug_l, 0, 10_000)
        amount("an opening's toxin", self.toxin_ug_l, 0, 10_000)


@dataclass(frozen=True, slots=True)
class Wind:
    """Mean wind and how far and how long the weather strays from it."""

    speed_m_s: float = 4.0
    towards_deg: float = 90.0  # 90 blows towards the east
    sd_m_s: float = 2.0
    memory_h: float = 24.0

    def __post_init__(self) -> None:
        amount("the wind's speed", self.speed_m_s, 0, 40)
        amount("the wind's direction", self.towards_deg, -360, 360)
        amount("the wind's spread", self.sd_m_s, 0, 20)
        amount("the wind's memory", self.memory_h, 1, 1_000)


@dataclass(frozen=True, slots=True)
class Currents:
    """Eddies that neither wind nor river explains: random modes of the flow."""

    eddy_m_s: float = 0.05
    modes: int = 4
    memory_h: float = 36.0

    def __post_init__(self) -> None:
        amount("the eddies' speed", self.eddy_m_s, 0, 2)
        amount("the number of eddy modes", self.modes, 0, 16)
        amount("the eddies' memory", self.memory_h, 1, 1_000)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    title: str
    grid: Grid
    water: Mask
    depth: Depth | DepthField = field(default_factory=Depth)
    starts_on: str = "2026-07-01"
    days: int = 10
    members: int = 8
    seed: int = 1
    temperature_c: float = 24.0
    overcast: float = 0.0
    background: Background = Background()
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    blobs: tuple[Blob, ...] = ()
    sources: tuple[Source, ...] = ()
    openings: tuple[Opening, ...] = ()
    wind: Wind = Wind()
    currents: Currents = Currents()
    plan: Plan = field(default_factory=Plan)
    precision: str = "float32"

    def __post_init__(self) -> None:
        text("the title", self.title)
        amount("the number of days", self.days, 1, 90)
        amount("the number of members", self.members, 1, 256)
        amount("the seed", self.seed, 0, 2**63 - 1)
        amount("the water's temperature", self.temperature_c, -2, 45)
        amount("the overcast", self.overcast, 0, 1)
        if self.precision not in {"float32", "float64"}:
            raise BadScenario("The precision is float32 or float64.")
        self._check_date()
        self._check_parameters()
        self._check_names()
        self._check_openings()
        if self.water.array.shape != (self.grid.ny, self.grid.nx):
            raise BadScenario("The water mask does not fit the grid.")

    def _check_date(self) -> None:
        try:
            date.fromisoformat(self.starts_on)
        except (TypeError, ValueError) as trouble:
            raise BadScenario("The first day is a date such as 2026-07-01.") from trouble

    def _check_parameters(self) -> None:
        for name, value in self.parameters.items():
            parameter = BY_NAME.get(name)
            if parameter is None:
                raise BadScenario(f"There is no parameter called {str(name)[:60]}.")
            if not isinstance(value, int | float) or not parameter.accepts(float(value)):
                raise BadScenario(
                    f"{name} is {parameter.low:g} to {parameter.high:g} {parameter.unit}; "
                    f"{str(value)[:20]} is outside."
                )

    def _check_names(self) -> None:
        sources = [s.name for s in self.sources]
        if len(set(sources)) < len(sources):
            raise BadScenario("Two nutrient sources carry the same name.")
        for cut in self.plan.cuts:
            if cut.source not in sources:
                raise BadScenario(f"The cut names a source that does not exist: {cut.source}.")

    def _check_openings(self) -> None:
        free = [o for o in self.openings if o.inflow_m3_s is None]
        if len(free) > 1:
            raise BadScenario("Only one opening can take the balance; give the others their inflow.")
        given = sum(o.inflow_m3_s for o in self.openings if o.inflow_m3_s is not None)
        if not free and abs(given) > 1e-9:
            raise BadScenario("What flows in must flow out: the openings' inflows do not add up to zero.")
        for opening in self.openings:
            along = self.grid.nx if opening.side in {"north", "south"} else self.grid.ny
            if opening.stop > along:
                raise BadScenario(f"The opening {opening.name} runs past the grid's edge.")

    def parameter(self, name: str) -> float:
        return float(self.parameters.get(name, BY_NAME[name].default))

    @cached_property
    def terrain(self) -> Terrain:
        return terrain(self.grid, self.water, self.depth)

    def inflow_of(self, opening: Opening) -> float:
        if opening.inflow_m3_s is not None:
            return opening.inflow_m3_s
        return -sum(o.inflow_m3_s for o in self.openings if o.inflow_m3_s is not None)

    def with_plan(self, plan: Plan) -> Scenario:
        return replace(self, plan=plan)

    def baseline(self) -> Scenario:
        return replace(self, plan=Plan())

    @property
    def digest(self) -> str:
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            **plain,
            "grid": asdict(self.grid),
            "water": self.water.to_dict(),
            "depth": self.depth.to_dict() if isinstance(self.depth, DepthField) else asdict(self.depth),
            "background": asdict(self.background),
            "parameters": {name: float(value) for name, value in self.parameters.items()},
            "blobs": [asdict(b) for b in self.blobs],
            "sources": [asdict(s) for s in self.sources],
            "openings": [asdict(o) for o in self.openings],
            "wind": asdict(self.wind),
            "currents": asdict(self.currents),
            "plan": self.plan.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        if not isinstance(data, Mapping):
            raise BadScenario("A scenario is a JSON object.")
        depth = data.get("depth", {})
        surveyed = isinstance(depth, Mapping) and "centimetres" in depth
        parts: dict[str, Any] = {
            "grid": build(Grid, data.get("grid", {})),
            "water": Mask.from_dict(data.get("water", {})),
            "depth": DepthField.from_dict(depth) if surveyed else build(Depth, depth),
            "background": build(Background, data.get("background", {})),
            "parameters": MappingProxyType(dict(_mapping(data.get("parameters", {})))),
            "blobs": _all(Blob, data.get("blobs", ())),
            "sources": _all(Source, data.get("sources", ())),
            "openings": _all(Opening, data.get("openings", ())),
            "wind": build(Wind, data.get("wind", {})),
            "currents": build(Currents, data.get("currents", {})),
            "plan": Plan.from_dict(data.get("plan", {})),
        }
        return build(cls, {**data, **parts})


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadScenario("Parameters are a JSON object of names and numbers.")
    return value


def _all(kind: type[T], rows: object) -> tuple[T, ...]:
    if not isinstance(rows, list | tuple) or len(rows) > 200:
        raise BadScenario(f"A list of {kind.__name__} (200 at most) is expected.")
    return tuple(build(kind, row) for row in rows)


__all__ = [
    "Background", "BadScenario", "Barrier", "Blob", "Currents", "Depth", "DepthField", "DroneLine", "Grid",
    "LonLat", "Mask", "NutrientCut", "Opening", "Plan", "Scenario", "Source", "Wind",
]  # fmt: skip
