"""The life of a petition: every state can be reached, no move leaves the table, the end is the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import lifecycle
from petitions.rules.lifecycle import DebateTrack, Refused, ResponseTrack, State

states = st.sampled_from(State)


def reachable(start, moves):
    seen, todo = {start}, [start]
    while todo:
        for after in moves[todo.pop()]:
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return seen


def test_every_state_can_be_reached():
    assert reachable(lifecycle.START, lifecycle.MOVES) == set(State)
    assert reachable(ResponseTrack.NONE, lifecycle.RESPONSE_MOVES) == set(ResponseTrack)
    assert reachable(DebateTrack.NONE, lifecycle.DEBATE_MOVES) == set(DebateTrack)


@given(states, states)
def test_no_move_leaves_the_table(current, to):
    if to in lifecycle.MOVES[current]:
        assert lifecycle.move(current, to) is to
    else:
        with pytest.raises(Refused):
            lifecycle.move(current, to)


@given(st.sampled_from(sorted(lifecycle.FINAL)), states)
def test_final_states_are_final(end, to):
    with pytest.raises(Refused):
        lifecycle.move(end, to)


def test_closed_and_withdrawn_are_the_only_ends():
    assert frozenset({State.CLOSED, State.WITHDRAWN}) == lifecycle.FINAL


@given(st.lists(states, max_size=12))
def test_any_walk_of_wishes_stays_on_the_table(wishes):
    here = lifecycle.START
    for wish in wishes:
        try:
            there = lifecycle.move(here, wish)
        except Refused:
            continue
        assert there in lifecycle.MOVES[here]
        here = there


def test_nothing_hidden_or_unfinished_is_public():
    unread = {State.DRAFT, State.SEEKING_SPONSORS, State.MODERATION, State.HIDDEN}

    assert unread.isdisjoint(lifecycle.PUBLIC)
    assert lifecycle.SIGNABLE <= lifecycle.PUBLIC
    assert lifecycle.LISTED <= lifecycle.PUBLIC


@given(st.sampled_from([ResponseTrack.PARTIAL, ResponseTrack.ANSWERED]))
def test_what_was_answered_cannot_be_made_unanswered(track):
    for back in (ResponseTrack.NONE, ResponseTrack.OWED):
        with pytest.raises(Refused):
            lifecycle.move_response(track, back)


def test_what_is_on_the_agenda_is_not_taken_off_by_falling_below():
    with pytest.raises(Refused):
        lifecycle.move_debate(DebateTrack.ON_AGENDA, DebateTrack.NONE)


@given(st.integers(1, 5), st.data())
def test_a_response_is_whole_only_when_every_ask_has_its_answer(asks, data):
    answered = data.draw(st.integers(1, asks))

    track = lifecycle.answered_track(asks, answered)

    assert (track is ResponseTrack.ANSWERED) == (answered == asks)
