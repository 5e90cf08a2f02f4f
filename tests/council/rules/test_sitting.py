"""A sitting's life is a table."""

from council.rules.sitting import MOVES, SittingState, may_become


def test_every_state_is_reached_from_the_call_and_the_close_is_final():
    seen, ahead = set(), [SittingState.CALLED]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead += MOVES[state]

    assert seen == set(SittingState)
    assert not any(may_become(SittingState.CLOSED, state) for state in SittingState)
