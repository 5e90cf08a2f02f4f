"""Laws of proxies, recusals and substitutes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from council.rules import proxies, recusals, substitutes
from council.rules.decision import Chamber, Roll, RollSeat, Rule, Share
from council.rules.proxies import Member, Proxy
from council.rules.recusals import WhyNotRule
from council.rules.seats import BallotCast, Choice
from council.rules.substitutes import Named
from council.rules.tally import evaluate

NOON = datetime(2150, 6, 1, 12, tzinfo=UTC)
members = st.builds(
    Member, seat=st.sampled_from("ABCDEF"), body=st.sampled_from("HB"), joint=st.booleans(),
    represents=st.sampled_from(["", "", "biomes.biome/x"]),
)  # fmt: skip


@given(st.lists(st.tuples(members, members), max_size=30))
def test_no_chain_no_cycle_and_no_second_proxy_ever_stands(wishes):
    standing = []
    for giver, holder in wishes:
        if proxies.refusal(giver, holder, standing) is None:
            standing.append(Proxy(giver.seat, holder.seat))

    givers, holders = [p.giver for p in standing], [p.holder for p in standing]
    assert len(set(givers)) == len(givers)
    assert len(set(holders)) == len(holders)
    assert not set(givers) & set(holders)


@given(members, members)
def test_a_living_systems_seat_and_a_joint_one_never_give(giver, holder):
    if giver.represents or giver.joint:
        assert proxies.refusal(giver, holder, []) is not None


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_a_shortfall_is_said_exactly_when_full_attendance_has_no_quorum(seats, recused, vacant, kept):
    rule = Rule(
        chambers=(
            Chamber(
                body="H",
                quorum=Share(base="in_office", num=1, den=2, strict=True),
                passes=(Share(base="cast", num=1, den=2, strict=True),),
            ),
        ),
        recused_in_base=kept,
    )
    roll = Roll(
        seats=tuple(
            RollSeat(code=f"H{i}", body="H", recused=i < recused, hands=() if i >= seats - vacant else (1,))
            for i in range(seats)
        )
    )
    everybody = [
        BallotCast(seat=s.code, choice=Choice.YES, n=n)
        for n, s in enumerate(roll.seats)
        if s.in_office and not s.recused
    ]

    said = recusals.shortfalls(rule, roll)

    assert bool(said) == (evaluate(rule, roll, everybody).outcome == "no_quorum")


@given(st.sampled_from("ABC"), st.sampled_from("ABC"), st.sets(st.sampled_from("ABC")), st.booleans())
def test_nobody_rules_in_her_own_matter(judge, challenger, challenged, officer):
    why = recusals.ruling_refusal(judge, challenger, challenged, officer=officer, ruled=False)

    assert (why is None) == (officer and judge != challenger and judge not in challenged)
    assert (
        recusals.ruling_refusal(judge, challenger, challenged, officer=True, ruled=True) is WhyNotRule.RULED
    )


@given(st.permutations(range(1, 6)), st.sets(st.integers(1, 5)))
def test_the_first_in_order_who_has_not_declined_is_next(places, declined):
    named = [Named(code=str(p), place=p, since=NOON, until=None) for p in places]

    found = substitutes.next_in_order(named, {str(p) for p in declined}, NOON)

    left = sorted(set(places) - declined)
    assert (found.place if found else None) == (left[0] if left else None)


def test_who_is_not_named_yet_or_no_longer_is_passed_over():
    early = Named(code="a", place=1, since=NOON + timedelta(days=1), until=None)
    late = Named(code="b", place=2, since=NOON - timedelta(days=9), until=NOON)
    there = Named(code="c", place=3, since=NOON, until=None)

    assert substitutes.next_in_order([early, late, there], [], NOON) is there
