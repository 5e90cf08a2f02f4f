"""Where the days of a series stand on a chart: a band from low to high, the median a line, gaps left open.

Drawn like `portal.rules.charts`: paths in a box of 1000 x 100, marks in percent. All charts of one page share
their ends and their scale, so that stations can be compared by eye.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from portal.rules import charts, drawing
from portal.rules.charts import Limit, Mark
from portal.rules.drawing import HEIGHT, WIDTH, Scale


class Day(Protocol):
    """What is drawn of a day (or of a bin of days)."""

    @property
    def day(self) -> date: ...
    @property
    def least(self) -> float: ...
    @property
    def median(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def is_below(self) -> bool: ...
    @property
    def historical(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """The ends and the scale that the charts of a page share."""

    since: date
    until: date
    low: float
    high: float
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Below:
    """A day below detection: a ring at the limit, and a line down to zero, somewhere along which it was."""

    x: str
    top: str
    foot: str


@dataclass(frozen=True, slots=True)
class CourseChart:
    bands: list[str]
    series: list[str]
    over: list[str]
    below: list[Below]
    limits: list[str]
    limit_marks: list[Mark]
    grid: str
    ticks: list[Mark]
    times: list[Mark]
    # How much of the width lies in the past that only records know.
    past: str


def course_chart(days: Sequence[Day], limits: Sequence[Limit], frame: Frame, *, most: int = 4) -> CourseChart:
    up, values = drawing.axis([frame.low, frame.high, *(limit.value for limit in limits)], most=most)
    across = Scale(charts.seconds(frame.since), charts.seconds(frame.until))
    runs = list(_runs(days, frame.longest))
    medians = [[(charts.seconds(one.day), one.median) for one in run] for run in runs]
    over = []
    if limits:
        worst = limits[0]
        over = [p for run in medians for p in drawing.beyond(run, worst.value, above=worst.above)]
    paths, marks = charts.limit_marks(up, limits)
    return CourseChart(
        bands=[path for run in runs if (path := _band(run, across, up))],
        series=[drawing.line(charts.box(run, across, up)) for run in medians],
        over=[drawing.line(charts.box(part, across, up)) for part in over],
        below=[_below(one, across, up) for one in days if one.is_below],
        limits=paths,
        limit_marks=marks,
        grid=charts.grid(up, values),
        ticks=charts.tick_marks(up, values),
        times=charts.time_marks(across),
        past=_past(days, across),
    )


def _runs(days: Sequence[Day], longest: timedelta) -> list[list[Day]]:
    """Days with a value, joined where no silence lies between; a day below detection has no place on the line."""
    runs: list[list[Day]] = []
    before: Day | None = None
    for one in days:
        if not one.is_below:
            if runs and before is not None and not before.is_below and one.day - before.day <= longest:
                runs[-1].append(one)
            else:
                runs.append([one])
        before = one
    return runs


def _band(run: Sequence[Day], across: Scale, up: Scale) -> str:
    if all(one.least == one.high for one in run):
        return ""
    xs = [across.share(charts.seconds(one.day)) * WIDTH for one in run]
    low, high = (
        [HEIGHT - up.share(v) * HEIGHT for v in ends]
        for ends in zip(*((o.least, o.high) for o in run), strict=True)
    )
    return drawing.area(xs, low, high)


def _below(one: Day, across: Scale, up: Scale) -> Below:
    place = lambda value: drawing.percent(HEIGHT - up.share(value) * HEIGHT)  # noqa: E731
    x = drawing.percent(across.share(charts.seconds(one.day)) * 100)
    return Below(x, place(one.median), place(max(up.low, 0.0)))


def _past(days: Sequence[Day], across: Scale) -> str:
    known = [one.day for one in days if one.historical]
    if not known:
        return ""
    return drawing.percent(across.clamped(charts.seconds(max(known) + timedelta(days=1))) * 100)


# --- Strips ---------------------------------------------------------------------------------------
# How high each state stands in a strip: the word is in the table, the height says it without a colour.
HEIGHTS = {"unknown": 0.0, "thriving": 0.25, "stressed": 0.5, "distressed": 0.75, "critical": 1.0}


@dataclass(frozen=True, slots=True)
class Bar:
    state: str
    x: str
    width: str
    y: str
    height: str


def state_strip(
    spans: Sequence[tuple[str, datetime, datetime]], since: datetime, until: datetime
) -> list[Bar]:
    """One bar for each state, as wide as it lasted; unknown is an open frame over the whole height."""
    across = Scale(charts.seconds(since), charts.seconds(until))
    bars = []
    for state, begins, ends in spans:
        left, right = (across.clamped(charts.seconds(at)) * 100 for at in (begins, ends))
        if right <= left:
            continue
        height = HEIGHTS.get(state, 0.0) * 100 or 100.0
        bars.append(
            Bar(
                state,
                drawing.percent(left),
                f"{max(right - left, 0.15):.2f}%",
                drawing.percent(100 - height),
                drawing.percent(height),
            )
        )
    return bars


def voice_path(stress: Sequence[int | None], width: float = WIDTH, height: float = HEIGHT) -> str:
    """A drawn voice: calm is a level line, stress makes it swing; a rest is left open."""
    step = width / max(len(stress), 1)
    path = ""
    for index, value in enumerate(stress):
        if value is None:
            continue
        x, middle = index * step, height / 2
        swing = value / 1000 * height * 0.9
        start = (
            f"M{drawing.short(x)} {drawing.short(middle)}" if not index or stress[index - 1] is None else ""
        )
        quarter = drawing.short(step / 4)
        path += (
            start
            + f"q{quarter} {drawing.short(-swing)} {drawing.short(step / 2)} 0t{drawing.short(step / 2)} 0"
        )
    return path
