"""A past under another rule: the same ballots, another count; and the same lots for everybody."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from council.rules.decision import Outcome
from council.rules.reading import read_rule
from council.rules.replay import (
    Past,
    everybody_says_yes,
    is_stalled,
    replay,
    stays_away,
    with_absences,
)
from council.rules.tally import evaluate
from tests.council.rules.examples import CHARTER, LAGOON, ORDINARY, two_chambers, votes
from tests.council.rules.test_coalitions import lagoon
from tests.council.rules.test_laws import a_scene


def past(rule, roll, ballots, motion="2150-1"):
    decision = evaluate(rule, roll, ballots)
    return Past(motion=motion, round_=1, roll=roll, ballots=tuple(ballots), outcome=decision.outcome)


@given(st.integers(0, 2**48).map(a_scene))
def test_under_its_own_rule_nothing_comes_out_otherwise(scene):
    rule, roll, urn = scene

    (row,) = replay(rule, [past(rule, roll, urn)])

    assert row.outcome in (None, row.past.outcome)
    assert not row.flips


@given(st.integers(0, 2**48).map(a_scene))
def test_an_adopted_vote_is_never_a_deadlock(scene):
    decision = evaluate(*scene)

    assert not (decision.outcome is Outcome.ADOPTED and is_stalled(decision))


def test_a_charter_majority_turns_a_bare_one():
    bare = past(read_rule(ORDINARY), two_chambers(), [*votes("H", 7, 5), *votes("B", 5, 4)])

    (row,) = replay(read_rule(CHARTER), [bare])

    assert (bare.outcome, row.outcome, row.flips) == (Outcome.ADOPTED, Outcome.REJECTED, True)


def test_the_lagoons_stalemate_is_a_deadlock():
    # Eleven of thirteen say yes, one of each administration does not.
    said = [*votes("M", 2), *votes("M", 0, 1, first=3), *votes("M", 2, first=4), *votes("M", 0, 1, first=6)]
    said += votes("M", 7, first=7)

    (row,) = replay(read_rule(LAGOON), [past(read_rule(LAGOON), lagoon(), said)])

    assert (row.outcome, row.stalled) == (Outcome.REJECTED, True)


def test_a_rule_that_asks_for_seats_the_roll_had_not_is_said_to_fit_not():
    old = past(read_rule(ORDINARY), two_chambers(), votes("H", 12))

    (row,) = replay(read_rule(LAGOON), [old])

    assert (row.outcome, row.flips, row.stalled) == (None, False, False)


def test_a_second_tie_under_revote_once_is_a_rejection():
    rule = read_rule({**ORDINARY, "tie": "revote_once"})
    roll, tied = two_chambers(), [*votes("H", 6, 6), *votes("B", 9)]
    first = Past(motion="m", round_=1, roll=roll, ballots=tuple(tied), outcome=Outcome.TIED)
    second = Past(
        motion="m", round_=2, roll=roll, ballots=tuple(tied), outcome=Outcome.REJECTED, ties_before=1
    )

    assert [row.outcome for row in replay(rule, [first, second])] == [Outcome.TIED, Outcome.REJECTED]


def test_the_same_seed_draws_the_same_absences_and_another_draws_others():
    rule = read_rule(LAGOON)
    unanimous = [everybody_says_yes(rule, lagoon())]

    one, again, other = (with_absences(rule, unanimous, seed=seed) for seed in (1, 1, 2))

    assert one == again
    assert one != other


def test_absence_alone_stalls_the_lagoon_and_hardly_a_plain_majority():
    rule, plain = read_rule(LAGOON), read_rule({"chambers": [{**LAGOON["chambers"][0], "groups": []}]})

    strict = with_absences(rule, [everybody_says_yes(rule, lagoon())], seed=1)
    loose = with_absences(plain, [everybody_says_yes(plain, lagoon())], seed=1)

    assert strict.trials == loose.trials == 1000
    assert strict.stalled > 200
    assert loose.stalled < 20


def test_nobody_stays_away_at_nought_and_everybody_at_one():
    assert not any(stays_away(str(i), Fraction(0)) for i in range(50))
    assert all(stays_away(str(i), Fraction(1)) for i in range(50))


def test_about_one_lot_in_five_is_drawn():
    drawn = sum(stays_away(str(i), Fraction(1, 5)) for i in range(10_000))

    assert 1_800 < drawn < 2_200


def test_without_a_vote_that_fits_nothing_is_tried():
    other = past(read_rule(ORDINARY), two_chambers(), votes("H", 12))

    assert with_absences(read_rule(LAGOON), [other], seed=1).trials == 0
