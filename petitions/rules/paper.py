"""A sheet signed on paper: its life, its number, what two entries agree on, and the sample that checks it.

    registered -> differing -> settled -> accepted
        |   \\________________/  |
        v            |           v
      refused     refused     refused        (a refused sheet counts nobody, and keeps no name)

Two people enter a sheet without seeing each other's entry. Where both wrote the same it is settled;
the rest is settled by somebody else. Then a third person compares a sample of the lines with the scan.
Nobody chooses the sample: it follows from a seed that was drawn, and promised by its hash in the
public log, before anybody entered a line, and that is published when the sheet ends.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from petitions.rules import names
from petitions.rules.receipts import ALPHABET

LINES = 20
LETTERS = 8
SHORTEST_REASON, REASON = 10, 200
# At least five lines, and half of those that are filled.
SMALLEST_SAMPLE = 5
# One wrong line in ten of a sample is an error of entering; more is a sheet that nobody can rely on.
ONE_WRONG_IN = 10


class Stage(StrEnum):
    REGISTERED = "registered"
    DIFFERING = "differing"
    SETTLED = "settled"
    ACCEPTED = "accepted"
    REFUSED = "refused"


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.REGISTERED: frozenset({Stage.DIFFERING, Stage.SETTLED, Stage.REFUSED}),
    Stage.DIFFERING: frozenset({Stage.SETTLED, Stage.REFUSED}),
    Stage.SETTLED: frozenset({Stage.ACCEPTED, Stage.REFUSED}),
    Stage.ACCEPTED: frozenset(),
    Stage.REFUSED: frozenset(),
}
UNDER_WAY = frozenset({Stage.REGISTERED, Stage.DIFFERING, Stage.SETTLED})


class Standing(StrEnum):
    """What a line of a sheet is for the count."""

    EMPTY = "empty"
    WAITING = "waiting"  # for the sheet to be checked
    COUNTS = "counts"
    HELD = "held"  # likely signed twice: a person looks
    STRUCK = "struck"  # looked at, and signed twice; or wrong in the sample


class Fault(StrEnum):
    """Why a sheet was refused."""

    SAMPLE = "sample"
    EMPTY = "empty"
    SET_ASIDE = "set_aside"


def may_move(current: Stage, to: Stage) -> bool:
    return to in MOVES[current]


# --- Its number: seven letters and one that catches a slip of the pen --------------------------------


def number_from(raw: bytes) -> str:
    """Eight letters from five random bytes. A sheet is printed without being written down anywhere."""
    drawn = int.from_bytes(raw[:5], "big")
    letters = "".join(ALPHABET[(drawn >> (5 * place)) & 31] for place in range(LETTERS - 1))
    return letters + _check(letters)


def _check(letters: str) -> str:
    """Odd weights: any one letter misread asks for another last letter."""
    total = sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % 32]


def read_number(text: str) -> str | None:
    """A number as people type it, or None if it cannot be one."""
    code = "".join(char for char in text.lower() if not char.isspace() and char != "-")
    if len(code) != LETTERS or any(letter not in ALPHABET for letter in code):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def grouped(number: str) -> str:
    return f"{number[:4]}-{number[4:]}"


# --- Two entries -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """One line as somebody read it: a name and the slug of a zone ("" elsewhere). No name: no signature."""

    name: str = ""
    zone: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.name

    @property
    def key(self) -> str:
        """Two lines with the same key are likely one person: the name folded, and the zone."""
        return twin_key(self.name, self.zone)


BLANK = Written()


def twin_key(name: str, zone: str) -> str:
    return sha256(f"petitions/twin/v1\0{names.folded(name)}\0{zone}".encode()).hexdigest()


def agreed(one: Written, other: Written) -> Written | None:
    """What two readings of a line come to, whoever came first; None where they differ.

    A mark or a capital that one of them left out is no difference; the fuller spelling is kept.
    """
    if one.is_empty or other.is_empty:
        return BLANK if one.is_empty and other.is_empty else None
    if names.folded(one.name) != names.folded(other.name) or one.zone != other.zone:
        return None
    return max(one, other, key=lambda written: (_fullness(written.name), written.name))


def _fullness(name: str) -> int:
    return len(unicodedata.normalize("NFKD", name)) + sum(char.isupper() for char in name)


def compare(one: Sequence[Written], other: Sequence[Written]) -> dict[int, Written | None]:
    """Line by line, from 1: what both come to, or None."""
    return {
        number: agreed(*pair) for number, pair in enumerate(zip(padded(one), padded(other), strict=True), 1)
    }


def padded(lines: Sequence[Written]) -> list[Written]:
    return [*lines[:LINES], *[BLANK] * (LINES - len(lines))]


# --- The sample --------------------------------------------------------------------------------------


def seed_digest(seed: bytes) -> str:
    """The promise that is published before anybody enters a line."""
    return sha256(b"petitions/sheet-seed/v1\0" + seed).hexdigest()


def sample_size(filled: int) -> int:
    return min(filled, max(SMALLEST_SAMPLE, -(-filled // 2)))


def most_wrong(sampled: int) -> int:
    """How many lines of a sample may be wrong before the sheet is refused as a whole."""
    return sampled // ONE_WRONG_IN


def sample(seed: bytes, scan: str, filled: Collection[int], *, whole: bool = False) -> tuple[int, ...]:
    """The lines to compare: those whose hashes with the seed are the smallest. ``whole`` is every one.

    A sheet that was refused after it was entered is compared as a whole when it comes again: else
    somebody could bring it until the sample is a lucky one.
    """
    if whole:
        return tuple(sorted(set(filled)))
    order = sorted(set(filled), key=lambda line: _draw(seed, scan, line))
    return tuple(sorted(order[: sample_size(len(order))]))


def _draw(seed: bytes, scan: str, line: int) -> bytes:
    return sha256(b"petitions/sheet-sample/v1\0" + seed + scan.encode() + line.to_bytes(2, "big")).digest()


def passes(sampled: Collection[int], wrong: Collection[int]) -> bool:
    return len(set(wrong) & set(sampled)) <= most_wrong(len(set(sampled)))


def judge(lines: Mapping[int, Written], sampled: Collection[int], wrong: Collection[int]) -> Fault | None:
    """Why a settled sheet is refused, or None: it counts, without the lines that were found wrong."""
    if all(written.is_empty for written in lines.values()):
        return Fault.EMPTY
    return None if passes(sampled, wrong) else Fault.SAMPLE


# --- Who may do what: roles open the door, these keep one person from being two ------------------------


@dataclass(frozen=True, slots=True)
class Hands:
    """The opaque codes of everybody who had a hand in a sheet."""

    registered: str
    entered: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()

    def may_enter(self, who: str) -> bool:
        return len(self.entered) < 2 and who not in self.entered

    def may_settle(self, who: str) -> bool:
        """Somebody who has entered it would only repeat themselves."""
        return who not in self.entered

    def may_check(self, who: str) -> bool:
        return who != self.registered and who not in self.entered and who not in self.settled

    def may_judge(self, who: str) -> bool:
        return who not in self.entered
