"""Tags and filters for words, numbers and times: localised, and isolated from the text around them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import nh3
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from portal.rules.units import unit_sign
from portal.states import STATES, state_key

# Icons that point along the text, and so turn with it.
TURNING = frozenset({"arrow", "back", "external"})

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre",
    "a", "table", "thead", "tbody", "tr", "th", "td", "ins", "del", "sup", "sub",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}}


def icon(name: str, label: str = "") -> SafeString:
    """A sign from the sprite. It stands beside a word; alone it needs a label."""
    return _icon(name, str(label), static("img/icons.svg"))


@lru_cache(maxsize=256)
def _icon(name: str, label: str, sprite: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 20 20" {} focusable="false"><use href="{}#{}"/></svg>',
        " icon--turns" if name in TURNING else "", said, sprite, name,
    )  # fmt: skip


def state_tag(state: Any, label: str = "", kind: str = "", sign: str = "") -> SafeString:
    """Word, shape and colour of a state. An unlisted state is shown by its label, plainly."""
    key = state_key(state)
    words, look, shape = STATES.get(key, (label or key.replace("_", " ").capitalize(), "line", ""))
    look, shape = kind or look, sign or shape
    return format_html(
        '<span class="tag tag--{}">{}{}</span>', look, icon(shape) if shape else "", label or words
    )


def state_class(state: Any) -> str:
    """The name of the edge (`life`, `stress`, `distress`, `critical`, `exercise`, `unknown`, `line`)."""
    return STATES.get(state_key(state), ("", "line", ""))[1]


def state_icon(state: Any) -> SafeString:
    return icon(STATES.get(state_key(state), ("", "", "info"))[2] or "info")


def _decimal(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() else None


def plain_number(value: Any, places: int | None = None) -> str:
    """The number in the reader's manner; at most ``places`` digits after the point, no idle zeros."""
    found = _decimal(value)
    if found is None:
        return "–" if value in (None, "") else str(value)
    if places is not None:
        found = round(found, int(places))
    text = format(found.normalize() if found else Decimal(0), "f")
    return _grouped(text, get_language())


# A page says the same numbers and days again and again, and so does the next page.
@lru_cache(maxsize=8_192)
def _grouped(text: str, _language: str | None) -> str:
    digits = len(text.partition(".")[2])
    return number_format(text, decimal_pos=digits, use_l10n=True, force_grouping=abs(Decimal(text)) >= 1000)


def number(value: Any, places: int | None = None) -> SafeString:
    """A count or measure inside text: left to right, isolated, in the face of instruments."""
    return format_html('<span class="num">{}</span>', plain_number(value, places))


def value_unit(value: Any, unit: str = "", places: int | None = None) -> SafeString:
    """A measured value with its unit; a narrow space between, and `data` for machines."""
    shown = plain_number(value, places)
    text = f"{shown}\u202f{unit_sign(unit)}" if unit else shown
    return format_html('<data value="{}">{}</data>', "" if value is None else value, text)


def _aware(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def moment(value: date | datetime | None, style: str = "") -> SafeString | str:
    """A time tag: a date; with `time` its minute; with `seconds` its second; with `short` no year."""
    if value is None:
        return "–"
    local = _aware(value) if isinstance(value, datetime) else value
    # Moments of two zones may be equal and are written differently: the text tells them apart.
    return _moment(local.isoformat(), local, style, get_language())


@lru_cache(maxsize=8_192)
def _moment(_exactly: str, local: date | datetime, style: str, _language: str | None) -> SafeString:
    text = date_format(local, _day(style))
    if not isinstance(local, datetime):
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), text)
    if style in {"time", "short time"}:
        text = f"{text}, {date_format(local, 'H:i')}"
    elif style == "seconds":
        text = f"{text}, {date_format(local, 'H:i:s')}"
    elif style == "clock":
        text = date_format(local, "H:i")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


def _day(style: str) -> str:
    return "MONTH_DAY_FORMAT" if style.startswith("short") else "DATE_FORMAT"


def ago(value: date | datetime | None, now: datetime | None = None) -> SafeString | str:
    """How long since or until, in one unit, with the exact moment beneath it."""
    if value is None:
        return "–"
    at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    reference = now or timezone.now()
    span = abs(at - reference)
    if span < timedelta(minutes=1):
        text = _("just now")
    else:
        length = _span(span, at, reference)
        text = (_("%(span)s ago") if at <= reference else _("in %(span)s")) % {"span": length}
    exact = date_format(_aware(at), "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(timespec="seconds"), exact, text
    )


def _span(span: timedelta, at: datetime, reference: datetime) -> str:
    """Days are counted up to two months: "nine days" says more than "a week"."""
    if timedelta(days=1) <= span < timedelta(days=60):
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": span.days}
    return timesince(min(at, reference), max(at, reference), depth=1)


def markdown(text: Any) -> SafeString:
    """Words of people, as HTML that can do nothing: no images, scripts, styles, classes or hx-*."""
    return _marked_down(str(text or ""))


@lru_cache(maxsize=256)
def _marked_down(text: str) -> SafeString:
    html = _markdown.render(text)
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )  # fmt: skip
    return mark_safe(clean)  # noqa: S308 - cleaned on the line above


def language_name(code: str) -> Any:
    return dict(settings.LANGUAGES).get(code, code)
