"""Every template of the product: it compiles, carries no inline code, and stays short enough to read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
ALL = sorted(p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file())
PAGES = [name for name in ALL if name.endswith((".html", ".svg", ".xml", ".txt"))]
MARKUP = [name for name in PAGES if name.endswith((".html", ".svg"))]
# Files that work from a disk: script and style stand in them, allowed by their hashes alone.
ALONE = {"ledger/browser.html", "portal/court.html"}


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        given = dict(attrs)
        if tag == "style" or "style" in names:
            self.faults.append(f"line {self.getpos()[0]}: a style in <{tag}>")
        if (
            tag == "script"
            and "src" not in names
            and given.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.faults.append(f"line {self.getpos()[0]}: a script without src")
        if any(name.startswith(("on", "hx-on")) for name in names):
            self.faults.append(f"line {self.getpos()[0]}: an event handler in <{tag}>")
        if str(given.get("href", "")).startswith("javascript:"):
            self.faults.append(f"line {self.getpos()[0]}: a javascript: link")


@pytest.mark.parametrize("name", PAGES)
def test_every_template_compiles(name):
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", [name for name in MARKUP if name not in ALONE])
def test_no_template_carries_inline_style_or_script(name):
    source = (FOLDER / name).read_text(encoding="utf-8")
    # Template code is not markup; what it prints is scanned by the journeys through the policy itself.
    markup = re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", source, flags=re.S)

    scan = Inline()
    scan.feed(markup)

    assert scan.faults == []


@pytest.mark.parametrize("name", MARKUP)
def test_every_script_tag_carries_the_nonce(name):
    source = (FOLDER / name).read_text(encoding="utf-8")

    for tag in re.findall(r"<script\b[^>]*src=[^>]*>", source):
        assert "CSP_NONCE" in tag, tag


@pytest.mark.parametrize("name", [n for n in MARKUP if Path(n).name.startswith("_")])
def test_a_fragment_says_in_its_first_line_what_it_takes(name):
    first = (FOLDER / name).read_text(encoding="utf-8").lstrip().splitlines()[0]

    assert "{#" in first or first.startswith("{% extends"), first[:80]


def test_the_stylesheets_use_logical_properties_only():
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border|inset)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom)\s*:"
        r"|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)"
    )
    for sheet in sorted((ROOT / "static" / "css").glob("*.css")):
        found = [m.group(0) for m in physical.finditer(sheet.read_text(encoding="utf-8"))]
        assert found == [], f"{sheet.name}: {found}"


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    for name in MARKUP:
        source = (FOLDER / name).read_text(encoding="utf-8")
        asked = set(re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", source))
        assert asked <= known, f"{name}: {asked - known}"
