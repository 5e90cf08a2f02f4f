"""Who restores a lost second factor, in which order, and until when."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import restoration as rules
from accounts.rules.restoration import NotSeen, Restorer, Stage, Standing, confirmation_refusal, is_pair

NOON = datetime(2150, 5, 3, 12, tzinfo=UTC)
CHAIR, SECRETARY, ADMIN = Restorer.CHAIR, Restorer.SECRETARY, Restorer.ADMIN
SECOND = timedelta(seconds=1)
offices = st.frozensets(st.sampled_from(Restorer))


def standing(**fields):
    return Standing(person="p-her", asked_at=NOON, **fields)


def seen(at=NOON, **fields):
    return standing(first="p-one", first_at=at, first_as=frozenset({SECRETARY}), **fields)


@given(offices, offices)
def test_it_does_not_matter_who_of_a_pair_comes_first(one, other):
    assert is_pair(one, other) is is_pair(other, one)


@given(offices, offices, offices)
def test_a_further_office_never_hinders(one, other, more):
    assert not is_pair(one, other) or is_pair(one | more, other)


def test_the_pairs_are_secretary_and_chair_or_two_admins():
    found = {(a, b) for a, b in product(Restorer, repeat=2) if is_pair({a}, {b})}

    assert found == {(SECRETARY, CHAIR), (CHAIR, SECRETARY), (ADMIN, ADMIN)}


@pytest.mark.parametrize("stood", [standing(), seen(), seen(second_at=NOON), standing(used=True)])
def test_nobody_confirms_herself(stood):
    assert confirmation_refusal(stood, by="p-her", offices={ADMIN}, at=NOON) is NotSeen.ONESELF


def test_the_second_has_an_hour_and_not_a_second_more():
    last = NOON + rules.SECOND_WITHIN - SECOND

    assert seen().stage(last) is Stage.SEEN
    assert confirmation_refusal(seen(), by="p-two", offices={CHAIR}, at=last) is None
    assert seen().stage(last + SECOND) is Stage.ASKED


def test_the_same_officer_is_not_two_but_may_begin_anew_after_the_hour():
    again = {"by": "p-one", "offices": {SECRETARY, CHAIR}}

    assert confirmation_refusal(seen(), **again, at=NOON) is NotSeen.SAME_PERSON
    assert confirmation_refusal(seen(), **again, at=NOON + rules.SECOND_WITHIN) is None


@pytest.mark.parametrize("second", [{SECRETARY}, {ADMIN}, frozenset()])
def test_who_makes_no_pair_with_the_first_is_refused(second):
    assert confirmation_refusal(seen(), by="p-two", offices=second, at=NOON) is NotSeen.NO_PAIR


@pytest.mark.parametrize(
    ("stood", "at", "stage"),
    [
        (seen(second_at=NOON), NOON + rules.CODE_LASTS - SECOND, Stage.CONFIRMED),
        (seen(second_at=NOON), NOON + rules.CODE_LASTS, Stage.ASKED),
        (seen(second_at=NOON, tries=rules.MOST_TRIES), NOON, Stage.ASKED),
        (seen(second_at=NOON, used=True), NOON, Stage.USED),
        (standing(withdrawn=True), NOON, Stage.WITHDRAWN),
        (standing(), NOON + rules.STALE_AFTER, Stage.STALE),
    ],
)
def test_each_stage_ends_by_itself(stood, at, stage):
    assert stood.stage(at) is stage


def test_while_a_code_is_out_no_other_is_made():
    stood = seen(second_at=NOON)

    assert confirmation_refusal(stood, by="p-two", offices={CHAIR}, at=NOON) is NotSeen.CODE_OUT


@pytest.mark.parametrize("over", [{"used": True}, {"withdrawn": True}])
def test_what_is_over_is_not_confirmed(over):
    assert confirmation_refusal(standing(**over), by="p-two", offices={ADMIN}, at=NOON) is NotSeen.OVER


@given(st.binary(min_size=rules.CODE_LENGTH, max_size=rules.CODE_LENGTH))
def test_a_code_is_read_as_it_was_meant(numbers):
    code = rules.code_from(numbers)
    badly = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "

    assert len(rules.read_code(code)) == rules.CODE_LENGTH
    assert rules.read_code(badly) == rules.read_code(code)
