"""The text of a charter as values, and the hashes that name it.

An article's hash covers its number, heading and words in RFC 8785 form, so a colour of type or a
line break in the page never changes it; an edition's hash covers the whole document of the export.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from unicodedata import normalize

import rfc8785

# A paragraph, not a book: the word-by-word comparison stays under a tenth of a second.
LONGEST_TEXT = 12_000
LONGEST_TITLE, LONGEST_HEADING = 120, 160
EID = re.compile(r"art_[1-9][0-9]{0,3}[a-z]{0,2}")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article: its eId (`art_3`, or `art_3a` for one inserted later), heading and words."""

    eid: str
    heading: str
    text: str
    entrenched: bool = False

    @property
    def sha256(self) -> str:
        return digest_of(self)

    @property
    def number(self) -> str:
        return self.eid.removeprefix("art_")

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """(eId, words) of each paragraph: `art_3__para_1` and so on."""
        parts = [part for part in self.text.split("\n\n") if part.strip()]
        return [(f"{self.eid}__para_{n}", part) for n, part in enumerate(parts, start=1)]


def clean(words: str) -> str:
    """NFC, plain line ends, one blank line between paragraphs, single spaces within them."""
    flat = normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n")
    flat = "".join(c for c in flat if c in "\n\t" or c.isprintable() or c in "\u200c\u200d")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", flat)]
    return "\n\n".join(part for part in paragraphs if part)


def digest_of(article: ArticleText) -> str:
    value = {"eid": article.eid, "heading": article.heading, "text": article.text}
    if article.entrenched:
        value["entrenched"] = "yes"
    return sha256(rfc8785.dumps(value)).hexdigest()


def edition_bytes(
    *, charter: str, number: int, since: date, base: str, motion: str, articles: Sequence[ArticleText]
) -> bytes:
    """The edition as the export carries it, in canonical form; its SHA-256 is its name."""
    return rfc8785.dumps(
        {
            "format": "biolattice-edition/v1",
            "charter": charter,
            "number": number,
            "since": since.isoformat(),
            "base": base,
            "motion": motion,
            "articles": [
                {
                    "eid": a.eid,
                    "heading": a.heading,
                    "text": a.text,
                    "entrenched": a.entrenched,
                    "sha256": a.sha256,
                }
                for a in articles
            ],
        }
    )
