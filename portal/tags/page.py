"""Tags that build the frame of a page: navigation, languages, breadcrumbs, problems."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ledger import queries as ledger

# (address name, words). A page of an app that is not installed simply has no link.
MAIN = (
    ("biomes:index", gettext_lazy("Living systems")),
    ("crises:alerts", gettext_lazy("Alerts")),
    ("petitions:index", gettext_lazy("Petitions")),
    ("council:index", gettext_lazy("Council")),
    ("charters:index", gettext_lazy("Charters")),
    ("exhibits:index", gettext_lazy("Exhibits")),
)
FOOTER = (
    (
        gettext_lazy("Take part"),
        (
            ("petitions:new", gettext_lazy("Start a petition")),
            ("petitions:coalitions", gettext_lazy("Stand together in a coalition")),
            ("portal:near", gettext_lazy("What is near you")),
            ("biomes:new_sighting", gettext_lazy("Report a sighting")),
            ("biomes:zones", gettext_lazy("Zones")),
            ("exhibits:index", gettext_lazy("Visit an exhibit")),
            ("council:index", gettext_lazy("Watch the council")),
        ),
    ),
    (
        gettext_lazy("Look closer"),
        (
            ("biomes:lattice", gettext_lazy("The lattice")),
            ("portal:divide", gettext_lazy("The divide")),
            ("portal:unheard", gettext_lazy("The unheard")),
            ("portal:blind_spots", gettext_lazy("Blind spots")),
        ),
    ),
    (
        gettext_lazy("Reuse"),
        (
            ("portal:api", gettext_lazy("Data and API")),
            ("ledger:log", gettext_lazy("The public log")),
            ("ledger:verify", gettext_lazy("Verify it yourself")),
        ),
    ),
    (
        gettext_lazy("About"),
        (
            ("portal:about", gettext_lazy("About Biolattice")),
            ("portal:accessibility", gettext_lazy("Accessibility")),
            ("portal:privacy", gettext_lazy("Privacy")),
            ("portal:terms", gettext_lazy("Terms")),
        ),
    ),
)
OWN_NAMES = {"en": "English", "es": "Español", "ar": "العربية"}
SHORT_NAMES = {
    "en": pgettext_lazy("language, in two letters", "EN"),
    "es": "ES",
    "ar": "ع",
}


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: Any
    here: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    title: Any
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    short: Any
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Problem:
    target: str
    text: str


def address(name: str) -> str:
    """The address of a named page, or nothing when no app offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def main_nav(context: Context) -> list[Link]:
    """The ways in, the current one marked: `page` on it, `true` on what lies below it."""
    path = getattr(context.get("request"), "path", "")
    found = []
    for name, label in MAIN:
        if url := address(name):
            inside = url if name != "crises:alerts" else url.removesuffix("alerts/")
            here = "page" if path == url else "true" if inside and path.startswith(inside) else ""
            found.append(Link(url, label, here))
    return found


def footer_links() -> list[Column]:
    columns = [
        Column(title, [Link(url, label) for name, label in rows if (url := address(name))])
        for title, rows in FOOTER
    ]
    return [column for column in columns if column.links]


def checkpoint() -> dict[str, Any] | None:
    """The newest sealed state of the public log (size, root, at), for the footer; None before the first."""
    newest = ledger.latest_checkpoint()
    if newest is None:
        return None
    return {"at": newest.at, "size": newest.size, "root": b64encode(bytes(newest.root)).decode()}


def language_links(context: Context) -> list[Language]:
    """This same page in each language."""
    request = context.get("request")
    return list(_languages(request.get_full_path() if request else "/", get_language()))


# Three places of a page ask for them, and each language means finding the page's address anew.
@lru_cache(maxsize=512)
def _languages(path: str, now: str | None) -> tuple[Language, ...]:
    return tuple(
        Language(
            code=code,
            name=OWN_NAMES.get(code, str(name)),
            short=SHORT_NAMES.get(code, code.upper()),
            url=translate_url(path, code),
            here=code == now,
        )
        for code, name in settings.LANGUAGES
    )


def problem_list(form: BaseForm | None = None, problems: Any = None) -> list[Problem]:
    """Every error of a bound form, each with the id of the field it is about; or given pairs."""
    found = [Problem(str(target), str(text)) for target, text in problems or ()]
    if not isinstance(form, BaseForm) or not form.is_bound:
        return found
    for name, errors in form.errors.items():
        target, label = "", ""
        if name in form.fields:
            field = form[name]
            # A group of radios has no id for its label; its fieldset has one.
            target = f"{field.auto_id}_field" if field.use_fieldset else field.id_for_label
            label = str(field.label)
        found += [Problem(target, _named(label, str(text))) for text in errors]
    return found


def _named(label: str, text: str) -> str:
    """In a summary "This field is required." must say which one; a sentence that names its field stays."""
    if not label or label in text:
        return text
    if label.endswith(("?", "؟")):
        return f"{label} {text}"
    return _("%(field)s: %(problem)s") % {"field": label, "problem": text}


def crumbs(content: str) -> SafeString | str:
    """`{% crumbs %}<li>…</li>{% endcrumbs %}`: where this page stands."""
    if not content.strip():
        return ""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("Breadcrumb"), SafeString(content)
    )


def scroll(content: str, label: str) -> SafeString:
    """`{% scroll "Roll call" %}<table>…{% endscroll %}`: a wide table scrolls in its own named frame."""
    return format_html(
        '<div class="table-frame" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        SafeString(content),
    )


def page_query(context: Context, number: int) -> str:
    """`?page=2` with everything else the address asks for."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def page_range(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
