"""How a living system is: a pure fold over its recent checked readings, with hysteresis and reasons.

    value passes a limit ------------------> the limit is active, since then
    value comes back inside by a tenth ----> no longer active
    anything between ----------------------> as it was

Values of one moment (replicates, the depths of a profile) are heard together: one that passes makes the limit
active, and only all of them let go; so their order is of no account.

The state is the worst active level among series that are still fresh. A series speaks for the present
for its indicator's validity; when no series that has limits is fresh, the answer is *unknown*.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from biomes.rules.words import SEVERITY, Direction, Qualifier, State

# A value must come back inside its limit by this share of it before the limit lets go.
BAND = Decimal("0.10")
# Readings older than this no longer shape the hysteresis.
WINDOW = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One threshold in force; ``key`` names its row."""

    key: int
    level: State
    direction: Direction
    value: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    at: datetime
    value: Decimal
    qualifier: Qualifier = Qualifier.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One indicator at one station, oldest first."""

    indicator: str
    station: str
    unit: str
    validity: timedelta
    limits: tuple[Limit, ...]
    readings: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: codes and numbers, worded by the page."""

    indicator: str
    station: str
    level: State
    value: Decimal
    unit: str
    limit: Decimal
    direction: Direction
    since: datetime
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    state: State
    reasons: tuple[Reason, ...] = ()
    # The next moment at which a series falls silent, and the moment at which all have.
    review_at: datetime | None = None
    valid_until: datetime | None = None


def passes(reading: Measured, limit: Limit) -> bool:
    """Certainly beyond the limit. "< 0.1" is not beyond 8; "> 100" is."""
    if limit.direction is Direction.ABOVE:
        if reading.qualifier is Qualifier.BELOW:
            return False
        return reading.value > limit.value or (
            reading.qualifier is Qualifier.ABOVE and reading.value == limit.value
        )
    if reading.qualifier is Qualifier.ABOVE:
        return False
    return reading.value < limit.value or (
        reading.qualifier is Qualifier.BELOW and reading.value == limit.value
    )


def clears(reading: Measured, limit: Limit) -> bool:
    """Certainly back inside, by the band."""
    band = abs(limit.value) * BAND
    if limit.direction is Direction.ABOVE:
        return reading.qualifier is not Qualifier.ABOVE and reading.value <= limit.value - band
    return reading.qualifier is not Qualifier.BELOW and reading.value >= limit.value + band


def by_moment(readings: Iterable[Measured]) -> Iterator[list[Measured]]:
    """What was measured at one and the same moment, together; oldest first."""
    for _at, group in groupby(readings, key=lambda one: one.at):
        yield list(group)


def decides(together: Sequence[Measured], limit: Limit) -> bool | None:
    """True: the limit is passed. False: it lets go. None: as it was."""
    if any(passes(one, limit) for one in together):
        return True
    return False if all(clears(one, limit) for one in together) else None


def active_limits(limits: Iterable[Limit], readings: Sequence[Measured]) -> dict[int, datetime]:
    """Which limits hold after the whole series, each since when."""
    active: dict[int, datetime] = {}
    held = tuple(limits)
    for together in by_moment(readings):
        for limit in held:
            verdict = decides(together, limit)
            if verdict:
                active.setdefault(limit.key, together[0].at)
            elif verdict is False:
                active.pop(limit.key, None)
    return active


def is_settled(limits: Iterable[Limit], readings: Sequence[Measured]) -> bool:
    """Whether the fold needs no reading from before these: each limit has let go once among them.

    Of the first moment some values may be missing, so it proves nothing.
    """
    moments = list(by_moment(readings))[1:]
    return all(any(decides(together, limit) is False for together in moments) for limit in limits)


def worst(limits: Iterable[Limit]) -> Limit | None:
    """The most severe; between equals the one that is harder to pass."""
    ranked = sorted(
        limits,
        key=lambda one: (
            SEVERITY[one.level],
            one.value if one.direction is Direction.ABOVE else -one.value,
            -one.key,
        ),
    )
    return ranked[-1] if ranked else None


def level_of(series: Series) -> tuple[Limit, datetime] | None:
    """The worst limit that holds for a series, and since when; None when all is inside."""
    active = active_limits(series.limits, series.readings)
    limit = worst(one for one in series.limits if one.key in active)
    return (limit, active[limit.key]) if limit else None


def assess(series: Iterable[Series], at: datetime) -> Assessment:
    """The state at a moment, from what had been measured by then."""
    heard = [_as_of(one, at) for one in series if one.limits]
    fresh = [one for one in heard if one.readings and one.readings[-1].at + one.validity > at]
    if not fresh:
        return Assessment(state=State.UNKNOWN)
    silences = [one.readings[-1].at + one.validity for one in fresh]
    reasons = sorted(
        (reason for one in fresh if (reason := _reason(one))),
        key=lambda why: (-SEVERITY[why.level], why.since, why.indicator, why.station),
    )
    return Assessment(
        state=reasons[0].level if reasons else State.THRIVING,
        reasons=tuple(reasons),
        review_at=min(silences),
        valid_until=max(silences),
    )


def _as_of(series: Series, at: datetime) -> Series:
    return Series(
        indicator=series.indicator,
        station=series.station,
        unit=series.unit,
        validity=series.validity,
        limits=series.limits,
        readings=tuple(r for r in series.readings if at - WINDOW <= r.at <= at),
    )


def _reason(series: Series) -> Reason | None:
    found = level_of(series)
    if not found:
        return None
    limit, since = found
    return Reason(
        indicator=series.indicator,
        station=series.station,
        level=limit.level,
        value=_most_telling(series.readings, limit.direction),
        unit=series.unit,
        limit=limit.value,
        direction=limit.direction,
        since=since,
        threshold=limit.key,
    )


def _most_telling(readings: Sequence[Measured], direction: Direction) -> Decimal:
    """Of the values of the last moment the one on the harmful side."""
    last = [one.value for one in readings if one.at == readings[-1].at]
    return max(last) if direction is Direction.ABOVE else min(last)
