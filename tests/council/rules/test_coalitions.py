"""Who can carry and who can stop: every set found is one, none is missed, and both ways of finding them agree."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.rules.coalitions import _by_counts, _by_sets, blockers_alone, coalitions
from council.rules.conditions import ballots_of, is_voter, table_of
from council.rules.decision import Outcome, Roll, RollSeat
from council.rules.monotone import TooManyKinds
from council.rules.reading import read_rule
from council.rules.seats import Choice
from council.rules.tally import evaluate
from tests.council.rules.examples import CHARTER, LAGOON, ORDINARY, QUALIFIED, SECURITY, seats, two_chambers
from tests.council.rules.test_laws import a_scene


def lagoon():
    groups = ["STATE"] * 3 + ["REGION"] * 3 + ["CITIZEN"] * 7
    return Roll(
        seats=tuple(RollSeat(code=f"M{i:02}", body="M", group=group) for i, group in enumerate(groups, 1))
    )


def scenes(most=9):
    """A rule and a roll with few enough voters to try every set of them."""
    made = st.integers(0, 2**48).map(a_scene).map(lambda scene: scene[:2])
    return made.filter(lambda scene: len(voters(*scene)) <= most)


def voters(rule, roll):
    return [seat for seat in roll.seats if is_voter(seat, rule)]


def outcome(rule, roll, yes, no, gone=frozenset()):
    kept = roll if roll.present is None else replace(roll, present=roll.present - gone)
    urn = [
        ballot
        for seat in voters(rule, roll)
        if seat.code in yes | no
        for ballot in ballots_of(seat, Choice.YES if seat.code in yes else Choice.NO)
    ]
    return evaluate(rule, kept, urn).outcome


def every_set(codes):
    return [frozenset(some) for size in range(len(codes) + 1) for some in combinations(sorted(codes), size)]


def least(codes, is_one):
    """By brute force: those that are one and of which no seat can be spared."""
    found = {some for some in every_set(codes) if is_one(some)}
    return {some for some in found if not any(some - {code} in found for code in some)}


def sets(family):
    return {frozenset(codes) for codes in family.sets}


@settings(max_examples=60)
@given(scenes(8))
def test_the_winning_sets_are_those_that_the_count_adopts(scene):
    rule, roll = scene
    codes = {seat.code for seat in voters(rule, roll)}

    found = coalitions(rule, roll)

    assert sets(found.winning) == least(
        codes, lambda some: outcome(rule, roll, some, codes - some) is Outcome.ADOPTED
    )


@settings(max_examples=60)
@given(scenes(8))
def test_the_blocking_sets_are_those_whose_noes_the_count_does_not_adopt(scene):
    rule, roll = scene
    codes = {seat.code for seat in voters(rule, roll)}

    found = coalitions(rule, roll)

    assert sets(found.blocking) == least(
        codes, lambda some: outcome(rule, roll, codes - some, some) is not Outcome.ADOPTED
    )


@settings(max_examples=60)
@given(scenes(8))
def test_the_sets_that_deny_a_quorum_are_those_whose_absence_the_count_says_so_of(scene):
    rule, roll = scene
    codes = {seat.code for seat in voters(rule, roll)}

    found = coalitions(rule, roll)

    assert sets(found.absence) == least(
        codes, lambda gone: outcome(rule, roll, codes - gone, frozenset(), gone) is Outcome.NO_QUORUM
    )


@given(scenes(8), st.data())
def test_one_more_yes_never_undoes_a_winning_set(scene, data):
    rule, roll = scene
    codes = frozenset(seat.code for seat in voters(rule, roll))
    some = frozenset(data.draw(st.sets(st.sampled_from(sorted(codes))))) if codes else codes
    more = some | frozenset(data.draw(st.sets(st.sampled_from(sorted(codes))))) if codes else codes

    if outcome(rule, roll, some, codes - some) is Outcome.ADOPTED:
        assert outcome(rule, roll, more, codes - more) is Outcome.ADOPTED


@given(scenes(12))
def test_counting_by_kinds_and_listing_by_seats_find_the_same(scene):
    table = table_of(*scene)

    by_counts, by_sets = _by_counts(table), _by_sets(table)

    for name in ("winning", "blocking", "absence"):
        counted, listed = getattr(by_counts, name), getattr(by_sets, name)
        assert (counted.vectors, counted.ways) == (listed.vectors, listed.ways)
        assert counted.count == len(listed.sets)
    assert by_counts.alone == by_sets.alone
    assert by_counts.without_influence == by_sets.without_influence


@given(scenes(8))
def test_every_winning_set_meets_every_blocking_set(scene):
    found = coalitions(*scene)

    assert all(winner & blocker for winner in sets(found.winning) for blocker in sets(found.blocking))


@settings(max_examples=40)
@given(scenes(7))
def test_a_seats_share_is_how_often_it_turns_the_vote_of_the_others(scene):
    rule, roll = scene
    codes = {seat.code for seat in voters(rule, roll)}
    found = coalitions(rule, roll)

    for kind, share in zip(found.kinds, found.swings, strict=True):
        seat = kind.seats[0]
        turns = sum(
            outcome(rule, roll, some | {seat}, codes - some - {seat}) is Outcome.ADOPTED
            and outcome(rule, roll, some, codes - some) is not Outcome.ADOPTED
            for some in every_set(codes - {seat})
        )
        assert share == Fraction(turns, 2 ** (len(codes) - 1))


@given(scenes(9))
def test_a_seat_blocks_alone_where_the_set_of_it_is_a_blocking_set(scene):
    found = coalitions(*scene)

    assert set(found.alone) == {code for some in sets(found.blocking) if len(some) == 1 for code in some}
    assert found.alone == blockers_alone(*scene)


@given(scenes(9))
def test_a_seat_without_influence_is_in_no_winning_set(scene):
    found = coalitions(*scene)

    used = frozenset[str]().union(*sets(found.winning))
    assert not used & set(found.without_influence)
    assert used | set(found.without_influence) == {code for kind in found.kinds for code in kind.seats}


def test_the_lagoon_takes_all_of_one_administration_and_four_citizens():
    found = coalitions(read_rule(LAGOON), lagoon())

    # Seven of thirteen: three of STATE or REGION and four of seven citizens.
    assert found.winning.count == 2 * comb(7, 4)
    assert found.winning.smallest == 7
    assert found.alone == ()


def test_the_lagoon_is_stopped_by_one_of_each_administration_or_by_four_citizens():
    found = coalitions(read_rule(LAGOON), lagoon())

    assert found.blocking.smallest == 2
    assert found.blocking.count == 3 * 3 + comb(7, 4)


def test_seven_of_thirteen_leave_the_lagoon_without_a_quorum():
    found = coalitions(read_rule(LAGOON), lagoon())

    assert (found.absence.smallest, found.absence.count) == (7, comb(13, 7))


def test_two_chambers_need_a_majority_of_each():
    found = coalitions(read_rule(ORDINARY), two_chambers())

    # Everybody votes: seven of twelve and five of nine. By counts: more seats than are listed one by one.
    assert found.winning.vectors == ((7, 5),)
    assert found.winning.count == comb(12, 7) * comb(9, 5)
    assert found.blocking.vectors == ((0, 5), (6, 0))
    assert found.winning.sets is None


def test_a_charter_rule_is_stopped_by_a_third_of_either_chamber_and_a_seat():
    found = coalitions(read_rule(CHARTER), two_chambers())

    assert found.winning.vectors == ((8, 6),)
    assert found.blocking.smallest == 4


def test_each_permanent_member_blocks_alone():
    roll = Roll(
        seats=(*seats("C", 5, group="PERMANENT"), *(replace(s, code=f"E{s.code}") for s in seats("C", 10)))
    )

    found = coalitions(read_rule(SECURITY), roll)

    assert found.alone == ("C01", "C02", "C03", "C04", "C05")
    assert found.winning.count == comb(10, 4)


def test_a_blocking_minority_makes_three_against_too_few():
    roll = Roll(
        seats=(
            *(replace(s, code=f"L{s.code}", weights={"people": Fraction(30)}) for s in seats("Q", 3)),
            *(replace(s, weights={"people": Fraction(1)}) for s in seats("Q", 5)),
        )
    )

    found = coalitions(read_rule(QUALIFIED), roll)

    # Three large members hold 90 of 95, and still must find a fourth.
    assert found.blocking.smallest == 4


def test_a_vacant_seat_and_a_recused_one_are_no_voters():
    roll = two_chambers(b_recused=2)
    vacant = replace(roll, seats=(replace(roll.seats[0], hands=()), *roll.seats[1:]))

    assert coalitions(read_rule(ORDINARY), vacant).voters == 21 - 3


def test_a_seat_outside_the_rules_chambers_has_no_influence():
    rule = read_rule(
        {"chambers": [{"body": "H", "pass": [{"base": "cast", "num": 1, "den": 2, "strict": True}]}]}
    )

    found = coalitions(rule, Roll(seats=(*seats("H", 3), *seats("X", 1))))

    assert found.without_influence == ("X01",)


def test_a_rule_that_nothing_can_meet_has_no_winning_set_and_nothing_to_stop():
    rule = read_rule(
        {"chambers": [{"body": "H", "pass": [{"base": "cast", "num": 1, "den": 2}], "floor_yes": 4}]}
    )

    found = coalitions(rule, Roll(seats=tuple(seats("H", 3))))

    assert (found.winning.count, found.alone) == (0, ())
    assert sets(found.blocking) == {frozenset()}


def test_sixteen_seats_of_sixteen_weights_are_still_listed_one_by_one():
    roll = Roll(
        seats=tuple(
            replace(s, weights={"people": Fraction(2**i + 7 * i, 3)}) for i, s in enumerate(seats("Q", 16))
        )
    )

    found = coalitions(read_rule({**QUALIFIED, "blocking_minority": {"min_members": 2}}), roll)

    assert found.winning.sets is not None
    assert found.winning.count == len(found.winning.sets) > 0


def test_seats_that_differ_too_much_are_refused_rather_than_waited_for():
    roll = Roll(
        seats=tuple(
            replace(s, weights={"people": Fraction(100 + 7 * i)}) for i, s in enumerate(seats("Q", 40))
        )
    )

    with pytest.raises(TooManyKinds):
        coalitions(read_rule(QUALIFIED), roll)


def test_sixty_seats_of_six_kinds_are_counted():
    parts = [(body, group) for body in ("H", "B") for group in ("STATE", "REGION", "CITIZEN")]
    roll = Roll(
        seats=tuple(
            RollSeat(code=f"{body}{group}{i}", body=body, group=group)
            for body, group in parts
            for i in range(10)
        )
    )
    clauses = LAGOON["chambers"][0]
    rule = read_rule({"chambers": [{**clauses, "body": "H"}, {**clauses, "body": "B"}]})

    found = coalitions(rule, roll)

    assert (found.voters, len(found.kinds)) == (60, 6)
    # 16 of the 30 of each chamber, of them all ten of one administration and four citizens at the least.
    assert found.winning.smallest == 32


def test_sixty_seats_of_four_groups_in_one_chamber_are_counted():
    groups = ("STATE", "REGION", "CITIZEN", "SHORE")
    roll = Roll(
        seats=tuple(
            RollSeat(code=f"{group}{i}", body="M", group=group) for group in groups for i in range(15)
        )
    )
    majority = {"base": "in_office", "num": 1, "den": 2, "strict": True}
    clauses = [{"at_least": 3, "of": group} for group in groups]
    rule = read_rule({"chambers": [{"body": "M", "pass": [majority], "groups": clauses}]})

    found = coalitions(rule, roll)

    assert found.winning.smallest == 31
    assert found.blocking.smallest == 13
