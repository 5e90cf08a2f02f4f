"""The sheets of a sitting on paper: which hours can be, and the order in which it enters the record."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from council.rules import blackout

NOON = datetime(2150, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SEATS, POINTS = ["a", "b"], [1, 2]
minutes = st.integers(0, 120)


def hour(minute):
    return f"{NOON + minute * MINUTE:{blackout.FORMAT}}"


@st.composite
def sheets(draw):
    """Hours that can be: each seat and point within two hours, the points one after the other."""
    lines = {"sitting::since": hour(0), "sitting::until": hour(120)}
    cuts = sorted(draw(st.lists(minutes, min_size=4, max_size=4, unique=True)))
    for n in POINTS:
        lines[f"point:{n}:since"], lines[f"point:{n}:until"] = (hour(cut) for cut in cuts[2 * n - 2 : 2 * n])
    for code in SEATS:
        first, last = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))
        there = draw(st.booleans())
        lines[f"seat:{code}:since"] = hour(first) if there else ""
        lines[f"seat:{code}:until"] = hour(last) if there else ""
    return lines


def wrong(lines, *, begins=NOON, at=NOON + 300 * MINUTE):
    return blackout.wrong_times(lines, seats=SEATS, points=POINTS, not_before=begins, at=at)


@given(sheets())
def test_hours_within_the_sitting_are_right_and_earlier_or_later_ones_are_not(lines):
    assert wrong(lines) == ()
    assert wrong(lines, begins=NOON + MINUTE) != ()
    assert wrong(lines, at=NOON + 119 * MINUTE) != ()


@given(sheets(), st.data())
def test_a_line_left_out_made_up_or_turned_round_is_named(lines, data):
    name = data.draw(st.sampled_from(sorted(lines)))
    turned = {**lines, "point:1:since": lines["point:1:until"], "point:1:until": lines["point:1:since"]}

    assert wrong({k: v for k, v in lines.items() if k != name}) == (name,)
    assert wrong({**lines, "seat:z:since": ""}) == ("seat:z:since",)
    assert wrong(turned) == ("point:1:since",)


@given(sheets())
def test_two_points_are_not_taken_up_at_once(lines):
    over = {**lines, "point:2:since": lines["point:1:since"]}

    assert wrong(over) == ("point:1:since",) or wrong(over) == ("point:2:since",)


@given(sheets())
def test_everything_enters_in_the_order_of_its_hour_and_nothing_is_lost(lines):
    found = blackout.order(lines)
    told = [hours for name, hours in lines.items() if hours and not name.startswith("sitting")]

    assert [one.at for one in found] == sorted(one.at for one in found)
    assert sorted(f"{one.at:{blackout.FORMAT}}" for one in found) == sorted(told)
    for before, after in pairwise(found):
        assert before.at < after.at or before.begins <= after.begins


@given(st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)))
def test_an_hour_has_one_spelling(when):
    text = f"{when:{blackout.FORMAT}}"
    found = blackout.moment(text)

    assert found is not None
    assert f"{found:{blackout.FORMAT}}" == text
    for other in (text + ":00", text.replace("T", " "), text.replace("-", "-0", 1), "", "noon"):
        assert blackout.moment(other) is None


def words(lines, *, at=NOON + 60 * MINUTE):
    return blackout.wrong_words(lines, ("a/1", "b/1"), not_before=NOON, at=at)


def test_a_motion_that_was_not_voted_on_has_no_words_and_one_that_was_has_its_hour():
    spoken = {"a/1": "yes", "b/1": "absent"}

    assert words({**spoken, "held_at": hour(20)}) == ()
    assert words({**spoken, "held_at": ""}) == ("a/1",)
    assert words({"a/1": "absent", "b/1": "absent", "held_at": ""}) == ()
    assert words({**spoken, "held_at": hour(-1)}) == ("held_at",)
    assert words({**spoken, "held_at": hour(61)}) == ("held_at",)
    assert words(spoken) == ("held_at",)
    assert words({"a/1": "yes", "held_at": hour(20)}) == ("b/1",)
