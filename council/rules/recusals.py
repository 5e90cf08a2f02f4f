"""Recusal: a seat takes no part in one motion. It leaves base and quorum; it may still be heard.

mandatory   the secretary, with an interest that the seat has declared
voluntary   the seat's own holder
upheld      any member challenges with a reason; chair or secretary rules, neither challenger nor challenged
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from council.rules.decision import Chamber, Combine, Roll, RollSeat, Rule, Tie, measure


class Kind(StrEnum):
    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    UPHELD = "upheld"


class Ruling(StrEnum):
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class WhyNotRule(StrEnum):
    CHALLENGER = "challenger"
    CHALLENGED = "challenged"
    NO_OFFICER = "no_officer"
    RULED = "ruled"


def ruling_refusal(
    judge: str, challenger: str, challenged: Iterable[str], *, officer: bool, ruled: bool
) -> WhyNotRule | None:
    """Why this person may not rule on a challenge; None when she may."""
    if ruled:
        return WhyNotRule.RULED
    if judge == challenger:
        return WhyNotRule.CHALLENGER
    if judge in set(challenged):
        return WhyNotRule.CHALLENGED
    return None if officer else WhyNotRule.NO_OFFICER


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A chamber that cannot reach its quorum, even if every seat that can come does."""

    body: str
    can_come: int
    recused: int


def shortfalls(rule: Rule, roll: Roll) -> tuple[Shortfall, ...]:
    """The chambers of this rule that no attendance makes quorate on this roll."""
    found = []
    for chamber in rule.chambers:
        seats = [seat for seat in roll.seats if seat.body == chamber.body]
        if not _reachable(rule, chamber, seats):
            able = sum(_can_come(rule, seat) for seat in seats)
            found.append(Shortfall(chamber.body, able, sum(seat.recused for seat in seats)))
    return tuple(found)


def _can_come(rule: Rule, seat: RollSeat) -> bool:
    if seat.recused or not seat.in_office:
        return False
    return seat.joint != "unanimous" or len(seat.hands) == 2 or rule.sole_holder_acts


def _reachable(rule: Rule, chamber: Chamber, seats: list[RollSeat]) -> bool:
    if chamber.quorum is None:
        return True
    counted = [s for s in seats if s.in_office and (rule.recused_in_base or not s.recused)]
    able = [s for s in seats if _can_come(rule, s)]
    base = chamber.quorum.base
    return chamber.quorum.is_met(measure(able, base), measure(counted, base))


def lost_to_recusals(rule: Rule, roll: Roll) -> tuple[str, ...]:
    """The chambers that recusals alone keep from their quorum: with nobody recused they could reach it."""
    nobody_recused = Roll(seats=tuple(replace(seat, recused=False) for seat in roll.seats))
    short = {one.body for one in shortfalls(rule, nobody_recused)}
    return tuple(one.body for one in shortfalls(rule, roll) if one.body not in short)


def fallen_back(rule: Rule, roll: Roll) -> tuple[Rule, tuple[str, ...]]:
    """The rule as it counts on this roll, and the chambers that recusals alone keep from their quorum.

    Where the rule has a fallback and another chamber is left, that one decides without them, by the
    fallback's share; with none left, or without a fallback, the rule is what it was.
    """
    if rule.fallback is None:
        return rule, ()
    lost = lost_to_recusals(rule, roll)
    left = [chamber for chamber in rule.chambers if chamber.body not in lost]
    if not lost or not left:
        return rule, ()
    alone = tuple(replace(chamber, passes=(rule.fallback,), floor=None, groups=()) for chamber in left)
    counted = replace(rule, chambers=alone, combine=Combine.ALL, k=0, tie=Tie.REJECT, blocking_minority=0)
    return counted, lost
