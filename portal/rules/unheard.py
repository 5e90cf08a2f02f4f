"""Who is heard least: the order of the list, as a rule anybody can check.

1. how much a living system lacks (charter, station, guardian, answered petition), most first
2. how it is: critical, then unknown, then distressed, stressed, thriving
3. the share of people in Entropy Zones among all who live beside it, most first
4. its name
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    CHARTER = "charter"
    STATION = "station"
    GUARDIAN = "guardian"
    ANSWER = "answer"


# Nobody knows is worse than known to be distressed: nobody can even begin to help.
STATES = ("critical", "unknown", "distressed", "stressed", "thriving")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What is known of one living system's standing. ``people`` live beside it, ``poor`` of them in Entropy Zones."""

    key: str
    name: str
    state: str
    lacks: frozenset[Lack]
    people: int = 0
    poor: int = 0

    @property
    def poor_share(self) -> float:
        return self.poor / self.people if self.people else 0.0


def unheard(voices: Iterable[Voice]) -> list[Voice]:
    """Those that lack something, most marginalised first."""
    return sorted((one for one in voices if one.lacks), key=_rank)


def _rank(one: Voice) -> tuple[int, int, float, str, str]:
    return -len(one.lacks), STATES.index(one.state), -one.poor_share, one.name, one.key
