"""Two texts side by side, word by word; for people to look at, never to store.

Words, spaces and marks are compared as they stand, so that the left pieces joined are the left text and the
right pieces joined the right one.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from biomes.rules import place

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Sides:
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(one.change is not Change.SAME for one in (*self.before, *self.after))


def sides(before: str, after: str) -> Sides:
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        same = tag == "equal"
        _put(old, Change.SAME if same else Change.OUT, "".join(left[i1:i2]))
        _put(new, Change.SAME if same else Change.IN, "".join(right[j1:j2]))
    return Sides(tuple(old), tuple(new))


def _put(pieces: list[Piece], change: Change, text: str) -> None:
    if text:
        pieces.append(Piece(change, text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Square kilometres before and now; None where no place was drawn."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def areas(before: place.Geometry | None, after: place.Geometry | None) -> Areas:
    return Areas(
        before=place.area_km2(before) if before else None, after=place.area_km2(after) if after else None
    )
