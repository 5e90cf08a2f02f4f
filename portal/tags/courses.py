"""Tags that draw days and states over time; each with its table and a sentence beside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from portal.rules import courses
from portal.rules.units import unit_sign
from portal.states import state_words
from portal.tags.charts import as_limits, limit_note, limit_words
from portal.tags.words import moment, plain_number


def course_chart(
    days: Sequence[Any], course: Any, limits: Any = None, unit: str = "", label: str = "", low: bool = False
) -> dict[str, Any]:
    """`{% course_chart line.points course limits=limits unit="µg/L" %}`: low, median and high of days.

    ``course`` says the ends that the charts of a page share: since, until, ends (lowest, highest), longest.
    """
    found = as_limits(limits)
    least, most = course.ends or (0.0, 1.0)
    frame = courses.Frame(course.since, course.until, least, most, course.longest)
    chart = courses.course_chart(days, found, frame, most=2 if low else 4)
    whole = frame.until - frame.since
    style = "MONTH_DAY_FORMAT" if whole < timedelta(days=400) else "YEAR_MONTH_FORMAT"
    return {
        "chart": chart, "is_empty": not days, "low": low, "ring": "3" if len(chart.below) < 60 else "1.5", "label": label or _sentence(days, unit),
        # A small chart has room for its two ends.
        "times": [(m.x, m.anchor, date_format(m.value, style)) for m in chart.times if not low or m.anchor != "middle"],
        "limits": [(m.x, m.y, m.anchor, limit_words(m.value)) for m in chart.limit_marks],
        "notes": [] if low else [note for limit in found if (note := limit_note(limit))],
    }  # fmt: skip


def days_table(
    days: Sequence[Any], unit: str = "", name: str = "", station: str = "", size: int = 1
) -> dict[str, Any]:
    """`{% days_table line.points unit=unit name=name station=code size=course.size %}`: the twin of a course's chart."""
    words = _("below detection"), _("historical")
    rows = (
        (
            moment(one.day),
            "–" if one.is_below else plain_number(one.low, 3),
            "< " if one.is_below else "",
            plain_number(one.median, 3),
            plain_number(one.high, 3),
            " ".join(
                word for word, holds in zip(words, (one.is_below, one.historical), strict=True) if holds
            ),
        )
        for one in days
    )
    number = '<td class="n">{}</td>'
    row = f'<tr><th scope="row">{{}}</th>{number}<td class="n">{{}}{{}}</td>{number}<td>{{}}</td></tr>'
    return {
        "rows": format_html_join("", row, rows), "unit": unit, "name": name, "station": station, "size": size,
    }  # fmt: skip


def _sentence(days: Sequence[Any], unit: str) -> str:
    clear = [one for one in days if not one.is_below]
    if not clear:
        return _("No values yet.") if not days else _("Everything lay below what the method detects.")
    return _("From %(first)s to %(last)s: lowest %(low)s, highest %(high)s, last %(now)s %(unit)s.") % {
        "first": date_format(days[0].day, "DATE_FORMAT"),
        "last": date_format(days[-1].day, "DATE_FORMAT"),
        "low": plain_number(min(one.low for one in clear), 2),
        "high": plain_number(max(one.high for one in days), 2),
        "now": plain_number(days[-1].median, 2),
        "unit": unit_sign(unit),
    }


def state_strip(spans: Iterable[Any], since: datetime, until: datetime, label: str = "") -> dict[str, Any]:
    """`{% state_strip spans since until label=… %}`: anything with `state`, `since` and `until` (None: until now)."""
    rows = sorted(
        (
            (str(getattr(one.state, "value", one.state)), max(one.since, since), one.until or until)
            for one in spans
            if (one.until or until) > since and one.since < until
        ),
        key=lambda row: row[1],
    )
    said = [f"{state_words(state)}: {date_format(begins, 'DATE_FORMAT')}" for state, begins, _ends in rows]
    return {
        "bars": courses.state_strip(rows, since, until), "rows": rows[::-1], "since": since, "until": until,
        "label": label, "said": _(", ").join(said[-6:]),
    }  # fmt: skip


def voice_line(stress: Sequence[int | None]) -> dict[str, Any]:
    """A drawn voice: its path over the steps of a score."""
    return {"path": courses.voice_path(stress)}
