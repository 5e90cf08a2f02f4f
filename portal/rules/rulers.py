"""Scales a reader reads along the line: rulers, gauges, bars, seats. Mirrored where reading is."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.rules import drawing
from portal.rules.drawing import Scale


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a scale, in percent."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Ruler:
    safe: Span | None
    limit: str
    here: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    value: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Gauge:
    have: Span
    small: list[str]
    large: list[str]
    marks: list[Tick]
    top: float


def span(start: float, end: float, *, mirror: bool) -> Span:
    """From share to share of the scale; in a mirrored one it is counted from the other end."""
    low, high = sorted((min(1.0, max(0.0, start)), min(1.0, max(0.0, end))))
    if mirror:
        low, high = 1 - high, 1 - low
    return Span(drawing.percent(low * 100), drawing.percent((high - low) * 100))


def at(share: float, *, mirror: bool) -> str:
    share = min(1.0, max(0.0, share))
    return drawing.percent((1 - share if mirror else share) * 100)


def ruler(
    value: float, *, low: float, high: float, limit: float | None, above: bool = True, mirror: bool = False
) -> Ruler:
    """Where a value stands between ``low`` and ``high``; the safe side of its limit, and whether it is past."""
    scale = Scale(min(low, value), max(high, value))
    if limit is None:
        return Ruler(None, "", at(scale.share(value), mirror=mirror), False)
    edge = scale.share(limit)
    safe = span(0.0, edge, mirror=mirror) if above else span(edge, 1.0, mirror=mirror)
    return Ruler(
        safe,
        at(edge, mirror=mirror),
        at(scale.share(value), mirror=mirror),
        value >= limit if above else value <= limit,
    )


def gauge(count: int, thresholds: Sequence[tuple[float, str]], *, mirror: bool = False) -> Gauge:
    """A staff gauge: filled to the count, its thresholds marked, about twenty small ticks."""
    top = max([count * 1.1, *(value * 1.1 for value, _ in thresholds), 10])
    scale = Scale(0, top)
    step = drawing.nice_step(top, 30)
    many = [n * step for n in range(1, int(top / step) + 1) if n * step < top]
    marks = [
        Tick(at(scale.share(value), mirror=mirror), value, label, _anchor(scale.share(value), mirror=mirror))
        for value, label in thresholds
    ]
    return Gauge(
        have=span(0, scale.share(count), mirror=mirror),
        small=[at(scale.share(v), mirror=mirror) for i, v in enumerate(many, 1) if i % 5],
        large=[at(scale.share(v), mirror=mirror) for i, v in enumerate(many, 1) if not i % 5],
        marks=marks,
        top=top,
    )


def _anchor(share: float, *, mirror: bool) -> str:
    """Text near an end grows inwards."""
    left = 1 - share if mirror else share
    return "start" if left < 0.06 else "end" if left > 0.94 else "middle"


def bar(value: float, most: float, *, mirror: bool = False) -> Span:
    return span(0, value / most if most > 0 else 0, mirror=mirror)


@dataclass(frozen=True, slots=True)
class Change:
    zero: str
    bar: Span
    interval: Span
    is_worse: bool


def change(
    value: float, low: float, high: float, *, least: float, most: float, mirror: bool = False
) -> Change:
    """A change about zero with its interval. More (harm) lies towards the end of the line."""
    scale = Scale(min(least, low, 0.0), max(most, high, 0.0))
    zero = scale.share(0.0)
    return Change(
        zero=at(zero, mirror=mirror),
        bar=span(zero, scale.share(value), mirror=mirror),
        interval=span(scale.share(low), scale.share(high), mirror=mirror),
        is_worse=value > 0,
    )


# Votes in the order in which a row is drawn.
ORDER = ("yes", "no", "split", "abstain", "present", "away")


def seats(votes: Sequence[str], needed: int | None = None) -> list[str]:
    """The row of seats, yes first, with the word ``need`` after the last seat that was needed."""
    row = sorted(votes, key=lambda vote: ORDER.index(vote) if vote in ORDER else len(ORDER))
    if needed is not None and 0 < needed <= len(row):
        row.insert(needed, "need")
    return row
