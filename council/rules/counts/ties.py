"""Does a tie change who is elected? Every way of taking it is counted; none is drawn by lot.

A tie that leaves the elected as they are whichever way it is taken says so and the count goes on.
One that does not ends the count there: who is elected in any case, how many seats stay open, between whom.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from council.rules.counts.papers import Budget, Contest, TooMuchWork
from council.rules.counts.stages import ReportedTie, Result, Tally, Tie

Run = Callable[[Contest, Sequence[str], Budget], Tally]
Elected = frozenset[str]
# Ways of taking all ties together that are tried before a tie is reported as not proved either way.
MOST_WAYS = 500


@dataclass(slots=True)
class _Ways:
    run: Run
    contest: Contest
    budget: Budget
    left: int = MOST_WAYS
    by_choice: dict[tuple[str, ...], set[Elected]] = field(default_factory=dict)

    def explore(self, tally: Tally, taken: tuple[str, ...]) -> set[Elected]:
        """All outcomes below ``taken``; each choice on the way keeps its own."""
        path = tuple(tie.chosen for tie in tally.open_ties)
        below: set[Elected] = {frozenset(tally.elected)}
        for depth in range(len(path) - 1, len(taken) - 1, -1):
            self.by_choice[path[: depth + 1]] = set(below)
            for other in tally.open_ties[depth].options:
                if other != path[depth]:
                    way = (*path[:depth], other)
                    self.by_choice[way] = self._try(way)
                    below |= self.by_choice[way]
        return below

    def _try(self, way: tuple[str, ...]) -> set[Elected]:
        self.left -= 1
        if self.left < 0:
            raise TooMuchWork
        return self.explore(self.run(self.contest, way, self.budget), way)


def settle(run: Run, contest: Contest, budget: Budget) -> Result:
    tally = run(contest, (), budget)
    ways = _Ways(run, contest, budget)
    try:
        outcomes = ways.explore(tally, ())
    except TooMuchWork:
        return _unproved(tally, contest)
    if len(outcomes) == 1:
        ties = tuple(ReportedTie(tie, material=False) for tie in tally.ties)
        return Result(tally.elected, 0, (), tally.stages, ties, tally.places)
    return _left_open(tally, contest, ways, outcomes)


def _left_open(tally: Tally, contest: Contest, ways: _Ways, outcomes: set[Elected]) -> Result:
    ties: list[ReportedTie] = []
    path: tuple[str, ...] = ()
    for tie in tally.ties:
        if tie.by is not None or tie.harmless:
            ties.append(ReportedTie(tie, material=False))
            continue
        each = {choice: ways.by_choice[(*path, choice)] for choice in tie.options}
        if any(each[choice] != each[tie.options[0]] for choice in tie.options):
            certain = tuple((c, _ordered(contest, frozenset.intersection(*each[c]))) for c in tie.options)
            ties.append(ReportedTie(tie, material=True, outcomes=certain))
            return _cut(tally, contest, ties, tie, outcomes)
        ties.append(ReportedTie(tie, material=False))
        path = (*path, tie.chosen)
    raise AssertionError("outcomes differ and no tie makes them differ")


def _cut(tally: Tally, contest: Contest, ties: list[ReportedTie], at: Tie, outcomes: set[Elected]) -> Result:
    sure = frozenset.intersection(*outcomes)
    maybe = frozenset.union(*outcomes) - sure
    elected = tuple(option for option in tally.elected if option in sure)
    stages = tuple(stage for stage in tally.stages if stage.number < at.stage)
    seats = max(len(outcome) for outcome in outcomes) - len(sure)
    return Result(elected, seats, _ordered(contest, maybe), stages, tuple(ties), tally.places)


def _unproved(tally: Tally, contest: Contest) -> Result:
    """Too many ways to try: what stood before the first such tie is certain, the rest is left open."""
    first = tally.open_ties[0]
    stages = tuple(stage for stage in tally.stages if stage.number < first.stage)
    sure = tuple(option for stage in stages for option, _ in stage.elected)
    gone = {stage.whose for stage in stages} | set(sure)
    before = tuple(ReportedTie(tie, material=False) for tie in tally.ties if tie.stage < first.stage)
    ties = (*before, ReportedTie(first, material=None))
    between = tuple(option for option in contest.options if option not in gone)
    return Result(sure, len(tally.elected) - len(sure), between, stages, ties, tally.places)


def _ordered(contest: Contest, options: Elected) -> tuple[str, ...]:
    return tuple(option for option in contest.options if option in options)
