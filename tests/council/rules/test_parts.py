"""A rule as fields: filled in unchanged it is the same rule, and each field changes what it says."""

import copy

import pytest

from council.rules.parts import parts_of, refilled, with_parts
from council.rules.reading import RuleFault, read_rule
from tests.council.rules.examples import CHARTER, LAGOON, ORDINARY, QUALIFIED, SECURITY


def filled(data):
    """What a browser sends for the form of this rule."""
    sent = {
        "combine": data.get("combine", "all"),
        "k": str(data.get("k", "")),
        "tie": data.get("tie", "reject"),
    }
    sent["minority"] = str((data.get("blocking_minority") or {}).get("min_members", ""))
    if data.get("recused_in_base"):
        sent["recused_in_base"] = "on"
    for chamber in parts_of(data):
        for part in (chamber.quorum, *chamber.passes, chamber.floor, *chamber.groups):
            sent |= {f"{part.name}-{key}": getattr(part, key) for key in part.__slots__ if key != "name"}
    return sent


@pytest.mark.parametrize("data", [ORDINARY, CHARTER, SECURITY, QUALIFIED, LAGOON])
def test_fields_left_as_they_are_give_the_same_rule(data):
    assert read_rule(with_parts(data, filled(data))) == read_rule(data)


def test_the_data_that_was_read_is_left_alone():
    before = copy.deepcopy(LAGOON)

    with_parts(LAGOON, filled(LAGOON) | {"c0-pass0-num": "2", "c0-pass0-den": "3"})

    assert before == LAGOON


def test_a_majority_is_raised_and_another_added():
    sent = filled(LAGOON) | {"c0-pass0-num": "2", "c0-pass0-den": "3", "c0-pass0-how": "least"}
    sent |= {"c0-pass1-how": "more", "c0-pass1-num": "1", "c0-pass1-den": "4", "c0-pass1-base": "cast"}

    rule = read_rule(with_parts(LAGOON, sent))

    told = [(s.base, s.num, s.den, s.strict) for s in rule.chambers[0].passes]
    assert told == [("in_office", 2, 3, False), ("cast", 1, 4, True)]


def test_a_group_clause_taken_out_is_gone():
    sent = filled(LAGOON) | {"c0-group0-how": ""}

    rule = read_rule(with_parts(LAGOON, sent))

    assert [type(clause).__name__ for clause in rule.chambers[0].groups] == ["AtLeast"]


def test_a_floor_may_be_a_number_of_seats():
    rule = read_rule(with_parts(LAGOON, filled(LAGOON) | {"c0-floor-how": "count", "c0-floor-num": "5"}))

    assert rule.chambers[0].floor == 5


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("c0-pass0-den", "many", "chambers[0].pass[0].den"),
        ("c0-pass0-how", "", "chambers[0].pass"),
        ("c0-quorum-base", "cast", "chambers[0].quorum.base"),
        ("c0-group1-count", "-1", "chambers[0].groups[1].at_least"),
        ("c0-group1-groups", "CITIZEN, STATE", "chambers[0].groups[1].of"),
        ("tie", "lots", "tie"),
        ("minority", "0", "blocking_minority.min_members"),
    ],
)
def test_what_is_filled_in_wrong_is_named_by_its_path(field, value, path):
    with pytest.raises(RuleFault) as caught:
        read_rule(with_parts(LAGOON, filled(LAGOON) | {field: value}))

    assert caught.value.path == path


def test_nothing_filled_in_changes_nothing():
    assert with_parts(CHARTER, {}) == CHARTER


def test_what_was_filled_in_wrong_is_shown_again():
    again = refilled(parts_of(LAGOON), filled(LAGOON) | {"c0-pass0-den": "many"})

    assert again[0].passes[0].den == "many"


def test_what_the_form_has_no_field_for_stays():
    assert with_parts(CHARTER, filled(CHARTER))["veto"] == CHARTER["veto"]
