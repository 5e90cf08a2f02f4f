"""Words of alerts and runs in templates."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from crises import queries, words
from ledger.queries import now

register = template.Library()


@register.simple_tag
def alert_title(alert: Any) -> str:
    return words.alert_title(alert)


@register.simple_tag
def run_title(run: Any) -> str:
    return words.run_title(run)


@register.simple_tag
def latest_measured(alert: Any) -> Any:
    return queries.latest_measured(alert)


@register.simple_tag
def indicator_name(code: str) -> str:
    return words.indicator_name(code)


@register.simple_tag
def measure_name(kind: str) -> str:
    return str(words.MEASURE[kind])


@register.simple_tag
def span(length: timedelta) -> str:
    """A length of time in its two largest words at most: "2 hours", "9 days"."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = round(minutes / 60)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = round(minutes / 1440)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


@register.simple_tag
def ago_days(moment: datetime) -> str:
    """Since how long: the length from then to now."""
    return span(now() - moment)


@register.simple_tag
def seconds_left(left: timedelta | None) -> str:
    """About how long a run still takes; nobody knows before its first day is done."""
    if left is None:
        return _("time left not known yet")
    seconds = max(1, round(left.total_seconds()))
    if seconds < 90:
        return ngettext("about %(count)s second left", "about %(count)s seconds left", seconds) % {
            "count": seconds
        }
    minutes = round(seconds / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {
        "count": minutes
    }


@register.filter
def percent(share: float | None) -> str:
    """A chance as whole percent; close to nothing and close to all are said so."""
    if share is None:
        return "–"
    if 0 < share < 0.01:
        return _("under 1 %")
    return f"{round(share * 100)} %"


@register.filter
def signed_percent(share: float | None) -> str:
    """A change: −62 %, +2 %; the sign stays before its number among Arabic words (Unicode TR 9)."""
    if share is None:
        return "–"
    number = round(share * 100)
    said = f"{'−' if number < 0 else '+' if number > 0 else ''}{abs(number)} %"
    return f"\u200e{said}\u200e" if get_language_bidi() else said


@register.filter
def index_of(rows: Any, day: int) -> Any:
    """The entry of a day, counted from one."""
    return rows[day - 1]


@register.filter
def share_of(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


@register.simple_tag
def zone_kind(kind: str) -> str:
    """The word for a kind of zone."""
    return str(words.ZONE_KIND.get(kind, kind))


@register.simple_tag
def fact_words(kind: str) -> str:
    """What the record says of a fact; its code where nobody worded it."""
    return words.of_fact(kind)
