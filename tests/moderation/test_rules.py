"""The queue's rules, as laws."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.rules import lifecycle, signals, similarity
from moderation.rules.commitments import commitment
from moderation.rules.lifecycle import MOVES, QUEUED, Held, Refused, State

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_every_state_is_reached_and_no_move_leaves_the_table():
    reached, new = {State.WAITING}, {State.WAITING}
    while new:
        new = {to for state in new for to in MOVES[state]} - reached
        reached |= new

    assert reached == set(State) == set(MOVES)


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_the_table_moves(current, to):
    if to in MOVES[current]:
        assert lifecycle.move(current, to) is to
    else:
        with pytest.raises(Refused):
            lifecycle.move(current, to)


@given(st.sampled_from(State), st.booleans())
def test_only_what_waits_can_be_decided_and_leaves_the_queue(current, approve):
    if current in QUEUED:
        assert lifecycle.outcome(current, approve=approve) not in QUEUED
    else:
        with pytest.raises(Refused):
            lifecycle.outcome(current, approve=approve)


def test_a_second_rejection_is_final():
    assert lifecycle.outcome(State.APPEALED, approve=False) is State.CONFIRMED
    assert MOVES[State.CONFIRMED] == frozenset()


def test_an_appeal_is_possible_to_the_last_second_of_fourteen_days():
    last = NOON + lifecycle.APPEAL_WITHIN

    assert lifecycle.may_appeal(State.REJECTED, decided_at=NOON, at=last)
    assert not lifecycle.may_appeal(State.REJECTED, decided_at=NOON, at=last + SECOND)


def test_a_hold_keeps_others_out_until_it_lapses_and_never_its_holder():
    held = Held(by="p-1", until=NOON)

    assert held.keeps_out("p-2", NOON - SECOND)
    assert not held.keeps_out("p-2", NOON)
    assert not held.keeps_out("p-1", NOON - SECOND)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)))
def test_waiting_longer_is_never_less_urgent(wait):
    order = list(lifecycle.Colour)

    assert order.index(lifecycle.colour(wait)) <= order.index(lifecycle.colour(wait + SECOND))


def test_signals_name_what_stands_in_a_text():
    text = "Write to pia@quay.example, call +34 600 123 456, see https://x.example/a, 12345678Z"

    kinds = {signal.kind for signal in signals.in_text("background", text)}

    assert kinds == {signals.Kind.EMAIL, signals.Kind.PHONE, signals.Kind.LINK, signals.Kind.NUMBER}


def test_plain_words_raise_no_signal():
    assert signals.in_snapshot({"title": "Clean the outfall", "asks": ["by 1 May 2150", "in 12 days"]}) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ask Mrs Quay about it", "Mrs Quay"),
        ("it was Dr. Pia Lowquay", "Dr. Pia Lowquay"),
        ("lo dijo Señora Marín", "Señora Marín"),
        ("قال السيد منصور ذلك", "السيد منصور"),
        ("the keeper is Marten Sluys, they say", "Marten Sluys"),
        ("write to @night_fisher there", "@night_fisher"),
    ],
)
def test_what_may_be_a_name_is_pointed_out(text, name):
    assert signals.Signal(signals.Kind.NAME, "text", name) in signals.in_text("text", text)


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_the_more_alike_two_texts_are_the_higher_the_percentage(one, other):
    low, high = sorted((one, other))

    assert 0 <= similarity.percent(low) <= similarity.percent(high) <= 100
    assert similarity.percent(1.0) == 100


@given(st.text(max_size=500))
def test_any_text_can_be_looked_at(text):
    signals.in_text("text", text)


@pytest.mark.parametrize(
    "hostile",
    ["a@" * 500_000, "1 " * 500_000, "www." * 250_000, "A" * 1_000_000, "Aa " * 300_000, "Mr " * 300_000],
)
def test_a_megabyte_of_bait_costs_no_time(hostile):
    began = perf_counter()

    signals.in_text("text", hostile)

    assert perf_counter() - began < 2


@given(st.binary(min_size=32, max_size=32), st.text(max_size=20), st.text(max_size=20))
def test_a_commitment_stands_for_one_text_only(salt, one, other):
    same = commitment(salt, {"title": one}) == commitment(salt, {"title": other})

    assert same == (one == other)
