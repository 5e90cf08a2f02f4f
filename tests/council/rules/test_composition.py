"""Composition rules: who may sit together, read from data, refused with the place of the fault, judged exactly."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.composition import Member, State, read_composition, refusal, standings
from council.rules.reading import RuleFault

APART = {"kind": "apart", "organisation": "harl-water"}
ATTESTED = {"kind": "attested", "code": "lives-by-the-lagoon", "words": {"en": "lives by the lagoon"}}
EACH = [
    {"kind": "quota", "quality": quality, "least": 1, "per": "appointer"} for quality in ("woman", "man")
]  # one woman and one man per organisation, as the Atrato's guardians are
WOMAN, MAN = (Member(appointer="river", attests=frozenset({quality})) for quality in ("woman", "man"))
VACANT = Member(appointer="river")


def test_nobody_sits_who_speaks_for_the_organisation_it_is_to_be_apart_from():
    (clause,) = clauses = read_composition([APART])

    assert refusal(clauses, Member(speaks_for=frozenset({"harl-water"})), [], []) is clause
    assert refusal(clauses, Member(speaks_for=frozenset({"another"})), [], []) is None


def test_what_is_to_be_attested_is_attested_of_each():
    (clause,) = clauses = read_composition([ATTESTED])

    assert refusal(clauses, Member(), [], []) is clause
    assert refusal(clauses, Member(attests=frozenset({"lives-by-the-lagoon"})), [], []) is None


def test_one_woman_and_one_man_per_organisation():
    clauses = read_composition(EACH)

    assert refusal(clauses, WOMAN, [], [VACANT]) is None
    assert refusal(clauses, MAN, [WOMAN], []) is None
    assert refusal(clauses, WOMAN, [WOMAN], []).code == "man"
    assert (
        refusal(
            clauses, replace(WOMAN, appointer="hills"), [WOMAN], [VACANT, replace(VACANT, appointer="hills")]
        )
        is None
    )


def test_a_quota_is_kept_open_or_missed():
    clauses = read_composition([{"kind": "quota", "quality": "woman", "least": 2}])

    def state(members, vacant):
        return [one.state for one in standings(clauses, members, vacant)]

    assert state([WOMAN, WOMAN], []) == [State.KEPT]
    assert state([WOMAN, MAN], [VACANT]) == [State.OPEN]
    assert state([WOMAN, MAN], []) == [State.MISSED]


def test_a_quota_missed_already_is_no_reason_against_anybody():
    clauses = read_composition([{"kind": "quota", "quality": "woman", "least": 2}])

    assert refusal(clauses, MAN, [MAN, MAN], []) is None


@given(st.lists(st.sampled_from([WOMAN, MAN]), max_size=6), st.integers(0, 4))
def test_whoever_is_let_in_leaves_every_quota_that_could_be_kept_within_reach(held, free):
    clauses = read_composition([{"kind": "quota", "quality": "woman", "least": 3}])
    vacant = [VACANT] * free
    for wished in (WOMAN, MAN):
        before = standings(clauses, held, [*vacant, VACANT])
        if refusal(clauses, wished, held, vacant) is None and before[0].state is not State.MISSED:
            assert standings(clauses, [*held, wished], vacant)[0].state is not State.MISSED


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ({}, "", "not_a_list"),
        ([APART] * 13, "", "too_many"),
        (["apart"], "[0]", "not_an_object"),
        ([{"kind": "lottery"}], "[0].kind", "not_a_choice"),
        ([{"kind": "apart"}], "[0].organisation", "not_a_code"),
        ([{**APART, "organisation": "Harl Water"}], "[0].organisation", "not_a_code"),
        ([{**APART, "least": 1}], "[0].least", "unknown_field"),
        ([APART, {**EACH[0], "least": 0}], "[1].least", "not_a_whole_number"),
        ([{**EACH[0], "least": True}], "[0].least", "not_a_whole_number"),
        ([{**EACH[0], "per": "planet"}], "[0].per", "not_a_choice"),
        ([{**ATTESTED, "words": "by the lagoon"}], "[0].words", "not_an_object"),
        ([{**ATTESTED, "words": {"en": " "}}], "[0].words.en", "not_words"),
        ([{**ATTESTED, "words": {"English": "x"}}], "[0].words.English", "not_a_language"),
    ],
)
def test_what_is_no_composition_is_refused_with_its_place(data, path, code):
    with pytest.raises(RuleFault) as fault:
        read_composition(data)

    assert (fault.value.path, fault.value.code) == (path, code)
