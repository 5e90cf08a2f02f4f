"""When a ballot departs from an instruction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import commitment, lifecycle
from council.rules.instructions import ASKABLE, Answer, departs
from council.rules.seats import Choice


@given(st.sampled_from(Choice), st.sampled_from([None, Answer.FREE]))
def test_nothing_departs_from_no_instruction_or_a_free_one(choice, answer):
    assert not departs(answer, choice)


@given(st.sampled_from(Choice), st.sampled_from([Answer.YES, Answer.NO, Answer.ABSTAIN]))
def test_only_the_same_word_follows_an_instruction(choice, answer):
    assert departs(answer, choice) is (choice.value != answer.value)


@pytest.mark.parametrize("state", sorted(ASKABLE))
def test_a_vote_can_still_come_wherever_one_may_ask(state):
    seen, ahead = set(), {state}
    while ahead:
        here = ahead.pop()
        seen.add(here)
        ahead |= set(lifecycle.MOVES[here]) - seen

    assert seen & lifecycle.OPEN_TO_BALLOTS


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(Answer))
def test_an_instruction_opens_with_its_own_words_alone(text, other, answer):
    value = commitment.instruction_of(motion="2150-1", seat="b-1", n=1, answer=answer, text=text)
    sealed = commitment.commitment(b"s" * 32, value)
    swapped = value | {"text": commitment.words_hash(other)}

    assert commitment.opens(sealed, b"s" * 32, value)
    assert commitment.opens(sealed, b"s" * 32, swapped) is (swapped == value)


def test_a_reason_without_a_departure_commits_to_what_it_always_did():
    given_ = {"motion": "2150-1", "round_": 1, "n": 1, "articles": ["a"], "text": "Because."}

    assert "departure" not in commitment.reason_of(**given_)
    assert "departure" in commitment.reason_of(**given_, departure="New readings.")
