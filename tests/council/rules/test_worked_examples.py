"""Every row of the table of worked examples (specs/council.md)."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from council.rules import consent, proxies
from council.rules.decision import Outcome, Roll, RollSeat, Share
from council.rules.reading import read_rule
from council.rules.seats import BallotCast, Choice
from council.rules.tally import evaluate, evaluate_override
from tests.council.rules.examples import (
    CHARTER,
    LAGOON,
    ORDINARY,
    QUALIFIED,
    SECURITY,
    seats,
    two_chambers,
    votes,
)


def chamber(decision, body):
    return next(row for row in decision.working["chambers"] if row["body"] == body)


def clause(row, kind):
    return next(c for c in row["clauses"] if c["kind"] == kind)


def test_ordinary_adopted():
    decision = evaluate(read_rule(ORDINARY), two_chambers(), votes("H", 7, 4, 1) + votes("B", 5, 3, 1))

    assert decision.outcome is Outcome.ADOPTED


def test_ordinary_rejected_when_the_biomes_are_tied():
    decision = evaluate(read_rule(ORDINARY), two_chambers(), votes("H", 6, 5, 1) + votes("B", 4, 4, 1))

    assert decision.outcome is Outcome.REJECTED
    assert chamber(decision, "B")["tied"]


def test_ordinary_without_quorum_is_not_rejected():
    decision = evaluate(read_rule(ORDINARY), two_chambers(), votes("H", 4, 2, 1) + votes("B", 4))

    assert decision.outcome is Outcome.NO_QUORUM
    assert chamber(decision, "H")["quorum"]["met"]
    assert chamber(decision, "B")["quorum"]["needed"] == 5


def test_charter_adopted_with_two_thirds_and_the_floor():
    decision = evaluate(read_rule(CHARTER), two_chambers(), votes("H", 8, 4) + votes("B", 5, 2, 2))

    assert decision.outcome is Outcome.ADOPTED
    assert (
        clause(chamber(decision, "H"), "pass")["needed"],
        clause(chamber(decision, "H"), "pass")["of"],
    ) == (8, 12)
    assert (
        clause(chamber(decision, "B"), "pass")["needed"],
        clause(chamber(decision, "B"), "pass")["of"],
    ) == (5, 7)
    assert (
        clause(chamber(decision, "B"), "floor")["needed"],
        clause(chamber(decision, "B"), "floor")["of"],
    ) == (5, 9)


def test_charter_rejected_under_the_floor():
    decision = evaluate(read_rule(CHARTER), two_chambers(), votes("H", 8, 4) + votes("B", 4, 2, 3))

    assert decision.outcome is Outcome.REJECTED
    assert clause(chamber(decision, "B"), "pass")["met"]
    assert not clause(chamber(decision, "B"), "floor")["met"]


def test_charter_rejected_when_two_thirds_of_eleven_are_eight():
    decision = evaluate(read_rule(CHARTER), two_chambers(), votes("H", 7, 4, 1) + votes("B", 5, 2, 2))

    assert decision.outcome is Outcome.REJECTED
    assert clause(chamber(decision, "H"), "pass")["needed"] == 8


def test_recused_seats_leave_base_and_quorum():
    rule, roll = read_rule(CHARTER), two_chambers(b_recused=2)
    decision = evaluate(rule, roll, votes("H", 8, 4) + votes("B", 5, 2, first=3))
    row = chamber(decision, "B")
    two_thirds, three_quarters = (
        rule.consent.override.chambers[0].passes[0],
        rule.consent.override.chambers[1].passes[0],
    )

    assert row["counts"]["in_office"] == 7
    assert row["quorum"]["needed"] == 4
    assert two_thirds.needed(Fraction(7)) == 5
    assert three_quarters.needed(Fraction(7)) == 6


def test_guardians_who_differ_are_present_and_neither_way():
    lagoon = RollSeat(code="B01", body="B", joint="unanimous", hands=(1, 2))
    roll = Roll(seats=(*seats("H", 12), lagoon, *seats("B", 9)[1:]))
    hands = [
        BallotCast(seat="B01", hand=1, choice=Choice.YES, n=1),
        BallotCast(seat="B01", hand=2, choice=Choice.NO, n=2),
    ]
    without = chamber(evaluate(read_rule(ORDINARY), roll, votes("H", 8) + votes("B", 5, first=2)), "B")[
        "counts"
    ]

    counts = chamber(
        evaluate(read_rule(ORDINARY), roll, [*votes("H", 8), *votes("B", 5, first=2), *hands]), "B"
    )["counts"]

    assert counts["split"] == 1
    assert counts["present"] == without["present"] + 1
    assert (counts["yes"], counts["no"]) == (without["yes"], without["no"])


def test_proxies_are_not_in_the_quorum():
    by_proxy = [replace(b, proxy=True) for b in votes("H", 2, first=6)]
    decision = evaluate(read_rule(ORDINARY), two_chambers(), votes("H", 5) + by_proxy + votes("B", 9))

    assert decision.outcome is Outcome.NO_QUORUM
    assert chamber(decision, "H")["quorum"]["needed"] == 7
    assert chamber(decision, "H")["quorum"]["got"] == 5


def test_proxies_are_in_the_quorum_where_the_rule_says_so():
    by_proxy = [replace(b, proxy=True) for b in votes("H", 2, first=6)]
    rule = read_rule({**ORDINARY, "proxies_in_quorum": True})

    decision = evaluate(rule, two_chambers(), votes("H", 5) + by_proxy + votes("B", 9))

    assert decision.outcome is Outcome.ADOPTED


@pytest.mark.parametrize(
    ("h", "b", "outcome"),
    [(8, 6, Outcome.ADOPTED), (8, 5, Outcome.REJECTED), (7, 8, Outcome.REJECTED)],
)
def test_an_override_is_counted_without_the_objector(h, b, outcome):
    ballots = votes("H", h, 12 - h) + votes("B", b, 8 - b, first=2)

    decision = evaluate_override(read_rule(CHARTER), two_chambers(), ballots, objectors=frozenset({"B01"}))

    assert decision.outcome is outcome
    assert chamber(decision, "B")["counts"]["in_office"] == 8


def test_an_override_on_day_29_is_refused(noon):
    veto = read_rule(CHARTER).consent

    assert not consent.may_override(veto, noon, noon + timedelta(days=29))
    assert consent.may_override(veto, noon, noon + timedelta(days=30))


def test_a_proxy_may_not_be_passed_on():
    a, b, c = (proxies.Member(seat=s, body="H") for s in ("A", "B", "C"))

    assert proxies.refusal(a, b, []) is None
    assert proxies.refusal(b, c, [proxies.Proxy("A", "B")]) is proxies.WhyNot.CHAIN


def lagoon_roll():
    groups = ["STATE"] * 3 + ["REGION"] * 3 + ["CITIZEN"] * 7
    return Roll(seats=tuple(RollSeat(code=f"M{i:02}", body="M", group=g) for i, g in enumerate(groups, 1)))


def lagoon_yes(state, region, citizen):
    yes = {*range(1, 1 + state), *range(4, 4 + region), *range(7, 7 + citizen)}
    return [
        BallotCast(seat=f"M{i:02}", choice=Choice.YES if i in yes else Choice.NO, n=i) for i in range(1, 14)
    ]


def test_seven_of_thirteen_adopt_when_one_administration_is_whole():
    decision = evaluate(read_rule(LAGOON), lagoon_roll(), lagoon_yes(3, 0, 4))

    assert decision.outcome is Outcome.ADOPTED
    assert chamber(decision, "M")["counts"]["yes"] == 7


def test_eleven_of_thirteen_reject_when_both_administrations_are_broken():
    decision = evaluate(read_rule(LAGOON), lagoon_roll(), lagoon_yes(2, 2, 7))

    assert decision.outcome is Outcome.REJECTED
    assert chamber(decision, "M")["counts"]["yes"] == 11


def qualified(weights):
    return Roll(
        seats=tuple(
            RollSeat(code=f"Q{i:02}", body="Q", weights={"people": Fraction(w)})
            for i, w in enumerate(weights, 1)
        )
    )


def test_three_heavy_members_cannot_block():
    # The seven who say yes hold 49 of 100 people; only three are against.
    roll = qualified([7, 7, 7, 7, 7, 7, 7, 17, 17, 17])

    decision = evaluate(read_rule(QUALIFIED), roll, votes("Q", 7, 3))

    assert not chamber(decision, "Q")["clauses"][1]["met"]
    assert chamber(decision, "Q")["deemed"]
    assert decision.outcome is Outcome.ADOPTED


def test_four_members_with_the_weight_block():
    roll = qualified([10, 10, 10, 10, 10, 10, 10, 10, 10, 10])

    decision = evaluate(read_rule(QUALIFIED), roll, votes("Q", 6, 4))

    assert chamber(decision, "Q")["clauses"][0]["met"]
    assert decision.outcome is Outcome.REJECTED


def test_a_qualified_majority_is_members_and_weight():
    roll = qualified([10, 10, 10, 10, 10, 10, 10, 10, 10, 10])

    decision = evaluate(read_rule(QUALIFIED), roll, votes("Q", 7, 3))

    assert all(c["met"] for c in chamber(decision, "Q")["clauses"])
    assert decision.outcome is Outcome.ADOPTED


def security(noes):
    groups = ["PERMANENT"] * 5 + ["ELECTED"] * 10
    roll = Roll(seats=tuple(RollSeat(code=f"C{i:02}", body="C", group=g) for i, g in enumerate(groups, 1)))
    said = dict.fromkeys(noes, Choice.NO) | {15: Choice.ABSTAIN}
    return roll, [BallotCast(seat=f"C{i:02}", choice=said.get(i, Choice.YES), n=i) for i in range(1, 16)]


def test_one_permanent_no_vetoes():
    decision = evaluate(read_rule(SECURITY), *security({1, 14}))

    assert decision.outcome is Outcome.VETOED
    assert decision.working["vetoes"][0]["noes"] == ["C01"]


def test_two_elected_noes_do_not():
    decision = evaluate(read_rule(SECURITY), *security({13, 14}))

    assert decision.outcome is Outcome.ADOPTED


@pytest.mark.parametrize(("members", "needed"), [(100, 55), (180, 99), (20, 11), (27, 15)])
def test_fifty_five_of_a_hundred_is_exact_where_floats_are_not(members, needed):
    """In floats 100 * 0.55 is a little more than 55, and 180 * 0.55 a little more than 99."""
    share = Share(base="in_office", num=55, den=100)

    assert share.needed(Fraction(members)) == needed
    assert share.is_met(Fraction(needed), Fraction(members))
    assert not share.is_met(Fraction(needed - 1), Fraction(members))
