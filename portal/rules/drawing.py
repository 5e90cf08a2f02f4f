"""Geometry of what the pages draw, from numbers alone: scales, paths, dots. No words, no colours.

Charts are drawn in a box of 1000 x 100 that the page stretches (`preserveAspectRatio="none"`);
text stands outside that box, placed in percent, so that it never shrinks. Maps keep their shape.
Time runs to the right in every language; scales and gauges are mirrored where reading is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, floor, isfinite, log10, radians

WIDTH, HEIGHT = 1000.0, 100.0

Point = tuple[float, float]
Gappy = tuple[float, float | None]


def short(value: float) -> str:
    """A coordinate in at most one decimal, as SVG likes it."""
    text = f"{value:.1f}"
    return "0" if text in {"-0.0", "0.0"} else text.removesuffix(".0")


def percent(value: float) -> str:
    return f"{short(value)}%"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to [0, 1]; outside values are clamped when drawn on a ruler."""

    low: float
    high: float

    def share(self, value: float) -> float:
        return 0.5 if self.high == self.low else (value - self.low) / (self.high - self.low)

    def clamped(self, value: float) -> float:
        return min(1.0, max(0.0, self.share(value)))


def nice_step(span: float, most: int, least: float = 0.0) -> float:
    """The smallest of 1, 2, 2.5, 5 x 10^n that needs at most ``most`` steps for ``span``; a multiple of ``least``."""
    step = max(_step(span, most), least)
    # Only 2.5 is no multiple of one.
    return step if not least or (step / least).is_integer() else 2 * step


def _step(span: float, most: int) -> float:
    if not isfinite(span) or span < 1e-9:
        return 1.0
    raw = span / max(1, most)
    power = 10.0 ** floor(log10(raw))
    for factor in (1, 2, 2.5, 5, 10):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10 * power


def ticks(low: float, high: float, most: int = 4, least: float = 0.0) -> list[float]:
    """Round values inside [low, high], in rising order, at least ``least`` apart."""
    if high <= low:
        return [low]
    step = nice_step(high - low, most, least)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def axis(
    values: Iterable[float], *, floor_at_zero: bool = True, most: int = 4, least: float = 0.0
) -> tuple[Scale, list[float]]:
    """A scale that holds every value, with round ends, and its ticks, at least ``least`` apart: 1 for counts."""
    found = [v for v in values if isfinite(v)]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if floor_at_zero and low >= 0:
        low = 0.0
    if low == high:
        low, high = (0.0, 1.0) if high == 0 else (min(0.0, 2 * high), max(0.0, 2 * high))
    step = nice_step(high - low, most, least)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Scale(low, high), ticks(low, high, most, least)


def runs(points: Sequence[Gappy], longest: float | None = None) -> Iterator[list[Point]]:
    """Unbroken stretches: a missing value, or a step longer than ``longest``, ends one."""
    stretch: list[Point] = []
    for x, y in points:
        if y is None or not isfinite(y):
            if stretch:
                yield stretch
            stretch = []
            continue
        if stretch and longest is not None and x - stretch[-1][0] > longest:
            yield stretch
            stretch = []
        stretch.append((x, y))
    if stretch:
        yield stretch


def usual_gap(xs: Sequence[float], times: float = 3.0) -> float | None:
    """A step this long is a gap: ``times`` the median step."""
    steps = sorted(b - a for a, b in pairwise(xs) if b > a)
    return times * steps[len(steps) // 2] if steps else None


def thin(points: Sequence[Gappy], most: int = 240) -> list[Gappy]:
    """At most about ``most`` points, each bin keeping its lowest and highest: no peak is lost."""
    if len(points) <= most:
        return list(points)
    size = ceil(len(points) / (most / 2))
    kept: list[Gappy] = []
    for start in range(0, len(points), size):
        part = points[start : start + size]
        known = [(x, y) for x, y in part if y is not None and isfinite(y)]
        if not known:
            kept.append((part[0][0], None))
            continue
        kept += sorted({min(known, key=lambda p: p[1]), max(known, key=lambda p: p[1])})
    return kept


def line(points: Sequence[Point]) -> str:
    """A path through the points; a lonely point becomes a dot (round caps make it seen)."""
    if not points:
        return ""
    head, *rest = points
    tail = "".join(f"L{short(x)} {short(y)}" for x, y in rest) or "h0"
    return f"M{short(head[0])} {short(head[1])}{tail}"


def area(xs: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> str:
    """The closed band between two lines over the same xs."""
    if not xs:
        return ""
    there = list(zip(xs, upper, strict=True))
    back = list(zip(reversed(xs), reversed(lower), strict=True))
    return line(there + back) + "Z"


def beyond(points: Sequence[Point], limit: float, *, above: bool) -> list[list[Point]]:
    """The parts of a line that lie past a limit, cut exactly where it is crossed."""
    past = (lambda y: y > limit) if above else (lambda y: y < limit)
    parts: list[list[Point]] = []
    part: list[Point] = []
    for index, (x, y) in enumerate(points):
        if index:
            x0, y0 = points[index - 1]
            if past(y0) != past(y):
                crossing = (x0 + (x - x0) * (limit - y0) / (y - y0), limit)
                part.append(crossing)
                if past(y0):
                    parts.append(part)
                    part = []
        if past(y):
            part.append((x, y))
    if part:
        parts.append(part)
    return parts


# --- Maps -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """A flat sheet for a small part of the globe: degrees in, drawing units out, north up."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: float
    height: float

    @classmethod
    def around(
        cls, west: float, south: float, east: float, north: float, *, width: float = 1000.0
    ) -> "Paper":
        squeeze = cos(radians((south + north) / 2))
        span = max((east - west) * squeeze, 1e-9)
        scale = width / span
        return cls(west, north, scale, squeeze, width, max((north - south) * scale, 1.0))

    def place(self, lon: float, lat: float) -> Point:
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale


def bounds(shapes: Iterable[Sequence[Sequence[float]]]) -> tuple[float, float, float, float] | None:
    """West, south, east, north of every position; None when there is none."""
    points = [p for shape in shapes for p in shape]
    if not points:
        return None
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return min(lons), min(lats), max(lons), max(lats)


def ring(points: Sequence[Point], *, smooth: bool = False) -> str:
    """A closed path. Smooth: a curve through the middles of the sides, with the corners as its pulls."""
    corners = list(points[:-1] if len(points) > 1 and points[0] == points[-1] else points)
    if not smooth or len(corners) < 4:
        return line(corners) + "Z" if corners else ""
    middles = [_middle(a, b) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    start = middles[-1]
    curves = "".join(
        f"Q{short(c[0])} {short(c[1])} {short(m[0])} {short(m[1])}"
        for c, m in zip(corners, middles, strict=True)
    )
    return f"M{short(start[0])} {short(start[1])}{curves}Z"


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def dots(points: Iterable[Point]) -> str:
    """One path of many dots: zero-length strokes with round caps.

    In whole units, row by row, each from the one before: a third of the bytes, the same picture.
    """
    path, here = "", (0, 0)
    for y, x in sorted((round(y), round(x)) for x, y in points):
        across, down = x - here[0], y - here[1]
        path += f"m{across}{'' if down < 0 else ' '}{down}h0"
        here = (x, y)
    return path


def diamonds(points: Iterable[Point], radius: float) -> str:
    r = short(radius)
    return "".join(f"M{short(x)} {short(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z" for x, y in points)


def halton(index: int, base: int) -> float:
    """The low-discrepancy sequence: even, never regular, the same for everybody."""
    result, share = 0.0, 1.0
    while index > 0:
        share /= base
        result += share * (index % base)
        index //= base
    return result


def scatter(count: int, box: tuple[float, float, float, float]) -> Iterator[Point]:
    """``count`` evenly strewn places in (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    for index in range(1, count + 1):
        yield x0 + (x1 - x0) * halton(index, 2), y0 + (y1 - y0) * halton(index, 3)
