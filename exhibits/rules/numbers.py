"""The numbers of a scene, and the places in its words where they stand.

A text twin never holds a measured value as digits: it holds ``{peak}``, and picture and words are
filled from the same numbers. Numbers come from a run's statistics document and nothing else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PLACE = re.compile(r"\{([a-z_]{1,30})\}")


@dataclass(frozen=True, slots=True)
class Number:
    """A value with its unit ("" for a count, "%" for a share) and the digits it is worth."""

    value: float
    unit: str = ""
    digits: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "unit": self.unit, "digits": self.digits}


def places_in(text: str) -> list[str]:
    """The numbers a text asks for, in order, each once."""
    return list(dict.fromkeys(PLACE.findall(text)))


def unknown_in(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    """Places that no number of the scene fills."""
    names = set(known)
    return [name for text in texts for name in places_in(text) if name not in names]


def numbers_of(
    document: Mapping[str, Any], *, arm: str, day: int, peak: float, deep_m: float
) -> dict[str, Number]:
    """What can be said of one night of one arm: the water, the town most in danger, the measures.

    ``peak`` is the highest median of the night's field; ``deep_m`` the deepest water of the scenario.
    """
    limit = float(document["limit"]["value"])
    found = {
        "night": Number(day),
        "nights": Number(document["days"]),
        "futures": Number(document["members"]),
        "limit": Number(limit, "µg/L", _digits(limit)),
        "peak": Number(peak, "µg/L", _digits(peak)),
        "times": Number(peak / limit, "", 1),
        "depth": Number(deep_m, "m", 1),
        "shore": Number(document["shore_km"][arm][day - 1], "km", 1),
    }
    return found | _of_zone(document, arm, day) | _of_measures(document, arm)


def _of_zone(document: Mapping[str, Any], arm: str, day: int) -> dict[str, Number]:
    slug = document["finding"]["zone"]
    zone = next((z for z in document["zones"] if z["slug"] == slug), None)
    if zone is None:
        return {}
    bands, chance = zone["arms"][arm]["bands"], zone["arms"][arm]["chance"]
    low, _, middle, _, high = (float(row[day - 1] or 0) for row in bands)
    found = {
        "town": Number(middle, "µg/L", _digits(middle)),
        "town_low": Number(low, "µg/L", _digits(low)),
        "town_high": Number(high, "µg/L", _digits(high)),
        "chance": Number(round(100 * float(chance[day - 1])), "%"),
    }
    if zone.get("people"):
        found["people"] = Number(float(zone["people"]))
    return found


def _of_measures(document: Mapping[str, Any], arm: str) -> dict[str, Number]:
    treated = document.get("treated")
    if arm != "plan" or not treated:
        return {}
    found = {
        "treated": Number(float(treated["treated_m3"]), "m³"),
        "treated_share": Number(100 * treated["treated_m3"] / max(treated["water_m3"], 1), "%", 1),
        "drones": Number(len(document["map"]["drones"])),
    }
    for name, key, scale, unit in (
        ("algae_taken", "drones_algae_kg", 1, "kg"),
        ("toxin_taken", "drones_toxin_kg", 1000, "g"),
        ("barrier_held", "barrier_kg", 1, "kg"),
    ):
        if treated.get(key):
            found[name] = Number(treated[key] * scale, unit, 1 if treated[key] * scale < 100 else 0)
    return found


def _digits(value: float) -> int:
    return 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 0.1 else 2
