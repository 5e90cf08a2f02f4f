"""Where recusals alone keep a chamber from its quorum, the other one decides by the share its rule names."""

from dataclasses import replace

import pytest

from council.rules.decision import Outcome, Roll, RollSeat
from council.rules.fit import check_fit
from council.rules.reading import RuleFault, read_rule
from council.rules.recusals import fallen_back
from council.rules.seats import BallotCast, Choice
from council.rules.tally import evaluate, override_rule
from tests.council.rules.examples import CHARTER, ORDINARY, share

RULE = read_rule({**ORDINARY, "fallback": share("in_office", 2, 3)})


def roll(recused=0, vacant=0):
    humans = [RollSeat(code=f"h-{n}", body="H") for n in range(1, 13)]
    beings = [
        RollSeat(code=f"b-{n}", body="B", recused=n <= recused, hands=() if n > 9 - vacant else (1,))
        for n in range(1, 10)
    ]
    return Roll(seats=(*humans, *beings))


def said(yes, no, b=""):
    human = [Choice.YES] * yes + [Choice.NO] * no
    ballots = [BallotCast(seat=f"h-{n}", choice=choice) for n, choice in enumerate(human, 1)]
    return ballots + [BallotCast(seat=seat, choice=Choice.YES) for seat in b.split()]


def test_with_every_being_recused_the_people_decide_by_two_thirds():
    eight, seven = evaluate(RULE, roll(recused=9), said(8, 4)), evaluate(RULE, roll(recused=9), said(7, 5))

    assert (eight.outcome, seven.outcome) == (Outcome.ADOPTED, Outcome.REJECTED)
    assert eight.working["fallback"] == ["B"]
    assert [row["body"] for row in eight.working["chambers"]] == ["H"]


def test_the_chamber_left_keeps_its_quorum():
    assert evaluate(RULE, roll(recused=9), said(6, 0)).outcome is Outcome.NO_QUORUM


def test_one_seat_left_to_vote_is_a_chamber_still():
    decision = evaluate(RULE, roll(recused=8), said(12, 0, "b-9"))

    assert decision.outcome is Outcome.ADOPTED
    assert "fallback" not in decision.working


def test_a_quorum_missed_for_other_reasons_leaves_nothing_to_the_others():
    nobody_sits = evaluate(RULE, roll(vacant=9), said(12, 0))
    stayed_away = evaluate(RULE, roll(), said(12, 0))

    assert (nobody_sits.outcome, stayed_away.outcome) == (Outcome.NO_QUORUM, Outcome.NO_QUORUM)


def test_where_the_recused_stay_in_the_base_half_of_them_is_enough():
    kept = replace(RULE, recused_in_base=True)

    assert fallen_back(kept, roll(recused=4))[1] == ()
    assert fallen_back(kept, roll(recused=5))[1] == ("B",)


def test_with_no_chamber_left_the_rule_is_what_it_was():
    both = Roll(seats=tuple(replace(seat, recused=True) for seat in roll().seats))

    assert fallen_back(RULE, both) == (RULE, ())


def test_without_a_fallback_it_ends_without_a_quorum():
    assert evaluate(read_rule(ORDINARY), roll(recused=9), said(12, 0)).outcome is Outcome.NO_QUORUM


def test_an_override_knows_no_fallback():
    assert override_rule(read_rule({**CHARTER, "fallback": share("in_office", 2, 3)})).fallback is None


def test_a_weight_that_no_seat_has_is_refused_before_anybody_votes():
    rule = read_rule({**ORDINARY, "fallback": share("weight:people", 2, 3)})

    with pytest.raises(RuleFault) as fault:
        check_fit(rule, roll())
    assert (fault.value.path, fault.value.code) == ("fallback.base", "no_such_weight")
