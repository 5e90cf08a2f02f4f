"""The life of a motion, seats of two hands, eligibility, commitments: the small tables."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import eligibility, lifecycle
from council.rules.commitment import commitment, opens, value_of
from council.rules.decision import RollSeat, Rule
from council.rules.eligibility import Term, Why, Window
from council.rules.lifecycle import FINAL, MOVES, Refused, State, move
from council.rules.seats import BallotCast, Choice, SeatVote, vote_of

HOUR = timedelta(hours=1)


def test_every_state_is_reachable_from_a_draft():
    seen, edge = {State.DRAFT}, [State.DRAFT]
    while edge:
        new = MOVES[edge.pop()] - seen
        seen |= new
        edge += new

    assert seen == set(State)


@given(st.lists(st.sampled_from(State), max_size=30))
def test_no_walk_leaves_the_table_and_final_states_are_final(steps):
    here = State.DRAFT
    for to in steps:
        try:
            after = move(here, to)
        except Refused:
            continue
        assert here not in FINAL
        here = after


def test_nothing_is_enacted_past_a_veto_but_by_an_override():
    """Without the override, no path leads from a veto to force."""
    seen, edge = {State.VETOED}, [State.VETOED]
    while edge:
        new = MOVES[edge.pop()] - seen - {State.OVERRIDE_OPEN}
        seen |= new
        edge += new

    assert not seen & lifecycle.IN_FORCE


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("yes", "yes", SeatVote.YES),
        ("no", "no", SeatVote.NO),
        ("abstain", "abstain", SeatVote.ABSTAIN),
        ("yes", "no", SeatVote.SPLIT),
        ("yes", "abstain", SeatVote.SPLIT),
        ("yes", None, SeatVote.INCOMPLETE),
        (None, None, SeatVote.AWAY),
    ],
)
def test_a_joint_seat_speaks_when_its_hands_agree(first, second, expected):
    seat = RollSeat(code="b", body="B", joint="unanimous", hands=(1, 2))
    cast = [
        BallotCast(seat="b", hand=hand, choice=Choice(choice), n=hand)
        for hand, choice in ((1, first), (2, second))
        if choice
    ]

    assert vote_of(seat, cast, Rule(chambers=())) is expected


def test_the_later_ballot_of_either_hand_stands_where_the_seat_says_any():
    seat = RollSeat(code="b", body="B", joint="any", hands=(1, 2))
    cast = [
        BallotCast(seat="b", hand=1, choice=Choice.NO, n=9),
        BallotCast(seat="b", hand=2, choice=Choice.YES, n=4),
    ]

    assert vote_of(seat, cast, Rule(chambers=())) is SeatVote.NO


@pytest.mark.parametrize(("rule_lets", "expected"), [(True, SeatVote.YES), (False, SeatVote.INCOMPLETE)])
def test_a_sole_holder_acts_alone_only_where_the_rule_lets_her(rule_lets, expected):
    seat = RollSeat(code="b", body="B", joint="unanimous", hands=(2,))
    cast = [BallotCast(seat="b", hand=2, choice=Choice.YES, n=1)]

    assert vote_of(seat, cast, Rule(chambers=(), sole_holder_acts=rule_lets)) is expected


def test_eligibility_names_the_first_reason(noon):
    seat = RollSeat(code="h", body="H")
    window = Window(state=State.VOTING_OPEN, opens_at=noon, closes_at=noon + 4 * HOUR)
    mine = Term(person="p", hand=1, since=noon - HOUR, until=noon + 2 * HOUR)
    later = Term(person="p", hand=1, since=noon + 3 * HOUR, until=None)
    ask = eligibility.refusal

    assert ask(window, seat, [mine], "p", noon) is None
    assert ask(None, seat, [mine], "p", noon) is Why.NOT_OPEN
    assert ask(window, seat, [mine], "p", noon - HOUR) is Why.NOT_YET
    assert ask(window, seat, [mine], "p", noon + 4 * HOUR) is Why.CLOSED
    assert ask(window, seat, [mine], "q", noon) is Why.NOT_YOURS
    assert ask(window, seat, [mine], "p", noon + 2 * HOUR) is Why.MANDATE_EXPIRED
    assert ask(window, seat, [later], "p", noon) is Why.MANDATE_NOT_BEGUN
    assert ask(window, None, [mine], "p", noon) is Why.NOT_ON_ROLL
    assert ask(window, RollSeat(code="h", body="H", recused=True), [mine], "p", noon) is Why.RECUSED
    assert ask(window, RollSeat(code="h", body="H", votes=False), [mine], "p", noon) is Why.HAS_NO_VOTE


def test_a_commitment_opens_with_its_own_salt_and_value_only():
    salt = bytes(range(32))
    yes = value_of(motion="2150-1", round_=1, seat="h", hand=1, choice="yes")
    sealed = commitment(salt, yes)

    assert opens(sealed, salt, yes)
    for field, other in product(("motion", "seat", "choice"), ("x",)):
        assert not opens(sealed, salt, {**yes, field: other})
    assert not opens(sealed, bytes(32), yes)
    assert not opens(sealed, salt[:31], yes)


def test_every_commitment_has_one_length():
    lengths = {
        len(commitment(bytes(32), value_of(motion="m", round_=1, seat="s", hand=1, choice=choice.value)))
        for choice in Choice
    }

    assert lengths == {64}
