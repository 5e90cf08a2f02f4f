"""A rule that cannot be evaluated is refused at definition, with the path of the fault."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.fit import check_fit
from council.rules.reading import (
    RuleFault,
    canonical,
    fingerprint,
    read_ballots,
    read_roll,
    read_rule,
)
from tests.council.rules.examples import CHARTER, ORDINARY, QUALIFIED, two_chambers


def changed(data, path, value):
    """A copy of ``data`` with the value at ``path`` (``...`` removes it)."""
    copy = json.loads(json.dumps(data))
    *way, last = path
    here = copy
    for step in way:
        here = here[step]
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        (["chambers"], ..., "chambers", "missing"),
        (["chambers"], [], "chambers", "too_few"),
        (["chambers"], {}, "chambers", "not_a_list"),
        (["chambers", 0, "pass"], [], "chambers[0].pass", "too_few"),
        (["chambers", 0, "pass", 0, "den"], 0, "chambers[0].pass[0].den", "out_of_range"),
        (["chambers", 0, "pass", 0, "num"], 4, "chambers[0].pass[0].num", "never_reachable"),
        (["chambers", 0, "pass", 0, "num"], 0.66, "chambers[0].pass[0].num", "not_a_whole_number"),
        (["chambers", 0, "pass", 0, "num"], True, "chambers[0].pass[0].num", "not_a_whole_number"),
        (["chambers", 0, "pass", 0, "base"], "votes", "chambers[0].pass[0].base", "unknown_base"),
        (["chambers", 1, "body"], "H", "chambers[1].body", "twice"),
        (["chambers", 1, "quorum", "base"], "present", "chambers[1].quorum.base", "no_quorum_of_this"),
        (["chambers", 1, "quorum", "strict"], 1, "chambers[1].quorum.strict", "not_true_or_false"),
        (["combine"], "most", "combine", "not_a_choice"),
        (["combine"], "k_of_n", "k", "not_a_whole_number"),
        (["tie"], "coin", "tie", "not_a_choice"),
        (["veto", "who"], "everybody", "veto.who", "not_a_choice"),
        (["veto", "window_days"], 0, "veto.window_days", "no_time_to_object"),
        (["veto", "override", "chambers"], [], "veto.override.chambers", "too_few"),
        (["blocking_minority"], {"min_members": 0}, "blocking_minority.min_members", "out_of_range"),
        (["sealed"], "yes", "sealed", "not_true_or_false"),
        (["sealed"], False, "sealed", "always_sealed"),
        (["veto", "needs"], 513, "veto.needs", "out_of_range"),
        (["chambers", 0, "floor_yes"], 513, "chambers[0].floor_yes", "out_of_range"),
        (
            ["chambers", 0, "groups"],
            [{"at_least": 513, "of": "A"}],
            "chambers[0].groups[0].at_least",
            "out_of_range",
        ),
        (["veto", "who"], "group:A", "veto.window_days", "cast_with_the_vote"),
        (["quorum"], 1, "quorum", "unknown_field"),
        (["min_notice_hours"], 2**60, "min_notice_hours", "out_of_range"),
    ],
)
def test_a_fault_is_named_by_its_path(path, value, where, code):
    with pytest.raises(RuleFault) as fault:
        read_rule(changed(CHARTER, path, value))

    assert (fault.value.path, fault.value.code) == (where, code)


def test_a_veto_cast_with_the_vote_knows_no_override():
    override = CHARTER["veto"]["override"]

    with pytest.raises(RuleFault) as fault:
        read_rule({**CHARTER, "veto": {"who": "group:A", "override": override}})

    assert (fault.value.path, fault.value.code) == ("veto.override", "cast_with_the_vote")
    assert read_rule({**CHARTER, "veto": {"who": "group:A", "override": None}}).vetoes[0].group == "A"


@pytest.mark.parametrize("data", [None, [], "rule", 7, {}])
def test_what_is_not_a_rule_at_all_is_refused(data):
    with pytest.raises(RuleFault):
        read_rule(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_no_data_breaks_the_reader(data):
    for read in (read_rule, read_roll, read_ballots):
        with suppress(RuleFault):
            read(data)


@given(st.data())
def test_any_one_value_replaced_by_anything_is_read_or_refused(data):
    def paths(value, way=()):
        yield way
        for key, item in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            yield from paths(item, (*way, key))

    way = data.draw(st.sampled_from([p for p in paths(CHARTER) if p]))

    with suppress(RuleFault):
        read_rule(changed(CHARTER, list(way), data.draw(JSON)))


def test_the_fingerprint_does_not_depend_on_the_order_of_keys_or_the_accents_form():
    turned = dict(reversed(list(ORDINARY.items())))
    composed = changed(ORDINARY, ["chambers", 0, "body"], "\u00e9lus")
    decomposed = changed(ORDINARY, ["chambers", 0, "body"], "e\u0301lus")

    assert canonical(turned) == canonical(ORDINARY)
    assert fingerprint(composed) == fingerprint(decomposed)
    assert fingerprint(composed) != fingerprint(ORDINARY)


def test_a_rule_that_does_not_fit_the_roll_is_refused():
    with pytest.raises(RuleFault) as fault:
        check_fit(read_rule(QUALIFIED), two_chambers())

    assert (fault.value.path, fault.value.code) == ("chambers[0].body", "no_such_body")


def test_a_seat_twice_on_a_roll_is_refused():
    with pytest.raises(RuleFault) as fault:
        read_roll({"seats": [{"seat": "h1", "body": "H"}, {"seat": "h1", "body": "B"}]})

    assert (fault.value.path, fault.value.code) == ("roll.seats[1].seat", "twice")


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        ({"quorum": {"base": "weight:people", "num": 1, "den": 2}}, "chambers[0].quorum.base"),
        ({"floor_yes": {"base": "weight:people", "num": 1, "den": 2}}, "chambers[0].floor_yes.base"),
    ],
)
def test_a_quorum_or_floor_of_weights_that_no_seat_has_does_not_fit(clause, place):
    data = {"chambers": [{"body": "H", "pass": [{"base": "cast", "num": 1, "den": 2}], **clause}]}

    with pytest.raises(RuleFault) as fault:
        check_fit(read_rule(data), two_chambers())

    assert (fault.value.path, fault.value.code) == (place, "no_such_weight")


def test_a_veto_of_a_group_without_a_seat_does_not_fit():
    with pytest.raises(RuleFault) as fault:
        check_fit(read_rule({**ORDINARY, "veto": {"who": "group:PERMANANT"}}), two_chambers())

    assert (fault.value.path, fault.value.code) == ("veto[0].who", "no_such_group")


@pytest.mark.parametrize("weight", ["٣", "1/0", "-1", -1, True, 2**53, "1e3", 1.5])
def test_a_weight_is_a_plain_number_or_ratio(weight):
    with pytest.raises(RuleFault):
        read_roll({"seats": [{"seat": "a", "body": "H", "weights": {"people": weight}}]})
