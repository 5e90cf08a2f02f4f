"""How a living system is: monotone, without flapping, and silent where nobody measures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import state as rule
from biomes.rules.state import Limit, Measured, Series, assess
from biomes.rules.words import SEVERITY, Direction, Qualifier, State

NOW = datetime(2150, 6, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHLOROPHYLL = (
    Limit(key=1, level=State.STRESSED, direction=Direction.ABOVE, value=Decimal(12)),
    Limit(key=2, level=State.DISTRESSED, direction=Direction.ABOVE, value=Decimal(24)),
)
OXYGEN = (Limit(key=3, level=State.CRITICAL, direction=Direction.BELOW, value=Decimal(4)),)
levels = st.decimals(min_value=0, max_value=100, places=1, allow_nan=False)


def series(*values, limits=CHLOROPHYLL, validity=timedelta(days=3), last=NOW):
    first = last - HOUR * (len(values) - 1)
    readings = tuple(Measured(first + HOUR * i, Decimal(str(v))) for i, v in enumerate(values))
    return Series(
        indicator="x", station="S", unit="ug/L", validity=validity, limits=limits, readings=readings
    )


def severity(*values, **how):
    return SEVERITY[assess([series(*values, **how)], NOW).state]


@given(levels, levels)
def test_a_worse_reading_never_makes_a_better_state(one, other):
    low, high = sorted((one, other))

    assert severity(low) <= severity(high)
    assert severity(low, limits=OXYGEN) >= severity(high, limits=OXYGEN)


@given(st.lists(levels, min_size=1, max_size=12), levels, levels)
def test_a_worse_history_never_makes_a_better_state(history, one, other):
    low, high = sorted((one, other))

    assert severity(*history, low) <= severity(*history, high)


@given(st.lists(st.decimals(min_value=22, max_value=24, places=2), min_size=1, max_size=20))
def test_inside_the_band_nothing_flaps(wobble):
    assert severity(25, *wobble) == SEVERITY[State.DISTRESSED]
    assert severity(20, *wobble) == SEVERITY[State.STRESSED]


def test_a_value_on_the_limit_has_not_passed_it_and_the_band_lets_go_exactly():
    assert severity(24) == SEVERITY[State.STRESSED]
    assert severity("24.000001") == SEVERITY[State.DISTRESSED]
    assert severity(25, "21.6") == SEVERITY[State.STRESSED]
    assert severity(25, "21.7") == SEVERITY[State.DISTRESSED]


@given(st.lists(levels, max_size=8), st.integers(0, 1000))
def test_without_a_fresh_reading_the_state_is_unknown(values, hours):
    silent = series(*values, last=NOW - timedelta(days=3) - HOUR * hours)

    assert assess([silent], NOW).state is State.UNKNOWN


def test_a_series_without_limits_says_nothing_about_health():
    assert assess([series(5, limits=())], NOW).state is State.UNKNOWN
    assert assess([], NOW).state is State.UNKNOWN


def test_a_reading_from_the_future_does_not_count():
    assert assess([series(50, last=NOW + HOUR)], NOW).state is State.UNKNOWN


def test_the_worst_series_decides_and_each_gives_its_reason():
    found = assess([series(30), series(3, limits=OXYGEN), series(2)], NOW)

    assert found.state is State.CRITICAL
    assert [(why.level, why.limit) for why in found.reasons] == [
        (State.CRITICAL, Decimal(4)),
        (State.DISTRESSED, Decimal(24)),
    ]


def test_since_is_when_the_limit_was_passed_without_a_break():
    found = assess([series(30, 10, 25, 23, 40)], NOW)

    assert found.reasons[0].since == NOW - 2 * HOUR


def test_below_detection_never_passes_a_limit_above_it():
    reading = Measured(NOW, Decimal(50), Qualifier.BELOW)

    assert not rule.passes(reading, CHLOROPHYLL[1])
    assert rule.passes(Measured(NOW, Decimal(24), Qualifier.ABOVE), CHLOROPHYLL[1])
    assert not rule.clears(Measured(NOW, Decimal(1), Qualifier.ABOVE), CHLOROPHYLL[1])


@given(st.lists(levels, min_size=1, max_size=20))
def test_the_same_readings_give_the_same_answer(values):
    assert assess([series(*values)], NOW) == assess([series(*values)], NOW)


many = st.lists(st.lists(levels, min_size=1, max_size=6), min_size=1, max_size=5)


@given(many, st.randoms())
def test_the_order_of_the_stations_is_of_no_account(histories, chance):
    found = [replace(series(*values), station=f"S{n}") for n, values in enumerate(histories)]
    shuffled = list(found)
    chance.shuffle(shuffled)

    assert assess(shuffled, NOW) == assess(found, NOW)


@given(many)
def test_one_more_healthy_series_never_makes_it_worse_and_never_hides_a_worse_one(histories):
    found = [series(*values) for values in histories]

    assert assess([*found, series(1)], NOW).state is assess(found, NOW).state


@given(many, st.lists(levels, min_size=1, max_size=6))
def test_one_more_series_of_any_kind_never_makes_it_better(histories, more):
    found = [series(*values) for values in histories]

    assert SEVERITY[assess([*found, series(*more)], NOW).state] >= SEVERITY[assess(found, NOW).state]


@given(st.lists(levels, min_size=2, max_size=5), st.randoms())
def test_values_of_one_moment_are_heard_together_whatever_their_order(together, chance):
    def at_once(values):
        readings = (Measured(NOW - HOUR, Decimal(30)), *(Measured(NOW, v) for v in values))
        return assess([replace(series(1), readings=readings)], NOW)

    shuffled = list(together)
    chance.shuffle(shuffled)

    assert at_once(shuffled) == at_once(together)
    assert SEVERITY[at_once(together).state] >= max(severity(v) for v in together)


def test_a_clear_surface_does_not_clear_the_breathless_deep():
    profile = (Measured(NOW, Decimal(1)), Measured(NOW, Decimal(8)))

    found = assess([replace(series(5, limits=OXYGEN), readings=profile)], NOW)

    assert found.state is State.CRITICAL
    assert found.reasons[0].value == 1


@given(st.lists(levels, min_size=1, max_size=12))
def test_the_state_changes_at_most_once_while_values_keep_to_one_side_of_the_band(values):
    """Climbing through every limit and falling back again, each limit is taken and let go of once."""
    rising = sorted(values)
    states = [severity(*rising[: n + 1]) for n in range(len(rising))]
    falling = [severity(*rising, *rising[::-1][: n + 1]) for n in range(len(rising))]

    assert states == sorted(states)
    assert falling == sorted(falling, reverse=True)


# Two values of one moment, as replicates are.
moments = st.lists(st.tuples(levels, levels), min_size=1, max_size=20)


@given(moments, st.data())
def test_what_lies_before_a_settled_end_decides_nothing(pairs, data):
    readings = [Measured(NOW + HOUR * hour, value) for hour, pair in enumerate(pairs) for value in pair]
    end = readings[data.draw(st.integers(0, len(readings) - 1)) :]

    if rule.is_settled(CHLOROPHYLL, end):
        assert rule.active_limits(CHLOROPHYLL, end) == rule.active_limits(CHLOROPHYLL, readings)


def test_only_a_limit_that_let_go_is_settled():
    def read(*values):
        return series(*values).readings

    assert rule.is_settled(CHLOROPHYLL, read(30, 5, 23))
    assert not rule.is_settled(CHLOROPHYLL, read(5, 30))
    assert not rule.is_settled(CHLOROPHYLL, read(30, 20, 23))
    assert not rule.is_settled(CHLOROPHYLL, [])
    assert rule.is_settled((), [])
