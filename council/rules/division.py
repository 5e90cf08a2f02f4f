"""Vote by parts: a text cut before some of its paragraphs, and put together again from what carried."""

from collections.abc import Iterable

LEAST, MOST = 2, 8
BREAK = "\n\n"


class CannotDivide(Exception):
    """These cuts do not make two to eight parts of the text."""


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split(BREAK) if part.strip()]


def split(text: str, starts: Iterable[int]) -> list[str]:
    """The parts that begin with these paragraphs (0 is the first, and always begins one)."""
    words = paragraphs(text)
    cuts = sorted({0, *starts})
    if not LEAST <= len(cuts) <= MOST or cuts[0] < 0 or cuts[-1] >= len(words):
        raise CannotDivide
    return [BREAK.join(words[a:b]) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def join(parts: Iterable[str]) -> str:
    return BREAK.join(parts)
