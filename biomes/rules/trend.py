"""Is it rising? The slope of Theil and Sen with the test of Mann and Kendall, over daily medians.

    S    = sum over pairs of sign(later - earlier)                              Mann 1945; Kendall 1975
    var  = [n(n-1)(2n+5) - sum t(t-1)(2t+5)] / 18, t the sizes of ties          Kendall 1975
    slope = median over pairs of (later - earlier) / (days between)             Theil 1950; Sen 1968
    its 95 % interval: the pairs ranked (N -+ 1.96 sqrt(var)) / 2               Sen 1968; Gilbert 1987, 16.5

Days follow one another, and what was high yesterday is high today; so the variance is widened by n / n_eff for the
correlation of each value with the next, of what is left after the slope is taken off (Yue and Wang 2004, eq. 11).
A period of more than 400 days is judged month by month, January against January (Hirsch, Slack and Smith 1982), so
that a season is no trend. Below-detection values are only compared where the comparison is certain (Helsel 2012,
chapter 12); the slope is found twice, with them at zero and at their limit, and its interval holds both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from math import erfc, sqrt
from statistics import median

import numpy as np
from numpy.typing import NDArray

from biomes.rules.daily import Daily

# Fewer days than this say nothing: the normal form of the test asks for more than ten (Gilbert 1987, 16.4).
FEWEST = 11
# A longer period holds whole seasons, and is judged month against the same month.
SEASONAL_DAYS = 400
FEWEST_YEARS = 3
SIGNIFICANT = 0.05
Z = 1.959964

Floats = NDArray[np.float64]


class Direction(StrEnum):
    RISING = "rising"
    FALLING = "falling"
    NONE = "none"
    TOO_FEW = "too_few"
    MOSTLY_BELOW = "mostly_below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Slopes are per day. ``days`` is the period asked for, ``count`` how many days (or months) had a value."""

    direction: Direction
    days: int
    count: int
    below: int = 0
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    is_seasonal: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    at: float
    # What the value certainly lies between; both ends are one but for values below detection.
    least: float
    most: float
    season: int = 0


def trend(found: Sequence[Daily], period: int) -> Trend:
    """What the days of one series, in any order, say about a period of so many days."""
    days = sorted(found, key=lambda one: one.day)
    seasonal = period > SEASONAL_DAYS
    points = _monthly(days) if seasonal else [_point(one) for one in days]
    below = sum(1 for point in points if point.least != point.most)
    direction = None
    if len(points) < FEWEST or _span(days) * 2 < min(period, _span_needed(seasonal)):
        direction = Direction.TOO_FEW
    elif 2 * below > len(points):
        direction = Direction.MOSTLY_BELOW
    if direction:
        return Trend(direction=direction, days=period, count=len(points), below=below, is_seasonal=seasonal)
    return _judged(points, period, below, seasonal=seasonal)


def _span(days: Sequence[Daily]) -> int:
    return (days[-1].day - days[0].day).days + 1 if days else 0


def _span_needed(seasonal: bool) -> int:
    """A trend is said of a period only if the values span half of it, or three years of seasons."""
    return 2 * (365 * (FEWEST_YEARS - 1) + 1) if seasonal else SEASONAL_DAYS


def _point(one: Daily) -> _Point:
    at = float(one.day.toordinal())
    return (
        _Point(at, min(0.0, one.median), one.median) if one.is_below else _Point(at, one.median, one.median)
    )


def _monthly(days: Sequence[Daily]) -> list[_Point]:
    """One point a month, at its middle: the median of its days, or below when most of them are."""
    points = []
    for (year, month), group in groupby(days, key=lambda one: (one.day.year, one.day.month)):
        part = list(group)
        clear = [one.median for one in part if not one.is_below]
        most = median(clear) if 2 * len(clear) > len(part) else max(one.median for one in part)
        least = most if 2 * len(clear) > len(part) else min(0.0, most)
        points.append(_Point((year + (month - 0.5) / 12) * 365.2425, least, most, month))
    return points


def _judged(points: Sequence[_Point], period: int, below: int, *, seasonal: bool) -> Trend:
    at = np.array([point.at for point in points])
    least, most = (np.array([getattr(p, end) for p in points]) for end in ("least", "most"))
    season = np.array([point.season for point in points])
    first, second = np.triu_indices(len(points), 1)
    same = season[first] == season[second]
    first, second = first[same], second[same]
    if len(first) == 0:
        return Trend(direction=Direction.TOO_FEW, days=period, count=len(points), is_seasonal=seasonal)
    rises = (least[second] > most[first]).astype(float) - (most[second] < least[first]).astype(float)
    spread = sum(_variance(least[season == s], most[season == s]) for s in np.unique(season))
    ends = [np.sort((y[second] - y[first]) / (at[second] - at[first])) for y in (least, most)]
    slopes = [float(np.median(ranked)) for ranked in ends]
    spread *= 1.0 if seasonal else _widened(at, (least + most) / 2, sum(slopes) / 2)
    p = _p(float(rises.sum()), spread)
    bounds = [_interval(ranked, spread) for ranked in ends]
    low, high = min(b[0] for b in bounds), max(b[1] for b in bounds)
    certain = p < SIGNIFICANT and (low > 0 or high < 0)
    direction = (Direction.RISING if low > 0 else Direction.FALLING) if certain else Direction.NONE
    return Trend(
        direction=direction,
        days=period,
        count=len(points),
        below=below,
        slope=sum(slopes) / 2,
        low=low,
        high=high,
        p=p,
        is_seasonal=seasonal,
    )


def _variance(least: Floats, most: Floats) -> float:
    """The variance of S; values that cannot be told apart are tied."""
    n = len(most)
    whole = n * (n - 1) * (2 * n + 5)
    # All values below detection are one tie; the others tie where they are equal.
    clear = least == most
    sizes = [*np.unique(most[clear], return_counts=True)[1], int((~clear).sum())]
    tied = sum(int(t) * (int(t) - 1) * (2 * int(t) + 5) for t in sizes)
    return float(whole - tied) / 18


def _p(score: float, spread: float) -> float:
    """Two-sided, with the correction for continuity."""
    if spread <= 0 or score == 0:
        return 1.0
    z = (abs(score) - 1) / sqrt(spread)
    return erfc(max(z, 0.0) / sqrt(2))


def _interval(ranked: Floats, spread: float) -> tuple[float, float]:
    count, half = len(ranked), Z * sqrt(max(spread, 0.0))
    low, high = int((count - half) // 2), int(-(-(count + half) // 2))
    return float(ranked[max(low - 1, 0)]), float(ranked[min(high, count - 1)])


def _widened(at: Floats, values: Floats, slope: float) -> float:
    """n / n_eff of a series whose neighbours are alike; never below one."""
    rest = values - slope * at
    rest = rest - rest.mean()
    power = float((rest**2).sum())
    if power <= 1e-12 * max(1.0, float((values**2).sum())):
        return 1.0
    r = min(float((rest[1:] * rest[:-1]).sum()) / power, 0.95)
    n = len(values)
    # Only a likeness that chance does not make counts (Salas and others 1980: 95 %, one-sided).
    if r <= (-1 + 1.645 * sqrt(n - 2)) / (n - 1):
        return 1.0
    return float(max(1.0, 1 + 2 * (r ** (n + 1) - n * r**2 + (n - 1) * r) / (n * (r - 1) ** 2)))
