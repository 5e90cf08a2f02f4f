"""Days of one series, as charts, trends and comparisons take them: low, median, high, and what lay below detection.

A day all of whose values lay below the detection limit has no median: only that it was somewhere from zero to the
limit. Nothing is ever put in the place of such a value (half the limit is a guess, not a measurement).
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

DAY = timedelta(days=1)


# Not frozen, which takes five times as long to make: five years of ten stations are twenty thousand of them.
@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Daily:
    """One UTC day of one indicator at one station; ``below`` of its ``count`` values carried a "<"."""

    day: date
    low: float
    median: float
    high: float
    count: int = 1
    below: int = 0
    historical: bool = False

    @property
    def is_below(self) -> bool:
        """At least half of the day's values lay below detection, so that its median does too."""
        return 2 * self.below >= self.count > 0

    @property
    def least(self) -> float:
        """What the lower end certainly is: a value below detection may be anything down to zero."""
        return min(self.low, 0.0) if self.below else self.low


@dataclass(frozen=True, slots=True)
class Silence:
    """No value after the day ``since`` and before the day ``until``."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days - 1


def stretches(days: Sequence[Daily], longest: timedelta) -> Iterator[list[Daily]]:
    """Unbroken runs: two days further apart than ``longest`` are not joined by a line."""
    run: list[Daily] = []
    for one in days:
        if run and one.day - run[-1].day > longest:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def silences(days: Sequence[Daily], longest: timedelta) -> list[Silence]:
    """The gaps between the stretches, longest first, then earliest first."""
    runs = list(stretches(days, longest))
    gaps = [Silence(a[-1].day, b[0].day) for a, b in itertools.pairwise(runs)]
    return sorted(gaps, key=lambda gap: (-gap.days, gap.since))


def binned(days: Sequence[Daily], size: int) -> list[Daily]:
    """Every ``size`` days as one, from the first day on; a bin spans its extremes, so no peak is lost."""
    if size <= 1 or not days:
        return list(days)
    first = days[0].day
    bins: dict[int, list[Daily]] = {}
    for one in days:
        bins.setdefault((one.day - first).days // size, []).append(one)
    return [_one(part) for _number, part in sorted(bins.items())]


def _one(part: Sequence[Daily]) -> Daily:
    clear = [one for one in part if not one.is_below]
    medians = median(one.median for one in part), median(one.median for one in clear or part)
    one = point(
        part[0].day,
        len(part),
        len(clear),
        low=min(one.low for one in part),
        medians=medians,
        high=max(one.high for one in part),
    )
    one.historical = all(each.historical for each in part)
    return one


def point(
    day: date, days: int, clear: int, *, low: float, medians: tuple[float, float], high: float
) -> Daily:
    """Several days as one: so many ``days`` of which so many are ``clear``; ``medians`` of all, and of the clear ones."""
    # It is below detection when most of its days are.
    below = 2 * clear <= days
    return Daily(
        day=day,
        low=low,
        median=medians[0] if below else medians[1],
        high=high,
        count=days,
        below=days - clear if below else min(days - clear, (days - 1) // 2),
    )


def bin_size(first: date, last: date, most: int = 370) -> int:
    """How many days make one point, so that at most ``most`` points are drawn: 1, or whole weeks."""
    span = (last - first).days + 1
    return 1 if span <= most else 7 * -(-span // (7 * most))


def by_day(days: Iterable[Daily]) -> dict[date, Daily]:
    return {one.day: one for one in days}
