"""When things end. Computed once, stored, never recomputed: a rule that changes later moves nobody's date."""

from calendar import monthrange
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN_MONTHS = 6
GRACE = timedelta(hours=24)
TOKEN_LIFE = timedelta(days=7)
RESPONSE_DAYS = 28
DEBATE_DAYS = 60
# Names, e-mails and places of signers are forgotten this long after the end.
RETENTION = timedelta(days=180)
# A petition that found no sponsors in this time is put away.
SPONSOR_DAYS = 90

LAST_SECOND = time(23, 59, 59)


def months_later(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day some months on, or the month's last: 31 August + 6 is 28 or 29 February."""
    index = month - 1 + months
    year, month = year + index // 12, index % 12 + 1
    return year, month, min(day, monthrange(year, month)[1])


def closes_at(opened_at: datetime, site: ZoneInfo, months: int = OPEN_MONTHS) -> datetime:
    """23:59:59 site time, ``months`` after the local day of opening."""
    local = opened_at.astimezone(site)
    year, month, day = months_later(local.year, local.month, local.day, months)
    return datetime.combine(datetime(year, month, day, tzinfo=site).date(), LAST_SECOND, tzinfo=site)


def end_of_day(at: datetime, site: ZoneInfo, days: int) -> datetime:
    """23:59:59 site time, ``days`` after the local day of ``at``: how every duty falls due."""
    return datetime.combine(at.astimezone(site).date() + timedelta(days=days), LAST_SECOND, tzinfo=site)


def response_due(crossed_at: datetime, site: ZoneInfo) -> datetime:
    return end_of_day(crossed_at, site, RESPONSE_DAYS)


def debate_due(crossed_at: datetime, site: ZoneInfo) -> datetime:
    return end_of_day(crossed_at, site, DEBATE_DAYS)


def pushed_by_a_day(deadline: datetime, site: ZoneInfo) -> datetime:
    """A deadline one *local* day later, as a pause of signing moves it; 23:59:59 stays 23:59:59."""
    local = deadline.astimezone(site)
    return datetime.combine(
        local.date() + timedelta(days=1), local.timetz().replace(tzinfo=None), tzinfo=site
    )


def may_sign(closing: datetime, at: datetime) -> bool:
    return at <= closing


def may_confirm(closing: datetime, asked_at: datetime, at: datetime) -> bool:
    """Asked before the close, confirmed within the day of grace; both ends included."""
    return asked_at <= closing and at <= closing + GRACE
