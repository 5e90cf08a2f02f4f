"""The sentences made of signs: trend, anomaly, silence, how a limit was checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import floor, log10
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from biomes import words
from biomes.rules.anomaly import Anomaly, Standing
from biomes.rules.daily import Silence
from biomes.rules.trend import Direction, Trend
from biomes.rules.words import Verification

WEEK, YEAR = 7, 365.2425

CHECKS: words.Words = {
    Verification.DOCUMENT: gettext_lazy("Read in the document itself"),
    Verification.PUBLISHER: gettext_lazy("Read in the publisher’s own announcement"),
    Verification.QUOTED: gettext_lazy("Read in works that quote it"),
    Verification.EARLIER: gettext_lazy("Set before checks were recorded"),
    "": gettext_lazy("Not verified: it decides nothing"),
}
PERIODS: words.Words = {
    "30d": gettext_lazy("30 days"),
    "1y": gettext_lazy("1 year"),
    "5y": gettext_lazy("5 years"),
    "all": gettext_lazy("All"),
}


def check_words(threshold: Any) -> str:
    return str(CHECKS.get(threshold.verification, threshold.verification))


def rounded(value: float) -> str:
    """Two figures say as much as a slope knows."""
    if value == 0:
        return words.number(0)
    places = 1 - floor(log10(abs(value)))
    shown = round(value, places)
    return words.number(f"{shown:.{max(places, 0)}f}")


def trend_sentence(found: Trend, unit: str) -> str:
    """ "Rising, about 2.1 µg/L a week over 30 days (95 %: 1.2 to 3.0)." """
    days = words.number(found.days)
    if found.direction is Direction.TOO_FEW:
        said = ngettext(
            "Too few values to say whether it rises or falls: %(count)s in %(days)s days.",
            "Too few values to say whether it rises or falls: %(count)s in %(days)s days.",
            found.count,
        )
        return said % {"count": words.number(found.count), "days": days}
    if found.direction is Direction.MOSTLY_BELOW:
        said = _("Mostly below what the method detects (%(below)s of %(count)s): no trend can be given.")
        return said % {"below": words.number(found.below), "count": words.number(found.count)}
    if found.direction is Direction.NONE or found.slope is None:
        return _("No clear trend over %(days)s days.") % {"days": days}
    return _sloping(found, unit, days)


def _sloping(found: Trend, unit: str, days: str) -> str:
    by_year = found.days > 60
    times = YEAR if by_year else WEEK
    about, *ends = (abs(value or 0.0) * times for value in (found.slope, found.low, found.high))
    low, high = sorted(ends)
    rising = found.direction is Direction.RISING
    if by_year and rising:
        said = _("Rising, about %(about)s %(unit)s a year over %(days)s days (95 %%: %(low)s to %(high)s).")
    elif by_year:
        said = _("Falling, about %(about)s %(unit)s a year over %(days)s days (95 %%: %(low)s to %(high)s).")
    elif rising:
        said = _("Rising, about %(about)s %(unit)s a week over %(days)s days (95 %%: %(low)s to %(high)s).")
    else:
        said = _("Falling, about %(about)s %(unit)s a week over %(days)s days (95 %%: %(low)s to %(high)s).")
    return said % {
        "about": rounded(about),
        "unit": words.unit_name(unit),
        "days": days,
        "low": rounded(low),
        "high": rounded(high),
    }


def anomaly_sentence(found: Anomaly) -> str:
    """ "Higher than in 19 of 20 comparable weeks since 2145." """
    if not found.years:
        return _("There is no former year to hold this week against.")
    if found.standing is Standing.TOO_FEW:
        said = ngettext(
            "Too few former years to say what is usual: %(years)s.",
            "Too few former years to say what is usual: %(years)s.",
            found.years,
        )
        return said % {"years": words.number(found.years)}
    lower = found.standing in {Standing.LOWER, Standing.FAR_LOWER}
    said = {
        Standing.FAR_HIGHER: _(
            "This week is far higher: above %(n)s of %(count)s comparable weeks since %(year)s."
        ),
        Standing.HIGHER: _("This week is higher than in %(n)s of %(count)s comparable weeks since %(year)s."),
        Standing.USUAL: _(
            "This week is as usual for the season: higher than in %(n)s of %(count)s comparable weeks since %(year)s."
        ),
        Standing.LOWER: _("This week is lower than in %(n)s of %(count)s comparable weeks since %(year)s."),
        Standing.FAR_LOWER: _(
            "This week is far lower: below %(n)s of %(count)s comparable weeks since %(year)s."
        ),
    }[found.standing]
    return said % {
        "n": words.number(found.higher if lower else found.lower),
        "count": words.number(found.count),
        "year": str(found.since),
    }


def day(at: date) -> str:
    return str(date_format(at, "DATE_FORMAT"))


def silence_sentence(gaps: Sequence[Silence]) -> str:
    """The longest silence with its dates, and how many there are; nothing where there is none."""
    if not gaps:
        return ""
    longest = gaps[0]
    said = ngettext(
        "No value on one day, %(from)s.",
        "No value for %(days)s days, from %(from)s to %(to)s.",
        longest.days,
    ) % {
        "days": words.number(longest.days),
        "from": day(longest.since + timedelta(days=1)),
        "to": day(longest.until - timedelta(days=1)),
    }
    if len(gaps) == 1:
        return said
    more = ngettext(
        "It was silent %(count)s other time for longer than a value speaks.",
        "It was silent %(count)s other times for longer than a value speaks.",
        len(gaps) - 1,
    )
    return f"{said} {more % {'count': words.number(len(gaps) - 1)}}"


def below_sentence(below: int, count: int) -> str:
    """ "On 12 of 30 days it lay below what the method detects." """
    if not below:
        return ""
    said = ngettext(
        "On the only day measured it lay below what the method detects.",
        "On %(below)s of %(count)s days it lay below what the method detects.",
        count,
    )
    return said % {"below": words.number(below), "count": words.number(count)}


def beside(found: Any, unit: str) -> list[str]:
    """The lines beside a ruler: its trend, and whether that is usual."""
    lines = [trend_sentence(found.trend, unit)]
    return [*lines, anomaly_sentence(found.anomaly)] if found.anomaly else lines


def course_heading(
    indicator: Any, reasons: Sequence[dict[str, Any]], is_fresh: bool, has_limit: bool, at: datetime
) -> str:
    name = {"indicator": words.indicator_name(indicator.code, indicator.name)}
    if reasons:
        return words.chart_heading(indicator.code, min(reasons, key=lambda why: str(why["since"])), at)
    if not is_fresh:
        return _("%(indicator)s: nobody has measured it lately") % name
    if not has_limit:
        return _("%(indicator)s: no limit is on record here") % name
    return words.chart_heading(indicator.code, None, at)


def course_words(course: Any, line: Any) -> dict[str, Any]:
    """What a page says of the drawing: what a point is, its silences, what lay below detection."""
    return {
        "silence": silence_sentence(line.gaps) if line else "",
        "below": below_sentence(line.below, line.day_count) if line else "",
        "point": point_words(course.size),
        "has_past": any(one.historical for each in course.lines for one in each.points),
    }


def point_words(size: int) -> str:
    if size == 1:
        return _("Each point is one day: the line its median, the band from its lowest to its highest value.")
    said = ngettext(
        "Each point is %(weeks)s week: the line the median of its days, the band from the lowest to the highest value.",
        "Each point is %(weeks)s weeks: the line the median of their days, the band from the lowest to the highest value.",
        size // 7,
    )
    return said % {"weeks": words.number(size // 7)}


def compared_sentence(found: Any) -> str:
    """What the new limit changed, in one sentence."""
    now, former = found.rows
    if not found.differ:
        return _("Over the last %(days)s days both limits give %(biome)s the same state on every day.") % {
            "days": words.number(sum(now.days.values())),
            "biome": found.biome.name,
        }
    said = ngettext(
        "On %(differ)s of the last %(days)s days the state of %(biome)s would have been another under the former limit; today it is %(now)s, and would be %(former)s.",
        "On %(differ)s of the last %(days)s days the state of %(biome)s would have been another under the former limit; today it is %(now)s, and would be %(former)s.",
        found.differ,
    )
    return said % {
        "differ": words.number(found.differ),
        "days": words.number(sum(now.days.values())),
        "biome": found.biome.name,
        "now": str(words.STATES[now.today]).lower(),
        "former": str(words.STATES[former.today]).lower(),
    }


def standing_limit(limit: Any) -> str:
    """ "WHO alert level 2: 24 µg/L" """
    name = limit.label or limit.source
    return f"{name}: {words.number(limit.value)} {words.unit_name(limit.indicator.unit)}"
