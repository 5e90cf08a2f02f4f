"""Pledges: how much of what by when, and how a pledge comes by its mark.

No report is judged by whoever made it: the pledger reports with evidence and another member confirms or contests;
once a pledge is past due, another member may report too, and then the pledger is one of those who judge.

    open --due--> due (nothing settled) ;  a report: reported -> kept | partly | broken | disputed

A mark stands while more members confirm its report than contest it; those who contest are shown beside it.
A later report takes the mark's place only once it is settled itself: nobody talks a mark away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

WHAT = 200
SHORTEST_WHAT = 5
SAYS = 600
SHORTEST_SAYS = 10
LINK = 300
MOST = Decimal("1000000000")
# The finest step of an amount.
STEP = Decimal("0.01")
LONGEST = timedelta(days=3660)
MOST_PLEDGES = 20  # of one member in one coalition
MOST_REPORTS = 50  # of one pledge
REMIND_BEFORE = timedelta(days=7)


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    PEOPLE = "people"
    PIECES = "pieces"
    READINGS = "readings"
    EUROS = "eur"
    SQUARE_METRES = "m2"
    CUBIC_METRES = "m3"
    KILOGRAMS = "kg"
    KILOMETRES = "km"


WHOLE = frozenset({Unit.PEOPLE, Unit.PIECES, Unit.READINGS})


class Fault(StrEnum):
    NONE_AT_ALL = "none_at_all"
    NEGATIVE = "negative"
    TOO_MUCH = "too_much"
    TOO_FINE = "too_fine"
    NOT_WHOLE = "not_whole"
    NOT_A_NUMBER = "not_a_number"


class Stage(StrEnum):
    OPEN = "open"
    DUE = "due"
    REPORTED = "reported"
    DISPUTED = "disputed"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"


MARKS = frozenset({Stage.KEPT, Stage.PARTLY, Stage.BROKEN})
# Nothing is settled, and the day has come.
UNJUDGED = frozenset({Stage.DUE, Stage.REPORTED, Stage.DISPUTED})


class DateFault(StrEnum):
    PAST = "past"
    FAR = "far"


def amount_fault(amount: Decimal, unit: Unit, *, may_be_nothing: bool = False) -> Fault | None:
    """Why an amount in ``unit`` is refused; a report may say that nothing was done, a pledge may not."""
    if not amount.is_finite():
        return Fault.NOT_A_NUMBER
    if amount < 0:
        return Fault.NEGATIVE
    if amount == 0 and not may_be_nothing:
        return Fault.NONE_AT_ALL
    if amount > MOST:
        return Fault.TOO_MUCH
    if amount % STEP:
        return Fault.TOO_FINE
    if unit in WHOLE and amount % 1:
        return Fault.NOT_WHOLE
    return None


def date_fault(due_on: date, today: date) -> DateFault | None:
    """A pledge falls due tomorrow at the earliest, ten years on at the latest."""
    if due_on <= today:
        return DateFault.PAST
    if due_on - today > LONGEST:
        return DateFault.FAR
    return None


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: how much is done, and how many other members confirm and contest it."""

    done: Decimal
    confirms: int = 0
    contests: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """How a pledge stands. ``claimed`` is the newest report's amount, ``confirmed`` that of the newest settled one."""

    stage: Stage
    claimed: Decimal = Decimal(0)
    confirmed: Decimal = Decimal(0)
    confirms: int = 0
    contests: int = 0
    # A newer report waits beside the mark that stands.
    has_newer: bool = False

    @property
    def is_contested(self) -> bool:
        return self.contests > 0


def is_settled(report: Reported) -> bool:
    return report.confirms > report.contests


def mark(done: Decimal, pledged: Decimal, *, is_due: bool) -> Stage | None:
    """The mark of a confirmed amount; before the day only the whole is a mark, less of it is on its way."""
    if done >= pledged:
        return Stage.KEPT
    if not is_due:
        return None
    return Stage.PARTLY if done > 0 else Stage.BROKEN


def account(pledged: Decimal, reports: Sequence[Reported], *, is_due: bool) -> Account:
    """How a pledge of ``pledged`` stands after these reports, oldest first."""
    newest = reports[-1] if reports else None
    settled = next((report for report in reversed(reports) if is_settled(report)), None)
    claimed = newest.done if newest else Decimal(0)
    confirmed = settled.done if settled else Decimal(0)
    if settled and (given := mark(settled.done, pledged, is_due=is_due)):
        return Account(given, claimed, confirmed, settled.confirms, settled.contests, newest is not settled)
    if newest is None:
        return Account(Stage.DUE if is_due else Stage.OPEN)
    if newest is settled:
        return Account(Stage.OPEN, claimed, confirmed, newest.confirms, newest.contests)
    stage = Stage.DISPUTED if newest.contests else Stage.REPORTED
    return Account(stage, claimed, confirmed, newest.confirms, newest.contests)


def percent(done: Decimal, pledged: Decimal) -> int:
    """0 to 100, rounded down: a bar is full only when all of it is done."""
    return min(100, int(done * 100 / pledged)) if pledged > 0 else 0


def may_report(*, is_pledger: bool, is_member: bool, is_due: bool) -> bool:
    """The pledger at any time, even after leaving; another member once the day has passed."""
    return is_pledger or (is_member and is_due)


def may_judge(*, is_reporter: bool, is_member: bool, is_pledger: bool) -> bool:
    """Any member but whoever made the report. A pledger who left still answers what others report of the pledge."""
    return not is_reporter and (is_member or is_pledger)
