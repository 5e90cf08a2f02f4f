"""STV by Meek's method, in the fixed arithmetic of the reference Meek rule.

Method: Hill, Wichmann and Woodall, Algorithm 123, Computer Journal 30 (1987) 277-281, which computes in
floating point and notes (section 1) that neither Meek nor Woodall said how a tie is resolved. Arithmetic
and order of steps: the Proportional Representation Foundation's reference Meek rule, whose steps are named
below: nine decimals, omega = 10^-6, keep values and each paper's shares rounded up, the quota cut and
raised by 10^-9. No vote is lost: what a paper does not leave with an option goes on, or is exhausted.
The lowest is excluded once no surplus worth omega is left (B.2.e); those within that surplus of the lowest
are equal to it (B.3), and the tie is reported, not drawn (counts/ties.py).
One step more than the rule: where an exclusion leaves as many as there are seats, the votes are shared out
once more before those are elected, so that the last round shows where the votes went. It elects the same.
"""

from collections.abc import Sequence
from fractions import Fraction

from council.rules.counts.papers import Budget, Contest, merged
from council.rules.counts.stages import Reason, Stage, Step, Tally, Tie, truncated

PLACES = 9
ONE = 10**PLACES
OMEGA = ONE // 10**6


def up(product: int, by: int) -> int:
    """``product / by``, rounded up to the last place."""
    return -(-product // by)


class Table:
    def __init__(self, contest: Contest, script: Sequence[str], budget: Budget) -> None:
        self.contest, self.script, self.budget = contest, list(script), budget
        self.papers = [paper for paper in merged(contest.papers) if paper.options]
        self.keep = dict.fromkeys(contest.options, ONE)
        self.hopeful = list(contest.options)
        self.elected: list[str] = []
        self.votes: dict[str, int] = {}
        self.exhausted = self.quota = self.surplus = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []

    @property
    def vacancies(self) -> int:
        return self.contest.seats - len(self.elected)

    def distribute(self) -> None:
        """Each paper leaves with each of its options the share that option keeps, and goes on with the rest."""
        votes, exhausted = dict.fromkeys(self.contest.options, 0), 0
        self.budget.spend(3 * len(self.papers) + len(votes))
        for paper in self.papers:
            weight = ONE
            for option in paper.options:
                if keep := self.keep[option]:
                    share = up(weight * keep, ONE)
                    votes[option] += share * paper.count
                    weight -= share
                    if not weight:
                        break
            exhausted += weight * paper.count
        self.votes, self.exhausted = votes, exhausted
        self.quota = truncated(Fraction(sum(votes.values()), self.contest.seats + 1)) + 1
        self.surplus = max(0, sum(votes[option] - self.quota for option in self.elected))

    def elect(self) -> list[tuple[str, Reason]]:
        reached = [option for option in self.hopeful if self.votes[option] >= self.quota]
        reached.sort(key=lambda option: -self.votes[option])
        # More than the seats can reach the quota only where shares rounded up add to it.
        for option in reached[: self.vacancies]:
            self.hopeful.remove(option)
            self.elected.append(option)
        self.surplus = max(0, sum(self.votes[option] - self.quota for option in self.elected))
        return [(option, Reason.QUOTA) for option in self.elected if option in reached]

    def converge(self) -> list[tuple[str, Reason]]:
        """Share out again until somebody is elected, or no surplus worth mentioning is left (step B.2).

        After an election it begins with the keep values as they were, as the rule does: a surplus that
        is not worth omega is not passed on, and the next surplus is compared with the one that was left.
        """
        before = None
        while True:
            self.distribute()
            if reached := self.elect():
                return reached
            if self.surplus < OMEGA or (before is not None and self.surplus >= before):
                return []
            before = self.surplus
            self.lower_keep_values()

    def lower_keep_values(self) -> None:
        for option in self.elected:
            kept = up(self.keep[option] * self.quota, ONE)
            self.keep[option] = up(kept * ONE, self.votes[option])

    def close(self, step: Step, whose: str, reached: list[tuple[str, Reason]]) -> None:
        if self.vacancies and len(self.hopeful) <= self.vacancies:
            last = sorted(self.hopeful, key=lambda option: -self.votes[option])
            reached = reached + [(option, Reason.LAST_STANDING) for option in last]
            self.elected += last
            self.hopeful = []
        self.stages.append(
            Stage(
                len(self.stages) + 1, step, dict(self.votes), self.exhausted, whose=whose,
                quota=self.quota, elected=tuple(reached),
                kept={option: self.keep[option] for option in self.elected},
            )
        )  # fmt: skip

    def exclude(self) -> str:
        fewest = min(self.votes[option] for option in self.hopeful)
        equal = tuple(o for o in self.hopeful if self.votes[o] <= fewest + self.surplus)
        chosen = equal[0]
        if len(equal) > 1:
            idle = not any(self.votes[option] for option in equal)
            harmless = idle and len(self.hopeful) - len(equal) >= self.vacancies
            if self.script and not harmless:
                chosen = self.script.pop(0)
            self.ties.append(Tie(len(self.stages) + 1, Step.EXCLUSION, equal, chosen, harmless=harmless))
        self.hopeful.remove(chosen)
        self.keep[chosen] = 0
        return chosen


def run(contest: Contest, script: Sequence[str], budget: Budget) -> Tally:
    """One count; a stage ends with somebody elected, or with nobody, and then the lowest goes."""
    table = Table(contest, script, budget)
    step, whose = Step.FIRST, ""
    while True:
        reached = table.converge()
        table.close(step, whose, reached)
        if not table.vacancies or not table.hopeful:
            return Tally(tuple(table.stages), tuple(table.ties), tuple(table.elected), PLACES)
        if reached:
            step, whose = Step.SURPLUS, ""
        else:
            step, whose = Step.EXCLUSION, table.exclude()
