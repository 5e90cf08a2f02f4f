"""The tables of pins, sightings, statements and consent: every state is reached, final ones are final."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import consent, lifecycle, sighted
from biomes.rules.consent import Label, Reader
from biomes.rules.lifecycle import Stage
from biomes.rules.sighted import State

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)


def reached(moves, begin):
    found, todo = set(), [begin]
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += moves[state]
    return found


def test_every_stage_is_reached_from_a_draft_or_from_the_map():
    assert reached(lifecycle.MOVES, Stage.DRAFT) | reached(lifecycle.MOVES, Stage.PROVISIONAL) == set(Stage)


def test_nothing_comes_back_from_a_merge():
    assert lifecycle.MOVES[Stage.MERGED] == frozenset()
    with pytest.raises(lifecycle.Refused):
        lifecycle.move(Stage.MERGED, Stage.PROVISIONAL)


def test_nothing_off_the_registry_is_public():
    assert {Stage.PUBLISHED} == lifecycle.PUBLIC
    assert not lifecycle.PUBLIC & lifecycle.UNREGISTERED


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_provisional_turns_uncurated_by_the_clock_alone(passed):
    shown = lifecycle.shown(Stage.PROVISIONAL, NOON, NOON + passed)

    assert shown is (Stage.UNCURATED if passed >= timedelta(days=14) else Stage.PROVISIONAL)


@given(st.sampled_from([s for s in Stage if s is not Stage.PROVISIONAL]))
def test_no_other_stage_moves_by_the_clock(stage):
    assert lifecycle.shown(stage, NOON, NOON + timedelta(days=400)) is stage


def test_every_state_of_a_sighting_is_reached_and_withdrawn_is_final():
    assert reached(sighted.MOVES, State.WAITING) == set(State)
    assert sighted.MOVES[State.WITHDRAWN] == frozenset()


@given(st.timedeltas(-timedelta(days=800), timedelta(days=800)))
def test_a_time_is_told_future_or_too_old_or_neither(since):
    why = sighted.untimely(NOON + since, NOON)

    assert (why is sighted.Untimely.FUTURE) == (since > timedelta(minutes=10))
    assert (why is sighted.Untimely.TOO_OLD) == (since < -timedelta(days=366))


@given(st.sampled_from(Label))
def test_what_may_be_exported_or_quoted_may_be_read_by_anybody(label):
    terms = consent.TERMS[label]

    if terms.export or terms.quote:
        assert Reader.ANYBODY in terms.read
    assert not terms.shorten or terms.quote


def test_a_narrower_circle_reads_at_least_what_a_wider_one_reads():
    anybody, member, guardian = (consent.readable_by(reader) for reader in Reader)

    assert anybody < member < guardian == set(Label)
