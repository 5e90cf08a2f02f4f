"""Is that usual for the time of year? This week against the same weeks of former years.

Compared are the medians of the five weeks around today's date (15 days to either side) in each former year. The
finding is a rank ("higher than in 19 of 20 comparable weeks since 2145"), and for the distance a robust z:

    z = 0.6745 (value - median) / MAD        Iglewicz and Hoaglin 1993; 0.6745 is the normal's upper quartile

Below-detection weeks count as lower only than what is certainly higher. When most weeks were below detection, or the
MAD is zero, there is no z and the rank alone speaks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from biomes.rules.daily import Daily

REACH = 15
FEWEST_YEARS = 3
FEWEST_WEEKS = 8
# |z| beyond this is called far (Iglewicz and Hoaglin 1993).
FAR = 3.5
NORMAL_QUARTILE = 0.6745


class Standing(StrEnum):
    """Where the week stands among its like."""

    FAR_HIGHER = "far_higher"
    HIGHER = "higher"
    USUAL = "usual"
    LOWER = "lower"
    FAR_LOWER = "far_lower"
    TOO_FEW = "too_few"


ORDER = (Standing.FAR_LOWER, Standing.LOWER, Standing.USUAL, Standing.HIGHER, Standing.FAR_HIGHER)


@dataclass(frozen=True, slots=True)
class Week:
    year: int
    value: float
    is_below: bool = False

    @property
    def least(self) -> float:
        return min(self.value, 0.0) if self.is_below else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """``lower`` and ``higher`` of ``count`` comparable weeks lie certainly below and above this one."""

    standing: Standing
    value: float
    is_below: bool = False
    lower: int = 0
    higher: int = 0
    count: int = 0
    since: int | None = None
    years: int = 0
    median: float | None = None
    mad: float | None = None
    z: float | None = None


def this_week(days: Iterable[Daily], today: date) -> Week | None:
    """The seven days that end today, as one."""
    part = [one for one in days if today - timedelta(days=7) < one.day <= today]
    return _week(part, today.year) if part else None


def comparable_weeks(days: Iterable[Daily], today: date) -> list[Week]:
    """The five weeks around this date in each former year that has them."""
    known = sorted((one for one in days if one.day <= today), key=lambda one: one.day)
    weeks = []
    for year in range(known[0].day.year if known else today.year, today.year + 1):
        middle = _same_day(today, year)
        if (today - middle).days < 330:
            continue
        parts: dict[int, list[Daily]] = {}
        for one in known:
            offset = (one.day - middle).days
            if abs(offset) <= REACH:
                parts.setdefault((offset + 17) // 7, []).append(one)
        weeks += [_week(part, year) for _number, part in sorted(parts.items())]
    return weeks


def _same_day(today: date, year: int) -> date:
    return date(year, today.month, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def _week(part: Sequence[Daily], year: int) -> Week:
    clear = [one.median for one in part if not one.is_below]
    if 2 * len(clear) > len(part):
        return Week(year, median(clear))
    return Week(year, max(one.median for one in part), is_below=True)


def anomaly(now: Week, weeks: Sequence[Week]) -> Anomaly:
    """Monotone in the value: a higher week is never found to stand lower."""
    years = {one.year for one in weeks}
    if len(years) < FEWEST_YEARS or len(weeks) < FEWEST_WEEKS:
        return Anomaly(
            standing=Standing.TOO_FEW,
            value=now.value,
            is_below=now.is_below,
            count=len(weeks),
            years=len(years),
            since=min(years, default=None),
        )
    lower = sum(1 for one in weeks if one.value < now.least)
    higher = sum(1 for one in weeks if one.least > now.value)
    middle, mad, z = _distance(now, weeks)
    return Anomaly(
        standing=_standing(lower, higher, len(weeks), z),
        value=now.value,
        is_below=now.is_below,
        lower=lower,
        higher=higher,
        count=len(weeks),
        since=min(years),
        years=len(years),
        median=middle,
        mad=mad,
        z=z,
    )


def _distance(now: Week, weeks: Sequence[Week]) -> tuple[float | None, float | None, float | None]:
    if 2 * sum(one.is_below for one in weeks) >= len(weeks):
        return None, None, None
    middle = median(one.value for one in weeks)
    mad = median(abs(one.value - middle) for one in weeks)
    # Below detection stands as its limit here: it may be lower still, never higher.
    z = NORMAL_QUARTILE * (now.value - middle) / mad if mad > 0 else None
    return middle, mad, z


def _standing(lower: int, higher: int, count: int, z: float | None) -> Standing:
    """Nine in ten to one side is unusual; far needs the distance too."""
    if 10 * lower >= 9 * count:
        return Standing.FAR_HIGHER if z is not None and z > FAR else Standing.HIGHER
    if 10 * higher >= 9 * count:
        return Standing.FAR_LOWER if z is not None and z < -FAR else Standing.LOWER
    return Standing.USUAL
