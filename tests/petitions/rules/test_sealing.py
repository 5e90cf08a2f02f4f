"""The sealed name: no sequence of steps by fewer than two auditors opens it, and nothing opens it for a party."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import sealing
from petitions.rules.sealing import (
    ANSWER_WITHIN,
    READABLE_FOR,
    Hand,
    Refusal,
    Request,
    Stage,
    Verdict,
)

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
ONE, TWO, THREE = Hand(code="p-one"), Hand(code="p-two"), Hand(code="p-three")
TICK = timedelta(microseconds=1)


def asked(**more):
    return Request(asked_by="p-one", asked_at=NOON, **more)


def agreed(at=NOON):
    return asked(verdict=Verdict.AGREED, answered_by="p-two", answered_at=at)


class Auditors:
    """The rule played through: what each step would do to the requests for one name, and whom it showed it."""

    def __init__(self, parties=()):
        self.requests, self.seen, self.parties, self.is_kept = [], [], parties, True

    def hand(self, code):
        return Hand(code=code, is_party=code in self.parties)

    def step(self, verb, code, at):
        hand = self.hand(code)
        if verb == "forget":
            self.is_kept = False
        elif verb == "ask":
            if not sealing.refusal_to_ask(self.requests, hand, is_kept=self.is_kept, at=at):
                self.requests.append(Request(asked_by=code, asked_at=at))
        elif self.requests:
            self._act_on_last(verb, hand, at)

    def _act_on_last(self, verb, hand, at):
        last = self.requests[-1]
        if verb == "read":
            if not sealing.refusal_to_read(last, hand, is_kept=self.is_kept, at=at):
                self.seen.append((hand.code, at, last))
            return
        if verb == "withdraw":
            why, verdict = sealing.refusal_to_withdraw(last, hand, at=at), Verdict.WITHDRAWN
        else:
            why = sealing.refusal_to_answer(last, hand, is_asker_auditor=True, is_kept=self.is_kept, at=at)
            verdict = Verdict.AGREED if verb == "agree" else Verdict.REFUSED
        if not why:
            self.requests[-1] = replace(last, verdict=verdict, answered_by=hand.code, answered_at=at)


VERBS = st.sampled_from(["ask", "agree", "refuse", "withdraw", "read", "forget"])
HOURS = st.integers(0, 60)


# Chance alone seldom asks, agrees and reads in this order: every play begins with an open request.
BEGUN = [("ask", "p-one", 0)]
OPEN = [*BEGUN, ("agree", "p-two", 1)]


def played(steps, **more):
    room, at = Auditors(**more), NOON
    for verb, code, hours in steps:
        at += timedelta(hours=hours)
        room.step(verb, code, at)
    return room


@given(st.lists(st.tuples(VERBS, st.just("p-one"), HOURS), max_size=40))
def test_nothing_that_one_auditor_does_opens_a_name(steps):
    assert played([*BEGUN, *steps]).seen == []


@given(st.lists(st.tuples(VERBS, st.sampled_from(["p-one", "p-filer"]), HOURS), max_size=40))
def test_an_auditor_and_the_filer_are_not_two_auditors(steps):
    assert played([*BEGUN, *steps], parties={"p-filer"}).seen == []


@given(st.lists(st.tuples(VERBS, st.sampled_from(["p-one", "p-two", "p-three"]), HOURS), max_size=60))
def test_whoever_reads_is_one_of_two_different_people_and_reads_in_time(steps):
    for reader, at, request in played([*OPEN, *steps]).seen:
        assert reader in {request.asked_by, request.answered_by}
        assert request.asked_by != request.answered_by
        assert request.answered_at - request.asked_at < ANSWER_WITHIN
        assert timedelta(0) <= at - request.answered_at < READABLE_FOR


@given(st.lists(st.tuples(VERBS, st.sampled_from(["p-one", "p-two"]), HOURS), max_size=40))
def test_once_forgotten_nothing_is_read(steps):
    assert played([*OPEN, ("forget", "p-one", 0), ("read", "p-two", 0), *steps]).seen == []


def test_without_a_name_there_is_nothing_to_ask_answer_or_read():
    assert sealing.refusal_to_ask([], ONE, is_kept=False, at=NOON) is Refusal.GONE
    assert (
        sealing.refusal_to_answer(asked(), TWO, is_asker_auditor=True, is_kept=False, at=NOON) is Refusal.GONE
    )
    assert sealing.refusal_to_read(agreed(), ONE, is_kept=False, at=NOON) is Refusal.GONE


def test_two_auditors_open_it_and_both_read():
    room = Auditors()
    for verb, code in (("ask", "p-one"), ("agree", "p-two"), ("read", "p-one"), ("read", "p-two")):
        room.step(verb, code, NOON)

    assert [reader for reader, *_ in room.seen] == ["p-one", "p-two"]


@pytest.mark.parametrize(
    ("late", "why"),
    [(ANSWER_WITHIN - TICK, None), (ANSWER_WITHIN, Refusal.LATE), (ANSWER_WITHIN + TICK, Refusal.LATE)],
)
def test_the_second_has_72_hours_and_not_a_moment_more(late, why):
    found = sealing.refusal_to_answer(asked(), TWO, is_asker_auditor=True, is_kept=True, at=NOON + late)

    assert found is why


@pytest.mark.parametrize(("after", "why"), [(READABLE_FOR - TICK, None), (READABLE_FOR, Refusal.OVER)])
def test_both_may_read_for_24_hours_and_not_a_moment_more(after, why):
    assert [
        sealing.refusal_to_read(agreed(), hand, is_kept=True, at=NOON + after) for hand in (ONE, TWO)
    ] == [why, why]


def test_the_one_who_asked_answers_nothing():
    assert (
        sealing.refusal_to_answer(asked(), ONE, is_asker_auditor=True, is_kept=True, at=NOON)
        is Refusal.SAME_PERSON
    )


def test_whoever_is_no_auditor_any_more_does_not_count_as_the_first():
    assert (
        sealing.refusal_to_answer(asked(), TWO, is_asker_auditor=False, is_kept=True, at=NOON)
        is Refusal.ASKER_LEFT
    )


def test_a_party_neither_asks_nor_answers_nor_reads():
    party = replace(TWO, is_party=True)

    assert sealing.refusal_to_ask([], party, is_kept=True, at=NOON) is Refusal.PARTY
    assert (
        sealing.refusal_to_answer(asked(), party, is_asker_auditor=True, is_kept=True, at=NOON)
        is Refusal.PARTY
    )
    assert sealing.refusal_to_read(agreed(), party, is_kept=True, at=NOON) is Refusal.PARTY


def test_a_third_auditor_does_not_read_what_two_opened():
    assert sealing.refusal_to_read(agreed(), THREE, is_kept=True, at=NOON) is Refusal.NOT_ONE_OF_TWO


@pytest.mark.parametrize("verdict", [Verdict.WAITS, Verdict.REFUSED, Verdict.WITHDRAWN, Verdict.LAPSED])
def test_only_what_was_agreed_is_read(verdict):
    request = asked(verdict=verdict, answered_by="p-two", answered_at=NOON)

    assert sealing.refusal_to_read(request, ONE, is_kept=True, at=NOON) is Refusal.NOT_OPEN


def test_a_name_is_asked_for_once_at_a_time_and_again_when_that_has_ended():
    waits, opened = asked(), agreed()
    lapsed_at, over_at = NOON + ANSWER_WITHIN, NOON + READABLE_FOR

    assert sealing.refusal_to_ask([waits], TWO, is_kept=True, at=NOON) is Refusal.WAITS_ALREADY
    assert sealing.refusal_to_ask([opened], TWO, is_kept=True, at=NOON) is Refusal.OPEN_ALREADY
    assert sealing.refusal_to_ask([waits], TWO, is_kept=True, at=lapsed_at) is None
    assert sealing.refusal_to_ask([opened], TWO, is_kept=True, at=over_at) is None
    assert (waits.stage(lapsed_at), opened.stage(over_at)) == (Stage.LAPSED, Stage.OVER)


def test_only_the_asker_takes_a_request_back_and_only_while_it_waits():
    assert sealing.refusal_to_withdraw(asked(), ONE, at=NOON) is None
    assert sealing.refusal_to_withdraw(asked(), TWO, at=NOON) is Refusal.NOT_THE_ASKER
    assert sealing.refusal_to_withdraw(agreed(), ONE, at=NOON) is Refusal.ANSWERED
    assert sealing.refusal_to_withdraw(asked(), ONE, at=NOON + ANSWER_WITHIN) is Refusal.LATE


@pytest.mark.parametrize(
    "pseudonym",
    ["Ravensworth", "quillon", "Quillon of the shore", "R-a-v-e-n-s-w-o-r-t-h", "RAVENSWÓRTH 7", "xQuillonx"],
)
def test_a_pseudonym_with_a_part_of_the_name_gives_it_away(pseudonym):
    assert sealing.gives_away(pseudonym, "Quillon de Ravensworth")


@pytest.mark.parametrize("pseudonym", ["Grey Heron", "Della Delta", "Someone of Low Quay"])
def test_any_other_pseudonym_does_not(pseudonym):
    assert not sealing.gives_away(pseudonym, "Quillon de Ravensworth")


def test_a_name_of_short_words_is_given_away_by_itself():
    assert sealing.gives_away("Li Bo", "Li Bo")
    assert not sealing.gives_away("Heron", "Li Bo")
