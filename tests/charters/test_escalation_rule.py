"""Where a late duty lies: a matter of dates, the same for whoever asks, however often and in whatever zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from charters.rules import escalation
from charters.rules.escalation import Step

SITES = st.sampled_from(
    [ZoneInfo(name) for name in ("UTC", "Europe/Madrid", "Africa/Cairo", "Pacific/Apia", "America/Havana")]
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2160, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(days=-20), timedelta(days=40))


@given(moments, spans, spans, SITES)
def test_a_step_that_was_taken_stays_taken(due, one, other, site):
    earlier, later = sorted((due + one, due + other))

    before, after = escalation.moves(due, earlier, site), escalation.moves(due, later, site)

    assert after[: len(before)] == before


@given(moments, st.lists(spans, min_size=1, max_size=12), SITES)
def test_ticks_in_any_rhythm_take_every_step_once_and_skip_none(due, ticks, site):
    told: list[Step] = []
    for at in sorted(due + span for span in ticks):
        for _again in range(2):
            told += [m.step for m in escalation.moves(due, at, site) if m.step not in told]

    assert told == [move.step for move in escalation.moves(due, max(due + span for span in ticks), site)]
    assert told == list(Step)[: len(told)]


@given(moments, spans, SITES, SITES)
def test_it_does_not_matter_in_which_zone_the_dates_are_written(due, span, site, other):
    at = due + span

    assert escalation.moves(due.astimezone(other), at.astimezone(other), site) == escalation.moves(
        due, at, site
    )
    assert escalation.days_late(due.astimezone(other), at.astimezone(other), site) == escalation.days_late(
        due, at, site
    )


@given(moments, SITES)
def test_a_step_falls_at_the_clock_time_of_the_due_date_on_its_day(due, site):
    local = due.astimezone(site).replace(tzinfo=None)
    for step, days in escalation.DAYS.items():
        begins = escalation.begins(step, due, site).astimezone(site).replace(tzinfo=None)
        # A night that skips the clock time moves it on, by a day at the most (Apia left one out whole).
        assert timedelta(0) <= begins - (local + timedelta(days=days)) <= timedelta(days=1)
        assert begins.second == local.second


@given(moments, SITES)
def test_both_ends_of_a_step_are_inside(due, site):
    for number, step in enumerate(Step, start=1):
        begins = escalation.begins(step, due, site)
        assert len(escalation.moves(due, begins, site)) == number
        assert len(escalation.moves(due, begins - timedelta(microseconds=1), site)) == number - 1


@given(moments, spans, SITES)
def test_days_late_never_fall_and_agree_with_the_steps(due, span, site):
    at = due + span
    days = escalation.days_late(due, at, site)

    assert days >= 0
    assert escalation.days_late(due, at + timedelta(days=1), site) >= days
    if escalation.standing(due, at, site) is Step.PUBLIC:
        assert days >= 13  # a repeated hour may stand between the clock and the day


def test_a_change_of_the_clock_does_not_move_the_evening():
    madrid = ZoneInfo("Europe/Madrid")
    due = datetime(2026, 3, 24, 23, 59, 59, tzinfo=madrid)

    chair = escalation.begins(Step.CHAIR, due, madrid)

    assert chair == datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)
    assert chair - due.astimezone(UTC) == timedelta(days=7, hours=-1)


def test_what_is_not_late_lies_nowhere():
    due = datetime(2150, 6, 11, 23, 59, 59, tzinfo=UTC)

    assert escalation.standing(due, due - timedelta(seconds=1), ZoneInfo("UTC")) is None
    assert escalation.days_late(due, due - timedelta(days=3), ZoneInfo("UTC")) == 0
