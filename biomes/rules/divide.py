"""The divide between zones, as numbers: how long what lives beside people was unwell, and how unevenly that falls.

**Exposure.** Every living system a zone touches counts with its time. Time is harmful (distressed or critical), well
enough (thriving or stressed) or *unknown*; unknown is a share of its own and never counts as well. The exposure that is
compared is harmful time over *known* time; a zone of which nothing is known is left out and said to be.

**Gini coefficient** over zones, each weighing as many people as live there: C. Gini, "Variabilità e mutabilità" (1912),
computed as one minus twice the area under the Lorenz curve. 0: everybody alike; towards 1: one place has it all.

**Gap** between two kinds of zones: the difference of their means, each zone counting once.

**Intervals**: percentile bootstrap over zones (B. Efron and R. Tibshirani, *An Introduction to the Bootstrap*, 1993,
chapter 13), with a seed that is stored and shown. Below five zones of a kind nothing is compared. With so few zones such
intervals are somewhat too narrow; docs/models/divide.md measures by how much.

**Days until an answer**: the median of E. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
JASA 53 (1958): who still waits counts as waiting, so that silence does not shorten the figure.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from biomes.rules.words import State

FEW = 5
SEED = 2150
RESAMPLES = 2000
CONFIDENCE = 0.95
HARMFUL = frozenset({State.DISTRESSED, State.CRITICAL})

Floats = NDArray[np.float64]


# --- Exposure --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Span:
    """One state over ``[since, until)``; open where ``until`` is None. After ``valid_until`` nobody knows."""

    state: State
    since: datetime
    until: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Time by what was known of it; they add up to the whole."""

    harmful: timedelta = timedelta(0)
    well: timedelta = timedelta(0)
    unknown: timedelta = timedelta(0)

    def __add__(self, other: "Exposure") -> "Exposure":
        return Exposure(self.harmful + other.harmful, self.well + other.well, self.unknown + other.unknown)

    @property
    def whole(self) -> timedelta:
        return self.harmful + self.well + self.unknown

    @property
    def harmful_of_known(self) -> float | None:
        """None where nothing is known: that is no zero."""
        known = self.harmful + self.well
        return self.harmful / known if known else None

    @property
    def unknown_share(self) -> float:
        return self.unknown / self.whole if self.whole else 1.0


def exposure(spans: Iterable[Span], since: datetime, until: datetime) -> Exposure:
    """How long one living system was in harm over ``[since, until)``. What no span covers is unknown."""
    harmful = well = timedelta(0)
    for span in spans:
        ends = [end for end in (span.until, span.valid_until, until) if end is not None]
        length = max(min(ends) - max(span.since, since), timedelta(0))
        if span.state in HARMFUL:
            harmful += length
        elif span.state is not State.UNKNOWN:
            well += length
    return Exposure(harmful, well, (until - since) - harmful - well)


# --- Inequality ------------------------------------------------------------------------------------
def gini(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """0 where everybody has the same (or nobody has anything), towards 1 where one has it all."""
    found = np.asarray(values, dtype=float)
    given = np.ones_like(found) if weights is None else np.asarray(weights, dtype=float)
    if not found.size or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("a Gini coefficient needs values that are finite and not below zero")
    if given.shape != found.shape or not np.isfinite(given).all() or (given < 0).any() or not given.sum():
        raise ValueError("each value needs a weight, and one of them must weigh something")
    return float(_ginis(found[None, :], given[None, :])[0])


def _ginis(values: Floats, weights: Floats) -> Floats:
    """One coefficient for each row."""
    order = np.argsort(values, axis=1, kind="stable")
    held = np.take_along_axis(weights, order, axis=1)
    # Scaled first: the largest and smallest numbers a float can hold give the same answer as 1 and 2.
    top = values.max(axis=1, keepdims=True)
    scaled = np.divide(values, top, out=np.zeros_like(values), where=top > 0)
    amount = np.take_along_axis(scaled, order, axis=1) * held
    people = held / np.maximum(held.sum(axis=1, keepdims=True), 1e-300)
    whole = amount.sum(axis=1, keepdims=True)
    has = np.divide(np.cumsum(amount, axis=1), whole, out=np.zeros_like(amount), where=whole > 0)
    before = np.concatenate([np.zeros_like(has[:, :1]), has[:, :-1]], axis=1)
    area = (people * (has + before)).sum(axis=1)
    return np.where(whole[:, 0] > 0, np.clip(1.0 - area, 0.0, 1.0), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate with what it would have been over other draws of zones."""

    estimate: float
    low: float
    high: float
    zone_count: int
    seed: int = SEED
    resamples: int = RESAMPLES

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def gini_interval(
    values: Sequence[float], weights: Sequence[float], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Interval | None:
    """The coefficient corrected for few zones, with its interval; None where there are too few to say anything.

    Over few zones the plain coefficient comes out too low, by about (n - 1) / n (G. Deltas, "The small-sample bias of
    the Gini coefficient", Review of Economics and Statistics 85, 2003), and a draw of zones once more. Zones of unequal
    size count as fewer: n is the square of the weights' sum over the sum of their squares (Kish's effective size).
    """
    found, given = _sorted(values, weights)
    squares = float((given**2).sum())
    size = float(given.sum()) ** 2 / squares if squares else 0.0
    if len(found) < FEW or size < 2:
        return None
    lift = size / (size - 1)
    picks = np.random.default_rng(seed).integers(0, len(found), (resamples, len(found)))
    low, high = _middle(_ginis(found[picks], given[picks]))
    return Interval(
        estimate=min(lift * gini(values, weights), 1.0),
        low=min(lift**2 * low, 1.0),
        high=min(lift**2 * high, 1.0),
        zone_count=len(found),
        seed=seed,
        resamples=resamples,
    )


def gap(
    ones: Sequence[float], others: Sequence[float], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Interval | None:
    """The mean of ``ones`` less the mean of ``others``; None below five zones of either kind."""
    if len(ones) < FEW or len(others) < FEW:
        return None
    chance = np.random.default_rng(seed)
    means = []
    for given in (ones, others):
        found = np.sort(np.asarray(given, dtype=float))
        means.append(found[chance.integers(0, len(found), (resamples, len(found)))].mean(axis=1))
    low, high = _middle(means[0] - means[1])
    return Interval(
        estimate=float(np.mean(ones) - np.mean(others)),
        low=low,
        high=high,
        zone_count=len(ones) + len(others),
        seed=seed,
        resamples=resamples,
    )


def _sorted(values: Sequence[float], weights: Sequence[float]) -> tuple[Floats, Floats]:
    """In an order of their own, so that the order of rows changes no digit."""
    pairs = sorted(zip(values, weights, strict=True))
    return np.array([v for v, _w in pairs], dtype=float), np.array([w for _v, w in pairs], dtype=float)


def _middle(draws: Floats) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


# --- Waiting ---------------------------------------------------------------------------------------
def median_wait(answered: Sequence[float], waiting: Sequence[float]) -> float | None:
    """Days until half are answered, counting who still waits; None while fewer than half were."""
    still = 1.0
    days, answers = sorted((*answered, *waiting)), Counter(answered)
    for day in sorted(answers):
        here = len(days) - bisect_left(days, day)
        still *= 1 - answers[day] / here
        if still <= 0.5 + 1e-12:
            return day
    return None
