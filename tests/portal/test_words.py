"""Words, numbers and times as the tags write them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.tags import charts, redline, words


def render(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (18214, "18,214"), (Decimal("11.60"), "11.6"), ("24", "24"), (0, "0"), (-0.5, "-0.5"),
        (1e-4, "0.0001"), (None, "–"), ("n/a", "n/a"), (float("nan"), "nan"), (Decimal("100"), "100"),
    ],
)  # fmt: skip
def test_a_number_is_written_whole_and_without_idle_zeros(value, shown):
    assert words.plain_number(value) == shown


def test_a_number_keeps_its_digits_in_spanish_and_arabic():
    with translation.override("es"):
        assert words.plain_number(Decimal("18214.5")) == "18\u202f214,5"
    with translation.override("ar"):
        assert words.plain_number(18214) == "18,214"


def test_a_value_is_isolated_from_the_words_around_it_and_readable_by_machines():
    assert render('{% value_unit 11.6 "µg/L" %}') == '<data value="11.6">11.6\u202fµg/L</data>'


def test_a_moment_says_its_day_and_carries_the_exact_time():
    at = datetime(2150, 6, 14, 9, 40, tzinfo=UTC)

    assert (
        render("{% moment at %}", at=at) == '<time datetime="2150-06-14T09:40:00+00:00">14 June 2150</time>'
    )
    assert "09:40" in render('{% moment at "time" %}', at=at)
    assert render("{% moment at %}", at=None) == "–"


def test_how_long_ago_is_said_in_one_unit():
    noon = datetime(2150, 6, 11, 12, tzinfo=UTC)

    assert "9 days ago" in str(words.ago(noon - timedelta(days=9), now=noon))
    assert "in 1 day" in str(words.ago(noon + timedelta(days=1), now=noon))
    assert "hours ago" in str(words.ago(noon - timedelta(hours=5), now=noon))
    assert "10 days ago" in str(words.ago((noon - timedelta(days=9)).date() - timedelta(days=1), now=noon))
    assert "just now" in str(words.ago(noon, now=noon))


HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
    '<a href="#" hx-get="/x" onclick="y()">z</a>', "![p](https://example.org/p.png)", "<style>*{}</style>",
    "<iframe src=//example.org></iframe>", "[a](data:text/html,x)", '<p style="color:red" class="x">y</p>',
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_the_words_of_people_can_do_nothing(text):
    from tests.portal.test_templates import Inline

    shown = render("{{ text|markdown }}", text=text)
    scan = Inline()
    scan.feed(shown)

    assert scan.faults == []
    for forbidden in ("<script", "<img", "<iframe", "<style", 'href="javascript', 'href="data'):
        assert forbidden not in shown.lower()
    # Of a tag that was typed, only its words are left.
    assert "<a href=" not in shown or 'href="#"' not in shown


def test_plain_markdown_is_kept():
    shown = render(
        "{{ text|markdown }}", text="**The water** is [here](https://example.org/).\n\n- one\n- two"
    )

    assert "<strong>The water</strong>" in shown
    assert 'rel="nofollow ugc noopener"' in shown
    assert shown.count("<li>") == 2


def test_a_redline_names_what_was_taken_out_and_what_was_put_in():
    shown = str(redline.redline("The council may act.", "The council must act <now>."))

    assert "<del>" in shown
    assert "may" in shown
    assert "<ins>" in shown
    assert "&lt;now&gt;." in shown


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_redline_shows_every_piece_of_both_texts(old, new):
    import re
    from html import unescape

    shown = str(redline.redline(old, new))
    kept = re.sub(r'<span class="hidden-text">.*?</span>', "", shown, flags=re.S)
    after = unescape(re.sub(r"<del>.*?</del>|</?ins>", "", kept, flags=re.S))
    before = unescape(re.sub(r"<ins>.*?</ins>|</?del>", "", kept, flags=re.S))

    assert after.split() == new.split()
    assert before.split() == old.split()


def test_an_unknown_state_is_shown_by_its_own_words_and_never_as_healthy():
    shown = render('{% state_tag "unheard_of" %}')

    assert "Unheard of" in shown
    assert "tag--life" not in shown
    assert "tag--life" not in render('{% state_tag "unknown" %}')


def test_a_chart_carries_its_table_and_says_which_values_are_past_the_limit():
    noon = datetime(2150, 6, 1, 12, tzinfo=UTC)
    points = [(noon + timedelta(days=d), 10 + 6 * d) for d in range(4)]

    shown = render('{% line_chart points limits=limits unit="µg/L" %}', points=points, limits=[(24, "WHO")])

    assert shown.count("<tr>") == 5
    assert shown.count("<td>past</td>") == 1
    assert "Limit 24, WHO" in shown
    assert 'role="img"' in shown


def test_limits_may_be_numbers_pairs_or_objects():
    class Row:
        value, direction, source = Decimal("4"), "below", "Habitat decree"

    found = charts.as_limits([24, (8, "toxin"), Row()])

    assert [(limit.value, limit.label, limit.above) for limit in found] == [
        (24.0, "", True), (8.0, "toxin", True), (4.0, "Habitat decree", False),
    ]  # fmt: skip


def test_gauges_are_mirrored_for_arabic_and_time_is_not():
    with translation.override("ar"):
        gauge = charts.gauge(100, [(1000, "")])
        chart = charts.line_chart([(datetime(2150, 6, d, tzinfo=UTC), d) for d in (1, 2, 3)])

    assert gauge["gauge"].have.x != "0%"
    assert chart["times"][0][0] == "0"
