"""Ballots entered twice: two tellers enter every paper by its number, unseen by each other.

Only what both entered alike is counted; every difference is shown and entered anew by both.
The papers of a file are numbered by its lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from council.rules.counts.papers import Paper


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A paper the two do not agree on; None where one of them has not entered it."""

    number: int
    first: Paper | None
    second: Paper | None


class NotAlike(Exception):
    """The two entries differ and cannot be counted yet."""

    def __init__(self, mismatches: tuple[Mismatch, ...]) -> None:
        super().__init__(f"{len(mismatches)} papers")
        self.mismatches = mismatches


Entered = Mapping[int, Paper]


def mismatches(first: Entered, second: Entered) -> tuple[Mismatch, ...]:
    return tuple(
        Mismatch(number, first.get(number), second.get(number))
        for number in sorted({*first, *second})
        if number not in first or number not in second or first[number] != second[number]
    )


def agreed(first: Entered, second: Entered) -> tuple[Paper, ...]:
    """The papers of both entries, in the order of their numbers; NotAlike where they differ."""
    if differing := mismatches(first, second):
        raise NotAlike(differing)
    return tuple(first[number] for number in sorted(first))
