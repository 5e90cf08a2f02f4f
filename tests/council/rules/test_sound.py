"""A rule that fits its seats and can be met by them, or the place where it cannot."""

import copy

import pytest

from council.rules.decision import Roll, RollSeat
from council.rules.fit import check_fit, check_sound
from council.rules.reading import RuleFault, read_rule
from tests.council.rules.examples import CHARTER, LAGOON, ORDINARY, SECURITY, seats, two_chambers

VOICE = RollSeat(code="H99", body="H", votes=False)


def lagoon():
    return Roll(
        seats=(
            *seats("M", 3, group="STATE"),
            *(RollSeat(code=f"R{i}", body="M", group="REGION") for i in range(3)),
            *(RollSeat(code=f"C{i}", body="M", group="CITIZEN") for i in range(7)),
        )
    )


def within(**chamber):
    """The ordinary rule with more in the human chamber."""
    rule = copy.deepcopy(ORDINARY)
    rule["chambers"][0] |= chamber
    return rule


def fault(rule, roll):
    with pytest.raises(RuleFault) as found:
        check_sound(read_rule(rule), roll)
    return found.value.path, found.value.code


def test_the_worked_examples_are_sound_on_their_own_seats():
    check_sound(read_rule(ORDINARY), two_chambers())
    check_sound(read_rule(CHARTER), two_chambers())
    check_sound(read_rule(LAGOON), lagoon())
    check_sound(read_rule(SECURITY), Roll(seats=tuple(seats("C", 15, group="PERMANENT"))))


def test_what_does_not_fit_is_not_sound():
    assert fault(within(groups=[{"at_least": 1, "of": "A"}]), two_chambers()) == (
        "chambers[0].groups[0]",
        "no_such_group",
    )


def test_every_group_that_is_named_is_known():
    rule = copy.deepcopy(LAGOON)
    rule["chambers"][0]["groups"][0]["all_of_any"] = ["STATE", "REGOIN"]

    assert fault(rule, lagoon()) == ("chambers[0].groups[0].all_of_any[1]", "no_such_group")
    # A vote that opens is counted all the same: the other group can still carry it.
    check_fit(read_rule(rule), lagoon())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (within(floor_yes=13), "chambers[0].floor_yes"),
        ({**ORDINARY, "min_movers": 22}, "min_movers"),
        ({**ORDINARY, "veto": {"who": "affected_biomes", "window_days": 3, "needs": 2}}, "veto[0].needs"),
        (
            {
                **ORDINARY,
                "veto": {
                    "who": "affected_biomes",
                    "window_days": 3,
                    "override": {"chambers": [{**ORDINARY["chambers"][1], "floor_yes": 10}]},
                },
            },
            "veto.override.chambers[0].floor_yes",
        ),
    ],
)
def test_a_number_that_no_seats_come_to_is_refused(data, place):
    assert fault(data, two_chambers()) == (place, "never_reachable")


def test_a_number_of_one_group_is_measured_against_that_group():
    rule = copy.deepcopy(LAGOON)
    rule["chambers"][0]["groups"][1]["at_least"] = 50

    assert fault(rule, lagoon()) == ("chambers[0].groups[1].at_least", "never_reachable")

    rule = {**LAGOON, "veto": {"who": "group:STATE", "needs": 4}}
    assert fault(rule, lagoon()) == ("veto[0].needs", "never_reachable")


def test_a_seat_without_a_vote_reaches_nothing():
    roll = two_chambers()

    assert fault(within(floor_yes=13), Roll(seats=(*roll.seats, VOICE))) == (
        "chambers[0].floor_yes",
        "never_reachable",
    )


def test_a_vacant_or_recused_seat_is_no_reason_against_a_rule():
    roll = two_chambers(b_recused=3)
    vacant = Roll(seats=tuple(RollSeat(code=s.code, body=s.body, hands=()) for s in roll.seats))

    for held in (roll, vacant):
        check_sound(read_rule(within(floor_yes=12)), held)
