"""Deadlines: six months to the last second of a local day, whatever the month or the clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import deadlines

ZONES = st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Madrid", "Africa/Cairo", "Pacific/Apia")])
moments = st.datetimes(datetime(2024, 1, 1), datetime(2160, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("opened", "closes"),
    [
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2027-08-29", "2028-02-29"),
        ("2026-10-31", "2027-04-30"),
        ("2026-04-03", "2026-10-03"),
        ("2026-12-31", "2027-06-30"),
    ],
)
def test_month_ends_fall_on_the_last_day(opened, closes):
    at = datetime.fromisoformat(opened).replace(hour=9, tzinfo=UTC)

    assert deadlines.closes_at(at, ZoneInfo("UTC")).isoformat() == f"{closes}T23:59:59+00:00"


@given(moments, ZONES)
def test_a_petition_closes_at_the_last_second_of_a_local_day(opened, site):
    closing = deadlines.closes_at(opened, site)

    assert (closing.hour, closing.minute, closing.second) == (23, 59, 59)
    assert closing > opened + timedelta(days=180)
    assert closing < opened + timedelta(days=186)


@given(moments, ZONES)
def test_the_day_never_moves_past_its_namesake(opened, site):
    local, closing = opened.astimezone(site), deadlines.closes_at(opened, site)

    assert closing.day <= local.day
    assert (closing.year * 12 + closing.month) - (local.year * 12 + local.month) == 6


def test_a_summer_clock_does_not_move_the_local_hour():
    site = ZoneInfo("Europe/Madrid")

    closing = deadlines.closes_at(datetime(2026, 1, 15, 12, tzinfo=UTC), site)

    assert closing.astimezone(UTC).isoformat() == "2026-07-15T21:59:59+00:00"


@given(moments, ZONES, st.integers(1, 90))
def test_a_duty_falls_due_at_the_end_of_its_day(at, site, days):
    due = deadlines.end_of_day(at, site, days)

    assert (due.astimezone(site).date() - at.astimezone(site).date()).days == days
    assert due > at


@given(moments, ZONES)
def test_a_pause_moves_a_deadline_by_one_local_day(opened, site):
    closing = deadlines.closes_at(opened, site)

    later = deadlines.pushed_by_a_day(closing, site)

    assert (later.hour, later.minute, later.second) == (23, 59, 59)
    assert (later.date() - closing.date()).days == 1


@given(moments, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_the_day_of_grace_is_for_those_who_asked_in_time(closing, shift):
    asked_in_time = deadlines.may_sign(closing, closing + shift)

    assert deadlines.may_confirm(closing, closing + shift, closing + deadlines.GRACE) == asked_in_time
    assert not deadlines.may_confirm(closing, closing, closing + deadlines.GRACE + timedelta(microseconds=1))


def test_both_ends_of_the_grace_are_inside():
    closing = datetime(2026, 10, 3, 23, 59, 59, tzinfo=UTC)

    assert deadlines.may_confirm(closing, closing, closing + timedelta(hours=24))
