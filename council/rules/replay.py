"""A year under another rule: what a body decided, counted again; and what absence would do.

Every past vote keeps its own roll and ballots; only the rule is another. Then a thousand imagined
votes: a seat stays away by lot, and the lot is a hash of the seed, the trial and the seat, so that
anybody draws the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from council.rules.conditions import ballots_of, is_voter
from council.rules.decision import Outcome, Roll, Rule
from council.rules.fit import check_fit
from council.rules.reading import RuleFault
from council.rules.seats import BallotCast, Choice
from council.rules.tally import Decision, evaluate

TRIALS = 1000
# One seat in five stays away from an imagined vote.
AWAY = Fraction(1, 5)
UNDECIDED = frozenset({Outcome.NO_QUORUM, Outcome.TIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One closed vote as it was counted."""

    motion: str
    round_: int
    roll: Roll
    ballots: tuple[BallotCast, ...]
    outcome: Outcome
    # How many ties of the same motion went before.
    ties_before: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """A past vote under another rule; no outcome where that rule asks for what its roll did not have."""

    past: Past
    outcome: Outcome | None
    stalled: bool = False

    @property
    def flips(self) -> bool:
        if self.outcome is None:
            return False
        return (self.past.outcome is Outcome.ADOPTED) is not (self.outcome is Outcome.ADOPTED)


@dataclass(frozen=True, slots=True)
class Absences:
    """What came of the imagined votes."""

    trials: int
    adopted: int
    stalled: int
    no_quorum: int


def is_stalled(decision: Decision) -> bool:
    """Nothing is decided, or a motion fails that more than half of the seats in office said yes to."""
    if decision.outcome in UNDECIDED:
        return True
    counts = [row["counts"] for row in decision.working["chambers"]]
    yes, seats = sum(c["yes"] for c in counts), sum(c["in_office"] for c in counts)
    return decision.outcome is not Outcome.ADOPTED and 2 * yes > seats


def replay(rule: Rule, history: Iterable[Past]) -> list[Again]:
    """Each past vote, counted by this rule."""
    return [_again(rule, past) for past in history]


def _again(rule: Rule, past: Past) -> Again:
    try:
        check_fit(rule, past.roll)
    except RuleFault:
        return Again(past, None)
    decision = evaluate(rule, past.roll, past.ballots, round_=past.ties_before + 1)
    return Again(past, decision.outcome, is_stalled(decision))


def everybody_says_yes(rule: Rule, roll: Roll) -> Past:
    """A vote nobody is against: what still fails then, fails for want of seats."""
    ballots = [
        ballot for seat in roll.seats if is_voter(seat, rule) for ballot in ballots_of(seat, Choice.YES)
    ]
    return Past(motion="", round_=1, roll=roll, ballots=tuple(ballots), outcome=Outcome.ADOPTED)


def with_absences(
    rule: Rule, votes: Sequence[Past], *, seed: int, trials: int = TRIALS, away: Fraction = AWAY
) -> Absences:
    """These votes in turn, each time with seats away by lot; votes that the rule does not fit are left out."""
    fitting = [past for past in votes if _fits(rule, past.roll)]
    if not fitting:
        return Absences(0, 0, 0, 0)
    found = [_once(rule, fitting[i % len(fitting)], f"{seed}/{i}", away) for i in range(trials)]
    return Absences(
        trials=trials,
        adopted=sum(decision.outcome is Outcome.ADOPTED for decision in found),
        stalled=sum(is_stalled(decision) for decision in found),
        no_quorum=sum(decision.outcome is Outcome.NO_QUORUM for decision in found),
    )


def _once(rule: Rule, past: Past, lot: str, away: Fraction) -> Decision:
    gone = frozenset(seat.code for seat in past.roll.seats if stays_away(f"{lot}/{seat.code}", away))
    came = [ballot for ballot in past.ballots if ballot.seat not in gone]
    return evaluate(rule, leaving(past.roll, gone), came)


def leaving(roll: Roll, gone: frozenset[str]) -> Roll:
    """The roll without these: whoever stays away is not on the sitting's own list either."""
    return roll if roll.present is None else replace(roll, present=roll.present - gone)


def stays_away(lot: str, away: Fraction) -> bool:
    drawn = int.from_bytes(sha256(lot.encode()).digest()[:8])
    return drawn * away.denominator < away.numerator << 64


def _fits(rule: Rule, roll: Roll) -> bool:
    try:
        check_fit(rule, roll)
    except RuleFault:
        return False
    return True


def as_data(row: Again) -> dict[str, Any]:
    """A row as programs read it."""
    return {
        "motion": row.past.motion,
        "round": row.past.round_,
        "was": row.past.outcome.value,
        "now": None if row.outcome is None else row.outcome.value,
        "flips": row.flips,
        "stalled": row.stalled,
    }
