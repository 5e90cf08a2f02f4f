"""Laws of counting, each a property."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from council.rules.counts.count import count, record
from council.rules.counts.papers import RANKED, Contest, Method, Paper
from tests.council.counts import plain

NAMES = ("ash", "bay", "cor", "dee", "elm")
RANKINGS = st.lists(st.sampled_from(NAMES), unique=True, max_size=5).map(tuple)


@st.composite
def contests(draw, methods=tuple(Method), seats=3):
    method = draw(st.sampled_from(methods))
    rows = draw(st.lists(st.tuples(RANKINGS, st.integers(1, 9)), min_size=1, max_size=12))
    most = 5 if method is Method.SCORE else 0
    papers = tuple(
        Paper(tuple(sorted(r)), n, tuple(draw(st.integers(0, 5)) for _ in r))
        if method is Method.SCORE
        else Paper(r if method in RANKED else tuple(sorted(r)), n)
        for r, n in rows
    )
    assume(any(paper.options for paper in papers))
    return Contest(method, 1 if method is Method.IRV else draw(st.integers(1, seats)), NAMES, papers, most)


def counted(contest):
    return record(contest, count(contest))


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_does_not_matter(contest, chance):
    shuffled = list(contest.papers)
    chance.shuffle(shuffled)

    assert counted(replace(contest, papers=tuple(shuffled))) == counted(contest)


@given(contests())
def test_equal_ballots_written_one_by_one_count_the_same(contest):
    single = tuple(replace(paper, count=1) for paper in contest.papers for _ in range(paper.count))

    assert counted(replace(contest, papers=single)) == counted(contest)


@given(contests(), st.permutations(NAMES))
def test_renaming_the_options_renames_the_result(contest, names):
    new = dict(zip(NAMES, names, strict=True))
    papers = tuple(
        replace(paper, options=tuple(new[option] for option in paper.options)) for paper in contest.papers
    )
    before, after = (
        count(contest),
        count(replace(contest, papers=papers, options=tuple(new[o] for o in NAMES))),
    )

    assert {new[option] for option in before.elected} == set(after.elected)
    assert {new[option] for option in before.between} == set(after.between)


@given(contests(), st.permutations(NAMES))
def test_where_an_option_stands_on_the_ballot_changes_nobody_elected(contest, order):
    before, after = count(contest), count(replace(contest, options=tuple(order)))

    assert set(before.elected) == set(after.elected)
    assert set(before.between) == set(after.between)


@given(contests())
def test_the_seats_are_filled_or_named_open_and_never_more(contest):
    result = count(contest)

    assert len(set(result.elected)) == len(result.elected)
    assert len(result.elected) + result.open_seats == contest.seats
    assert not set(result.elected) & set(result.between)


@given(contests(methods=(Method.SCOTTISH, Method.MEEK, Method.IRV)))
def test_no_vote_appears_and_none_disappears(contest):
    for row in counted(contest)["rounds"]:
        votes = sum(Fraction(amount) for amount in row["totals"].values())

        assert votes + Fraction(row["exhausted"]) + Fraction(row["lost"]) == contest.valid


@given(contests(methods=(Method.IRV,)), st.sampled_from(NAMES))
def test_whom_more_than_half_put_first_wins_the_runoff(contest, favourite):
    mine = Paper((favourite,), contest.valid + 1)

    assert count(replace(contest, papers=(*contest.papers, mine))).elected == (favourite,)


def one_by_one(contest):
    return [paper.options for paper in contest.papers for _ in range(paper.count)]


@given(contests(methods=(Method.SCOTTISH,)))
def test_scottish_agrees_with_a_count_paper_by_paper_in_fractions(contest):
    expected = plain.scottish(contest.seats, NAMES, one_by_one(contest))
    assume(expected is not None)

    assert set(count(contest).elected) == set(expected)


@given(contests(methods=(Method.MEEK,)))
def test_meek_agrees_with_an_iteration_far_past_its_precision(contest):
    expected = plain.meek(contest.seats, NAMES, one_by_one(contest))
    assume(expected is not None)

    assert set(count(contest).elected) == set(expected)
