"""`verify.py` counts each bundle again with code of its own, and both counts agree on anything."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from council.rules.counts.bundle import bundle, canonical, contest_of, open_tie
from council.rules.counts.count import count
from council.rules.counts.papers import RANKED, Contest, Method, Paper
from council.rules.counts.ties import NoSuchTie
from tests.council.counts.test_laws import contests
from tests.council.test_second_count import VERIFY

OUTPUT = ("valid", "empty", "elected", "open_seats", "between", "rounds", "ties")


def swapped(contest):
    """With every paper once more, two of the options changed for each other: often a tie."""
    new = {"ash": "bay", "bay": "ash"}
    mirrored = []
    for paper in contest.papers:
        points = dict(zip((new.get(o, o) for o in paper.options), paper.points, strict=False))
        options = tuple(new.get(o, o) for o in paper.options)
        if contest.method not in RANKED:
            options = tuple(sorted(options))
        mirrored.append(replace(paper, options=options, points=tuple(points[o] for o in options if points)))
    return replace(contest, papers=(*contest.papers, *mirrored))


def again(made):
    read = VERIFY.parse(canonical(made))
    assert list(VERIFY.check_ballots(read)) == []
    return VERIFY.count_again(read)


@given(contests())
def test_both_counts_agree_on_everything_they_say(contest):
    made = bundle("council--1", contest)

    assert {key: made[key] for key in OUTPUT} == again(made)


@given(contests().map(swapped), st.data())
def test_both_carry_on_alike_over_each_tie_that_is_settled(contest, data):
    taken = []
    made = bundle("council--1", contest)
    assume(made["open_seats"])
    while tie := open_tie(made):
        most = made["open_seats"] if tie["step"] == "totals" else 1
        taken.append(tuple(data.draw(st.permutations(tie["options"]))[:most]))
        made = bundle("council--1", contest, taken)

        assert {key: made[key] for key in OUTPUT} == again(made)

    assert (made["open_seats"], made["between"]) == (0, [])
    assert len(made["elected"]) == contest.seats


@given(contests(methods=(Method.SCOTTISH, Method.MEEK, Method.IRV)).map(swapped), st.data())
def test_what_a_settled_tie_leads_to_is_what_the_report_of_the_tie_foretold(contest, data):
    made = bundle("council--1", contest)
    tie = open_tie(made)
    assume(tie and tie["changes_result"])
    outcome = data.draw(st.sampled_from(tie["outcomes"]))

    after = bundle("council--1", contest, [(outcome["taken"],)])

    assert set(outcome["elected"]) == set(after["elected"])


@given(contests())
def test_a_bundle_holds_all_that_its_count_needs(contest):
    made = json.loads(canonical(bundle("council--1", contest)))

    assert count(contest_of(made)).elected == tuple(made["elected"])


@pytest.mark.parametrize("given_", [[("a",), ("b",)], [("c",)], [("a", "b")], [()]])
def test_an_act_that_settles_no_tie_of_the_count_is_refused(given_):
    contest = Contest(
        Method.IRV, 1, ("a", "b", "c"), (Paper(("a",), 2), Paper(("b",), 2), Paper(("c", "a", "b")))
    )

    with pytest.raises(NoSuchTie):
        bundle("council--1", contest, [("c",), *given_])


def test_a_tie_not_proved_either_way_is_settled_step_by_step():
    names = tuple(f"o{n:02}" for n in range(8))
    contest = Contest(Method.IRV, 1, names, tuple(Paper((name,)) for name in names))
    made, taken = bundle("council--1", contest), []

    assert open_tie(made)["changes_result"] is None
    while tie := open_tie(made):
        taken.append((tie["options"][0],))
        made = bundle("council--1", contest, taken)
        assert {key: made[key] for key in OUTPUT} == again(made)

    assert made["elected"] == ["o07"]
