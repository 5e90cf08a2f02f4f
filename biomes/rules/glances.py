"""What an accepted sighting tells of a place where nobody measures: something, and never as much as a station.

A station says a number again and again; a person looked once, by eye, from the shore. So a glance is a noisy look at its
place, and its noise has two parts (variance 1 means "nobody knows", as in `blindspots`):

- OWN, of this person on this day. It grows as the glance ages, own = OWN / (1 - age / LASTS), until after LASTS nothing
  is left; so one more day never drops the whole of it at once.
- EYES, the same for all glances at one living system: what is dissolved, below the surface or there by night, nobody
  sees, however many look. Many glances therefore never make a station.

A place known only to a square of side a is on average a / sqrt(6) (root mean square) from the square's middle, where
the glance is put. With c = exp(-a / (sqrt(6) LENGTH_KM)) in common between the two, what was seen says of the middle as
much as a look with the noise (own + 1 - c^2) / c^2.

Of one person at one place only the glance that tells most counts: a pair of eyes does not see more by reporting twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import exp, sqrt

from biomes.rules import blindspots
from biomes.rules.blindspots import EYES, WALK, Point

# A fresh glance at a place known exactly is worth a walk.
OWN = WALK.noise - EYES
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Glance:
    """An accepted sighting: where, by whom, how long ago, and the side of the square its place is known to."""

    point: Point
    person: str
    age: timedelta
    side_m: float

    @property
    def freshness(self) -> float:
        """1 now, 0 once it lasts no longer."""
        return 1 - min(max(self.age / LASTS, 0.0), 1.0)

    @property
    def noise(self) -> float:
        """Its own part only; EYES comes on top."""
        common = exp(-self.side_m / 1000 / sqrt(6) / blindspots.LENGTH_KM)
        return (OWN / self.freshness + 1 - common**2) / common**2 if self.freshness else float("inf")


def counted(glances: Iterable[Glance]) -> list[Glance]:
    """Those that still tell something, of one person at one place the best, in an order of their own."""
    best: dict[tuple[str, str, float, float], Glance] = {}
    for one in glances:
        key = one.point.system, one.person, one.point.lon, one.point.lat
        if one.freshness and (key not in best or one.noise < best[key].noise):
            best[key] = one
    return [best[key] for key in sorted(best)]


def together(glances: Iterable[Glance]) -> list[tuple[Point, float]]:
    """Each place once, with the noise that is left of all who looked there; nothing is lost by this."""
    told: dict[tuple[str, float, float], float] = {}
    for one in glances:
        key = one.point.system, one.point.lon, one.point.lat
        told[key] = told.get(key, 0.0) + 1 / one.noise
    return [(Point(lon, lat, system), 1 / sum_) for (system, lon, lat), sum_ in sorted(told.items())]
