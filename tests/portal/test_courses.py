"""What is drawn of days and states: gaps open, below detection beside the line, a strip that covers its time once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.charts import Limit
from portal.rules.courses import Frame, course_chart, state_strip, voice_path

FIRST = date(2150, 6, 1)
NOW = datetime(2150, 6, 11, tzinfo=UTC)
FRAME = Frame(FIRST, FIRST + timedelta(days=30), 0.0, 50.0, timedelta(days=4))


@dataclass(frozen=True)
class Point:
    day: date
    median: float
    least: float = 0.0
    high: float = 0.0
    is_below: bool = False
    historical: bool = False


def point(offset, median, **more):
    return Point(FIRST + timedelta(days=offset), median, **{"least": median, "high": median} | more)


def test_a_silence_longer_than_a_value_speaks_is_left_open():
    chart = course_chart([point(0, 5), point(4, 6), point(9, 7)], [], FRAME)

    assert len(chart.series) == 2


def test_a_day_below_detection_is_a_ring_and_breaks_the_line():
    chart = course_chart([point(0, 5), point(1, 0.1, is_below=True), point(2, 6)], [], FRAME)

    assert len(chart.series) == 2
    assert [(one.top, one.foot) for one in chart.below] == [("99.8%", "100%")]


def test_the_line_is_red_only_beyond_the_first_limit_cut_where_it_crosses():
    chart = course_chart([point(0, 10), point(2, 30)], [Limit(20.0), Limit(40.0)], FRAME)

    assert chart.over == ["M33.3 66.7L66.7 50"]


def test_a_band_is_drawn_only_where_a_day_had_more_than_one_value():
    assert course_chart([point(0, 5), point(1, 6)], [], FRAME).bands == []
    assert len(course_chart([point(0, 5, least=4, high=9), point(1, 6)], [], FRAME).bands) == 1


def test_the_past_is_shaded_to_the_end_of_its_last_day():
    chart = course_chart(
        [point(0, 5, historical=True), point(14, 5, historical=True), point(20, 5)], [], FRAME
    )

    assert chart.past == "50%"
    assert course_chart([point(0, 5)], [], FRAME).past == ""


@given(
    st.lists(
        st.tuples(st.sampled_from(["unknown", "thriving", "critical"]), st.integers(1, 9)),
        min_size=1,
        max_size=9,
    )
)
def test_a_strip_is_as_wide_as_its_time(parts):
    spans, at = [], NOW
    for state, days in parts:
        spans.append((state, at, at + timedelta(days=days)))
        at += timedelta(days=days)

    bars = state_strip(spans, NOW, at)

    widths = [float(bar.width.rstrip("%")) for bar in bars]
    assert len(bars) == len(parts)
    assert abs(sum(widths) - 100) < 0.1


def test_unknown_is_never_drawn_as_low_and_healthy():
    unknown, well = state_strip([("unknown", NOW, NOW + timedelta(days=1)), ("thriving", NOW + timedelta(days=1), NOW + timedelta(days=2))], NOW, NOW + timedelta(days=2))  # fmt: skip

    assert (unknown.height, well.height) == ("100%", "25%")


def test_a_rest_in_a_voice_is_left_open_and_calm_is_level():
    path = voice_path([0, None, 1000])

    assert path.count("M") == 2
    assert path.startswith("M0 50q83.3 0 166.7 0")


def test_a_ring_is_drawn_in_numbers_that_a_drawing_reads_in_every_language():
    days = [point(n, 1, is_below=True) for n in range(9)] * 8
    template = Template("{% course_chart days frame %}")
    frame = SimpleNamespace(since=FRAME.since, until=FRAME.until, ends=(0.0, 2.0), longest=FRAME.longest)

    with override("es"):
        drawn = template.render(Context({"days": days, "frame": frame}))

    assert 'r="1.5"' in drawn


def test_the_ends_of_a_strip_stand_whole_in_a_right_to_left_page():
    """Each date is isolated: beside each other, a bare pair of them would change places in Arabic."""
    spans = [SimpleNamespace(state="thriving", since=NOW, until=None)]
    template = Template("{% state_strip spans since until label='x' %}")
    with override("ar"):
        drawn = template.render(Context({"spans": spans, "since": NOW, "until": NOW + timedelta(days=40)}))

    ends = drawn.partition('class="strip__ends')[2].partition("</p>")[0]
    assert ends.count("<bdi>") == ends.count("</bdi>") == ends.count("<time") == 2
    assert ends.index("<bdi>") < ends.index("<time") < ends.index("</bdi>") < ends.rindex("<bdi>")
