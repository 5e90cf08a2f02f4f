"""Who follows whom: chains end, no act makes a circle, and nothing is handed to nobody."""

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import succession
from petitions.rules.succession import Why

BODIES = "abcdefg"
bodies = st.sampled_from(BODIES)
acts = st.lists(st.tuples(bodies, st.one_of(st.none(), bodies)), max_size=20)


def decided(acts):
    """Every act that the rule lets pass, one after another."""
    follows: dict[str, str] = {}
    closed: frozenset[str] = frozenset()
    for body, successor in acts:
        if succession.refusal(body, successor, follows=follows, closed=closed):
            continue
        if successor is None:
            closed |= {body}
        else:
            follows[body] = succession.last_of(successor, follows)
            closed -= {body}
    return follows, closed


@given(acts)
def test_no_row_of_acts_makes_a_circle(acts):
    follows, _closed = decided(acts)

    for body in BODIES:
        end = succession.last_of(body, follows)
        assert end not in follows


@given(acts)
def test_what_a_body_had_is_at_the_end_of_its_chain_wherever_one_begins(acts):
    follows, _closed = decided(acts)

    for body, after in follows.items():
        assert succession.last_of(body, follows) == succession.last_of(after, follows)


@given(acts, bodies, bodies)
def test_a_refused_act_has_one_of_the_reasons(acts, body, successor):
    follows, closed = decided(acts)

    why = succession.refusal(body, successor, follows=follows, closed=closed)

    if why is None:
        assert succession.last_of(successor, follows) not in {body} | closed
    else:
        assert why in Why


def test_a_body_that_closed_without_a_successor_may_be_given_one_later():
    assert succession.refusal("a", "b", follows={}, closed=frozenset("a")) is None
    assert succession.refusal("b", "a", follows={}, closed=frozenset("a")) is Why.ENDS_NOWHERE
    assert succession.refusal("a", "a", follows={}, closed=frozenset()) is Why.SELF
    assert succession.refusal("b", "a", follows={"a": "b"}, closed=frozenset()) is Why.CIRCLE
    assert succession.refusal("a", "c", follows={"a": "b"}, closed=frozenset()) is Why.FOLLOWED
