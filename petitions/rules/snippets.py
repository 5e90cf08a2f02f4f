"""Where the words that were asked for stand in a text: its pieces, each a hit or not, and the stretch around the first.

A word is a hit when it holds what was asked, or begins as it does and ends otherwise (clean, cleaned, cleaning):
nearer to how the search itself sees words, a text cannot be read without the search's dictionaries.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from biomes.rules.folding import fold

ROOM = 160
# Two words with one beginning of four letters or more are one word, if no more than three letters of ending differ.
STEM, ENDING = 4, 3
_SPACES = re.compile(r"(\s+)")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it was asked for."""

    text: str
    is_hit: bool = False


def is_same(word: str, asked: str) -> bool:
    """Whether a folded word of the text answers to a folded word of the query."""
    if asked in word:
        return True
    if len(word) >= ENDING and word in asked:
        return len(asked) - len(word) <= ENDING
    shared = _shared(word, asked)
    return shared >= STEM and max(len(word), len(asked)) - shared <= ENDING


def _shared(one: str, other: str) -> int:
    """The letters with which both begin."""
    differs = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differs, min(len(one), len(other)))


def pieces(text: str, asked: Sequence[str]) -> list[Piece]:
    """The whole text, word by word where it was asked for; joined, they are the text again."""
    found: list[Piece] = []
    for token in _SPACES.split(text):
        is_hit = bool(token.strip()) and _answers(token, asked)
        if found and not is_hit and not found[-1].is_hit:
            found[-1] = Piece(found[-1].text + token)
        elif token:
            found.append(Piece(token, is_hit))
    return found


def _answers(token: str, asked: Sequence[str]) -> bool:
    word = _EDGES.sub("", fold(token))
    return bool(word) and any(is_same(word, one) for one in asked)


def snippet(text: str, asked: Sequence[str], room: int = ROOM) -> list[Piece]:
    """The stretch around the first hit, cut at the end of words; nothing where nothing was asked for."""
    whole = " ".join(text.split())
    first = _first_hit(whole, asked)
    if first is None:
        return []
    wished = max(0, first - room // 3)
    begin = whole.rfind(" ", 0, wished) + 1 if wished else 0
    after = whole.find(" ", wished + room)
    end = after if after > 0 else len(whole)
    cut = ("… " if begin else "") + whole[begin:end] + (" …" if end < len(whole) else "")
    return pieces(cut, asked)


def _first_hit(text: str, asked: Sequence[str]) -> int | None:
    at = 0
    for piece in pieces(text, asked):
        if piece.is_hit:
            return at
        at += len(piece.text)
    return None
