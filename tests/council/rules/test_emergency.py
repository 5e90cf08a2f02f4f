"""The emergency procedure as a rule: who opens it, how long it lasts, how it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import emergency
from council.rules.decision import Emergency, Roll, RollSeat
from council.rules.emergency import EndedBy, Ground
from council.rules.reading import RuleFault, read_rule

NOON = datetime(2150, 7, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LAGOON = "biomes.biome/vessa-lagoon"
PASS = [{"base": "present", "num": 2, "den": 3}]
DATA = {"chambers": [{"body": "H", "pass": PASS}, {"body": "B", "pass": PASS}], "emergency": {}}
RULE = read_rule(DATA)


def roll(humans=9, hands=(1, 2), recused=()):
    lagoon = RollSeat(code="b-1", body="B", joint="unanimous", hands=hands, represents=LAGOON)
    others = tuple(RollSeat(code=f"b-{n}", body="B", represents=f"biomes.biome/{n}") for n in range(2, 10))
    people = tuple(RollSeat(code=f"h-{n}", body="H") for n in range(1, humans + 1))
    seats = (lagoon, *others, *people)
    return Roll(seats=tuple(replace(seat, recused=seat.code in recused) for seat in seats))


def asking(*codes):
    asked = {}
    for code in codes:
        seat, _slash, hand = code.partition("/")
        asked.setdefault(seat, []).append(int(hand or 1))
    return asked


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), None),
        (("b-1",), None),
        (("b-1/1", "b-1/2"), Ground.GUARDIANS),
        (("h-1", "h-2"), None),
        (("h-1", "h-2", "h-3"), Ground.CHAMBER),
        (("h-1", "h-2", "b-2", "b-3"), None),
        (("b-2", "b-3", "b-4"), Ground.CHAMBER),
        (("b-1/1", "b-2", "b-3"), None),
        (("h-77",), None),
    ],
)
def test_both_guardians_or_a_third_of_one_chamber_open_it(asked, found):
    assert emergency.ground(RULE, roll(), LAGOON, asking(*asked)) is found


def test_one_guardian_is_not_both_while_the_other_hand_is_vacant():
    assert emergency.ground(RULE, roll(hands=(1,)), LAGOON, asking("b-1/1")) is None


def test_a_recused_seat_asks_for_nothing_and_is_no_part_of_the_third():
    three = asking("h-1", "h-2", "h-3")

    assert emergency.ground(RULE, roll(recused=("h-1",)), LAGOON, three) is None
    assert emergency.ground(RULE, roll(recused=("b-1",)), LAGOON, asking("b-1/1", "b-1/2")) is None
    assert (
        emergency.ground(RULE, roll(recused=("h-9", "h-8", "h-7")), LAGOON, asking("h-1", "h-2"))
        is Ground.CHAMBER
    )


def test_the_guardians_of_another_living_system_do_not_open_it():
    assert emergency.ground(RULE, roll(), "biomes.biome/elsewhere", asking("b-1/1", "b-1/2")) is None


def test_a_rule_may_leave_the_request_to_the_chambers_alone():
    rule = read_rule({**DATA, "emergency": {"guardians": False}})

    assert emergency.ground(rule, roll(), LAGOON, asking("b-1/1", "b-1/2")) is None


def test_a_rule_without_the_procedure_has_none():
    rule = read_rule({"chambers": DATA["chambers"]})

    assert emergency.ground(rule, roll(), LAGOON, asking("b-1/1", "b-1/2", "h-1", "h-2", "h-3")) is None


@given(
    st.sets(st.sampled_from([f"h-{n}" for n in range(1, 10)] + ["b-1/1", "b-1/2", "b-2", "b-3", "b-4"])),
    st.data(),
)
def test_a_further_request_never_closes_what_was_open(codes, data):
    more = codes | data.draw(st.sets(st.sampled_from(["h-1", "h-5", "b-1/1", "b-1/2", "b-4"])))
    before = emergency.ground(RULE, roll(), LAGOON, asking(*sorted(codes)))

    assert before is None or emergency.ground(RULE, roll(), LAGOON, asking(*sorted(more))) is not None


@pytest.mark.parametrize(
    ("severity", "enough"), [("minor", False), ("moderate", False), ("severe", True), ("extreme", True)]
)
def test_only_a_severe_alert_is_enough(severity, enough):
    assert emergency.is_severe_enough(Emergency(), severity) is enough


def test_it_lasts_ninety_days_and_is_to_be_confirmed_within_thirty():
    term = emergency.term(Emergency(), NOON)

    assert (term.until - NOON, term.confirm_by - NOON) == (90 * DAY, 30 * DAY)
    assert emergency.renewed_until(Emergency(), term.until) == NOON + 180 * DAY
    assert emergency.may_be_renewed(Emergency(), 0)
    assert not emergency.may_be_renewed(Emergency(), 1)


def test_the_time_to_confirm_never_outlasts_the_emergency():
    assert emergency.term(Emergency(lasts_days=10), NOON).confirm_by == NOON + 10 * DAY


@given(
    st.booleans(), st.booleans(), st.integers(min_value=-1, max_value=200),
)  # fmt: skip
def test_it_ends_by_its_term_and_unconfirmed_much_sooner(confirmed, sat, hours):
    at = NOON + timedelta(days=hours)
    ended = emergency.end(
        until=NOON + 90 * DAY, confirm_by=NOON + 30 * DAY, confirmed=confirmed, next_sitting_closed=sat, at=at
    )

    if confirmed:
        assert ended == ((EndedBy.EXPIRY, NOON + 90 * DAY) if hours >= 90 else None)
    elif hours >= 30:
        assert ended == (EndedBy.UNCONFIRMED, NOON + 30 * DAY)
    else:
        assert ended == ((EndedBy.UNCONFIRMED, at) if sat else None)


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ({"severity": "terrible"}, "emergency.severity", "not_a_choice"),
        ({"request": {"num": 2, "den": 1}}, "emergency.request.num", "never_reachable"),
        ({"request": {"num": 1}}, "emergency.request.den", "missing"),
        ({"lasts_days": 0}, "emergency.lasts_days", "out_of_range"),
        ({"renewals": -1}, "emergency.renewals", "out_of_range"),
        ({"confirm_days": "30"}, "emergency.confirm_days", "not_a_whole_number"),
        ({"guardians": 1}, "emergency.guardians", "not_true_or_false"),
        ({"forever": True}, "emergency.forever", "unknown_field"),
        ([], "emergency", "not_an_object"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_their_path(data, path, code):
    with pytest.raises(RuleFault) as fault:
        read_rule({**DATA, "emergency": data})

    assert (fault.value.path, fault.value.code) == (path, code)
