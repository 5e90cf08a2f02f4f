"""Laws of convening, minutes and the action list."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import convening, follow_up, minutes
from council.rules.convening import EXPECTED, Answer
from council.rules.follow_up import ActionState

moments = st.none() | st.datetimes()
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2300, 1, 1))
remarks = st.dictionaries(st.integers(0, 60).map(str), st.text(min_size=1, max_size=40), max_size=6)


@given(moments, moments, moments)
def test_exactly_one_answer_stands(acknowledged, apologised, released):
    stands = convening.answer(acknowledged, apologised, released)

    assert (stands in EXPECTED) == (apologised is None and released is None)
    assert (stands is Answer.RELEASED) == (released is not None)


@pytest.mark.parametrize("current", Answer)
def test_no_answer_is_given_twice_and_who_was_let_go_gives_none(current):
    assert not convening.may_answer(current, current)
    assert not convening.may_answer(Answer.RELEASED, current)


@given(remarks, st.integers(0, 60), st.text(max_size=40))
def test_a_remark_changes_its_own_point_alone(before, position, text):
    after = minutes.remarks_with(before, position, text)

    assert after.get(str(position), "") == text
    assert {k: v for k, v in after.items() if k != str(position)} == {
        k: v for k, v in before.items() if k != str(position)
    }


@given(remarks, st.randoms(use_true_random=False))
def test_the_order_in_which_remarks_were_written_does_not_change_the_hash(words, chance):
    shuffled = list(words.items())
    chance.shuffle(shuffled)

    assert minutes.hash_of("c--1", 1, {}, words) == minutes.hash_of("c--1", 1, {}, dict(shuffled))


@given(remarks, st.integers(0, 60), st.text(alphabet="abc", min_size=1, max_size=9))
def test_other_words_have_another_hash(words, position, text):
    changed = minutes.remarks_with(words, position, f"{words.get(str(position), '')}{text}")

    assert minutes.hash_of("c--1", 1, {}, changed) != minutes.hash_of("c--1", 1, {}, words)


@given(*[st.sets(st.sampled_from(["secretary", "chair"]))] * 2)
def test_two_are_needed_who_are_secretary_and_chair_between_them(first, second):
    together = minutes.are_both(first, second)

    assert together == minutes.are_both(second, first)
    assert together == (bool(first) and bool(second) and len(first | second) == 2)


@given(days, days, st.sampled_from(ActionState))
def test_what_is_overdue_was_to_be_reminded_of_and_only_what_is_open_is(due, today, state):
    late = follow_up.is_overdue(state, due, today)

    assert late <= (state is ActionState.OPEN)
    assert late <= follow_up.must_remind(state, due, False, today)
    assert not follow_up.must_remind(state, due, True, today)
    assert not follow_up.is_overdue(state, today, today)
    assert follow_up.is_overdue(ActionState.OPEN, today - timedelta(days=1), today)


@pytest.mark.parametrize("state", ActionState)
def test_an_action_ends_once(state):
    assert not follow_up.may_end(state, ActionState.OPEN)
    assert follow_up.may_end(state, ActionState.DONE) == (state is ActionState.OPEN)


@pytest.mark.parametrize(
    ("text", "subject", "link"),
    [
        ("council.motion/2150-3", True, False),
        ("charters.article/vessa-lagoon--art_3", True, False),
        ("https://water.example/report?year=2150", False, True),
        ("http://water.example/report", False, False),
        ("javascript:alert(1)", False, False),
        ("https://user@water.example/", False, False),
        ("https://localhost/", False, False),
        ("it is done", False, False),
        ("", False, False),
    ],
)
def test_evidence_is_a_subject_or_a_safe_link(text, subject, link):
    assert (follow_up.is_subject(text), follow_up.is_link(text)) == (subject, link)
