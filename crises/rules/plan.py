"""What a response is made of, what it costs, and what may not be asked of it.

Three kinds of measure; a plan holds each at most once. Every number that reaches the model passes
here first: finite, within what can be built, in the water it is meant for.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]  # longitude, latitude


class Kind(StrEnum):
    DRONES = "drones"
    BARRIER = "barrier"
    CUT = "cut"


class Fault(StrEnum):
    """Why a measure is refused; the page words it."""

    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    OFF_THE_WATER = "off_the_water"
    TOO_SHORT = "too_short"
    EMPTY = "empty"


DRONES = (1, 200)
CAPACITY_M3_H = (10.0, 5000.0)
CUT_PERCENT = (1, 100)
# A barrier is at least this long, in degrees of latitude about 110 m: shorter ones are a typing slip.
SHORTEST_DEG = 0.001
# At least this share of a line has to lie in the water; its ends may stand on the shore.
WET_SHARE = 0.5
# Credits. The story's money, and so are the prices: rows of a plan may say otherwise.
DRONE_DAY_CREDITS = 900
BARRIER_METRE_CREDITS = 260
CUT_POINT_CREDITS = 14_000
LEAD_HOURS = {Kind.DRONES: 6, Kind.BARRIER: 9, Kind.CUT: 24}
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Drones:
    count: int
    capacity_m3_h: float
    line: tuple[Place, ...]
    hours_a_day: int = 20


@dataclass(frozen=True, slots=True)
class Barrier:
    line: tuple[Place, ...]
    kind: str = "deflecting"


@dataclass(frozen=True, slots=True)
class Cut:
    source: str
    percent: int


@dataclass(frozen=True, slots=True)
class Response:
    """A whole plan, before it is anything in a database or a model."""

    drones: Drones | None = None
    barrier: Barrier | None = None
    cut: Cut | None = None

    @property
    def is_empty(self) -> bool:
        return self.drones is None and self.barrier is None and self.cut is None


def _finite(*numbers: float) -> bool:
    return all(math.isfinite(n) for n in numbers)


def _line_fault(line: Sequence[Place], water: BaseGeometry) -> Fault | None:
    if not _finite(*(n for place in line for n in place)):
        return Fault.NOT_A_NUMBER
    if len(line) == 1:
        return None if water.covers(Point(line[0])) else Fault.OFF_THE_WATER
    whole = LineString(line)
    if whole.length < SHORTEST_DEG:
        return Fault.TOO_SHORT
    return None if whole.intersection(water).length >= WET_SHARE * whole.length else Fault.OFF_THE_WATER


def faults(response: Response, water: BaseGeometry) -> list[tuple[Kind, str, Fault]]:
    """Every reason this response cannot be run, as (kind, field, fault); empty when it can."""
    found: list[tuple[Kind, str, Fault]] = []
    if drones := response.drones:
        if not _finite(drones.capacity_m3_h):
            found.append((Kind.DRONES, "capacity_m3_h", Fault.NOT_A_NUMBER))
        elif not CAPACITY_M3_H[0] <= drones.capacity_m3_h <= CAPACITY_M3_H[1]:
            found.append((Kind.DRONES, "capacity_m3_h", Fault.OUT_OF_RANGE))
        if not DRONES[0] <= drones.count <= DRONES[1]:
            found.append((Kind.DRONES, "count", Fault.OUT_OF_RANGE))
        if fault := _line_fault(drones.line, water):
            found.append((Kind.DRONES, "line", fault))
    if (barrier := response.barrier) and (fault := _line_fault(barrier.line, water)):
        found.append((Kind.BARRIER, "line", fault))
    if (cut := response.cut) and not CUT_PERCENT[0] <= cut.percent <= CUT_PERCENT[1]:
        found.append((Kind.CUT, "percent", Fault.OUT_OF_RANGE))
    return found


def metres(line: Sequence[Place]) -> float:
    """Length of a short line, on a plane that touches the earth at its start."""
    if len(line) < 2:
        return 0.0
    squeeze = math.cos(math.radians(line[0][1]))
    return METRES_PER_DEGREE * sum(
        math.hypot((b[0] - a[0]) * squeeze, b[1] - a[1]) for a, b in pairwise(line)
    )


def cost_of(response: Response, *, days: int) -> dict[Kind, int]:
    """Credits by kind for so many days, to the nearest hundred."""
    costs: dict[Kind, float] = {}
    if response.drones:
        costs[Kind.DRONES] = response.drones.count * DRONE_DAY_CREDITS * days
    if response.barrier:
        costs[Kind.BARRIER] = metres(response.barrier.line) * BARRIER_METRE_CREDITS
    if response.cut:
        costs[Kind.CUT] = response.cut.percent * CUT_POINT_CREDITS
    return {kind: round(credits / 100) * 100 for kind, credits in costs.items()}


def lead_hours_of(response: Response) -> int:
    """How long until all of it works: the slowest part."""
    parts = {Kind.DRONES: response.drones, Kind.BARRIER: response.barrier, Kind.CUT: response.cut}
    return max((LEAD_HOURS[kind] for kind, part in parts.items() if part), default=0)


def settings_of(response: Response) -> dict[Kind, dict[str, Any]]:
    """Each measure as a JSON row keeps it."""
    rows: dict[Kind, dict[str, Any]] = {}
    if d := response.drones:
        rows[Kind.DRONES] = {
            "count": d.count,
            "capacity_m3_h": d.capacity_m3_h,
            "hours_a_day": d.hours_a_day,
            "line": [list(p) for p in d.line],
        }
    if b := response.barrier:
        rows[Kind.BARRIER] = {"kind": b.kind, "line": [list(p) for p in b.line]}
    if c := response.cut:
        rows[Kind.CUT] = {"source": c.source, "percent": c.percent}
    return rows


def response_from(rows: Mapping[str, Mapping[str, Any]]) -> Response:
    """The inverse of `settings_of`."""
    d, b, c = rows.get(Kind.DRONES), rows.get(Kind.BARRIER), rows.get(Kind.CUT)
    return Response(
        drones=Drones(d["count"], d["capacity_m3_h"], _line(d["line"]), d["hours_a_day"]) if d else None,
        barrier=Barrier(_line(b["line"]), b["kind"]) if b else None,
        cut=Cut(c["source"], c["percent"]) if c else None,
    )


def _line(points: Sequence[Sequence[float]]) -> tuple[Place, ...]:
    return tuple((float(lon), float(lat)) for lon, lat in points)
