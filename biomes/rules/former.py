"""What the state would have been, moment by moment, under other limits: the same rule over the same readings.

`states_over` gives for each moment exactly what `state.assess` gives there, in one walk: for every limit only the
last reading that decided it matters, if it lies within the rule's window.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from biomes.rules import state as rule
from biomes.rules.state import Limit, Series
from biomes.rules.words import SEVERITY, State


@dataclass(frozen=True, slots=True)
class Span:
    """One state over ``[since, until)``."""

    state: State
    since: datetime
    until: datetime


def states_over(series: Iterable[Series], moments: Sequence[datetime]) -> list[State]:
    """The state at each of the moments, which rise."""
    found: list[State | None] = [None] * len(moments)
    for one in series:
        for index, state in enumerate(_states_of(one, moments) if one.limits else ()):
            before = found[index]
            if state is not None and (before is None or SEVERITY[state] > SEVERITY[before]):
                found[index] = state
    return [State.UNKNOWN if state is None else state for state in found]


def _states_of(series: Series, moments: Sequence[datetime]) -> list[State | None]:
    """None where the series is silent."""
    groups = list(rule.by_moment(series.readings))
    times = [group[0].at for group in groups]
    decided: dict[int, datetime | None] = {limit.key: None for limit in series.limits}
    states: list[State | None] = []
    done = 0
    for at in moments:
        upto = bisect_right(times, at)
        for group in groups[done:upto]:
            for limit in series.limits:
                verdict = rule.decides(group, limit)
                if verdict is not None:
                    decided[limit.key] = group[0].at if verdict else None
        done = max(done, upto)
        states.append(_state_at(series, decided, times[upto - 1] if upto else None, at))
    return states


def _state_at(
    series: Series, decided: dict[int, datetime | None], last: datetime | None, at: datetime
) -> State | None:
    if last is None or last + series.validity <= at or last < at - rule.WINDOW:
        return None
    held = [
        limit.level
        for limit in series.limits
        if (since := decided[limit.key]) is not None and since >= at - rule.WINDOW
    ]
    return max(held, key=SEVERITY.__getitem__, default=State.THRIVING)


def with_limit(series: Iterable[Series], key: int, other: Limit | None) -> list[Series]:
    """The same series with one limit in another's place, or without it."""
    return [
        replace(
            one,
            limits=tuple(
                kept for limit in one.limits if (kept := other if limit.key == key else limit) is not None
            ),
        )
        for one in series
    ]


def spans(states: Sequence[State], moments: Sequence[datetime], until: datetime) -> list[Span]:
    """Equal neighbours joined, the last one reaching ``until``."""
    joined: list[Span] = []
    for index, state in enumerate(states):
        end = moments[index + 1] if index + 1 < len(moments) else until
        if joined and joined[-1].state is state:
            joined[-1] = Span(state, joined[-1].since, end)
        else:
            joined.append(Span(state, moments[index], end))
    return joined


def days_in(states: Iterable[State]) -> dict[State, int]:
    """How many of the days were found in each state."""
    counted = dict.fromkeys(
        (State.CRITICAL, State.DISTRESSED, State.STRESSED, State.THRIVING, State.UNKNOWN), 0
    )
    for state in states:
        counted[state] += 1
    return counted
