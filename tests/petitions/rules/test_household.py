"""The household rule: a second name at the same place, and never a third."""

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import names
from petitions.rules.household import Finding, Signer, find, same_name

letters = st.text("abcdeéöñ ", min_size=1, max_size=12).filter(str.strip)
zones = st.one_of(st.none(), st.integers(1, 3))
signers = st.builds(Signer, letters, zones)
one_or_two = st.lists(signers, min_size=1, max_size=2)


@given(signers, signers, st.booleans())
def test_slot_two_opens_only_for_another_name_of_the_same_place_while_the_rule_is_on(first, second, is_on):
    finding, _index = find([first], second, is_on=is_on)

    differs = names.folded(first.name) != names.folded(second.name)
    assert (finding is Finding.SECOND) == (
        is_on and differs and first.zone is not None and first.zone == second.zone
    )


@given(signers, signers, signers, st.booleans())
def test_there_is_never_a_third(first, second, third, is_on):
    finding, _index = find([first, second], third, is_on=is_on)

    assert finding is not Finding.SECOND


@given(one_or_two, signers)
def test_with_the_rule_off_an_address_has_signed_whatever_the_name(standing, asking):
    assert find(standing, asking, is_on=False)[0] is Finding.STANDS


@given(one_or_two, st.data(), st.booleans())
def test_whoever_signed_finds_their_own_from_anywhere_and_however_they_spell_it(standing, data, is_on):
    own = data.draw(st.sampled_from(standing))
    shouted = data.draw(st.sampled_from([str.upper, str.title, lambda name: f"  {name}.  "]))(own.name)

    finding, index = find(standing, Signer(shouted, data.draw(zones)), is_on=is_on)

    assert finding is Finding.STANDS
    assert same_name(standing[index].name, own.name)


def test_somewhere_else_is_no_place_to_share():
    assert find([Signer("Ana", None)], Signer("Ben", None), is_on=True)[0] is Finding.ELSEWHERE
