"""Under other limits: the same answers as the rule itself, moment by moment."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules.former import days_in, spans, states_over, with_limit
from biomes.rules.state import Limit, Measured, Series, assess
from biomes.rules.words import SEVERITY, Direction, Qualifier, State

NOW = datetime(2150, 6, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ABOVE = (
    Limit(key=1, level=State.STRESSED, direction=Direction.ABOVE, value=Decimal(12)),
    Limit(key=2, level=State.CRITICAL, direction=Direction.ABOVE, value=Decimal(24)),
)
readings = st.lists(
    st.tuples(st.integers(0, 150 * 24), st.integers(0, 40), st.sampled_from(list(Qualifier))), max_size=30
)


def series(rows, limits=ABOVE, validity=4):
    measured = sorted(
        (Measured(NOW - timedelta(hours=h), Decimal(v), q) for h, v, q in rows), key=lambda one: one.at
    )
    return Series(
        indicator="x", station="S", unit="u", validity=DAY * validity, limits=limits, readings=tuple(measured)
    )


@given(st.lists(readings, max_size=3), st.integers(1, 90))
def test_each_moment_is_judged_as_the_rule_judges_it(many, count):
    found = [series(rows) for rows in many]
    moments = [NOW - DAY * (count - i) for i in range(count + 1)]

    assert states_over(found, moments) == [assess(found, at).state for at in moments]


@given(readings, st.integers(1, 50), st.integers(1, 50))
def test_a_stricter_limit_never_makes_a_better_past(rows, one, other):
    strict, mild = sorted((one, other))
    moments = [NOW - DAY * i for i in range(60, -1, -1)]
    under = {
        v: states_over([series(rows, (Limit(key=1, level=State.CRITICAL, direction=Direction.ABOVE, value=Decimal(v)),))], moments)
        for v in (strict, mild)
    }  # fmt: skip

    for a, b in zip(under[strict], under[mild], strict=True):
        # Hysteresis may hold the milder limit for a while where the stricter lets go later, never the other way.
        assert SEVERITY[a] >= SEVERITY[b]


@given(readings)
def test_without_its_limit_a_series_is_judged_by_the_others(rows):
    one = series(rows)

    kept = with_limit([one], 2, None)[0]

    assert [limit.key for limit in kept.limits] == [1]
    assert with_limit([one], 2, ABOVE[1]) == [one]


@given(st.lists(st.sampled_from(list(State)), min_size=1, max_size=40))
def test_spans_cover_every_moment_once_and_neighbours_differ(states):
    moments = [NOW + DAY * i for i in range(len(states))]
    until = moments[-1] + DAY

    joined = spans(states, moments, until)

    assert joined[0].since == moments[0]
    assert joined[-1].until == until
    for a, b in itertools.pairwise(joined):
        assert a.until == b.since
        assert a.state is not b.state
    assert sum(days_in(states).values()) == len(states)
