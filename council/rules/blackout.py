"""A sitting that ran on paper: what its sheets hold, and whether the times on one can be.

Sheet 0 has the sitting's own hours, when each seat came and went, when each point was taken up and done.
Sheet n, of the motion at point n, has one word for each line of the roll and ``held_at``, when it was called;
empty, no vote was taken. Hours are UTC to the minute, as ``2150-06-01T14:05``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from council.rules import roll_call
from council.rules.roll_call import Lines, Word

TIMES = 0
HELD_AT = "held_at"
SITTING, SEAT, POINT = "sitting", "seat", "point"
FORMAT = "%Y-%m-%dT%H:%M"


class Unusable(StrEnum):
    """Why the vote on a sheet cannot be taken in, though both copies agree."""

    OUTSIDE = "outside_the_sitting"
    ROLL = "roll_has_changed"
    STATE = "decided_otherwise_meanwhile"
    NOTICE = "without_its_notice"


@dataclass(frozen=True, slots=True, order=True)
class Happened:
    """One thing of the sitting at its hour; of one minute, what ends comes before what begins."""

    at: datetime
    begins: bool
    what: str
    which: str


def key(what: str, which: str, end: str) -> str:
    return f"{what}:{which}:{end}"


def keys(seats: Iterable[str], points: Iterable[int]) -> tuple[str, ...]:
    """Every line of sheet 0."""
    things = [(SITTING, ""), *((SEAT, code) for code in seats), *((POINT, str(n)) for n in points)]
    return tuple(key(what, which, end) for what, which in things for end in ("since", "until"))


def moment(text: str) -> datetime | None:
    """None for what is empty or no hour at all."""
    try:
        found = datetime.strptime(text, FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    # One spelling for one hour: two sheets that mean the same must read the same.
    return found if f"{found:{FORMAT}}" == text else None


def periods(lines: Lines) -> Iterator[tuple[str, str, str, str]]:
    """(what, which, since, until) of everything on sheet 0."""
    for name in lines:
        what, which, end = name.split(":")
        if end == "since":
            yield what, which, lines[name], lines[key(what, which, "until")]


def wrong_times(
    lines: Lines, *, seats: Iterable[str], points: Iterable[int], not_before: datetime, at: datetime
) -> tuple[str, ...]:
    """Lines of sheet 0 that cannot be: missing, made up, no hours, backwards, or outside the sitting."""
    asked = set(keys(seats, points))
    if asked != set(lines):
        return tuple(sorted(asked ^ set(lines)))
    since, until = (moment(lines[key(SITTING, "", end)]) for end in ("since", "until"))
    if since is None or until is None or not not_before <= since < until <= at:
        return (key(SITTING, "", "since"), key(SITTING, "", "until"))
    outside = tuple(
        key(what, which, "since")
        for what, which, began, ended in periods(lines)
        if what != SITTING and not _within(began, ended, since, until)
    )
    return outside or _overlapping(lines)


def _within(began: str, ended: str, since: datetime, until: datetime) -> bool:
    """Both empty (it was not there), or a period within the sitting."""
    if not began and not ended:
        return True
    first, last = moment(began), moment(ended)
    return first is not None and last is not None and since <= first < last <= until


def _overlapping(lines: Lines) -> tuple[str, ...]:
    """Points that were taken up before the one at hand was done."""
    taken = sorted(
        (since, until, which) for what, which, since, until in periods(lines) if what == POINT and since
    )
    return tuple(key(POINT, after[2], "since") for before, after in pairwise(taken) if after[0] < before[1])


def wrong_words(lines: Lines, roll: Iterable[str], *, not_before: datetime, at: datetime) -> tuple[str, ...]:
    """Lines of a motion's sheet that cannot be: without a word, or an hour outside; no vote has no words."""
    words = words_of(lines)
    if HELD_AT not in lines:
        return (HELD_AT,)
    if lacking := roll_call.lacking(roll, words):
        return lacking
    if not lines[HELD_AT]:
        return tuple(sorted(line for line, word in words.items() if word != Word.ABSENT))
    hour = moment(lines[HELD_AT])
    return () if hour is not None and not_before <= hour <= at else (HELD_AT,)


def words_of(lines: Lines) -> dict[str, str]:
    return {line: word for line, word in lines.items() if line != HELD_AT}


def order(lines: Lines) -> list[Happened]:
    """Everything on sheet 0 as it happened; the sitting's own beginning first, its end last."""
    found = []
    for what, which, since, until in periods(lines):
        if what == SITTING:
            continue
        for text, begins in ((since, True), (until, False)):
            if hour := moment(text):
                found.append(Happened(hour, begins, what, which))
    return sorted(found)
