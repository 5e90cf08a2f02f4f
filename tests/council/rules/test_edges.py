"""Edges of the rules, each of which a deliberate break once passed unseen."""

from datetime import timedelta

import pytest

from council.rules import lifecycle
from council.rules.decision import Outcome, Roll, RollSeat
from council.rules.eligibility import Term
from council.rules.reading import read_rule
from council.rules.seats import BallotCast, Choice, SeatVote, vote_of
from council.rules.tally import evaluate, evaluate_override
from council.rules.terms import Served, counts
from tests.council.rules.examples import CHARTER, seats, share, votes

HOUR = timedelta(hours=1)


def test_an_override_knows_no_veto_cast_with_the_vote(noon):
    """Else the group that vetoes would sit above the override that the rule grants."""
    rule = read_rule({**CHARTER, "veto": [CHARTER["veto"], {"who": "group:PERMANENT"}]})
    permanent = RollSeat(code="H99", body="H", group="PERMANENT")
    roll = Roll(seats=(*seats("H", 12), permanent, *seats("B", 9)))
    cast = [*votes("H", 12), *votes("B", 9), BallotCast(seat="H99", choice=Choice.NO, n=99)]

    decision = evaluate_override(rule, roll, cast, objectors=frozenset({"B01"}))

    assert evaluate(rule, roll, cast).outcome is Outcome.VETOED
    assert decision.outcome is Outcome.ADOPTED


@pytest.mark.parametrize(
    ("base", "num", "den", "outcome"),
    [
        # Five against five: the chair's yes is the sixth of eleven cast, not of ten.
        ("cast", 6, 11, Outcome.TIED),
        ("cast", 11, 20, Outcome.REJECTED),
        ("present", 11, 20, Outcome.REJECTED),
        # It adds no seat to those in office.
        ("in_office", 6, 10, Outcome.TIED),
    ],
)
def test_a_chair_who_breaks_a_tie_is_one_more_who_cast(base, num, den, outcome):
    rule = read_rule({"chambers": [{"body": "H", "pass": [share(base, num, den)]}], "tie": "casting_vote"})
    roll = Roll(seats=tuple(seats("H", 10)))

    assert evaluate(rule, roll, votes("H", 5, 5)).outcome is outcome


@pytest.mark.parametrize(
    ("hands", "word"), [((1, 2), SeatVote.INCOMPLETE), ((1,), SeatVote.YES), ((2,), SeatVote.YES)]
)
def test_a_sole_holder_acts_only_where_the_other_hand_is_vacant(hands, word):
    rule = read_rule({"chambers": [{"body": "B", "pass": [share("cast", 1, 2)]}], "sole_holder_acts": True})
    seat = RollSeat(code="b", body="B", joint="unanimous", hands=hands)

    assert vote_of(seat, [BallotCast(seat="b", choice=Choice.YES, hand=hands[0])], rule) is word


def test_a_mandate_covers_its_first_moment_and_not_its_end(noon):
    term = Term(person="p", hand=1, since=noon, until=noon + HOUR)
    tick = timedelta(microseconds=1)

    assert [term.covers(at) for at in (noon - tick, noon, noon + HOUR - tick, noon + HOUR)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("short", "kept"), [(timedelta(microseconds=1), False), (timedelta(0), True)])
def test_notice_given_to_the_moment_is_enough(noon, short, kept):
    assert lifecycle.notice_is_met(noon, noon + 72 * HOUR - short, 72) is kept


@pytest.mark.parametrize(("days", "counted"), [(364, False), (365, True), (366, True)])
def test_a_remainder_of_half_a_term_counts_as_one(noon, days, counted):
    due = noon + timedelta(days=days)

    assert counts(Served(since=noon, until=due, due=due, remainder=True), timedelta(days=730)) is counted
