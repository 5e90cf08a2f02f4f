"""The emergency procedure: tied to a live alert, asked for, short, and it ends by itself.

    alert in force, severe enough ----+
    both guardians of the biome, or --+--> vote by the emergency rule --> declared until + lasts_days
    a share of one chamber ask for it +        |                               (once renewed: + lasts_days)
                                               +--> lapses unless confirmed: within confirm_days,
                                                    and before the next sitting is over

It suspends articles, and amends none. The numbers are the rule's own (`Emergency`), with defaults.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from council.rules.decision import Emergency, Roll, RollSeat, Rule, Share, measure
from council.rules.kinds import JointRule
from crises.rules.severity import RANK, Severity

# The hands of each seat that asked: seat code -> hands.
Asked = Mapping[str, Iterable[int]]


class Ground(StrEnum):
    """On whose request the emergency procedure is open."""

    GUARDIANS = "guardians"
    CHAMBER = "chamber"


class EndedBy(StrEnum):
    """Why an emergency is over."""

    EXPIRY = "expiry"
    UNCONFIRMED = "unconfirmed"


def is_severe_enough(terms: Emergency, severity: str) -> bool:
    return RANK[Severity(severity)] >= RANK[Severity(terms.severity)]


def _has_asked(seat: RollSeat, asked: Asked) -> bool:
    """A seat asks with every hand it has; where either hand binds it, with one."""
    hands = set(asked.get(seat.code, ())) & set(seat.hands)
    return bool(hands) if seat.joint == JointRule.ANY else bool(hands) and hands == set(seat.hands)


def _both_have_asked(seat: RollSeat, asked: Asked) -> bool:
    """Both guardians of a joint seat: a vacant hand asks for nothing."""
    hands = {1, 2} if seat.joint else {1}
    return hands <= set(seat.hands) & set(asked.get(seat.code, ()))


def ground(rule: Rule, roll: Roll, biome: str, asked: Asked) -> Ground | None:
    """What opens the procedure, or None: not enough have asked. A recused seat asks for nothing."""
    terms = rule.emergency
    if terms is None:
        return None
    seats = [seat for seat in roll.seats if seat.in_office and not seat.recused]
    speaking = [seat for seat in seats if seat.represents == biome]
    if terms.guardians and speaking and all(_both_have_asked(seat, asked) for seat in speaking):
        return Ground.GUARDIANS
    share = Share(base="in_office", num=terms.num, den=terms.den)
    for chamber in rule.chambers:
        members = [seat for seat in seats if seat.body == chamber.body]
        asking = [seat for seat in members if _has_asked(seat, asked)]
        if share.is_met(measure(asking, share.base), measure(members, share.base)):
            return Ground.CHAMBER
    return None


@dataclass(frozen=True, slots=True)
class Term:
    """How long an emergency runs: `until` once confirmed, and no longer than `confirm_by` before."""

    until: datetime
    confirm_by: datetime


def term(terms: Emergency, at: datetime) -> Term:
    until = at + timedelta(days=terms.lasts_days)
    return Term(until, min(until, at + timedelta(days=terms.confirm_days)))


def renewed_until(terms: Emergency, until: datetime) -> datetime:
    return until + timedelta(days=terms.lasts_days)


def may_be_renewed(terms: Emergency, renewals: int) -> bool:
    return renewals < terms.renewals


def end(
    *, until: datetime, confirm_by: datetime, confirmed: bool, next_sitting_closed: bool, at: datetime
) -> tuple[EndedBy, datetime] | None:
    """Why and when it ended, if it has: at its term, or unconfirmed at its hour or with the next sitting."""
    if not confirmed and at >= confirm_by:
        return EndedBy.UNCONFIRMED, confirm_by
    if not confirmed and next_sitting_closed:
        return EndedBy.UNCONFIRMED, at
    return (EndedBy.EXPIRY, until) if at >= until else None
