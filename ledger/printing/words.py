"""The words of a page as values: blocks (heading, par, law, list, terms, table) of inline pieces. Pure.

What is for the screen alone is left out: forms, buttons, pictures, words for those who hear the page.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import html

Piece = dict[str, Any]
Block = dict[str, Any]

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
BLOCKS = {"address", "blockquote", "details", "div", "dl", "figure", "footer", "header", "article", "aside", "main",
          "nav", "ol", "p", "section", "summary", "table", "ul", *HEADINGS}  # fmt: skip
LEFT_OUT = {"button", "form", "input", "label", "script", "select", "style", "svg", "template", "textarea"}
SCREEN_ONLY = {"button", "hidden-text", "no-print"}
MARKS = {"b": "strong", "strong": "strong", "em": "emph", "i": "emph", "ins": "added", "del": "taken"}
# The signs of a working's lines; any other picture only repeats its words.
SIGNS = {"check": "✓ ", "cross": "✗ "}
# A name, a code or a number of another direction than the page's is set in one piece, so that it disturbs nothing
# beside it; longer words may break, and stand between two marks of their direction (Unicode TR 9).
LONGEST_APART = 60
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"


@dataclass(frozen=True, slots=True)
class Page:
    """``address``: where the page is read, in full; ``rtl``: its own direction."""

    address: str
    rtl: bool


def blocks_of(fragment: str, page: Page) -> list[Block]:
    """Every block of an HTML fragment, in order."""
    return list(_blocks(html.fragment_fromstring(fragment, create_parent="div"), page))


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _is_shown(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in LEFT_OUT or element.get("hidden") is not None:
        return False
    # What says of a change for those who hear the page that it is one, stands on paper: a line says it to nobody else.
    screen_only = SCREEN_ONLY - ({"hidden-text"} if element.getparent().tag in {"ins", "del"} else set())
    return not _classes(element) & screen_only


def _blocks(element: Any, page: Page) -> Iterator[Block]:
    """Blocks within; words that stand between them are paragraphs."""
    loose: list[Piece] = _text(element.text)
    for child in element:
        if _is_shown(child) and child.tag in BLOCKS:
            yield from _paragraph(element, loose, page)
            yield from _block(child, page)
            loose = []
        else:
            loose += _piece(child, page)
        loose += _text(child.tail)
    yield from _paragraph(element, loose, page)


def _block(element: Any, page: Page) -> Iterator[Block]:
    if element.tag in HEADINGS:
        pieces = _tidy(_inline(element, page))
        yield {
            "kind": "heading",
            "level": HEADINGS[element.tag],
            "of": pieces,
            "rtl": _rtl(element, pieces, page),
        }
    elif element.tag in {"p", "summary"}:
        yield from _paragraph(element, _inline(element, page), page)
    elif element.tag in {"ul", "ol"}:
        items = [list(_blocks(item, page)) for item in element.iterchildren("li") if _is_shown(item)]
        yield {
            "kind": "list",
            "numbered": element.tag == "ol" and "list" not in _classes(element),
            "items": items,
        }
    elif element.tag == "dl":
        yield {"kind": "terms", "items": _terms(element, page)}
    elif element.tag == "table":
        yield _table(element, page)
    elif "law" in _classes(element):
        yield {"kind": "law", "of": list(_blocks(element, page))}
    else:
        yield from _blocks(element, page)


def _paragraph(element: Any, pieces: list[Piece], page: Page) -> Iterator[Block]:
    if pieces := _tidy(pieces):
        yield {"kind": "par", "style": _style(element), "of": pieces, "rtl": _rtl(element, pieces, page)}


def _style(element: Any) -> str:
    classes = _classes(element)
    if "lede" in classes:
        return "lede"
    return "small" if classes & {"small", "tiny", "eyebrow"} else "plain"


def _terms(element: Any, page: Page) -> list[list[list[Piece]]]:
    found: list[list[list[Piece]]] = []
    for child in element.iter("dt", "dd"):
        pieces = _tidy(_inline(child, page))
        if child.tag == "dt":
            found.append([pieces, []])
        elif found:
            found[-1][1] += ([{"kind": "break"}] if found[-1][1] else []) + pieces
    return found


def _table(element: Any, page: Page) -> Block:
    """Its head is the rows of ``thead``; a cell over several columns keeps its span."""
    head = [_cells(row, page) for row in element.findall("./thead/tr")]
    rows = [_cells(row, page) for row in (*element.findall("./tbody/tr"), *element.findall("./tr"))]
    columns = max((sum(cell["span"] for cell in row) for row in head + rows), default=1)
    return {"kind": "table", "columns": columns, "head": head, "rows": rows}


def _cells(row: Any, page: Page) -> list[dict[str, Any]]:
    return [
        {"span": int(cell.get("colspan") or 1), "of": _tidy(_inline(cell, page))}
        for cell in row
        if cell.tag in {"td", "th"}
    ]


# --- Within a line ------------------------------------------------------------------------------------------
def _words(text: str) -> Piece:
    return {"kind": "text", "text": text}


def _text(text: str | None) -> list[Piece]:
    """Runs of space are one; what no face can show is left out."""
    if not text:
        return []
    return [_words(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", re.sub(r"[ \t\r\n]+", " ", text)))]


def _inline(element: Any, page: Page) -> list[Piece]:
    found = _text(element.text)
    for child in element:
        # What stands apart on the screen, side by side, is set apart by a dot.
        apart = [_words(" · ")] if found and "eyebrow" in _classes(element) else []
        found += [*apart, *_piece(child, page), *_text(child.tail)]
    return found


def _piece(element: Any, page: Page) -> list[Piece]:
    if element.tag == "svg":
        return _sign(element)
    if not _is_shown(element):
        return []
    if element.tag == "br":
        return [{"kind": "break"}]
    if element.tag == "bdi" and "code" in _classes(element):
        return [{"kind": "code", "text": " ".join(element.text_content().split())}]
    within = _inline(element, page)
    if element.tag in MARKS:
        return [{"kind": MARKS[element.tag], "of": within}]
    if element.tag == "a" and not (element.get("href") or "#").startswith("#"):
        return [{"kind": "link", "to": urljoin(page.address, element.get("href")), "of": within}]
    if element.tag == "bdi":
        return _apart(within, page)
    return [{"kind": "soft", "of": within}] if "soft" in _classes(element) else within


def _sign(element: Any) -> list[Piece]:
    """The picture of a line that decides something is a letter on paper."""
    used = [use.get("href") or "" for use in element.iter("use")]
    return [_words(SIGNS[name]) for href in used if (name := href.rpartition("#")[2]) in SIGNS]


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """One space between words wherever the markup has several, none at the ends; empty pieces are gone."""
    leaves = [leaf for leaf in _leaves(pieces) if leaf["kind"] in {"text", "break", "code"}]
    ends_open = True
    for leaf in leaves:
        if leaf["kind"] != "text":
            ends_open = leaf["kind"] == "break"
            continue
        if ends_open:
            leaf["text"] = leaf["text"].lstrip(" ")
        if leaf["text"]:
            ends_open = leaf["text"].endswith(" ")
    _trim_end(leaves)
    return _kept(pieces)


def _trim_end(leaves: list[Piece]) -> None:
    for leaf in reversed(leaves):
        if leaf["kind"] != "text":
            return
        leaf["text"] = leaf["text"].rstrip(" ")
        if leaf["text"]:
            return


def _leaves(pieces: list[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if "of" in piece:
            yield from _leaves(piece["of"])
        else:
            yield piece


def _kept(pieces: list[Piece]) -> list[Piece]:
    """Without what says nothing."""
    found = []
    for piece in pieces:
        if "of" in piece:
            piece["of"] = _kept(piece["of"])
            if not piece["of"]:
                continue
        elif piece["kind"] != "break" and not piece["text"]:
            continue
        found.append(piece)
    return found


def _rtl(element: Any, pieces: list[Piece], page: Page) -> bool:
    """The element's own ``dir``, the nearest above it, or the page's; ``auto`` is that of the first strong letter."""
    said = next((up.get("dir") for up in (element, *element.iterancestors()) if up.get("dir")), "")
    if said in {"ltr", "rtl"}:
        return bool(said == "rtl")
    own = _first_strong(pieces) if said == "auto" else None
    return page.rtl if own is None else own


def _apart(pieces: list[Piece], page: Page) -> list[Piece]:
    # Digits have no strong letter; between letters that run from the right they would be moved.
    is_rtl = _first_strong(pieces) or False
    if is_rtl is page.rtl:
        return pieces
    if sum(len(leaf.get("text", "")) for leaf in _leaves(pieces)) <= LONGEST_APART:
        return [{"kind": "apart", "of": pieces, "rtl": is_rtl}]
    mark = {"kind": "mark", "text": RIGHT_TO_LEFT if is_rtl else LEFT_TO_RIGHT}
    return [mark, *pieces, {**mark}]


def _first_strong(pieces: list[Piece]) -> bool | None:
    """Whether the first letter that has a direction runs from the right; None without one."""
    for leaf in _leaves(pieces):
        for letter in leaf.get("text", ""):
            way = unicodedata.bidirectional(letter)
            if way in {"L", "R", "AL"}:
                return way != "L"
    return None
