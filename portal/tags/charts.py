"""Tags that draw: each gives its template plain values from `portal.rules`, and a sentence."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from portal.rules import charts, drawing, rulers
from portal.rules.charts import Limit
from portal.rules.units import unit_sign
from portal.tags.words import moment, plain_number

MOST_ROWS = 120


def as_limits(given: Any) -> list[Limit]:
    """A number, a (value, label[, direction]) or an object with value, direction and label; or many of these."""
    if given in (None, "", ()):
        return []
    if isinstance(given, Iterable) and not isinstance(given, (str, tuple)):
        return [limit for each in given for limit in as_limits(each)]
    if isinstance(given, tuple):
        value, label, direction = (*given, "", "above")[:3] if len(given) < 3 else given[:3]
        return [Limit(float(value), str(label), str(direction) not in {"below", "floor", "min"})]
    if hasattr(given, "value"):
        label = getattr(given, "label", "") or getattr(given, "source", "") or ""
        direction = str(getattr(given, "direction", "above"))
        return [Limit(float(given.value), str(label), direction not in {"below", "floor", "min"})]
    return [Limit(float(given))]


def as_points(given: Iterable[Any]) -> list[tuple[Any, float | None]]:
    """(at, value) pairs, from pairs or from objects with `phenomenon_at` or `at`, and `value`."""
    points = []
    for each in given:
        at, value = each[:2] if isinstance(each, (tuple, list)) else (_when(each), each.value)
        points.append((at, None if value is None else float(value)))
    return sorted(points, key=lambda p: charts.seconds(p[0]))


def _when(each: Any) -> Any:
    return getattr(each, "phenomenon_at", None) or each.at


# Longer than this, a source stands under the plot and not on its line.
SHORT_LABEL = 26


def limit_note(limit: Limit) -> str:
    """The limit with its whole source, for the lines under a plot; nothing when it is already on the line."""
    if len(limit.label) <= SHORT_LABEL:
        return ""
    return f"{limit_words(limit)}: {limit.label}"


def limit_words(limit: Limit) -> str:
    words = _("Limit %(value)s") if limit.above else _("Floor %(value)s")
    said = words % {"value": plain_number(limit.value)}
    return f"{said}{_(', ')}{limit.label}" if 0 < len(limit.label) <= SHORT_LABEL else said


def _time_words(at: datetime, whole: timedelta) -> str:
    day = date_format(at, "MONTH_DAY_FORMAT" if whole < timedelta(days=400) else "YEAR_MONTH_FORMAT")
    return f"{day}, {date_format(at, 'H:i')}" if whole < timedelta(days=3) else day


def line_chart(
    points: Iterable[Any],
    limits: Any = None,
    unit: str = "",
    label: str = "",
    name: str = "",
    low: bool = False,
    validity: timedelta | str = "",
    counts: bool = False,
) -> dict[str, Any]:
    """A series over time with its limits and its table: `{% line_chart points limits=… unit="µg/L" %}`.

    No line crosses a silence longer than ``validity``. The scale of ``counts`` has no fractions.
    """
    longest = validity.total_seconds() if isinstance(validity, timedelta) else None
    asked = tuple(as_points(points)), tuple(as_limits(limits)), unit, label, name, low, longest, counts
    return dict(_line_chart(*asked, get_language()))


# The same chart is asked for until its next value comes; so it is worked out once.
@lru_cache(maxsize=256)
def _line_chart(
    points: tuple[tuple[Any, float | None], ...],
    found: tuple[Limit, ...],
    unit: str,
    label: str,
    name: str,
    low: bool,
    longest: float | None,
    counts: bool,
    _language: str | None,
) -> dict[str, Any]:
    rows = _fewer(points)
    chart = charts.line_chart(rows, found, longest, counts=counts)
    known = [value for _at, value in rows if value is not None]
    whole = (
        timedelta(seconds=charts.seconds(rows[-1][0]) - charts.seconds(rows[0][0])) if rows else timedelta(0)
    )
    return {
        "chart": chart, "unit": unit_sign(unit), "name": name or label, "is_empty": not known, "low": low,
        "times": [(m.x, m.anchor, _time_words(m.value, whole)) for m in chart.times] if known else [],
        "limits": [(m.x, m.y, m.anchor, limit_words(m.value)) for m in chart.limit_marks],
        "notes": [note for limit in found if (note := limit_note(limit))],
        "rows": _table_rows(rows, found),
        "says_against": bool(found),
        "label": label or _line_sentence(known, rows, unit),
    }  # fmt: skip


def _table_rows(rows: Iterable[tuple[Any, float | None]], limits: Sequence[Limit]) -> SafeString:
    """The rows of the table twin: written here, for there are many and a template takes its time over each cell."""
    last = "<td>{}</td>" if limits else "{}"
    return format_html_join(
        "",
        f'<tr><th scope="row">{{}}</th><td class="n">{{}}</td>{last}</tr>',
        (
            (moment(at, "time"), plain_number(value, 2), _against(value, limits) if limits else "")
            for at, value in rows
        ),
    )


def _fewer(rows: Sequence[tuple[Any, float | None]]) -> list[tuple[Any, float | None]]:
    """At most MOST_ROWS, each stretch keeping its lowest and its highest."""
    kept = drawing.thin([(float(i), value) for i, (_at, value) in enumerate(rows)], MOST_ROWS)
    return [(rows[int(i)][0], value) for i, value in kept]


def _against(value: float | None, limits: Sequence[Limit]) -> str:
    if value is None:
        return _("missing")
    first = limits[0]
    return _("past") if (value > first.value if first.above else value < first.value) else _("within")


def _line_sentence(known: Sequence[float], rows: Sequence[tuple[Any, Any]], unit: str) -> str:
    if not known:
        return _("No values yet.")
    return _("From %(first)s to %(last)s: lowest %(low)s, highest %(high)s, last %(now)s %(unit)s.") % {
        "first": date_format(rows[0][0], "DATE_FORMAT"),
        "last": date_format(rows[-1][0], "DATE_FORMAT"),
        "low": plain_number(min(known), 2),
        "high": plain_number(max(known), 2),
        "now": plain_number(known[-1], 2),
        "unit": unit_sign(unit),
    }


def band_chart(
    baseline: Sequence[Sequence[float]],
    plan: Sequence[Sequence[float]] | None = None,
    limits: Any = None,
    unit: str = "",
    label: str = "",
    begins: date | None = None,
    name: str = "",
) -> dict[str, Any]:
    """An ensemble: `baseline` and `plan` are five rows (5, 25, 50, 75, 95 %) of one value a day."""
    found, plan = as_limits(limits), plan or None  # a template hands on "" for what is not there
    chart = charts.band_chart(baseline, plan, found)
    days = len(baseline[2]) if len(baseline) == 5 else 0
    words = {"baseline": _("Doing nothing"), "plan": _("With the plan")}
    return {
        "chart": chart, "unit": unit_sign(unit), "name": name or label, "is_empty": not chart.bands,
        "limits": [(m.x, m.y, m.anchor, limit_words(m.value)) for m in chart.limit_marks],
        "notes": [note for limit in found if (note := limit_note(limit))],
        "says": [(m.x, m.y, m.anchor, words[m.value]) for m in chart.says],
        "times": [(x, anchor, _day_words(begins, day)) for x, anchor, day in _three(days)],
        "rows": [_band_row(begins, day, baseline, plan) for day in range(days)],
        "has_plan": plan is not None, "label": label or _band_sentence(baseline, plan, unit),
    }  # fmt: skip


def _three(days: int) -> list[tuple[str, str, int]]:
    if days < 2:
        return []
    middle = (days - 1) // 2
    return [
        ("0", "start", 0),
        (f"{middle / (days - 1) * 100:.1f}%", "middle", middle),
        ("100%", "end", days - 1),
    ]


def _day_words(begins: date | None, day: int) -> str:
    if begins is None:
        return _("Day %(day)s") % {"day": plain_number(day + 1)}
    return date_format(begins + timedelta(days=day), "MONTH_DAY_FORMAT")


def _band_row(begins: date | None, day: int, *arms: Any) -> tuple[str, list[str]]:
    cells = [
        _("%(median)s (%(low)s to %(high)s)")
        % {
            "median": plain_number(float(rows[2][day]), 1),
            "low": plain_number(float(rows[0][day]), 1),
            "high": plain_number(float(rows[4][day]), 1),
        }
        for rows in arms
        if rows is not None
    ]
    return _day_words(begins, day), cells


def _band_sentence(baseline: Any, plan: Any, unit: str) -> str:
    if len(baseline) != 5 or not len(baseline[2]):
        return _("No values yet.")
    said = _("Without a plan the median is likely to reach %(peak)s %(unit)s.") % {
        "peak": plain_number(max(float(v) for v in baseline[2]), 1), "unit": unit_sign(unit),
    }  # fmt: skip
    if plan is not None:
        said += " " + _("With the plan: %(peak)s.") % {
            "peak": plain_number(max(float(v) for v in plan[2]), 1)
        }
    return said


def ruler(
    value: Any, low: Any = 0, high: Any = None, limit: Any = None, direction: str = "above", label: str = ""
) -> dict[str, Any]:
    """A value between the ends of its scale, its safe side and its limit."""
    number, edge = float(value), None if limit in (None, "") else float(limit)
    top = float(high) if high not in (None, "") else 2 * max(number, edge or 0.0, 1e-9)
    above = direction not in {"below", "floor", "min"}
    drawn = rulers.ruler(
        number, low=float(low), high=top, limit=edge, above=above, mirror=get_language_bidi()
    )
    said = _("%(value)s on a scale from %(low)s to %(high)s") % {
        "value": plain_number(number), "low": plain_number(low), "high": plain_number(top, 2),
    }  # fmt: skip
    if edge is not None:
        said += "; " + limit_words(Limit(edge, "", above))
    return {"ruler": drawn, "label": f"{label} {said}".strip()}


def gauge(count: int, thresholds: Any = (), label: str = "") -> dict[str, Any]:
    """A petition's staff gauge; thresholds are (number, words) pairs."""
    marks = [(float(t[0]), str(t[1])) if isinstance(t, (tuple, list)) else (float(t), "") for t in thresholds]
    drawn = rulers.gauge(int(count), marks, mirror=get_language_bidi())
    parts = [
        ngettext("%(count)s signature.", "%(count)s signatures.", int(count)) % {"count": plain_number(count)}
    ]
    parts += [f"{words}: {plain_number(value)}." if words else plain_number(value) for value, words in marks]
    return {"gauge": drawn, "label": label or " ".join(parts)}


def bar(value: Any, most: Any) -> dict[str, Any]:
    return {"bar": rulers.bar(float(value or 0), float(most or 0), mirror=get_language_bidi())}


def change_bar(value: Any, low: Any, high: Any, least: Any, most: Any) -> dict[str, Any]:
    """A change about zero, with its interval: `{% change_bar -0.62 -0.71 -0.48 least=-0.8 most=0.1 %}`."""
    drawn = rulers.change(
        float(value),
        float(low),
        float(high),
        least=float(least),
        most=float(most),
        mirror=get_language_bidi(),
    )
    return {"change": drawn}


def sparkline(values: Iterable[Any]) -> dict[str, Any]:
    """A small line; values, or (at, value) pairs, oldest first."""
    flat = [v[1] if isinstance(v, (tuple, list)) else v for v in values or ()]
    path, last = charts.sparkline(flat)
    return {"path": path, "last": last}


def seat(vote: str, shape: str = "square") -> dict[str, Any]:
    """One seat: yes, no, abstain, split, present or away; `round` for a biome, `square` for a human."""
    return {
        "vote": str(getattr(vote, "value", vote)),
        "shape": "round" if shape in {"round", "biome"} else "square",
    }


def seats_row(votes: Iterable[Any], needed: int | None = None, shape: str = "square") -> dict[str, Any]:
    """All seats of a chamber, one by one, with the upright after the last that was needed."""
    words = [str(getattr(vote, "value", vote)) for vote in votes]
    names = {
        "yes": _("%(n)s yes"), "no": _("%(n)s no"), "split": _("%(n)s split"), "abstain": _("%(n)s abstain"),
        "present": _("%(n)s present"), "away": _("%(n)s away"),
    }  # fmt: skip
    said = [names[v] % {"n": plain_number(words.count(v))} for v in rulers.ORDER if words.count(v)]
    return {
        "seats": rulers.seats(words, needed),
        "shape": "round" if shape in {"round", "biome"} else "square",
        "label": _(", ").join(said),
    }
