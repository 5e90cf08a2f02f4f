"""When a council sits by its statutes: sessions without a gap, and the n-th weekday of some months."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from council.rules.boxes.parts import BoxSession, Recurrence

LAST = 5


def session_around(session: BoxSession, at: datetime) -> tuple[datetime, datetime]:
    """The session that runs at a moment, over ``[since, until)``, both at midnight UTC."""
    anchor, day = date.fromisoformat(session.begins), at.astimezone(UTC).date()
    months = (day.year - anchor.year) * 12 + day.month - anchor.month - (day.day < anchor.day)
    nth = months // session.months
    return _begin(anchor, nth * session.months), _begin(anchor, (nth + 1) * session.months)


def _begin(anchor: date, months: int) -> datetime:
    years, month = divmod(anchor.month - 1 + months, 12)
    return datetime(anchor.year + years, month + 1, anchor.day, tzinfo=UTC)


def ordinary_sittings(one: Recurrence, since: datetime, until: datetime) -> Iterator[datetime]:
    """Each hour of ``[since, until)`` at which a body sits by its statutes, the soonest first."""
    hour = time.fromisoformat(one.at)
    for year in range(since.year, until.year + 1):
        if (year - one.year) % one.years:
            continue
        for month in sorted(one.months):
            moment = datetime.combine(_weekday(year, month, one.week, one.weekday), hour, tzinfo=UTC)
            if since <= moment < until:
                yield moment


def _weekday(year: int, month: int, week: int, weekday: int) -> date:
    """The ``week``-th such weekday of a month; the last one where ``week`` is 5."""
    first = date(year, month, 1)
    ahead = (weekday - first.isoweekday()) % 7
    found = first + timedelta(days=ahead + 7 * (week - 1))
    if week == LAST and found.month != month:
        found -= timedelta(days=7)
    return found
