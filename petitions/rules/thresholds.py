"""How far a petition is: a total, and perhaps a number from each of some zones.

A threshold is reached only when *all* its parts are; the share that is shown is the smallest of
them, so a petition never looks nearer than it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    RESPONSE = "response"
    DEBATE = "debate"


# Where a body has stored none of its own.
DEFAULTS: Mapping[Kind, int] = {Kind.RESPONSE: 10_000, Kind.DEBATE: 100_000}
# The kind of duty that each opens.
DUTIES: Mapping[Kind, str] = {Kind.RESPONSE: "petition-response", Kind.DEBATE: "petition-debate"}
SPONSORS = 5
MOST_SPONSORS = 20


@dataclass(frozen=True, slots=True)
class Need:
    """``count`` in total, and for each named zone a number of its own."""

    count: int
    by_zone: Mapping[str, int] = field(default_factory=dict)


def parts(need: Need, total: int, by_zone: Mapping[str, int]) -> list[tuple[int, int]]:
    """(have, needed) of the total and of each named zone."""
    return [(total, need.count)] + [(by_zone.get(zone, 0), n) for zone, n in sorted(need.by_zone.items())]


def is_reached(need: Need, total: int, by_zone: Mapping[str, int]) -> bool:
    return all(have >= needed for have, needed in parts(need, total, by_zone))


def share(need: Need, total: int, by_zone: Mapping[str, int]) -> Fraction:
    """The smallest of the parts, at most one, exactly."""
    return min(
        (min(Fraction(have, needed), Fraction(1)) for have, needed in parts(need, total, by_zone) if needed),
        default=Fraction(1),
    )


def percent(need: Need, total: int, by_zone: Mapping[str, int]) -> int:
    """The share in whole percent, rounded down: 99.9 % is not there yet."""
    return int(share(need, total, by_zone) * 100)


def zones_short(need: Need, by_zone: Mapping[str, int]) -> dict[str, int]:
    """How many each named zone still lacks; met zones are left out."""
    return {z: n - by_zone.get(z, 0) for z, n in need.by_zone.items() if by_zone.get(z, 0) < n}
