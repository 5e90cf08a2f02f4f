"""A vote called in the room: two tellers write one word for each line of the roll, unseen by each other.

    sheets in   they agree    stage
    0 or 1      -             calling
    2           in all        settled: the vote closes by the second sheet
    2           not in all    differing: each says the settled word of every line that differs
    2, said     alike         settled: the vote closes by the act of the second
    2, said     otherwise     differing

A line is one hand of a seat: a joint seat has two, and what they come to is the tally's to say. After the
close a seat may dispute its own word; until that is over the outcome leads nowhere.

    until the close + 24 h                          wait
    an open dispute could turn the outcome          wait, at most until the close + 7 days; then void
    a dispute was upheld                            recount, as a round of its own
    else                                            stands
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from council.rules.decision import Outcome, Roll
from council.rules.seats import BallotCast, Choice

DISPUTED_WITHIN = timedelta(hours=24)
RULED_WITHIN = timedelta(days=7)
# With more open disputes than this nobody tries every way they may end: they are taken to matter.
MOST_TRIED = 10

# Line -> what a sheet says of it. A vote's lines are ``<seat>/<hand>``; other sheets have lines of their own.
Lines = Mapping[str, str]


class Word(StrEnum):
    """What is called out for one hand of a seat."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ABSENT = "absent"


class Stage(StrEnum):
    CALLING = "calling"
    DIFFERING = "differing"
    SETTLED = "settled"


class Says(StrEnum):
    """One voice on a dispute."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"


class Office(StrEnum):
    """Whose voices a dispute needs: both tellers of that vote, and the chair.

    Where the chair holds the disputed seat the secretary speaks in her stead.
    """

    FIRST = "teller_1"
    SECOND = "teller_2"
    CHAIR = "chair"


class DisputeRuling(StrEnum):
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Next(StrEnum):
    """What follows a vote that was called in the room."""

    WAIT = "wait"
    STANDS = "stands"
    RECOUNT = "recount"
    VOID = "void"


# --- The lines of a vote ----------------------------------------------------------------------------------
def line_of(seat: str, hand: int) -> str:
    return f"{seat}/{hand}"


def seat_and_hand(line: str) -> tuple[str, int]:
    seat, _slash, hand = line.rpartition("/")
    return seat, int(hand)


def lines_of(roll: Roll) -> tuple[str, ...]:
    """Every line that is called: each hand in office of each seat that votes and is not recused."""
    called = (seat for seat in roll.seats if seat.votes and not seat.recused)
    return tuple(line_of(seat.code, hand) for seat in called for hand in sorted(seat.hands))


def lacking(lines: Iterable[str], words: Lines) -> tuple[str, ...]:
    """Lines without a word, words without a line, words that are none."""
    asked, known = set(lines), {word.value for word in Word}
    return tuple(sorted(asked ^ set(words) | {line for line, word in words.items() if word not in known}))


def ballots(words: Lines) -> list[BallotCast]:
    """The words as the tally takes ballots; who was absent said nothing."""
    spoken = [(line, word) for line, word in sorted(words.items()) if word != Word.ABSENT]
    found = []
    for n, (line, word) in enumerate(spoken, 1):
        seat, hand = seat_and_hand(line)
        found.append(BallotCast(seat=seat, hand=hand, choice=Choice(word), n=n))
    return found


# --- Two sheets -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sheet:
    """One teller's: what she wrote, and what she says of the lines that differ."""

    lines: Lines
    settles: Lines | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    line: str
    first: str
    second: str


def differences(first: Lines, second: Lines) -> tuple[Difference, ...]:
    """The lines of which the sheets say different things; a line that one lacks is empty there."""
    return tuple(
        Difference(line, first.get(line, ""), second.get(line, ""))
        for line in sorted({*first, *second})
        if first.get(line, "") != second.get(line, "")
    )


def settled(first: Sheet, second: Sheet) -> dict[str, str] | None:
    """What both sheets come to; None while they differ and the two do not say the same of it."""
    differ = {row.line for row in differences(first.lines, second.lines)}
    if not differ:
        return dict(first.lines)
    if first.settles is None or first.settles != second.settles or set(first.settles) != differ:
        return None
    return {**first.lines, **first.settles}


def stage(sheets: Iterable[Sheet]) -> Stage:
    held = list(sheets)
    if len(held) < 2:
        return Stage.CALLING
    return Stage.DIFFERING if settled(*held) is None else Stage.SETTLED


# --- Disputes -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Disputed:
    """A seat says that its word was another one; ``ruling`` None while the voices are not in."""

    line: str
    word: str
    ruling: DisputeRuling | None = None


def ruling_of(voices: Mapping[Office, Says]) -> DisputeRuling | None:
    """Upheld by all three; one that does not hold it to be right dismisses it."""
    if Says.DISMISS in voices.values():
        return DisputeRuling.DISMISSED
    return DisputeRuling.UPHELD if set(voices) == set(Office) else None


def corrected(words: Lines, disputes: Iterable[Disputed]) -> dict[str, str]:
    """The words with what was upheld."""
    return {**words, **{d.line: d.word for d in disputes if d.ruling is DisputeRuling.UPHELD}}


def could_turn(words: Lines, disputes: Iterable[Disputed], count: Callable[[Lines], Outcome]) -> bool:
    """Would the outcome be another one if some of the open disputes were upheld?"""
    held = list(disputes)
    base = corrected(words, held)
    still_open = [d for d in held if d.ruling is None and base.get(d.line) != d.word]
    if len(still_open) > MOST_TRIED:
        return True
    stands = count(base)
    return any(
        count({**base, **{d.line: d.word for d in some}}) is not stands
        for size in range(1, len(still_open) + 1)
        for some in combinations(still_open, size)
    )


def what_follows(
    *, closed_at: datetime, at: datetime, words: Lines, disputes: Iterable[Disputed],
    count: Callable[[Lines], Outcome],
) -> Next:  # fmt: skip
    """The second table above."""
    held = list(disputes)
    if at < closed_at + DISPUTED_WITHIN:
        return Next.WAIT
    if could_turn(words, held, count):
        return Next.WAIT if at < closed_at + RULED_WITHIN else Next.VOID
    return Next.STANDS if corrected(words, held) == dict(words) else Next.RECOUNT
