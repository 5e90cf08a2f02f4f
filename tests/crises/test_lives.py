"""The lives of alerts and runs are tables; nothing leaves them, and everything in them can happen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crises.rules import alert_life, run_life

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
LIVES = pytest.mark.parametrize(
    ("life", "roots"), [(alert_life, {"draft", "exercise"}), (run_life, {"queued"})]
)


@LIVES
def test_every_state_can_be_reached(life, roots):
    seen, edge = set(roots), set(roots)
    while edge:
        edge = {to.value for state in edge for to in life.MOVES[life.State(state)]} - seen
        seen |= edge

    assert seen == {s.value for s in life.State}


@LIVES
def test_no_move_leaves_the_table_and_the_end_is_the_end(life, roots):
    for current in life.State:
        for to in life.State:
            if to in life.MOVES[current]:
                assert life.move(current, to) is to
            else:
                with pytest.raises(life.Refused):
                    life.move(current, to)


def test_what_a_model_says_begins_and_stays_an_exercise():
    assert alert_life.first_state(alert_life.Source.RUN) is alert_life.State.EXERCISE
    assert alert_life.State.ACTUAL not in alert_life.MOVES[alert_life.State.EXERCISE]


@given(
    st.sampled_from(alert_life.State), st.sampled_from(alert_life.Source), st.frozensets(st.text(min_size=1))
)
def test_release_takes_a_draft_two_people_and_no_model(state, source, officers):
    may = alert_life.may_release(state, source, officers)

    assert may == (
        state is alert_life.State.DRAFT and source is not alert_life.Source.RUN and len(officers) >= 2
    )


def test_silence_and_calm_end_an_alert():
    over = alert_life.is_over

    assert not over(renewed_at=NOON, eased_at=None, at=NOON + timedelta(hours=71))
    assert over(renewed_at=NOON, eased_at=None, at=NOON + timedelta(hours=72))
    assert over(renewed_at=NOON, eased_at=NOON, at=NOON + timedelta(hours=24))


@given(st.integers(-5, 2000), st.integers(0, 1280), st.integers(0, 10_000))
def test_progress_stays_between_nothing_and_all(done, total, seconds):
    found = run_life.progress(done=done, total=total, started_at=NOON, at=NOON + timedelta(seconds=seconds))

    assert 0 <= found.percent <= 100
    assert found.left is None or found.left >= timedelta(0)
    assert (found.percent == 100) == (total > 0 and done >= total)


def test_the_time_left_follows_the_pace_so_far():
    found = run_life.progress(done=40, total=160, started_at=NOON, at=NOON + timedelta(seconds=10))

    assert found.left == timedelta(seconds=30)


def test_before_the_first_day_nobody_knows_how_long():
    assert run_life.progress(done=0, total=160, started_at=None, at=NOON).left is None
