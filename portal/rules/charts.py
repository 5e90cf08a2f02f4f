"""What stands where on a chart: pure values that `templates/components` turn into SVG."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from portal.rules import drawing
from portal.rules.drawing import HEIGHT, WIDTH, Gappy, Scale


@dataclass(frozen=True, slots=True)
class Limit:
    value: float
    label: str = ""
    # Harm lies above the limit, or below a floor.
    above: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place of the plot, in percent."""

    x: str
    y: str
    value: Any
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class LineChart:
    series: list[str]
    over: list[str]
    limits: list[str]
    limit_marks: list[Mark]
    grid: str
    ticks: list[Mark]
    times: list[Mark]
    last: Mark | None
    hover: str
    xs: str


@dataclass(frozen=True, slots=True)
class BandChart:
    bands: list[tuple[str, str]] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    limit_marks: list[Mark] = field(default_factory=list)
    grid: str = ""
    ticks: list[Mark] = field(default_factory=list)
    says: list[Mark] = field(default_factory=list)


def seconds(value: date | datetime) -> float:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value.timestamp() if value.tzinfo else value.replace(tzinfo=UTC).timestamp()


def box(points: Sequence[drawing.Point], across: Scale, up: Scale) -> list[drawing.Point]:
    return [(across.share(x) * WIDTH, HEIGHT - up.share(y) * HEIGHT) for x, y in points]


def _height(up: Scale, value: float) -> float:
    return HEIGHT - up.share(value) * HEIGHT


def grid(up: Scale, values: Sequence[float]) -> str:
    return "".join(f"M0 {drawing.short(_height(up, v))}H1000" for v in values if up.low < v)


def tick_marks(up: Scale, values: Sequence[float]) -> list[Mark]:
    # Just under its line, where the line does not cross the figures.
    return [Mark("0", drawing.percent(_height(up, v) + 5), v) for v in values if up.low < v]


def limit_marks(up: Scale, limits: Sequence[Limit], *, at_end: bool = False) -> tuple[list[str], list[Mark]]:
    paths = [f"M0 {drawing.short(_height(up, limit.value))}H1000" for limit in limits]
    x, anchor = ("98%", "end") if at_end else ("12%", "start")
    marks = [
        Mark(x, drawing.percent(max(5.0, _height(up, limit.value) - 2.2)), limit, anchor) for limit in limits
    ]
    return paths, marks


def line_chart(
    points: Sequence[tuple[datetime | date, float | None]],
    limits: Sequence[Limit] = (),
    longest: float | None = None,
    *,
    counts: bool = False,
) -> LineChart:
    """A series over time; red and thicker past the first limit; gaps stay gaps.

    ``longest`` (seconds) is how long a value speaks; without it, three usual steps are a gap. ``counts`` are whole.
    """
    rows: list[Gappy] = [(seconds(at), None if y is None else float(y)) for at, y in points]
    longest = longest or drawing.usual_gap([x for x, _ in rows])
    rows = drawing.thin(rows)
    known = [y for _, y in rows if y is not None]
    up, values = drawing.axis([*known, *(limit.value for limit in limits)], least=1.0 if counts else 0.0)
    across = Scale(rows[0][0], rows[-1][0]) if rows else Scale(0, 1)
    stretches = list(drawing.runs(rows, longest))
    over = []
    if limits:
        first = limits[0]
        over = [p for s in stretches for p in drawing.beyond(s, first.value, above=first.above)]
    paths, marks = limit_marks(up, limits)
    return LineChart(
        series=[drawing.line(box(s, across, up)) for s in stretches],
        over=[drawing.line(box(p, across, up)) for p in over],
        limits=paths,
        limit_marks=marks,
        grid=grid(up, values),
        ticks=tick_marks(up, values),
        times=time_marks(across),
        last=_last_mark(stretches, across, up),
        hover=f"{across.low:.0f} {across.high:.0f}",
        xs=" ".join(f"{x:.0f}" for x, _ in rows),
    )


def time_marks(across: Scale) -> list[Mark]:
    if across.high <= across.low:
        return [Mark("0", "0", datetime.fromtimestamp(across.low, UTC))]
    middle = (across.low + across.high) / 2
    return [
        Mark("0", "0", datetime.fromtimestamp(across.low, UTC)),
        Mark("50%", "0", datetime.fromtimestamp(middle, UTC), "middle"),
        Mark("100%", "0", datetime.fromtimestamp(across.high, UTC), "end"),
    ]


def _last_mark(stretches: Sequence[Sequence[drawing.Point]], across: Scale, up: Scale) -> Mark | None:
    if not stretches:
        return None
    x, y = stretches[-1][-1]
    # Above the line's end, but never off the plot.
    return Mark(
        drawing.percent(across.share(x) * 100), drawing.percent(max(6.0, _height(up, y) - 5)), y, "end"
    )


def band_chart(
    baseline: Sequence[Sequence[float]],
    plan: Sequence[Sequence[float]] | None = None,
    limits: Sequence[Limit] = (),
) -> BandChart:
    """Five quantiles (5, 25, 50, 75, 95 %) per day: nine in ten pale, half dark, the median a line."""
    both = [rows for rows in (baseline, plan) if rows is not None and len(rows) == 5]
    if not both or not len(both[0][0]):
        return BandChart()
    highest = [float(v) for rows in both for v in rows[4]]
    up, values = drawing.axis([*highest, *(limit.value for limit in limits)], most=3)
    across = Scale(0, max(1, len(both[0][0]) - 1))
    bands: list[tuple[str, str]] = []
    for rows, names in zip(both, (("b90", "b50", "median"), ("p90", "p50", "pmedian")), strict=False):
        bands += zip(names, _band_paths(rows, across, up), strict=True)
    paths, marks = limit_marks(up, limits)
    says = [
        _peak_mark(rows, across, up, name) for rows, name in zip(both, ("baseline", "plan"), strict=False)
    ]
    return BandChart(bands, paths, marks, grid(up, values), tick_marks(up, values), _apart(says))


def _band_paths(rows: Sequence[Sequence[float]], across: Scale, up: Scale) -> tuple[str, str, str]:
    q05, q25, q50, q75, q95 = ([_height(up, float(v)) for v in row] for row in rows)
    xs = [across.share(i) * WIDTH for i in range(len(q50))]
    return (
        drawing.area(xs, q05, q95),
        drawing.area(xs, q25, q75),
        drawing.line(list(zip(xs, q50, strict=True))),
    )


def _peak_mark(rows: Sequence[Sequence[float]], across: Scale, up: Scale, name: str) -> Mark:
    """The label stands over the median, where it is highest."""
    median = [float(v) for v in rows[2]]
    day = max(range(len(median)), key=median.__getitem__)
    x = min(80.0, max(12.0, across.share(day) * 100))
    return Mark(drawing.percent(x), drawing.percent(max(8.0, _height(up, median[day]) - 3)), name, "middle")


def _apart(marks: list[Mark]) -> list[Mark]:
    """Two labels at one height would be read as one: the second goes under its line."""
    if len(marks) == 2:
        first, second = (float(m.y.rstrip("%")) for m in marks)
        if abs(first - second) < 10:
            return [
                marks[0],
                Mark(marks[1].x, drawing.percent(min(96.0, second + 12)), marks[1].value, "middle"),
            ]
    return marks


def sparkline(
    values: Sequence[float | None], width: float = 150, height: float = 36
) -> tuple[str, Mark | None]:
    """A small line without axes, its last value a dot."""
    rows: list[Gappy] = drawing.thin(
        [(float(i), None if v is None else float(v)) for i, v in enumerate(values)], 80
    )
    known = [y for _, y in rows if y is not None]
    if len(known) < 2:
        return "", None
    up = Scale(min(known), max(known))
    across = Scale(rows[0][0], rows[-1][0])
    put = lambda p: (2 + across.share(p[0]) * (width - 4), height - 3 - up.share(p[1]) * (height - 6))  # noqa: E731
    stretches = [[put(p) for p in s] for s in drawing.runs(rows)]
    x, y = stretches[-1][-1]
    return "".join(drawing.line(s) for s in stretches), Mark(drawing.short(x), drawing.short(y), known[-1])
