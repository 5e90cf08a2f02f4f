"""How often somebody may be given one seat in a row.

    term  term  |remainder|  term          <- a remainder under half a term is not a term
    |---- a row ----------------|  one whole term away ends the row

A mandate given up early counts as the term it was given for: nobody resigns to begin anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One mandate of one person for one seat: ``due`` is the end it was given with, ``until`` the one it had."""

    since: datetime
    until: datetime | None
    due: datetime | None
    remainder: bool = False


def counts(one: Served, full: timedelta) -> bool:
    """Does this mandate count as a term? A remainder shorter than half of one does not."""
    if not one.remainder or one.due is None:
        return True
    return 2 * (one.due - one.since) >= full


def terms_in_a_row(served: Iterable[Served], begins: datetime, full: timedelta) -> int:
    """How many terms lie in the row that leads up to ``begins``, a whole term's pause ending it."""
    found, reach = 0, begins
    for one in sorted(served, key=lambda row: row.since, reverse=True):
        if one.since >= begins:
            continue
        if one.until is not None and reach - one.until >= full:
            break
        found += counts(one, full)
        reach = one.since
    return found


def may_be_given(served: Iterable[Served], wished: Served, *, full: timedelta, most: int) -> bool:
    """May the wished mandate follow, where at most so many terms stand in a row?"""
    row = terms_in_a_row(served, wished.since, full)
    return row + counts(wished, full) <= most or not counts(wished, full)


def is_remainder(before: Served, since: datetime, until: datetime | None) -> bool:
    """Does a mandate over ``[since, until)`` only serve out the one before it, which ended before its due day?"""
    if before.due is None or before.until is None or before.until >= before.due:
        return False
    return before.until <= since < before.due and (until is None or until <= before.due)
