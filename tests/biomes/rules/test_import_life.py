"""The life of an import is a table; a file's columns are guessed, never acted upon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import columns, import_life
from biomes.rules.import_life import MOVES, OVER, State, move

states = st.sampled_from(list(State))
CODES = ["chlorophyll-a", "microcystin", "salinity", "water-temperature", "nitrate"]


@given(states, states)
def test_no_move_leaves_the_table(current, to):
    if to in MOVES[current]:
        assert move(current, to) is to
    else:
        with pytest.raises(import_life.Refused):
            move(current, to)


def test_every_state_is_reached_and_what_is_over_stays_over():
    reached, waiting = {State.UPLOADED}, [State.UPLOADED]
    while waiting:
        new = MOVES[waiting.pop()] - reached
        reached |= new
        waiting += new

    assert reached == set(State)
    assert all(not MOVES[state] for state in OVER)


def test_nothing_is_stored_that_was_not_checked():
    assert [state for state in State if State.STORING in MOVES[state]] == [State.CHECKED]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.floats(0, 10**6))
def test_the_time_left_is_never_below_zero_and_unknown_before_anything_is_done(done, total, seconds):
    left = import_life.seconds_left(done=done, total=total, seconds=seconds)

    assert left is None or left >= 0
    assert done or left is None


@given(st.lists(st.text(max_size=30), max_size=30))
def test_a_guess_names_every_column_once_in_order_and_no_role_twice(header):
    found = columns.guess(header, CODES)

    roles = [one.role for one in found if one.role]
    assert [one.column for one in found] == header
    assert len(roles) == len(set(roles))
    assert set(roles) <= columns.PLAIN | set(CODES)


def test_a_heading_of_the_lakes_survey_is_guessed():
    found = columns.guess(["SITE_ID", "LON_DD", "LAT_DD", "CHLA (ug/L)", "MCYST_TL_UGL", "COMMENT"], CODES)

    assert [(one.role, one.unit) for one in found] == [
        ("station", ""),
        ("lon", ""),
        ("lat", ""),
        ("chlorophyll-a", "ug/L"),
        ("microcystin", ""),
        ("", ""),
    ]


def test_a_clock_is_added_to_times_without_an_offset_and_to_no_other():
    said = {"columns": [{"column": "T", "role": "time", "unit": "", "limit": ""},
                        {"column": "V", "role": "salinity", "unit": "", "limit": ""}], "clock": "+02:00"}  # fmt: skip
    table = columns.from_said(said)

    times = [
        next(columns.rows_of({"T": text, "V": "1"}, table))["at"]
        for text in ("2007-06-01T10:00", "2007-06-01 10:00:30", "2007-06-01T10:00Z", "2007-06", "soon")
    ]

    assert times == [
        "2007-06-01T10:00+02:00",
        "2007-06-01 10:00:30+02:00",
        "2007-06-01T10:00Z",
        "2007-06",
        "soon",
    ]
