"""Laws of a sheet of paper: its number, two entries, the sample, and who may do what."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from petitions.rules import paper
from petitions.rules.paper import BLANK, LINES, MOVES, Fault, Hands, Stage, Written

raw = st.binary(min_size=5, max_size=5)
some_names = st.sampled_from(["", "Ana Vale", "ana vale", "Ana Válé", "Bo Reyes", "منى الشاطئ", "Ōe Ken"])
written = st.builds(Written, some_names, st.sampled_from(["", "tessel-row", "low-quay"])).map(
    lambda line: line if line.name else BLANK
)
entries = st.lists(written, max_size=LINES)
seeds = st.binary(min_size=32, max_size=32)
filled = st.frozensets(st.integers(1, LINES))


@given(raw, st.integers(0, paper.LETTERS - 1), st.sampled_from(paper.ALPHABET))
def test_any_one_letter_misread_is_noticed(drawn, place, letter):
    number = paper.number_from(drawn)
    assume(number[place] != letter)

    assert paper.read_number(paper.grouped(number).upper()) == number
    assert paper.read_number(number[:place] + letter + number[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "abcd", "abcd-efg", "abcd-efg0", "abcdefghi"])
def test_what_is_no_number_is_none(text):
    assert paper.read_number(text) is None


@given(entries, entries)
def test_the_order_of_entry_does_not_matter(one, other):
    assert paper.compare(one, other) == paper.compare(other, one)


@given(entries)
def test_two_equal_entries_settle_every_line_as_it_was_written(one):
    assert list(paper.compare(one, one).values()) == paper.padded(one)


@given(written, written)
def test_a_line_settles_only_for_one_folded_name_in_one_zone(one, other):
    found = paper.agreed(one, other)

    assert (found is not None) == ((one.is_empty and other.is_empty) or one.key == other.key)
    assert found in (None, one, other)


def test_a_mark_that_one_of_them_left_out_is_kept():
    assert paper.agreed(Written("ana vale"), Written("Ana Válé")) == Written("Ana Válé")


@given(seeds, st.text("0123456789abcdef", min_size=64, max_size=64), filled)
def test_a_sample_is_some_of_the_filled_lines_and_always_the_same(seed, scan, lines):
    found = paper.sample(seed, scan, lines)

    assert set(found) <= lines
    assert len(found) == paper.sample_size(len(lines)) >= min(len(lines), paper.SMALLEST_SAMPLE)
    assert found == paper.sample(seed, scan, sorted(lines, reverse=True))


@given(seeds, filled)
def test_the_whole_of_a_sheet_is_every_filled_line(seed, lines):
    assert paper.sample(seed, "ab" * 32, lines, whole=True) == tuple(sorted(lines))


def test_another_seed_samples_other_lines():
    samples = {paper.sample(bytes([n]) * 32, "ab" * 32, range(1, 21)) for n in range(20)}

    assert len(samples) > 15
    assert {line for found in samples for line in found} == set(range(1, 21))


def test_the_promise_of_a_seed_is_not_the_seed():
    assert paper.seed_digest(b"a" * 32) != paper.seed_digest(b"b" * 32)
    assert (b"a" * 32).hex() not in paper.seed_digest(b"a" * 32)


@pytest.mark.parametrize(("sampled", "wrong", "passes"), [(5, 0, True), (5, 1, False), (9, 1, False), (10, 1, True), (10, 2, False)])  # fmt: skip
def test_one_wrong_line_in_ten_passes_and_no_more(sampled, wrong, passes):
    assert paper.passes(range(1, sampled + 1), range(1, wrong + 1)) is passes


@given(filled, st.frozensets(st.integers(1, LINES)), st.integers(1, LINES))
def test_one_more_wrong_line_never_saves_a_sheet(sampled, wrong, more):
    if paper.passes(sampled, wrong | {more}):
        assert paper.passes(sampled, wrong)


def test_a_sheet_without_a_signature_is_refused_for_that():
    assert paper.judge({1: BLANK}, (), ()) is Fault.EMPTY


people = st.sampled_from("abcde")


@given(people, people, people, st.frozensets(people), people)
def test_nobody_is_two_of_the_three(registrar, one, other, settlers, who):
    hands = Hands(registrar, (one, other), settlers)

    assert not hands.may_enter(who)
    if hands.may_check(who):
        assert who not in {registrar, one, other, *settlers}
    assert hands.may_settle(who) == (who not in {one, other}) == hands.may_judge(who)


@given(people, people)
def test_the_second_entry_is_somebody_elses(one, who):
    assert Hands(one, (one,)).may_enter(who) == (who != one)


def test_every_stage_is_reached_and_the_last_are_final():
    reached = {Stage.REGISTERED} | {to for moves in MOVES.values() for to in moves}

    assert reached == set(Stage)
    assert all((not MOVES[stage]) == (stage not in paper.UNDER_WAY) for stage in Stage)
