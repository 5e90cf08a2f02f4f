"""Laws of terms in a row."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from council.rules.terms import Served, counts, is_remainder, may_be_given, terms_in_a_row

START = datetime(2100, 1, 1, tzinfo=UTC)
FULL = timedelta(days=1000)


def term(begins, length=1000, *, remainder=False, left=None):
    """A mandate from day ``begins`` for ``length`` days, given up ``left`` days after it began."""
    since = START + timedelta(days=begins)
    due = since + timedelta(days=length)
    return Served(
        since=since, due=due, until=due if left is None else since + timedelta(days=left), remainder=remainder
    )


@given(st.integers(1, 6), st.integers(1, 6))
def test_at_most_so_many_full_terms_follow_one_another(served, most):
    held = [term(1000 * i) for i in range(served)]

    assert may_be_given(held, term(1000 * served), full=FULL, most=most) == (served < most)


@given(st.integers(1, 999), st.integers(1, 5))
def test_a_remainder_counts_from_half_a_term_on(length, most):
    short = term(0, length, remainder=True)

    assert counts(short, FULL) == (length >= 500)
    assert terms_in_a_row([short], short.due, FULL) == int(length >= 500)


@given(st.integers(0, 4000))
def test_a_whole_term_away_ends_the_row(pause):
    held = [term(0), term(1000)]

    assert terms_in_a_row(held, START + timedelta(days=2000 + pause), FULL) == (0 if pause >= 1000 else 2)


@given(st.integers(1, 999))
def test_nobody_resigns_to_begin_anew(left):
    held = [term(0), term(1000, left=left)]

    assert not may_be_given(held, term(1000 + left), full=FULL, most=2)


@given(st.permutations([0, 1000, 2000, 3000]))
def test_the_order_in_which_mandates_are_read_does_not_matter(days):
    assert terms_in_a_row([term(day) for day in days], START + timedelta(days=4000), FULL) == 4


@given(st.integers(1, 999), st.integers(0, 1500), st.integers(1, 2500))
def test_a_remainder_lies_between_the_early_end_and_the_due_day(left, begins, length):
    since = START + timedelta(days=begins)
    until = since + timedelta(days=length)

    told = is_remainder(term(0, left=left), since, until)

    assert told == (left <= begins < 1000 and begins + length <= 1000)


def test_what_ended_on_its_day_leaves_no_remainder():
    assert not is_remainder(term(0), START + timedelta(days=1000), None)
    assert not is_remainder(term(0), START + timedelta(days=500), None)
