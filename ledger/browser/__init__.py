"""The log's verifier for the reader's own browser: one HTML file that needs no network and may reach none.

The script stands here in sections, in the order of `SECTIONS`, and goes into the page as one, so that the file works from
a disk. The page allows exactly this script and this style, by their hashes, and nothing else.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.constants import NONE
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

HERE = Path(__file__).parent
SECTIONS = (
    "values", "json", "hashes", "notes", "export", "votes", "ballots", "signatures", "hands", "room", "rule", "acts", "course",
    "counts", "ties", "elections", "epochs", "court", "verify", "zip", "page",
)  # fmt: skip
SHEETS = ("tokens", "base", "components")


@cache
def script() -> SafeString:
    """All sections as one; our own file, so it may stand in the page as it is."""
    sections = [(HERE / f"{name}.js").read_text(encoding="utf-8") for name in SECTIONS]
    return mark_safe('\n"use strict";\n' + "\n".join(sections))  # noqa: S308


@cache
def style() -> SafeString:
    """The product's own sheets, and the little that only this page has."""
    sheets = [Path(str(finders.find(f"css/{name}.css"))) for name in SHEETS]
    return mark_safe("\n".join(p.read_text(encoding="utf-8") for p in [*sheets, HERE / "page.css"]))  # noqa: S308


def policy() -> dict[str, list[str]]:
    """What the page may do, wherever it is opened: run this script, wear this style."""
    return {
        "default-src": [NONE],
        "script-src": [source_of(script())],
        "style-src": [source_of(style())],
        "base-uri": [NONE],
        "form-action": [NONE],
    }


def source_of(text: str) -> str:
    """How a policy names a script or a style that stands in the page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def page() -> str:
    """The whole file, in the language of the moment; faults stay in English, as `verify.py` says them."""
    words = {
        "checking": _("Checking…"),
        "whole": _("Nothing is wrong"),
        "faults": _("Faults found: %s"),
        "unfinished": _("The check could not be finished"),
    }
    rules = "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy().items())
    told = {"script": script(), "style": style(), "policy": mark_safe(rules), "words": words}  # noqa: S308
    return render_to_string("ledger/browser.html", told)
