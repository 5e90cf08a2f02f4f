"""The table by hour as a line: hours in which nobody signed are noughts, not gaps."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


def filled(
    rows: Iterable[tuple[datetime, int]], until: datetime | None = None
) -> Iterator[tuple[datetime, int]]:
    """Every hour from the first to the last, or to the hour of ``until``; the counts are kept to the unit."""
    expected: datetime | None = None
    for hour, count in rows:
        while expected is not None and expected < hour:
            yield expected, 0
            expected += HOUR
        yield hour, count
        expected = hour + HOUR
    while expected is not None and until is not None and expected <= until:
        yield expected, 0
        expected += HOUR
