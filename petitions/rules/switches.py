"""The operator's switches: how often may be counted, and which days a pause of signing gives back."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SHORTEST, LONGEST, USUAL = 10, 60, 10
REASON = 200
# Beat is a metronome, not an atomic clock: this much early is in time.
EARLY = timedelta(seconds=5)


def midnights(since: datetime, until: datetime, site: ZoneInfo) -> list[datetime]:
    """The local midnights in ``(since, until]``: a pause over none of them gives no day."""
    day, found = since.astimezone(site).date(), []
    while (moment := datetime.combine(day, time(), tzinfo=site)) <= until:
        if moment > since:
            found.append(moment)
        day += timedelta(days=1)
    return found


def is_due(counted_at: datetime | None, seconds: int, at: datetime) -> bool:
    """Whether a petition that was counted then is counted again now."""
    return counted_at is None or at - counted_at >= timedelta(seconds=seconds) - EARLY
