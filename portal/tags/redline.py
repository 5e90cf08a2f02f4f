"""What was taken out and what was put in, word by word, for a reader: display only, never for applying."""

import re
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_PIECES = re.compile(r"\s+|[^\s]+")


def redline(old: Any, new: Any) -> SafeString:
    """`{% redline before after %}`: struck and underlined, each named for those who hear the page."""
    before, after = _PIECES.findall(str(old or "")), _PIECES.findall(str(new or ""))
    out: list[str] = []
    for what, i0, i1, j0, j1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            out.append(conditional_escape("".join(before[i0:i1])))
            continue
        if i0 < i1:
            out.append(_marked("del", _("taken out"), "".join(before[i0:i1])))
        if j0 < j1:
            out.append(_marked("ins", _("put in"), "".join(after[j0:j1])))
    return mark_safe("".join(out))  # noqa: S308 - every piece is escaped above


_MARKS = {
    "del": '{}<del><span class="hidden-text">[{}: </span>{}<span class="hidden-text">]</span></del>{}',
    "ins": '{}<ins><span class="hidden-text">[{}: </span>{}<span class="hidden-text">]</span></ins>{}',
}


def _marked(mark: str, words: str, text: str) -> SafeString:
    """Spaces at the ends stay outside the mark, so that nothing is underlined but words."""
    core = text.strip()
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if core else ""
    return format_html(_MARKS[mark], lead, words, core, trail)
