"""The tables of coalitions and memberships, as laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import coalitions as rules
from petitions.rules.coalitions import Act, Refused, Standing, State, Step

standings, acts, states = (
    st.sampled_from(list(Standing)),
    st.sampled_from(list(Act)),
    st.sampled_from(list(State)),
)


@given(states, states)
def test_a_coalition_moves_only_by_the_table(current, to):
    if to in rules.MOVES[current]:
        assert rules.move(current, to) is to
    else:
        with pytest.raises(Refused):
            rules.move(current, to)


def test_every_state_of_a_coalition_is_reached_from_a_draft():
    reached, fresh = {State.DRAFT}, [State.DRAFT]
    while fresh:
        for to in rules.MOVES[fresh.pop()] - reached:
            reached.add(to)
            fresh.append(to)

    assert reached == set(State)


@given(st.lists(acts, max_size=12))
def test_whatever_is_done_a_membership_stands_where_the_table_says_or_does_not_move(done):
    standing = Standing.NONE
    for act in done:
        try:
            after = rules.moved(standing, act)
        except Refused:
            assert (standing, act) not in rules.MEMBERSHIP
            continue
        assert after in Standing
        assert after is not Standing.NONE
        standing = after


@given(st.lists(acts, max_size=12))
def test_nobody_is_in_without_both_sides_having_wanted_it(done):
    standing, wanted = Standing.NONE, set()
    for act in done:
        try:
            standing = rules.moved(standing, act)
        except Refused:
            continue
        if act in {Act.ASK, Act.ACCEPT}:
            wanted.add("speaker")
        elif act in {Act.INVITE, Act.ADMIT}:
            wanted.add("steward")
        elif standing is not Standing.MEMBER:
            wanted.clear()

        assert standing is not Standing.MEMBER or wanted == {"speaker", "steward"}


@given(st.sampled_from([Standing.REMOVED, Standing.REFUSED]), acts)
def test_who_was_removed_or_refused_comes_back_by_invitation_alone(standing, act):
    if act is Act.INVITE:
        assert rules.moved(standing, act) is Standing.INVITED
    else:
        with pytest.raises(Refused):
            rules.moved(standing, act)


@given(standings, acts)
def test_an_act_done_is_done_already(standing, act):
    try:
        after = rules.moved(standing, act)
    except Refused:
        return

    assert rules.is_already(after, act) or (after, act) in rules.MEMBERSHIP


@given(st.integers(0, 20), st.integers(0, 20))
def test_only_a_last_steward_with_others_left_must_stay(stewards, others):
    assert rules.is_last_steward(stewards=stewards, others=others) == (stewards == 1 and others > 0)


def test_the_first_wanting_step_is_the_first():
    assert rules.first_wanting(biomes=0, title="", aim="", has_founder=False) is Step.ABOUT
    assert rules.first_wanting(biomes=11, title="", aim="", has_founder=False) is Step.ABOUT
    assert rules.first_wanting(biomes=1, title="", aim="", has_founder=True) is Step.AIM
    assert rules.first_wanting(biomes=1, title="Ten letters", aim="x" * 601, has_founder=True) is Step.AIM
    assert rules.first_wanting(biomes=1, title="Ten letters", aim="x", has_founder=False) is Step.STANDING
    assert rules.first_wanting(biomes=1, title="Ten letters", aim="x", has_founder=True) is Step.CHECK


@given(st.sampled_from(list(Step)))
def test_the_steps_follow_one_another(step):
    follows = rules.after(step)

    assert follows is step is Step.CHECK or rules.before(follows) is step
