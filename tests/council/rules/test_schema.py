"""The published shape of a rule: it takes what the reader takes, and refuses what the reader refuses for its shape."""

import copy
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.rules.reading import RuleFault, read_rule
from council.rules.schema import SCHEMA
from tests.council.rules.examples import CHARTER, LAGOON, ORDINARY, QUALIFIED, SECURITY

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLES = [ORDINARY, CHARTER, SECURITY, QUALIFIED, LAGOON]
# What only the reader can say: a share nothing reaches, a name twice.
OF_MEANING = {"never_reachable", "twice"}
JUNK = [None, True, False, 0, 1, -1, 4, 2**60, "", "x", "a b", "yes", "weight:", "weight:people", "group:A", [], {}, [1],
        {"base": "cast", "num": 1, "den": 2}, {"at_least": 2, "of": "A"}, {"all_of_any": ["A"]}, "k_of_n", "affected_biomes"]  # fmt: skip
FIELDS = ["k", "combine", "tie", "veto", "floor_yes", "quorum", "groups", "of", "strict", "blocking_minority", "extra",
          "window_days", "override", "needs", "sealed", "max_recalls", "min_notice_hours", "pass", "who"]  # fmt: skip


def places(value, path=()):
    yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        yield from places(item, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def a_rule(seed):
    """A rule of the examples with a few things broken, added or left out."""
    chance = Random(seed)
    rule = copy.deepcopy(chance.choice(EXAMPLES))
    for _ in range(chance.randint(0, 3)):
        path = chance.choice(list(places(rule)))
        spot = at(rule, path)
        if isinstance(spot, dict) and chance.random() < 0.6:
            spot[chance.choice(FIELDS)] = copy.deepcopy(chance.choice(JUNK))
        elif path:
            parent = at(rule, path[:-1])
            if chance.random() < 0.4:
                del parent[path[-1]]
            else:
                parent[path[-1]] = copy.deepcopy(chance.choice(JUNK))
    return rule


def fault_of(rule):
    try:
        read_rule(rule)
    except RuleFault as fault:
        return fault
    return None


def test_it_is_itself_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_it_takes_the_worked_examples(rule):
    VALIDATOR.validate(rule)


@settings(max_examples=600)
@given(st.integers(0, 2**48).map(a_rule))
def test_what_the_reader_takes_it_takes(rule):
    if fault_of(rule) is None:
        VALIDATOR.validate(rule)


@settings(max_examples=600)
@given(st.integers(0, 2**48).map(a_rule))
def test_what_the_reader_refuses_for_its_shape_it_refuses(rule):
    fault = fault_of(rule)
    if fault and fault.code not in OF_MEANING and fault.path != "k":
        assert not VALIDATOR.is_valid(rule), (fault, rule)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"k": 1}, "k_beside_all"),
        ({"combine": "k_of_n"}, "no_k"),
        ({"chambers": []}, "no_chamber"),
        ({"veto": {"who": "affected_biomes"}}, "no_time_to_object"),
        ({"veto": {"who": "PERMANENT"}}, "a_veto_of_no_group"),
        ({"veto": {"who": "group:A", "window_days": 3}}, "a_window_that_nobody_uses"),
        ({"veto": {"who": "group:A", "override": CHARTER["veto"]["override"]}}, "an_override_of_no_effect"),
        ({"sealed": False}, "votes_are_sealed"),
        ({"colour": "blue"}, "unknown"),
    ],
)
def test_it_refuses_by_name(change, why):
    assert not VALIDATOR.is_valid({**ORDINARY, **change}), why
    assert fault_of({**ORDINARY, **change})


@given(st.text(max_size=6))
def test_every_code_the_reader_takes_it_takes(code):
    rule = {"chambers": [{"body": code, "pass": [{"base": "cast", "num": 1, "den": 2}]}]}

    if fault_of(rule) is None:
        VALIDATOR.validate(rule)
