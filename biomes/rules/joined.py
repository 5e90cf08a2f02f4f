"""Very many days joined into points at once: `daily.binned` and `daily.silences` for columns of numbers.

Five years of ten stations are twenty thousand days, of which two thousand points are drawn; one by one they take ten
times as long. A test holds both to each other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from biomes.rules.daily import Daily, Silence, point

# Six rows: day (as `date.toordinal` counts), count, below, low, median, high; a column for each day.
Days = NDArray[np.float64]
NONE: Days = np.empty((6, 0))
# The same of one day, as a database says it.
Row = tuple[date, int, int, Decimal, Decimal, Decimal]


def days_of(columns: Iterable[str]) -> Days:
    """From six texts as a database writes arrays: ``{1,2,3}``."""
    return np.array([np.fromstring(text[1:-1], sep=",") for text in columns])


def instead(days: Days, gone: Iterable[date], rows: Sequence[Row]) -> Days:
    """Without the days that are ``gone``, and with these rows; oldest first."""
    lost = [day.toordinal() for day in gone]
    kept = days[:, ~np.isin(days[0], lost)] if lost else days
    if rows:
        more = np.array([[one[0].toordinal(), *(float(number) for number in one[1:])] for one in rows])
        kept = np.hstack([kept, more.T])
    return kept[:, kept[0].argsort()]


def points(days: Days, size: int) -> tuple[list[Daily], list[date]]:
    """Every ``size`` days as one, from the first day on; and the last day of each. Oldest first, at least one."""
    day, count, below, low, median, high = days
    if size <= 1:
        found = [
            Daily(day=date.fromordinal(int(a)), low=b, median=c, high=d, count=int(e), below=int(f))
            for a, b, c, d, e, f in zip(
                *(row.tolist() for row in (day, low, median, high, count, below)), strict=True
            )
        ]
        return found, [one.day for one in found]
    bins = (day - day[0]) // size
    begun = np.flatnonzero(np.diff(bins, prepend=-1))
    numbers = np.diff(begun, append=len(bins))
    is_clear = 2 * below < count
    clear = np.add.reduceat(is_clear, begun, dtype=np.int64)
    of_all = _middles(bins, median)
    of_clear = of_all.copy()
    of_clear[clear > 0] = _middles(bins[is_clear], median[is_clear])
    rows = (
        day[begun], numbers, clear, np.minimum.reduceat(low, begun), of_all, of_clear,
        np.maximum.reduceat(high, begun),
    )  # fmt: skip
    found = [
        point(date.fromordinal(int(first)), many, some, low=least, medians=(a, b), high=most)
        for first, many, some, least, a, b, most in zip(*(row.tolist() for row in rows), strict=True)
    ]
    return found, [date.fromordinal(int(last)) for last in day[begun + numbers - 1].tolist()]


def _middles(bins: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each bin; ``bins`` never fall."""
    if not len(bins):
        return values
    ranked = values[np.lexsort((values, bins))]
    begun = np.flatnonzero(np.diff(bins, prepend=-1))
    numbers = np.diff(begun, append=len(bins))
    lower, upper = ranked[begun + (numbers - 1) // 2], ranked[begun + numbers // 2]
    middles: NDArray[np.float64] = lower + 0.5 * (upper - lower)
    return middles


def silences(days: Days, hours: int) -> list[Silence]:
    """The gaps of more than so many hours, longest first, then earliest first."""
    after = np.flatnonzero(np.diff(days[0]) * 24 > hours)
    gaps = [
        Silence(date.fromordinal(int(a)), date.fromordinal(int(b)))
        for a, b in zip(days[0][after].tolist(), days[0][after + 1].tolist(), strict=True)
    ]
    return sorted(gaps, key=lambda gap: (-gap.days, gap.since))


def days_below(days: Days) -> int:
    """Of how many days the median lies below detection."""
    return int(np.count_nonzero(2 * days[2] >= days[1]))


def latest(days: Days) -> Daily:
    """The last day, as the value it ended with."""
    day, count, below, _low, median, _high = days[:, -1].tolist()
    return Daily(
        day=date.fromordinal(int(day)), low=median, median=median, high=median, below=int(2 * below >= count)
    )
