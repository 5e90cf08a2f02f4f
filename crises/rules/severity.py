"""How bad it is, in the words of CAP 1.2, as a pure function of a reading and what stood before.

    value  ->  |  inside  | stressed | distressed | critical | twice critical |
    CAP        |    -     |  Minor   |  Moderate  |  Severe  |    Extreme     |

A step is entered at its limit and left only when the value has come back by the band (10 % of the
limit), so a value that trembles at a limit raises one alert and not forty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

# Share of a limit by which a value has to come back inside before a step is left.
BAND = Decimal("0.10")
# A value this many times over its critical limit (or this many times under) is Extreme.
EXTREME_FACTOR = 2
# A measurement older than this says what was, not what is.
STALE_AFTER = timedelta(hours=48)


class Severity(StrEnum):
    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    EXTREME = "extreme"


class Urgency(StrEnum):
    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """On which side of its limit a value does harm: chlorophyll above, oxygen below."""

    ABOVE = "above"
    BELOW = "below"


RANK = {severity: rank for rank, severity in enumerate(Severity, start=1)}
# The levels of a threshold row, as biomes names them.
BY_LEVEL = {
    "stressed": Severity.MINOR,
    "distressed": Severity.MODERATE,
    "critical": Severity.SEVERE,
}


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A limit and how bad it is to be beyond it."""

    limit: Decimal
    severity: Severity


@dataclass(frozen=True, slots=True)
class Ladder:
    """The limits in force for one indicator of one biome, from the mildest to the worst."""

    direction: Direction
    steps: tuple[Step, ...]

    def beyond(self, value: Decimal, limit: Decimal) -> bool:
        return value > limit if self.direction is Direction.ABOVE else value < limit

    def returned(self, limit: Decimal) -> Decimal:
        """Where a value has to be back for the step at ``limit`` to be left."""
        return limit * (1 - BAND) if self.direction is Direction.ABOVE else limit * (1 + BAND)


def ladder(direction: Direction, limits: Iterable[tuple[str, Decimal]]) -> Ladder:
    """From threshold rows ``(level, value)``; the Extreme step follows from the critical one."""
    steps = [Step(limit, BY_LEVEL[level]) for level, limit in limits if level in BY_LEVEL and limit > 0]
    for step in tuple(steps):
        if step.severity is Severity.SEVERE:
            above = direction is Direction.ABOVE
            limit = step.limit * EXTREME_FACTOR if above else step.limit / EXTREME_FACTOR
            steps.append(Step(limit, Severity.EXTREME))
    return Ladder(direction, tuple(sorted(steps, key=lambda s: RANK[s.severity])))


def severity_of(value: Decimal, steps: Ladder, before: Severity | None = None) -> Severity | None:
    """The severity now; None when the value is inside every limit (and has come back by the band)."""
    if not value.is_finite():
        raise ValueError("a severity needs a finite reading")
    held = RANK[before] if before else 0
    found: Severity | None = None
    for step in steps.steps:
        rank = RANK[step.severity]
        # A step already held is kept until the value has left its band.
        limit = steps.returned(step.limit) if rank <= held else step.limit
        if steps.beyond(value, limit) and (found is None or rank > RANK[found]):
            found = step.severity
    return found


def worse(a: Severity | None, b: Severity | None) -> bool:
    """Whether ``a`` is strictly worse than ``b``; nothing is the mildest."""
    return (RANK[a] if a else 0) > (RANK[b] if b else 0)


def urgency_of(severity: Severity, age: timedelta) -> Urgency:
    """How soon to act on a measurement of this age."""
    if age > STALE_AFTER:
        return Urgency.PAST
    if severity in (Severity.SEVERE, Severity.EXTREME):
        return Urgency.IMMEDIATE
    return Urgency.EXPECTED if severity is Severity.MODERATE else Urgency.FUTURE


def certainty_of_chance(chance: float) -> Certainty:
    """CAP: Likely is more than one half; Possible is a half or less; Unlikely is close to none."""
    if chance > 0.5:
        return Certainty.LIKELY
    return Certainty.POSSIBLE if chance >= 0.05 else Certainty.UNLIKELY
