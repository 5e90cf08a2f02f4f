"""Reading values that people sent: sizes, places, and dataclasses from JSON objects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from .grids import BadScenario

T = TypeVar("T")


def amount(what: str, value: object, low: float, high: float) -> None:
    """Refuses whatever is no finite number between ``low`` and ``high``."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not low <= float(value) <= high:  # type: ignore[arg-type]
        raise BadScenario(f"{what[0].upper()}{what[1:]} is a number from {low:g} to {high:g}.")


def place(what: str, lon: object, lat: object) -> None:
    amount(f"{what}'s longitude", lon, -180, 180)
    amount(f"{what}'s latitude", lat, -90, 90)


def text(what: str, value: object, longest: int = 120) -> None:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise BadScenario(f"{what[0].upper()}{what[1:]} is a text of 1 to {longest} characters.")


def line(what: str, points: object, fewest: int) -> tuple[tuple[float, float], ...]:
    """A polyline of (lon, lat) pairs."""
    if not isinstance(points, list | tuple) or not fewest <= len(points) <= 100:
        raise BadScenario(f"{what[0].upper()}{what[1:]} has {fewest} to 100 points.")
    for point in points:
        if not isinstance(point, list | tuple) or len(point) != 2:
            raise BadScenario(f"A point of {what} is a pair of longitude and latitude.")
        place(what, *point)
    return tuple((float(lon), float(lat)) for lon, lat in points)


def build(kind: type[T], data: object) -> T:
    """The dataclass from a JSON object; unknown and missing keys are refused by name."""
    if isinstance(data, kind):
        return data
    if not isinstance(data, Mapping):
        raise BadScenario(f"{kind.__name__} is a JSON object.")
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(str(key)[:40] for key in set(data) - known):
        raise BadScenario(f"{kind.__name__} does not know: {', '.join(unknown[:5])}.")
    values: dict[str, Any] = dict(data)
    try:
        return kind(**values)
    except TypeError as trouble:
        raise BadScenario(f"{kind.__name__} is incomplete or has a value of the wrong kind.") from trouble
