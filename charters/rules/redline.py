"""What changed between two texts, word by word, as values that a page can mark and a voice can read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction

# A word with the punctuation that clings to it, or a break between paragraphs.
TOKEN = re.compile(r"\n\n|[^\s]+")
BREAK = "\n\n"
# Pairs of equal words that are looked at for one comparison: some tenths of a second.
MOST_PAIRS = 300_000


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


def words(text: str) -> list[str]:
    return TOKEN.findall(text)


def _join(tokens: list[str]) -> str:
    return (
        " ".join(tokens).replace(f" {BREAK} ", BREAK).replace(f" {BREAK}", BREAK).replace(f"{BREAK} ", BREAK)
    )


def redline(before: str, after: str) -> list[Piece]:
    """Pieces in reading order: what was taken out stands before what came in its place.

    Between the words that both begin and end with. Where these repeat themselves too often to be compared one by one
    (no text that anybody reads does), all of the old ones stand before all of the new.
    """
    old, new = words(before), words(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    end = len(old) - tail
    pieces = [Piece(Mark.SAME, _join(old[:head]))] if head else []
    pieces += _between(old[head:end], new[head : len(new) - tail])
    return pieces + ([Piece(Mark.SAME, _join(old[end:]))] if tail else [])


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(old: list[str], new: list[str]) -> list[Piece]:
    seen = Counter(new)
    if sum(seen[word] for word in old) > MOST_PAIRS:
        return [Piece(mark, _join(part)) for mark, part in ((Mark.TAKEN, old), (Mark.ADDED, new)) if part]
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, _join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece(Mark.TAKEN, _join(old[i:j])))
        if m > k:
            pieces.append(Piece(Mark.ADDED, _join(new[k:m])))
    return pieces


def paragraphs(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces cut at paragraph breaks, so that a page can set them as paragraphs."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, part in enumerate(piece.text.split(BREAK)):
            if n:
                rows.append([])
            if part:
                rows[-1].append(Piece(piece.mark, part))
    return [row for row in rows if row]


def side(pieces: list[Piece], mark: Mark) -> str:
    """The old text (``TAKEN``) or the new one (``ADDED``) read back from the pieces."""
    kept = [p.text for p in pieces if p.mark in (Mark.SAME, mark)]
    return _join([token for part in kept for token in words(part)])


def counts(pieces: list[Piece]) -> tuple[int, int]:
    """(words added, words taken out): the redline's one-sentence summary."""

    def of(mark: Mark) -> int:
        return sum(len(list(_words_of(p))) for p in pieces if p.mark is mark)

    return of(Mark.ADDED), of(Mark.TAKEN)


def _words_of(piece: Piece) -> Iterator[str]:
    return (token for token in words(piece.text) if token != BREAK)


def changed_words(before: str, after: str) -> Fraction:
    """Words added and taken out, as a share of the words there were."""
    added, taken = counts(redline(before, after))
    return Fraction(added + taken, max(1, len(words(before))))
