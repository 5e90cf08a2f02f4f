"""The laws of what the pages draw."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from portal.rules import charts, drawing, maps, rulers
from portal.rules.charts import Limit

reals = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
measures = st.floats(min_value=0, max_value=1e6, allow_nan=False)
gappy = st.lists(st.one_of(st.none(), measures), min_size=1, max_size=600).map(
    lambda ys: [(float(x), y) for x, y in enumerate(ys)]
)
flat = st.lists(measures, min_size=2, max_size=60).map(lambda ys: [(float(x), y) for x, y in enumerate(ys)])


@given(st.lists(reals, min_size=1, max_size=30))
def test_an_axis_holds_every_value_and_its_ticks_lie_on_it_in_order(values):
    scale, marks = drawing.axis(values)

    slack = 1e-6 * max(1.0, abs(scale.low), abs(scale.high))
    assert all(scale.low - slack <= v <= scale.high + slack for v in values)
    assert marks == sorted(marks)
    assert all(scale.low - slack <= m <= scale.high + slack for m in marks)
    assert 1 <= len(marks) <= 8


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_the_scale_of_counts_has_no_fractions_and_holds_them_all(counts):
    scale, marks = drawing.axis(counts, least=1.0)

    assert all(mark == int(mark) for mark in marks)
    assert all(scale.low <= count <= scale.high for count in counts)
    assert len(set(marks)) == len(marks) >= 1


@given(gappy, st.integers(4, 100))
def test_thinning_never_loses_the_highest_nor_the_lowest(points, most):
    kept = drawing.thin(points, most)
    known = [y for _x, y in points if y is not None]

    assert len(kept) <= max(most + 2, 4) or len(points) <= most
    assert [x for x, _ in kept] == sorted(x for x, _ in kept)
    if known:
        left = [y for _x, y in kept if y is not None]
        assert max(left) == max(known)
        assert min(left) == min(known)


@given(gappy)
def test_a_missing_value_breaks_the_line_and_nothing_is_drawn_that_was_not_measured(points):
    stretches = list(drawing.runs(points))

    assert [p for s in stretches for p in s] == [(x, y) for x, y in points if y is not None]
    assert all(b[0] - a[0] == 1 for s in stretches for a, b in itertools.pairwise(s))


@given(flat, measures, st.booleans())
def test_only_what_lies_past_the_limit_is_drawn_as_past_it(points, limit, above):
    for part in drawing.beyond(points, limit, above=above):
        assert all(y >= limit - 1e-6 if above else y <= limit + 1e-6 for _x, y in part)

    drawn = {p for part in drawing.beyond(points, limit, above=above) for p in part}
    assert all(p in drawn for p in points if (p[1] > limit if above else p[1] < limit))


@given(measures, measures, st.one_of(st.none(), measures), st.booleans())
def test_a_mirrored_ruler_is_the_ruler_seen_from_the_other_side(value, high, limit, above):
    one = rulers.ruler(value, low=0, high=high, limit=limit, above=above)
    other = rulers.ruler(value, low=0, high=high, limit=limit, above=above, mirror=True)

    assert _near(_number(one.here) + _number(other.here), 100)
    assert one.is_over == other.is_over


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10**7), max_size=3))
def test_a_gauge_holds_its_count_and_every_threshold(count, thresholds):
    gauge = rulers.gauge(count, [(t, "") for t in thresholds])

    assert 0 <= _number(gauge.have.width) <= 100
    assert all(0 <= _number(mark.x) <= 100 for mark in gauge.marks)
    assert len(gauge.small) + len(gauge.large) <= 60


@given(st.lists(st.sampled_from(rulers.ORDER), min_size=1, max_size=40), st.integers(0, 45))
def test_every_seat_is_drawn_once_and_the_upright_stands_after_the_last_that_was_needed(votes, needed):
    row = rulers.seats(votes, needed)

    assert sorted(v for v in row if v != "need") == sorted(votes)
    assert row.count("need") == (1 if 0 < needed <= len(votes) else 0)
    if "need" in row:
        assert row.index("need") == needed


@given(
    st.floats(-179, 178), st.floats(-80, 79), st.floats(0.001, 1), st.floats(0.001, 1),
    st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip
def test_a_map_keeps_what_is_north_up_and_what_is_east_right(west, south, wide, tall, u, v):
    paper = drawing.Paper.around(west, south, west + wide, south + tall)
    x, y = paper.place(west + wide * u, south + tall * v)

    assert -1e-6 <= x <= paper.width + 1e-6
    assert -1e-3 <= y <= paper.height + 1e-3
    assert paper.place(west + wide, south)[0] > paper.place(west, south)[0]
    assert paper.place(west, south + tall)[1] < paper.place(west, south)[1]


@given(st.lists(st.tuples(reals, reals), min_size=1, max_size=40), st.booleans())
def test_paths_are_made_of_nothing_but_commands_and_numbers(points, smooth):
    for path in (
        drawing.line(points),
        drawing.ring(points, smooth=smooth),
        drawing.dots(points),
        drawing.diamonds(points, 9),
    ):
        assert re.fullmatch(r"[MLQHVZhlmvz0-9 .\-]*", path)


@given(st.lists(st.tuples(reals, reals), max_size=40))
def test_every_dot_stands_where_it_was_measured_to_the_unit(points):
    x = y = 0
    drawn = []
    for across, down in re.findall(r"m(-?\d+) ?(-?\d+)h0", drawing.dots(points)):
        x, y = x + int(across), y + int(down)
        drawn.append((x, y))

    assert sorted(drawn) == sorted((round(x), round(y)) for x, y in points)


def test_the_last_value_is_labelled_and_the_limit_is_named_on_its_line():
    from datetime import UTC, datetime, timedelta

    noon = datetime(2150, 6, 1, 12, tzinfo=UTC)
    chart = charts.line_chart(
        [(noon + timedelta(days=d), 10.0 + 6 * d) for d in range(10)], [Limit(24, "WHO")]
    )

    assert chart.last is not None
    assert chart.last.value == 64
    assert chart.limit_marks[0].value.label == "WHO"
    assert len(chart.over) == 1


def test_an_empty_series_draws_nothing_and_breaks_nothing():
    assert charts.line_chart([]).series == []
    assert charts.band_chart([]).bands == []
    assert charts.sparkline([]) == ("", None)
    assert maps.draw([]) is None


def test_a_map_draws_water_under_its_stations_and_names_both():
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    features = [
        {
            "geometry": {"type": "Point", "coordinates": [0.5, 0.5]},
            "properties": {"kind": "station", "name": "V-07"},
        },
        {"geometry": square, "properties": {"kind": "water", "name": "Vessa Lagoon"}},
    ]

    drawn = maps.draw(features)

    assert drawn is not None
    assert [shape.css.split()[0] for shape in drawn.shapes] == ["sea", "station"]
    assert {label.text for label in drawn.labels} == {"V-07", "Vessa Lagoon"}


def _number(text: str) -> float:
    return float(text.rstrip("%"))


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 0.11


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=1, max_size=9))
def test_a_map_holds_all_it_shows_and_is_never_a_tower(points):
    features = [
        {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"kind": "station"}}
        for lon, lat in points
    ]

    west, south, east, north = maps.extent(features)
    drawn = maps.draw(features)

    assert all(west <= lon <= east and south <= lat <= north for lon, lat in points)
    assert drawn.height <= drawn.width
